/** How many there are of each; keeps nothing of those of which there are none. */
export class Tally {
  readonly #counts = new Map<string, number>()

  /** One more; how many there are now. */
  add(key: string): number {
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count
  }

  remove(key: string): void {
    const count = (this.#counts.get(key) ?? 0) - 1
    if (count > 0) this.#counts.set(key, count)
    else this.#counts.delete(key)
  }
}
