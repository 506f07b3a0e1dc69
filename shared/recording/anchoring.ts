/** Which moments of a segment are kept as its anchors: few enough for hours, and so that nothing is further off than a few ms. */
import type { Anchor } from './manifest.ts'
import { ticksBetween } from './rtp-clock.ts'

/** ms by which the last anchor may be wrong before there is another. */
const TOLERANCE = 4
/** ms between two anchors, at most: beyond half of a wrap nobody could count. */
const LONGEST = 30_000
/** Of one segment: of whoever is muted and unmuted without end. A manifest holds twice as many. */
export const MOST_ANCHORS = 50_000

export class Anchoring {
  readonly #clockRate: number
  readonly #anchors: Anchor[]

  /** `first` is of the packet that the file begins with. */
  constructor(clockRate: number, first: Anchor) {
    this.#clockRate = clockRate
    this.#anchors = [first]
  }

  get anchors(): readonly Anchor[] {
    return this.#anchors
  }

  get last(): Anchor {
    const last = this.#anchors.at(-1)
    if (last === undefined) throw new RangeError('no anchor')
    return last
  }

  /** Both clocks, as a sender report has them. True where that is a new anchor. */
  report(anchor: Anchor): boolean {
    const { last } = this
    if (anchor.at <= last.at) return false
    const isExpected = Math.abs(this.#expected(anchor.rtp) - anchor.at) <= TOLERANCE
    return !(isExpected && anchor.at - last.at < LONGEST) && this.#push(anchor)
  }

  /** Nothing comes from `at` on: up to there the clock ran as it did. */
  stop(at: number): void {
    if (at > this.last.at) this.#push({ rtp: this.#rtpAt(at), at })
  }

  /** It goes on with this packet, wherever the sender's clock is now. */
  resume(anchor: Anchor): void {
    if (anchor.at > this.last.at) this.#push(anchor)
  }

  /** Where there is no room for more, the last one gives way. */
  #push(anchor: Anchor): true {
    if (this.#anchors.length >= MOST_ANCHORS) this.#anchors.pop()
    this.#anchors.push(anchor)
    return true
  }

  #expected(rtp: number): number {
    const { last } = this
    return last.at + (ticksBetween(last.rtp, rtp) / this.#clockRate) * 1_000
  }

  #rtpAt(at: number): number {
    const { last } = this
    return (last.rtp + Math.round(((at - last.at) / 1_000) * this.#clockRate)) % 2 ** 32
  }
}
