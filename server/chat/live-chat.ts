import type { Joined } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { isOrganising, type Role } from '#shared/meeting/roles.ts'
import type { MeetingChat } from '../meetings/chat.ts'
import type { LiveParticipant, Presence } from '../meetings/live-participant.ts'
import { byOf, organises, type Scene } from '../meetings/scene.ts'
import type { Chat } from './chat.ts'
import type { ChatPlace } from './chat-place.ts'
import type { Reader } from './stored-message.ts'

const readerOf = ({ person, role }: LiveParticipant): Reader => ({ personId: person.id, organising: isOrganising(role) })

/** The chat of a meeting that takes place: who is there, what holds and how they are told is the scene's to say. */
export class LiveChat implements MeetingChat {
  readonly #chat: Chat
  readonly #scene: Scene
  /** Those who have been told what is held. */
  readonly #seesHeld = new WeakSet<Presence>()

  constructor(chat: Chat, scene: Scene) {
    this.#chat = chat
    this.#scene = scene
  }

  async joinedState(presence: Presence): Promise<Joined['chat']> {
    const { participant } = presence
    if (organises(participant)) this.#seesHeld.add(presence)
    return this.#chat.opening(this.#meetingId, readerOf(participant))
  }

  rightsChanged(): void {
    const gaining: Presence[] = []
    for (const participant of this.#scene.roster.all()) {
      const { presence } = participant
      if (presence === undefined) continue
      if (!organises(participant)) this.#seesHeld.delete(presence)
      else if (!this.#seesHeld.has(presence)) gaining.push(presence)
    }
    if (gaining.length === 0) return
    for (const presence of gaining) this.#seesHeld.add(presence)
    const isStill = ({ participant }: Presence): boolean => organises(participant)
    this.#chat
      .tellHeld(this.#meetingId, (event) => {
        for (const presence of gaining) if (isStill(presence)) presence.sink.send(event)
      })
      .catch((error: unknown) => this.#scene.options.log.error({ err: error }, 'an organiser was not told what is held'))
  }

  of(presence: Presence): { chat: Chat; place: ChatPlace } {
    return { chat: this.#chat, place: this.#placeOf(presence) }
  }

  get #meetingId(): string {
    return this.#scene.options.record.id
  }

  #placeOf(presence: Presence): ChatPlace {
    const scene = this.#scene
    const { participant } = presence
    return {
      meetingId: this.#meetingId,
      tenant: scene.options.host.tenant,
      actor: () => {
        if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
        const { person, newcomer, role } = participant
        return { personId: person.id, name: person.name, standing: newcomer.standing, role }
      },
      options: () => scene.values,
      isRunning: () => scene.occurrence !== undefined,
      roleOf: (personId) => this.#roleOf(personId),
      publish: (event, isFor) => scene.roster.announce(event, (each) => isFor(readerOf(each))),
      log: (action, { personId, name }, detail) =>
        scene.log(byOf(participant), action, {
          targets: [{ id: personId, kind: 'guest', name }],
          ...(detail === undefined ? {} : { detail }),
        }),
    }
  }

  /** Of somebody who has left, too: nobody gets at an organiser's messages by waiting for them to leave. */
  #roleOf(personId: string): Role {
    const here = this.#scene.roster.of(personId)[0]
    return here?.role ?? this.#scene.roleOf({ person: { id: personId, kind: 'guest', name: '' }, standing: 'anonymous' })
  }
}
