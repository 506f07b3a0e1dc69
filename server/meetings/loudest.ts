/** Up to this many open microphones, everybody is forwarded. */
export const EVERYBODY = 8
/** Beyond, this many are. */
export const FORWARDED = 6
/** ms that a microphone which was heard keeps its place. */
export const HOLD = 3_000
/** dB by which somebody must be louder to take the place of one who has just been heard. */
export const MARGIN = 10

const SILENT = -127

/**
 * Decides whose microphones are forwarded in a large meeting: those of the loudest, with enough inertia that nobody is cut off
 * between two words and a cough takes nobody's place.
 */
export class LoudestMicrophones {
  /** By producer id: when it was last heard, ms since 1970. */
  readonly #open = new Map<string, number>()
  #forwarded = new Set<string>()

  /** A microphone was opened or unmuted. */
  open(producerId: string): void {
    this.#open.set(producerId, 0)
    this.#settle()
  }

  /** A microphone was muted or closed. */
  close(producerId: string): void {
    this.#open.delete(producerId)
    this.#settle()
  }

  isForwarded(producerId: string): boolean {
    return this.#forwarded.has(producerId)
  }

  /** Takes note of who was heard just now, `levels` in dBov. */
  hear(levels: readonly { producerId: string; level: number }[], now: number): void {
    const heard = levels.filter(({ producerId }) => this.#open.has(producerId)).sort((a, b) => b.level - a.level)
    for (const { producerId } of heard) this.#open.set(producerId, now)
    if (this.#open.size <= EVERYBODY) return
    const levelOf = new Map(heard.map(({ producerId, level }) => [producerId, level]))
    for (const { producerId, level } of heard) {
      if (this.#forwarded.has(producerId)) continue
      if (this.#forwarded.size >= FORWARDED && !this.#makeRoom(level, levelOf, now)) continue
      this.#forwarded.add(producerId)
    }
  }

  /** Gives up the place of whoever was silent longest, or is much quieter than `level`; false where nobody has to yield. */
  #makeRoom(level: number, levelOf: ReadonlyMap<string, number>, now: number): boolean {
    const [longestSilent] = this.#byLastHeard()
    if (longestSilent !== undefined && (this.#open.get(longestSilent) ?? 0) <= now - HOLD) {
      return this.#forwarded.delete(longestSilent)
    }
    const quietest = [...this.#forwarded].sort((a, b) => (levelOf.get(a) ?? SILENT) - (levelOf.get(b) ?? SILENT))[0]
    const quietestLevel = quietest === undefined ? undefined : levelOf.get(quietest)
    // One who is silent for less than HOLD is between two words: only one who is heard, but faintly, has to yield at once.
    if (quietest === undefined || quietestLevel === undefined || quietestLevel + MARGIN > level) return false
    return this.#forwarded.delete(quietest)
  }

  #byLastHeard(): string[] {
    return [...this.#forwarded].sort((a, b) => (this.#open.get(a) ?? 0) - (this.#open.get(b) ?? 0))
  }

  #settle(): void {
    if (this.#open.size <= EVERYBODY) {
      this.#forwarded = new Set(this.#open.keys())
      return
    }
    for (const producerId of this.#forwarded) if (!this.#open.has(producerId)) this.#forwarded.delete(producerId)
    for (const producerId of this.#byLastHeard().slice(0, -FORWARDED)) this.#forwarded.delete(producerId)
  }
}
