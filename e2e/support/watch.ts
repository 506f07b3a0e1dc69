/** What one person sees and receives over time, sampled until it is stopped. */
import { en } from '#shared/catalogue/en.ts'
import { type Participant, sum } from './participant.ts'

export interface Sample {
  /** ms since 1970 */
  at: number
  /** Somebody's tile says that they are reconnecting. */
  reconnectingShown: boolean
  /** Packets received so far, by track: a track that ends takes its count with it. */
  packets: ReadonlyMap<string, number>
}

/** Packets received between two samples. */
const receivedBetween = (earlier: Sample, later: Sample): number =>
  sum([...later.packets].map(([track, packets]) => packets - (earlier.packets.get(track) ?? 0)))

export class Watch {
  readonly samples: Sample[] = []
  readonly #person: Participant
  readonly #running: Promise<void>
  #stopped = false

  constructor(person: Participant) {
    this.#person = person
    this.#running = this.#run()
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const { shown, inbound } = await this.#person.page.evaluate(async (reconnecting) => {
        const tiles = [...document.querySelectorAll('[data-tile]')]
        const text = tiles.map((tile) => tile.textContent).join()
        return { shown: text.includes(reconnecting), inbound: await window.mediaProbe.inbound() }
      }, en.stage.reconnecting)
      this.samples.push({
        at: Date.now(),
        reconnectingShown: shown,
        packets: new Map(inbound.map(({ trackId, packets }) => [trackId, packets])),
      })
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  /** Packets received between two times. */
  received(from: number, to: number): number {
    const within = this.samples.filter(({ at }) => at >= from && at <= to)
    return sum(within.slice(1).map((sample, index) => receivedBetween(within[index] ?? sample, sample)))
  }

  /**
   * Packets received while somebody was shown as reconnecting. A sample reads the screen before the counters, so an interval
   * counts when the screen said so before, in between and after.
   */
  get receivedWhileReconnecting(): number {
    return sum(
      this.samples.map((sample, index) => {
        const next = this.samples[index + 1]
        const shown = [sample, next, this.samples[index + 2]].every((each) => each?.reconnectingShown)
        return shown && next ? receivedBetween(sample, next) : 0
      }),
    )
  }

  get hasShownReconnecting(): boolean {
    return this.samples.some(({ reconnectingShown }) => reconnectingShown)
  }
}
