import type { Source } from '#shared/contract/media.ts'

/** Without a new frame for this long a picture counts as frozen, in ms. A still screen sends a frame a second. */
const PATIENCE: Record<'camera' | 'screen', number> = { camera: 2_000, screen: 4_000 }

interface Seen {
  frames: number
  since: number
}

/** Tells which pictures stand still though they should move, from how many frames have been decoded of each. */
export class FrozenDetector {
  readonly #seen = new Map<string, Seen>()

  /** `frames`: decoded so far; undefined as long as none is expected. Returns whether the picture is frozen at `now` (ms). */
  judge(producerId: string, source: Source, frames: number | undefined, now: number): boolean {
    if (frames === undefined || (source !== 'camera' && source !== 'screen')) {
      this.#seen.delete(producerId)
      return false
    }
    const before = this.#seen.get(producerId)
    if (before === undefined || before.frames !== frames) {
      this.#seen.set(producerId, { frames, since: now })
      return false
    }
    return now - before.since >= PATIENCE[source]
  }

  forget(producerId: string): void {
    this.#seen.delete(producerId)
  }
}
