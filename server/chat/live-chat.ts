import type { Joined } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MeetingChat } from '../meetings/chat.ts'
import type { Presence } from '../meetings/live-participant.ts'
import { organises, type Scene } from '../meetings/scene.ts'
import type { Chat } from './chat.ts'
import type { ChatPlace } from './chat-place.ts'
import { placeIn, readerOf } from './scene-place.ts'

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
    const { participant } = presence
    return placeIn(
      () => this.#scene,
      () => {
        if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
        const { person, newcomer, role } = participant
        return { personId: person.id, name: person.name, standing: newcomer.standing, role }
      },
    )
  }
}
