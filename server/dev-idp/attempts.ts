/** How often something may be guessed: after five wrong tries in a row, not at all for a minute. */

const TRIES = 5
const LOCK_MS = 60_000
/** Tries are remembered for whatever is typed as an e-mail address too, so there has to be an end to it. */
const REMEMBERED = 10_000

interface Tries {
  count: number
  /** ms since 1970; 0: not locked. */
  lockedUntil: number
}

export class Attempts {
  readonly #tries = new Map<string, Tries>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * Whether `key` may be tried now. The try counts as wrong until `succeeded` is called, so that tries made side by side are
   * counted before the first of them is answered.
   */
  begin(key: string): boolean {
    const now = this.#now()
    const before = this.#tries.get(key)
    if (before !== undefined && now < before.lockedUntil) return false
    const count = before === undefined || before.lockedUntil > 0 ? 1 : before.count + 1
    this.#tries.delete(key)
    this.#tries.set(key, { count, lockedUntil: count >= TRIES ? now + LOCK_MS : 0 })
    const [oldest] = this.#tries.keys()
    if (this.#tries.size > REMEMBERED && oldest !== undefined) this.#tries.delete(oldest)
    return true
  }

  succeeded(key: string): void {
    this.#tries.delete(key)
  }
}
