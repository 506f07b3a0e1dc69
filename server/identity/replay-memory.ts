/** Remembers for a while what was seen, within bounds: so many in all, and so many of each owner. */
export interface ReplayMemoryOptions {
  /** ms */
  lifetime: number
  /** At most so many are remembered. */
  capacity: number
  /** And so many of one owner, so that nobody can fill it for the others. */
  perOwner: number
}

export class ReplayMemory {
  readonly #options: ReplayMemoryOptions
  /** In order of expiry, because all are remembered equally long. */
  readonly #seen = new Map<string, { owner: string; until: number }>()
  readonly #counts = new Map<string, number>()

  constructor(options: ReplayMemoryOptions) {
    this.#options = options
  }

  /** `new` the first time, then `seen`; `full` where it could not be remembered. `now` in ms. */
  note(owner: string, id: string, now: number): 'new' | 'seen' | 'full' {
    this.#forget(now)
    const key = `${owner}.${id}`
    if (this.#seen.has(key)) return 'seen'
    const count = this.#counts.get(owner) ?? 0
    const { lifetime, capacity, perOwner } = this.#options
    if (count >= perOwner || this.#seen.size >= capacity) return 'full'
    this.#seen.set(key, { owner, until: now + lifetime })
    this.#counts.set(owner, count + 1)
    return 'new'
  }

  get size(): number {
    return this.#seen.size
  }

  #forget(now: number): void {
    for (const [key, { owner, until }] of this.#seen) {
      if (now < until) return
      this.#seen.delete(key)
      const count = (this.#counts.get(owner) ?? 0) - 1
      if (count > 0) this.#counts.set(owner, count)
      else this.#counts.delete(owner)
    }
  }
}
