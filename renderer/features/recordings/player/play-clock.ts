/** The one clock that every track of a recording is played by: positions in ms, on a timeline of a known length. */
export class PlayClock {
  readonly #duration: number
  readonly #now: () => number
  #position = 0
  /** When `#position` was right; undefined while it stands. */
  #since: number | undefined
  #rate = 1

  /** `now`: ms of any clock that only goes forward. */
  constructor(duration: number, now: () => number) {
    this.#duration = duration
    this.#now = now
  }

  get position(): number {
    const passed = this.#since === undefined ? 0 : (this.#now() - this.#since) * this.#rate
    return Math.min(this.#duration, this.#position + passed)
  }

  get running(): boolean {
    return this.#since !== undefined
  }

  get rate(): number {
    return this.#rate
  }

  get atEnd(): boolean {
    return this.position >= this.#duration
  }

  start(): void {
    this.#since ??= this.#now()
  }

  stop(): void {
    this.#position = this.position
    this.#since = undefined
  }

  seek(position: number): void {
    this.#position = Math.min(this.#duration, Math.max(0, position))
    if (this.#since !== undefined) this.#since = this.#now()
  }

  setRate(rate: number): void {
    this.seek(this.position)
    this.#rate = rate
  }
}
