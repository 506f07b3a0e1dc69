/**
 * Time as recordings count it: ms since 1970, with fractions, and never back, whatever is done to the machine's clock meanwhile. Lips
 * and voice, pauses and gaps are all by this one clock.
 */
export class RecordingClock {
  readonly #origin = Date.now() - performance.now()
  /** ms by which the media workers' clock is behind this one, as the quickest report had it. */
  #behind = Number.POSITIVE_INFINITY

  now(): number {
    return this.#origin + performance.now()
  }

  /** A moment of the machine's monotonic clock, ms. */
  ofMonotonic(at: number): number {
    return this.now() - (Number(process.hrtime.bigint()) / 1e6 - at)
  }

  /**
   * A moment as a media worker has it in a report that has just come. Both clocks run alike, and no report comes before it was sent:
   * the smallest difference that was ever seen is theirs, and the rest was the way.
   */
  ofReport(at: number): number {
    this.#behind = Math.min(this.#behind, this.now() - at)
    return at + this.#behind
  }
}
