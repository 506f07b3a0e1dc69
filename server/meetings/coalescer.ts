/** Does something at once, and once more after a while where it was asked for again meanwhile. */
export class Coalescer {
  readonly #work: () => void
  /** ms */
  readonly #interval: number
  #timer: NodeJS.Timeout | undefined
  #again = false

  constructor(interval: number, work: () => void) {
    this.#interval = interval
    this.#work = work
  }

  trigger(): void {
    if (this.#timer !== undefined) {
      this.#again = true
      return
    }
    this.#work()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.#again) return
      this.#again = false
      this.trigger()
    }, this.#interval)
    this.#timer.unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#again = false
  }
}
