/** A token bucket: `burst` at once, `rate` per second in the long run. */
export class TokenBucket {
  readonly #rate: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(rate: number, burst: number, now: number) {
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#at = now
  }

  /** Takes one token at `now` (ms); false where there is none. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) / 1_000) * this.#rate)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Whether it is as full as it was at the beginning. */
  isFull(now: number): boolean {
    return this.#tokens + (Math.max(0, now - this.#at) / 1_000) * this.#rate >= this.#burst
  }
}

/** More addresses than that are not told apart: the table is cleared, which errs in favour of those who ask. */
const ADDRESSES = 50_000

/** A token bucket for each address, in memory. */
export class AddressLimiter {
  readonly #rate: number
  readonly #burst: number
  readonly #now: () => number
  readonly #buckets = new Map<string, TokenBucket>()

  /** `perMinute` in the long run, as many at once. */
  constructor(perMinute: number, now: () => number = Date.now) {
    this.#rate = perMinute / 60
    this.#burst = perMinute
    this.#now = now
  }

  take(address: string): boolean {
    const now = this.#now()
    let bucket = this.#buckets.get(address)
    if (bucket === undefined) {
      if (this.#buckets.size >= ADDRESSES) this.#forget(now)
      bucket = new TokenBucket(this.#rate, this.#burst, now)
      this.#buckets.set(address, bucket)
    }
    return bucket.take(now)
  }

  /** Forgets those who have asked nothing for long; everybody where that is not enough. */
  #forget(now: number): void {
    for (const [address, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(address)
    if (this.#buckets.size >= ADDRESSES) this.#buckets.clear()
  }
}
