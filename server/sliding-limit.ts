/** So many in so many ms for each key, whatever the moment from which one counts. */
export class SlidingLimit {
  readonly #count: number
  readonly #window: number
  readonly #now: () => number
  /** When each key last took, the oldest first. */
  readonly #taken = new Map<string, number[]>()

  constructor(count: number, window: number, now: () => number) {
    this.#count = count
    this.#window = window
    this.#now = now
  }

  /** False where it is one too many, which does not count. */
  take(key: string): boolean {
    const now = this.#now()
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > now - this.#window)
    if (recent.length >= this.#count) return false
    // The map is kept in the order of last use: those who have been silent for long stand at its beginning.
    this.#taken.delete(key)
    this.#taken.set(key, [...recent, now])
    for (const [silent, times] of this.#taken) {
      if ((times.at(-1) ?? 0) > now - this.#window) break
      this.#taken.delete(silent)
    }
    return true
  }
}
