/**
 * Which counters of one key were already seen: every frame is taken once. Frames overtake each other on the way (a lost packet is
 * sent again while the next frame is already there), so the last ones are remembered one by one; what is older counts as seen.
 */
import type { Unsigned64 } from '../sframe/bytes.ts'

/** Counters. A sender's streams count together, about 200 frames a second: five seconds. */
export const WINDOW = 1024
const WORD = 0x1_0000_0000
const WORDS = WINDOW / 32

const number = ({ high, low }: Unsigned64): number => high * WORD + low

export class ReplayWindow {
  /** One bit for each counter from `#newest - WINDOW + 1` on, at the counter modulo the window. */
  readonly #seen = new Uint32Array(WORDS)
  #newest = -1

  /**
   * Remembers the counter of an authentic frame: what anybody could make up would close the window to what comes.
   *
   * @returns whether no frame of that counter was taken before, as far as can be known
   */
  take(counter: Unsigned64): boolean {
    const value = number(counter)
    if (!this.#isFresh(value)) return false
    if (value - this.#newest >= WINDOW) this.#seen.fill(0)
    else for (let skipped = this.#newest + 1; skipped < value; skipped += 1) this.#forget(skipped)
    if (value > this.#newest) {
      this.#newest = value
      this.#forget(value)
    }
    this.#seen[this.#place(value)] = this.#word(value) | this.#bit(value)
    return true
  }

  #isFresh(value: number): boolean {
    if (value > this.#newest) return value <= Number.MAX_SAFE_INTEGER
    return value > this.#newest - WINDOW && (this.#word(value) & this.#bit(value)) === 0
  }

  #place(value: number): number {
    return Math.floor(value / 32) % WORDS
  }

  #bit(value: number): number {
    return 1 << (value % 32)
  }

  #word(value: number): number {
    return this.#seen[this.#place(value)] ?? 0
  }

  #forget(value: number): void {
    this.#seen[this.#place(value)] = this.#word(value) & ~this.#bit(value)
  }
}
