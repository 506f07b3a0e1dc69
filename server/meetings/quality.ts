import type { Participant } from '#shared/contract/signalling.ts'

export type Quality = Participant['quality']

/** Scores go from 0 (nothing arrives) to 10. */
const rate = (score: number): Quality => {
  if (score >= 8) return 'good'
  return score >= 5 ? 'fair' : 'poor'
}

const ORDER: Quality[] = ['poor', 'fair', 'good']

/** ms that a change must last before it is believed: bad news quickly, good news when it has proved itself. */
const WORSE_AFTER = 2_000
const BETTER_AFTER = 6_000

/** How well somebody's media arrives, as a calm word for a nervous number. */
export class QualityMeter {
  readonly #scores = new Map<string, number>()
  #current: Quality = 'good'
  #differentSince: number | undefined

  get current(): Quality {
    return this.#current
  }

  score(producerId: string, score: number): void {
    this.#scores.set(producerId, score)
  }

  /** Of a producer that is paused or gone, nothing is expected to arrive. */
  forget(producerId: string): void {
    this.#scores.delete(producerId)
  }

  reset(): void {
    this.#scores.clear()
    this.#current = 'good'
    this.#differentSince = undefined
  }

  /** Takes stock at `now` (ms); true when the word has changed. */
  update(now: number): boolean {
    const seen = rate(Math.min(10, ...this.#scores.values()))
    if (seen === this.#current) {
      this.#differentSince = undefined
      return false
    }
    this.#differentSince ??= now
    const patience = ORDER.indexOf(seen) < ORDER.indexOf(this.#current) ? WORSE_AFTER : BETTER_AFTER
    if (now - this.#differentSince < patience) return false
    this.#current = seen
    this.#differentSince = undefined
    return true
  }
}
