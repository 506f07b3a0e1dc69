import type { StoreApi } from 'zustand/vanilla'
import type { Message } from '#shared/contract/chat.ts'
import type { MeetingEvent, Participant } from '#shared/contract/signalling.ts'
import { decodeMeetingMessage, encodeMeetingMessage, type MeetingMessage } from '#shared/encryption/meeting-message.ts'
import { ParleyError } from '#shared/errors.ts'
import { valuesOf } from '#shared/meeting/effective-options.ts'
import { type Action, type Actor, denialOf } from '#shared/meeting/permissions.ts'
import type { Heard } from '../../encryption/worker-protocol.ts'
import type { CallState } from '../call-state.ts'
import { withRead } from '../chat/chat-state.ts'
import { selfIn } from '../moderation/denial-in.ts'
import type { SignallingCalls } from '../signalling/signalling-client.ts'
import { checkOnDevice } from './check-on-device.ts'
import { standingBy } from './known-person.ts'

export interface TalkOptions {
  store: StoreApi<CallState>
  /** To all who have the keys. */
  say(content: Uint8Array): Promise<void>
  /** Shows what was said, as if the service had told it. */
  show(event: MeetingEvent): void
  now(): number
}

/** Procedures whose content is not the service's to know. */
const SECRET = [
  'sendMessage',
  'editMessage',
  'deleteMessage',
  'reactToMessage',
  'listMessages',
  'markRead',
  'reportMessage',
  'decideMessage',
  'setHand',
  'react',
  'lowerHand',
  'lowerAllHands',
] as const
type Secret = Pick<SignallingCalls, (typeof SECRET)[number]>

/** Messages that are kept; there is no other place where they are. */
const KEPT = 2_000

/** Whoever says something. */
interface Speaker {
  /** Their key in the group: the one thing by which it is known that two messages are of the same member. */
  readonly memberId: string
  readonly participant: Participant | undefined
  readonly author: Message['author']
}

const SELF = 'self'

const notHere = (): Promise<never> => Promise.reject(new ParleyError('OFF_WHEN_ENCRYPTED'))

/**
 * Chat, reactions and hands of an encrypted meeting: said to the members, and kept here alone. Nothing of it is taken from the
 * service, and everybody's client looks by itself whether a member may do what they say.
 */
export class Talk {
  readonly #options: TalkOptions
  /** By message: the member who wrote it. */
  readonly #authors = new Map<string, string>()
  /** By participant: since when their hand is raised, ms since 1970. */
  readonly #hands = new Map<string, number>()

  constructor(options: TalkOptions) {
    this.#options = options
  }

  /** In place of the service's procedures of the same names. */
  readonly calls: Secret = {
    sendMessage: async ({ text, replyTo, mentions }) => {
      const id = crypto.randomUUID()
      const said = { v: 1, is: 'chat', id, text: text.trim(), mentions, ...(replyTo === undefined ? {} : { replyTo }) } as const
      const [event] = await this.#say(said)
      if (event?.type !== 'message') throw new ParleyError('INTERNAL', 'a message that is none')
      return { message: event.message }
    },
    editMessage: ({ messageId: id, text, mentions }) => this.#do({ v: 1, is: 'edit', id, text: text.trim(), mentions }),
    deleteMessage: ({ messageId: id }) => this.#do({ v: 1, is: 'delete', id }),
    reactToMessage: ({ messageId: id, reaction }) => this.#do({ v: 1, is: 'messageReaction', id, reaction }),
    listMessages: async () => ({ messages: [], more: false }),
    markRead: async ({ messageId }) => {
      this.#options.store.setState((state) => ({ chat: withRead(state.chat, messageId, selfIn(state)?.personId) }))
    },
    reportMessage: notHere,
    decideMessage: notHere,
    setHand: ({ raised }) => this.#do({ v: 1, is: 'hand', raised }),
    react: ({ reaction }) => this.#do({ v: 1, is: 'reaction', reaction }),
    lowerHand: ({ participantId }) => this.#do({ v: 1, is: 'lowerHand', participantId }),
    lowerAllHands: () => this.#do({ v: 1, is: 'lowerHand' }),
  }

  /** Of what the service tells, that which is its to tell; undefined for what only members can say. */
  fromService(event: MeetingEvent): MeetingEvent | undefined {
    switch (event.type) {
      case 'message':
      case 'messageRefused':
      case 'reaction':
        return undefined
      case 'participantJoined':
      case 'participantUpdated':
        return { ...event, participant: this.#withHand(event.participant) }
      case 'participantLeft':
        this.#hands.delete(event.participantId)
        return event
      case 'joined': {
        this.#carryHands(event)
        const { messages, unread } = this.#state.chat
        const chat = { messages: [...messages], more: false, unread, moderator: 'bundled' as const }
        return { ...event, participants: event.participants.map((each) => this.#withHand(each)), chat }
      }
      default:
        return event
    }
  }

  hear({ participantId, memberId, verdict, content }: Heard): void {
    const message = decodeMeetingMessage(content)
    if (message === undefined) return
    const state = this.#state
    const participant = state.participants.find(({ id }) => id === participantId)
    const isOwn = participant !== undefined && participant.personId === selfIn(state)?.personId
    // Nobody passes for the person who reads this, whatever the service says of whose leaf is whose.
    const personId = participant === undefined || isOwn ? memberId : participant.personId
    const name = verdict.status === 'failed' ? '' : verdict.name
    const author = { personId, name, standing: standingBy(verdict) }
    try {
      for (const event of this.#eventsOf({ memberId, participant, author }, message)) this.#show(event)
      this.#keepFew()
    } catch (refusal) {
      if (!(refusal instanceof ParleyError)) throw refusal
    }
  }

  /** Somebody came who has not heard what was said before, or knows this person by another id: they are told of a raised hand. */
  greet(): void {
    const { selfId = '' } = this.#state
    if (this.#hands.has(selfId))
      this.#options.say(encodeMeetingMessage({ v: 1, is: 'hand', raised: true })).catch(() => undefined)
  }

  /** Out of the meeting: nothing is known of it any more. */
  forget(): void {
    this.#authors.clear()
    this.#hands.clear()
  }

  get #state(): CallState {
    return this.#options.store.getState()
  }

  get #self(): Speaker {
    const participant = selfIn(this.#state)
    if (participant === undefined) throw new ParleyError('WRONG_STATE', 'not in a meeting')
    const { personId, name, standing } = participant
    return { memberId: SELF, participant, author: { personId, name, standing } }
  }

  async #do(message: MeetingMessage): Promise<void> {
    for (const event of await this.#say(message)) this.#show(event)
  }

  #show(event: MeetingEvent): void {
    if (event.type === 'participantUpdated') {
      const { id, handRaisedAt } = event.participant
      if (handRaisedAt === undefined) this.#hands.delete(id)
      else this.#hands.set(id, handRaisedAt)
    }
    this.#options.show(event)
  }

  /** Says it where this person may, and gives what comes of it. */
  async #say(message: MeetingMessage): Promise<MeetingEvent[]> {
    this.#eventsOf(this.#self, message)
    if (message.is === 'chat' || message.is === 'edit') {
      await checkOnDevice(message.text, this.#state.options.moderation.value)
    }
    await this.#options.say(encodeMeetingMessage(message))
    const events = this.#eventsOf(this.#self, message)
    if (message.is === 'chat') this.#authors.set(message.id, SELF)
    return events
  }

  /** Throws FORBIDDEN, NOT_FOUND or WRONG_STATE for what can't be done by this speaker. */
  #eventsOf(speaker: Speaker, message: MeetingMessage): MeetingEvent[] {
    switch (message.is) {
      case 'chat':
        return this.#written(speaker, message)
      case 'edit':
        return this.#edited(speaker, message)
      case 'delete':
        return this.#deleted(speaker, message.id)
      case 'messageReaction':
        return this.#reacted(speaker, message)
      case 'reaction': {
        const { id: participantId } = this.#allowed(speaker, 'react')
        return [{ type: 'reaction', participantId, reaction: message.reaction }]
      }
      case 'hand':
        return this.#hand(this.#allowed(speaker, 'raiseHand'), message.raised)
      case 'lowerHand':
        return this.#lowered(speaker, message.participantId)
    }
  }

  #written(speaker: Speaker, message: Extract<MeetingMessage, { is: 'chat' }>): MeetingEvent[] {
    this.#allowed(speaker, 'writeMessage')
    const { id, text, replyTo, mentions } = message
    const { messages } = this.#state.chat
    if (messages.some((each) => each.id === id)) throw new ParleyError('WRONG_STATE', 'known')
    const known = messages.some((each) => each.id === replyTo)
    const at = this.#options.now()
    if (speaker.memberId !== SELF) this.#authors.set(id, speaker.memberId)
    const shown = { id, author: speaker.author, text, at, mentions, reactions: [] }
    return [{ type: 'message', message: known && replyTo !== undefined ? { ...shown, replyTo } : shown }]
  }

  #edited(speaker: Speaker, { id, text, mentions }: Extract<MeetingMessage, { is: 'edit' }>): MeetingEvent[] {
    this.#allowed(speaker, 'writeMessage')
    const message = this.#open(id)
    if (this.#authors.get(id) !== speaker.memberId) throw new ParleyError('FORBIDDEN', 'target')
    return [{ type: 'message', message: { ...message, text, mentions, editedAt: this.#options.now() } }]
  }

  #deleted(speaker: Speaker, id: string): MeetingEvent[] {
    const message = this.#open(id)
    const isAuthor = this.#authors.get(id) === speaker.memberId
    if (!isAuthor) {
      const author = this.#state.participants.find(({ personId }) => personId === message.author.personId)
      this.#allowed(speaker, 'deleteMessage', author ?? { id: message.author.personId, role: 'attendee' })
    }
    const deleted = isAuthor ? ('byAuthor' as const) : ('byOrganiser' as const)
    return [{ type: 'message', message: { ...message, text: '', mentions: [], reactions: [], deleted } }]
  }

  #reacted(speaker: Speaker, { id, reaction }: Extract<MeetingMessage, { is: 'messageReaction' }>): MeetingEvent[] {
    this.#allowed(speaker, 'react')
    const message = this.#open(id)
    const { personId } = speaker.author
    const others = message.reactions
      .map((each) => ({ ...each, personIds: each.personIds.filter((who) => who !== personId) }))
      .filter(({ personIds }) => personIds.length > 0)
    if (reaction === null) return [{ type: 'message', message: { ...message, reactions: others } }]
    const same = others.find((each) => each.reaction === reaction)
    const reactions =
      same === undefined
        ? [...others, { reaction, personIds: [personId] }]
        : others.map((each) => (each === same ? { ...each, personIds: [...each.personIds, personId] } : each))
    return [{ type: 'message', message: { ...message, reactions } }]
  }

  #lowered(speaker: Speaker, participantId: string | undefined): MeetingEvent[] {
    const { participants, selfId } = this.#state
    if (participantId === undefined) this.#allowed(speaker, 'lowerAllHands')
    const whose = participants.filter(({ id }) => this.#hands.has(id) && (participantId === undefined || id === participantId))
    if (participantId !== undefined) for (const each of whose) this.#allowed(speaker, 'lowerHand', each)
    return whose.flatMap((each): MeetingEvent[] => {
      const lowered = this.#hand(each, false)
      const isTold = each.id === selfId && speaker.memberId !== SELF
      return isTold ? [...lowered, { type: 'moderated', what: 'handLowered', by: speaker.author.name }] : lowered
    })
  }

  #hand(participant: Participant, raised: boolean): MeetingEvent[] {
    if (this.#hands.has(participant.id) === raised) return []
    const { handRaisedAt: _before, ...lowered } = participant
    const now = raised ? { ...lowered, handRaisedAt: this.#options.now() } : lowered
    return [{ type: 'participantUpdated', participant: now }]
  }

  #withHand({ handRaisedAt: _claimed, ...participant }: Participant): Participant {
    const handRaisedAt = this.#hands.get(participant.id)
    return handRaisedAt === undefined ? participant : { ...participant, handRaisedAt }
  }

  /** After a restart of the service everybody is another participant: one's own hand stays up, others tell theirs anew. */
  #carryHands({ participantId: selfId, participants }: Extract<MeetingEvent, { type: 'joined' }>): void {
    const ownRaisedAt = this.#hands.get(this.#state.selfId ?? selfId)
    const here = new Set(participants.map(({ id }) => id))
    for (const id of this.#hands.keys()) if (!here.has(id)) this.#hands.delete(id)
    if (ownRaisedAt !== undefined) this.#hands.set(selfId, ownRaisedAt)
  }

  /** Throws NOT_FOUND, or WRONG_STATE for what was deleted. */
  #open(id: string): Message {
    const message = this.#state.chat.messages.find((each) => each.id === id)
    if (message === undefined) throw new ParleyError('NOT_FOUND', 'messageId')
    if (message.deleted !== undefined) throw new ParleyError('WRONG_STATE', 'deleted')
    return message
  }

  /** The speaker as a participant. Throws FORBIDDEN for whoever may not, or is on nobody's tile. */
  #allowed({ participant }: Speaker, action: Action, target?: Actor): Participant {
    if (participant === undefined) throw new ParleyError('FORBIDDEN', 'role')
    const denial = denialOf(participant, action, valuesOf(this.#state.options), target)
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
    return participant
  }

  #keepFew(): void {
    const { messages } = this.#state.chat
    if (messages.length <= KEPT) return
    for (const { id } of messages.slice(0, -KEPT)) this.#authors.delete(id)
    this.#options.store.setState(({ chat }) => ({ chat: { ...chat, messages: chat.messages.slice(-KEPT) } }))
  }
}
