/**
 * Frames whose key isn't there yet. Keys and frames come on different ways, and a frame that is thrown away freezes the picture
 * until the next key frame; so they wait, not long and not many.
 */
import type { EncodedFrame, FrameOutlet } from './stream.ts'

/** ms */
export const HOLD_LIMIT = 1_000
/** Frames of one stream: two seconds of a quick one. */
export const MAX_HELD_FRAMES = 120
/** Bytes of one stream: one second of a shared screen at its richest. */
export const MAX_HELD_BYTES = 2 * 1024 * 1024

export interface HeldFrame {
  readonly frame: EncodedFrame
  readonly outlet: FrameOutlet
  readonly since: number
}

export class HeldFrames {
  #held: HeldFrame[] = []
  #bytes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #expired: (count: number) => void

  /** @param expired is told how many frames waited in vain */
  constructor(expired: (count: number) => void) {
    this.#expired = expired
  }

  /** @returns false where there is no room */
  hold(frame: EncodedFrame, outlet: FrameOutlet): boolean {
    const bytes = this.#bytes + frame.data.byteLength
    if (this.#held.length >= MAX_HELD_FRAMES || bytes > MAX_HELD_BYTES) return false
    this.#held.push({ frame, outlet, since: performance.now() })
    this.#bytes = bytes
    this.#watch()
    return true
  }

  /** Gives away all that wait, in the order in which they came. */
  takeAll(): readonly HeldFrame[] {
    const taken = this.#held
    this.#keep([])
    return taken
  }

  /** Puts back what was taken and has to wait on; it has been waiting since it first came. */
  putBack(frames: readonly HeldFrame[]): void {
    this.#keep([...frames, ...this.#held])
  }

  #keep(frames: HeldFrame[]): void {
    this.#held = frames
    this.#bytes = frames.reduce((bytes, { frame }) => bytes + frame.data.byteLength, 0)
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#watch()
  }

  #watch(): void {
    const [oldest] = this.#held
    if (oldest === undefined || this.#timer !== undefined) return
    const left = oldest.since + HOLD_LIMIT - performance.now()
    this.#timer = setTimeout(() => this.#expire(), Math.max(0, left))
  }

  #expire(): void {
    const limit = performance.now() - HOLD_LIMIT
    // Timers may fire a little early; what is due within a millisecond is due.
    const waiting = this.#held.filter(({ since }) => since > limit + 1)
    const expired = this.#held.length - waiting.length
    this.#keep(waiting)
    if (expired > 0) this.#expired(expired)
  }
}
