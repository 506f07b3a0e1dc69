import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Message, MessagePage, Moderator } from '#shared/contract/chat.ts'
import type { Joined, MeetingEvent, signallingContract } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { type Action, type Denial, denialOf } from '#shared/meeting/permissions.ts'
import { isOrganising } from '#shared/meeting/roles.ts'
import { newId } from '../identity/secrets.ts'
import { SlidingLimit } from '../sliding-limit.ts'
import type { Schema } from '../storage/schema.ts'
import type { Attendance } from './attendance.ts'
import type { ChatActor, ChatPlace } from './chat-place.ts'
import { heldFor, type Judge } from './judging.ts'
import type { Alongside, MessageRecords } from './message-records.ts'
import { isVisibleTo, messageOf, type Reader, type StoredMessage } from './stored-message.ts'
import { Turns } from './turns.ts'

export interface ChatOptions {
  records: MessageRecords
  attendance: Attendance
  moderation: Judge
  /** Writes down what is decided about messages, in the transaction that does it: where that fails, it is not done. */
  record?: RecordChatAct
  now?: () => number
}

/** What is done about somebody's message, by ids alone. */
export interface ChatAct {
  readonly did: 'delete' | 'allow' | 'refuse' | 'report'
  readonly meetingId: string
  /** Id of the organisation that holds the meeting. */
  readonly tenant: string
  readonly by: string
  readonly messageId: string
}

export type RecordChatAct = (transaction: Transaction<Schema>, act: ChatAct) => Promise<void>

type Input<P extends keyof typeof signallingContract> = z.output<
  NonNullable<(typeof signallingContract)[P]['~orpc']['inputSchema']>
>

/** Messages and edits of one person in one meeting, and whatever else changes what others see, in so many ms. */
const WRITING = { count: 10, window: 10_000 }
const MARKING = { count: 40, window: 10_000 }

const readerOf = ({ personId, role }: ChatActor): Reader => ({ personId, organising: isOrganising(role) })

/**
 * The chat of all meetings: who may write, see, change and judge what. Changes of one meeting's chat are made one after the
 * other, and each is told in the order in which it was made.
 */
export class Chat {
  readonly #records: MessageRecords
  readonly #attendance: Attendance
  readonly #moderation: Judge
  readonly #record: RecordChatAct | undefined
  readonly #now: () => number
  readonly #turns = new Turns()
  readonly #writing: SlidingLimit
  readonly #marking: SlidingLimit

  constructor({ records, attendance, moderation, record, now = Date.now }: ChatOptions) {
    this.#records = records
    this.#attendance = attendance
    this.#moderation = moderation
    this.#record = record
    this.#now = now
    this.#writing = new SlidingLimit(WRITING.count, WRITING.window, now)
    this.#marking = new SlidingLimit(MARKING.count, MARKING.window, now)
  }

  /** Who looks at messages where a meeting's options ask for it. */
  get moderator(): Moderator {
    return this.#moderation.moderator
  }

  /** What somebody is told who comes in. */
  async opening(meetingId: string, reader: Reader): Promise<Joined['chat']> {
    const page = await this.#page(meetingId, reader)
    const unread = page.messages.length === 0 ? 0 : await this.#records.countUnread(meetingId, reader)
    return { ...page, unread, moderator: this.moderator }
  }

  /**
   * The chat for somebody who is not in the meeting. `outside`: it takes place without them, and they could not come in now; what
   * is written there meanwhile is not theirs. Throws FORBIDDEN for whoever has never been in it and does not organise it, or
   * NOT_FOUND.
   */
  async history(
    meetingId: string,
    reader: Reader,
    { before, outside }: { before?: string | undefined; outside: boolean },
  ): Promise<MessagePage> {
    const until = await this.#attendance.chatUntil(meetingId, reader.personId, outside)
    if (until === undefined && !reader.organising) throw new ParleyError('FORBIDDEN', 'not of those who were in the meeting')
    return this.#page(meetingId, reader, { before, until })
  }

  /** Whether somebody is or has been in the meeting. */
  async hasBeenIn(meetingId: string, personId: string): Promise<boolean> {
    return (await this.#attendance.whoOf(meetingId, [personId])).has(personId)
  }

  /** Whether somebody who is not in the meeting may write all the same. Throws as `ChatPlace.actor`. */
  async isOpenTo(place: ChatPlace): Promise<boolean> {
    const { personId, role } = place.actor()
    const until = await this.#attendance.chatUntil(place.meetingId, personId, false)
    const isTheirs = until === undefined ? isOrganising(role) : until === Number.POSITIVE_INFINITY
    return isTheirs && this.#denial(place, 'writeMessage') === undefined
  }

  /** As `send`, for somebody who is not in the meeting. Throws FORBIDDEN also for whoever was not, or was removed. */
  async sendFromOutside(place: ChatPlace, message: Input<'sendMessage'>): Promise<{ message: Message }> {
    if (!(await this.isOpenTo(place)))
      throw new ParleyError('FORBIDDEN', this.#denial(place, 'writeMessage') ?? 'not of those who were in the meeting')
    return this.send(place, message)
  }

  /** Throws FORBIDDEN, TOO_MANY_REQUESTS, NOT_FOUND, INVALID_INPUT, MESSAGE_REFUSED or MODERATION_UNREACHABLE. */
  async send(place: ChatPlace, { text, replyTo, mentions }: Input<'sendMessage'>): Promise<{ message: Message }> {
    const held = await this.#admit(place, text)
    return this.#turns.take(place.meetingId, async () => {
      await place.refresh?.()
      const author = this.#require(place, 'writeMessage')
      if (replyTo !== undefined) await this.#findOpen(place, replyTo)
      const mentioned = await this.#mentioned(place, mentions)
      const { personId, name, standing } = author
      const stored = await this.#records.add({
        id: newId(),
        meetingId: place.meetingId,
        author: { personId, name, standing },
        text,
        at: this.#now(),
        replyTo,
        mentions: mentioned,
        held,
      })
      this.#tell(place, stored)
      return { message: messageOf(stored) }
    })
  }

  /**
   * Of one's own. An edit that is held takes the message away from those who saw it. Throws as `send`, and WRONG_STATE for what
   * was deleted.
   */
  async edit(place: ChatPlace, { messageId, text, mentions }: Input<'editMessage'>): Promise<void> {
    const held = await this.#admit(place, text)
    await this.#turns.take(place.meetingId, async () => {
      const actor = this.#require(place, 'writeMessage')
      const before = await this.#findVisible(place, messageId)
      if (before.author.personId !== actor.personId) throw new ParleyError('FORBIDDEN', 'target')
      if (before.deleted !== undefined) throw new ParleyError('WRONG_STATE', 'deleted')
      const mentioned = await this.#mentioned(place, mentions)
      // What waits for an organiser goes on waiting where nobody has looked at the new text.
      const unchecked = place.options().moderation !== 'hold'
      const change = {
        text,
        mentions: mentioned,
        editedAt: this.#now(),
        held: held ?? (unchecked ? before.held : undefined),
      }
      await this.#records.change(messageId, change)
      const after = { ...before, ...change }
      if (before.held === undefined && after.held !== undefined) this.#takeAway(place, after)
      this.#tell(place, after)
    })
  }

  /** One's own, or another's as the table allows. Throws FORBIDDEN, TOO_MANY_REQUESTS or NOT_FOUND. */
  async delete(place: ChatPlace, { messageId }: Input<'deleteMessage'>): Promise<void> {
    this.#limit(this.#marking, place)
    await this.#turns.take(place.meetingId, async () => {
      const before = await this.#findVisible(place, messageId)
      const { author } = before
      const own = author.personId === place.actor().personId
      if (!own) this.#require(place, 'deleteMessage', author.personId)
      if (before.deleted !== undefined) return
      const change = { text: '', mentions: [], deleted: own ? 'byAuthor' : 'byOrganiser' } as const
      await this.#records.change(messageId, change, this.#recorded(place, 'delete', messageId))
      await this.#records.clearReactions(messageId)
      if (!own) place.log('deleteMessage', author)
      this.#tell(place, { ...before, ...change, reactions: [] })
    })
  }

  /** Throws FORBIDDEN, TOO_MANY_REQUESTS or NOT_FOUND. */
  async react(place: ChatPlace, { messageId, reaction }: Input<'reactToMessage'>): Promise<void> {
    this.#limit(this.#marking, place)
    await this.#turns.take(place.meetingId, async () => {
      // Taking one's own back is always possible.
      const { personId } = reaction === null ? place.actor() : this.#require(place, 'react')
      await this.#findOpen(place, messageId)
      await this.#records.setReaction(messageId, personId, reaction ?? undefined, this.#now())
      this.#tell(place, await this.#findVisible(place, messageId))
    })
  }

  /** The page before that message. Throws NOT_FOUND. */
  async list(place: ChatPlace, { before }: Input<'listMessages'>): Promise<MessagePage> {
    return this.#page(place.meetingId, readerOf(place.actor()), { before })
  }

  /** Everything up to that message has been seen. Throws NOT_FOUND. */
  async markRead(place: ChatPlace, { messageId }: Input<'markRead'>): Promise<void> {
    const { position } = await this.#findVisible(place, messageId)
    await this.#records.markRead(place.meetingId, place.actor().personId, position)
  }

  /** Puts another's message on the organisation's list. Throws FORBIDDEN, TOO_MANY_REQUESTS or NOT_FOUND. */
  async report(place: ChatPlace, { messageId }: Input<'reportMessage'>): Promise<void> {
    this.#limit(this.#marking, place)
    const { personId, name } = this.#require(place, 'reportMessage')
    const message = await this.#findVisible(place, messageId)
    if (message.author.personId === personId) throw new ParleyError('FORBIDDEN', 'target')
    if (message.deleted !== undefined) throw new ParleyError('NOT_FOUND', 'messageId')
    const report = { tenant: place.tenant, message, reporter: { personId, name }, at: this.#now() }
    await this.#records.report(report, this.#recorded(place, 'report', messageId))
  }

  /** Lets a held message through, or refuses it. Throws FORBIDDEN, NOT_FOUND, or WRONG_STATE where it waits no more. */
  async decide(place: ChatPlace, { messageId, allowed }: Input<'decideMessage'>): Promise<void> {
    await this.#turns.take(place.meetingId, async () => {
      this.#require(place, 'reviewMessages')
      const before = await this.#findVisible(place, messageId)
      if (before.held === undefined || before.deleted !== undefined) throw new ParleyError('WRONG_STATE', 'not held')
      const change = allowed ? { held: undefined } : { text: '', mentions: [], refused: true }
      await this.#records.change(messageId, change, this.#recorded(place, allowed ? 'allow' : 'refuse', messageId))
      place.log('reviewMessages', before.author, allowed ? 'allowed' : 'refused')
      if (allowed) this.#tell(place, { ...before, held: undefined })
      else place.publish({ type: 'messageRefused', messageId }, (reader) => isVisibleTo(before, reader))
    })
  }

  /** Tells somebody who has become an organiser what waits for one, among the newest messages. */
  async tellHeld(meetingId: string, tell: (event: MeetingEvent) => void): Promise<void> {
    await this.#turns.take(meetingId, async () => {
      const newest = await this.#records.page(meetingId, { personId: '', organising: true }, LIMITS.messagePage)
      for (const stored of newest) {
        if (stored.held !== undefined && stored.deleted === undefined) tell({ type: 'message', message: messageOf(stored) })
      }
    })
  }

  /** Before anything is looked at: may they, not too often, and what the text is held for. */
  async #admit(place: ChatPlace, text: string) {
    this.#require(place, 'writeMessage')
    this.#limit(this.#writing, place)
    return heldFor(this.#moderation, text, place.options().moderation)
  }

  #recorded({ meetingId, tenant, actor }: ChatPlace, did: ChatAct['did'], messageId: string): Alongside | undefined {
    const record = this.#record
    if (record === undefined) return undefined
    const act = { did, meetingId, tenant, by: actor().personId, messageId }
    return (transaction) => record(transaction, act)
  }

  #limit(limit: SlidingLimit, place: ChatPlace): void {
    if (!limit.take(`${place.meetingId} ${place.actor().personId}`)) throw new ParleyError('TOO_MANY_REQUESTS')
  }

  /** Throws FORBIDDEN with what denies it. */
  #require(place: ChatPlace, action: Action, targetId?: string): ChatActor {
    const denial = this.#denial(place, action, targetId)
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
    return place.actor()
  }

  #denial(place: ChatPlace, action: Action, targetId?: string): Denial | undefined {
    const { personId, role } = place.actor()
    const options = place.options()
    const target = targetId === undefined ? undefined : { id: targetId, role: place.roleOf(targetId) ?? ('attendee' as const) }
    const isOver = action === 'writeMessage' && options.chatTime === 'duringMeeting' && !place.isRunning()
    return denialOf({ id: personId, role }, action, options, target) ?? (isOver ? 'option' : undefined)
  }

  /** Throws NOT_FOUND, for what the actor may not see as for what is not there. */
  async #findVisible(place: ChatPlace, messageId: string): Promise<StoredMessage> {
    const found = await this.#records.find(place.meetingId, messageId)
    if (found === undefined || !isVisibleTo(found, readerOf(place.actor()))) throw new ParleyError('NOT_FOUND', 'messageId')
    return found
  }

  /** A message that everybody sees, for what refers to it. Throws NOT_FOUND. */
  async #findOpen(place: ChatPlace, messageId: string): Promise<void> {
    const { held, deleted } = await this.#findVisible(place, messageId)
    if (held !== undefined || deleted !== undefined) throw new ParleyError('NOT_FOUND', 'messageId')
  }

  async #mentioned({ meetingId }: ChatPlace, mentions: readonly string[]): Promise<string[]> {
    const mentioned = [...new Set(mentions)]
    const known = await this.#attendance.whoOf(meetingId, mentioned)
    if (mentioned.some((personId) => !known.has(personId))) throw new ParleyError('INVALID_INPUT', 'mentions')
    return mentioned
  }

  async #page(
    meetingId: string,
    reader: Reader,
    { before, until }: { before?: string | undefined; until?: number | undefined } = {},
  ): Promise<MessagePage> {
    const mark = before === undefined ? undefined : await this.#records.find(meetingId, before)
    if (before !== undefined && mark === undefined) throw new ParleyError('NOT_FOUND', 'before')
    const bounds = { before: mark?.position, until }
    const found = await this.#records.page(meetingId, reader, LIMITS.messagePage + 1, bounds)
    return { messages: found.slice(-LIMITS.messagePage).map(messageOf), more: found.length > LIMITS.messagePage }
  }

  #tell(place: ChatPlace, stored: StoredMessage): void {
    place.publish({ type: 'message', message: messageOf(stored) }, (reader) => isVisibleTo(stored, reader))
  }

  /** From those who may not see it any more. */
  #takeAway(place: ChatPlace, stored: StoredMessage): void {
    const { id: messageId } = stored
    place.publish({ type: 'messageRefused', messageId }, (reader) => !isVisibleTo(stored, reader))
  }
}
