import { ParleyError } from '#shared/errors.ts'
import type { Presence } from './live-participant.ts'
import type { Lobby, Wait } from './lobby.ts'
import { byOf, type Scene } from './scene.ts'
import type { Visit } from './visit.ts'

export interface AdmissionOptions {
  scene: Scene
  lobby: Lobby
  /** Takes these in, all at once. */
  takeIn: (visits: readonly Visit[]) => void
}

/** Who is let in from the lobby, and who is sent away. */
export class Admission {
  readonly #options: AdmissionOptions
  /** Those who are being let in: it is decided, and being written down. */
  readonly #admitted = new Set<Wait>()

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /**
   * Those of these who are still there. Throws FORBIDDEN, MEETING_LOCKED or MEETING_FULL, or what kept it from being written down:
   * nobody is let in then.
   */
  async admit(presence: Presence, waitingIds: readonly string[]): Promise<void> {
    const { lobby } = this.#options
    await this.#admit(
      presence,
      [...new Set(waitingIds)].map((id) => lobby.get(id)).filter((wait) => wait !== undefined),
    )
  }

  /** As many as there is room for. Throws as `admit` does. */
  async admitAll(presence: Presence): Promise<void> {
    await this.#admit(presence, this.#options.lobby.all())
  }

  /** Sends somebody away for a while, or for the rest of the occurrence. Throws FORBIDDEN or NOT_FOUND. */
  deny(presence: Presence, waitingId: string, block: boolean): void {
    const { scene, lobby } = this.#options
    scene.require(presence, 'admit')
    const wait = lobby.get(waitingId)
    if (wait === undefined || this.#admitted.has(wait)) throw new ParleyError('NOT_FOUND', 'waitingId')
    const occurrence = scene.open()
    const now = scene.options.now()
    occurrence.ban([wait.newcomer], block ? 'blocked' : 'denied', now)
    if (block) occurrence.noteExpelled(wait.newcomer)
    scene.log(byOf(presence.participant), block ? 'block' : 'deny', { targets: [wait.newcomer.person] })
    const sentAway = lobby.all().filter(({ newcomer }) => occurrence.bans.judge(newcomer, now) !== undefined)
    lobby.remove(sentAway, block ? 'blocked' : 'denied')
  }

  /**
   * The door may be wider now: whoever would come in directly does. Those whose connection is lost do when they are back. Whoever can't
   * come at all any more does not wait for it.
   */
  reconsider(): void {
    const { scene, lobby } = this.#options
    lobby.remove(
      lobby.all().filter(({ newcomer }) => scene.refusalOf(newcomer) !== undefined),
      'denied',
    )
    this.#askForOffers()
    const waits = lobby.all().filter(({ visit, newcomer }) => visit !== undefined && scene.entryOf(newcomer) === 'direct')
    this.#move(this.#withRoom(waits))
  }

  /**
   * Whoever knocked before the meeting became an encrypted one comes again: with what they can be let into its group with, to the place
   * that they have; or to be told at the door why they can't come in.
   */
  #askForOffers(): void {
    const { scene, lobby } = this.#options
    if (scene.values.encryption !== 'on') return
    for (const wait of lobby.all()) {
      const { newcomer, visit } = wait
      const isRefused = scene.encryptionRefusal(newcomer, visit?.client) !== undefined
      if (isRefused) lobby.remove([wait])
      if (isRefused || visit?.encryption === undefined) visit?.sink.drop()
    }
  }

  async #admit(presence: Presence, waits: readonly Wait[]): Promise<void> {
    const { scene, lobby } = this.#options
    scene.require(presence, 'admit')
    const occurrence = scene.open()
    if (occurrence.locked) throw new ParleyError('MEETING_LOCKED')
    const asked = waits.filter((wait) => !this.#admitted.has(wait))
    const admitted = this.#withRoom(asked)
    if (admitted.length < asked.length && admitted.length === 0) throw new ParleyError('MEETING_FULL')
    if (admitted.length === 0) return
    const people = admitted.map(({ newcomer }) => newcomer.person)
    for (const wait of admitted) this.#admitted.add(wait)
    try {
      await scene.decide(byOf(presence.participant), 'admit', people, { admission: 'admitted' })
    } finally {
      for (const wait of admitted) this.#admitted.delete(wait)
    }
    // While that was written some may have gone, been denied or put out, and others have taken their room; or it is all over.
    if (scene.occurrence !== occurrence) return
    const now = scene.options.now()
    this.#move(
      this.#withRoom(
        admitted.filter(
          ({ id, newcomer }) =>
            lobby.get(id) !== undefined &&
            occurrence.bans.judge(newcomer, now) === undefined &&
            scene.refusalOf(newcomer) === undefined,
        ),
      ),
    )
  }

  #withRoom(waits: readonly Wait[]): Wait[] {
    const { roster, maximumSize } = this.#options.scene
    let room = maximumSize - roster.size
    return waits.filter(({ visit }) => {
      if (visit === undefined) return true
      room -= 1
      return room >= 0
    })
  }

  #move(waits: readonly Wait[]): void {
    const { lobby, takeIn } = this.#options
    const visits = waits.map(({ visit }) => visit).filter((visit) => visit !== undefined)
    lobby.remove(waits)
    if (visits.length > 0) takeIn(visits)
  }
}
