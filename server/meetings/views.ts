import type { Joined } from '#shared/contract/signalling.ts'
import type { LiveParticipant, Presence } from './live-participant.ts'
import type { Lobby } from './lobby.ts'
import { organises, type Scene } from './scene.ts'

/** The lists that only some see: who waits, and who was removed. Whoever loses the right to one is shown an empty one. */
export class Views {
  readonly #scene: Scene
  readonly #lobby: Lobby
  readonly #seesWaiting = new WeakSet<Presence>()
  readonly #seesRemoved = new WeakSet<Presence>()

  constructor(scene: Scene, lobby: Lobby) {
    this.#scene = scene
    this.#lobby = lobby
  }

  /** What somebody who comes in is shown at first. */
  first(presence: Presence): Pick<Joined, 'waiting' | 'removed'> {
    const { participant } = presence
    const [waiting, removed] = [this.#mayAdmit(participant), organises(participant)]
    if (waiting) this.#seesWaiting.add(presence)
    if (removed) this.#seesRemoved.add(presence)
    return { waiting: waiting ? this.#lobby.describe() : [], removed: removed ? this.#removed : [] }
  }

  waitingChanged(): void {
    this.#scene.roster.announce({ type: 'waitingChanged', waiting: this.#lobby.describe() }, (participant, presence) => {
      const may = this.#mayAdmit(participant)
      if (may) this.#seesWaiting.add(presence)
      return may
    })
  }

  removedChanged(): void {
    this.#scene.roster.announce({ type: 'removedChanged', removed: this.#removed }, (participant, presence) => {
      if (organises(participant)) this.#seesRemoved.add(presence)
      return organises(participant)
    })
  }

  /** Roles or options have changed: some may see more now, some less. */
  rightsChanged(): void {
    const { roster } = this.#scene
    const gains = (seen: WeakSet<Presence>, may: (participant: LiveParticipant) => boolean, wanted: boolean) => {
      return (participant: LiveParticipant, presence: Presence): boolean => {
        if (may(participant) !== wanted || seen.has(presence) === wanted) return false
        if (wanted) seen.add(presence)
        else seen.delete(presence)
        return true
      }
    }
    const mayAdmit = (participant: LiveParticipant): boolean => this.#mayAdmit(participant)
    for (const wanted of [true, false]) {
      const waiting = wanted ? this.#lobby.describe() : []
      roster.announce({ type: 'waitingChanged', waiting }, gains(this.#seesWaiting, mayAdmit, wanted))
      const removed = wanted ? this.#removed : []
      roster.announce({ type: 'removedChanged', removed }, gains(this.#seesRemoved, organises, wanted))
    }
  }

  get #removed(): Joined['removed'] {
    return this.#scene.occurrence?.bans.removed ?? []
  }

  #mayAdmit(participant: LiveParticipant): boolean {
    return this.#scene.may(participant, 'admit')
  }
}
