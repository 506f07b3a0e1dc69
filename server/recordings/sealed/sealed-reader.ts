import type { KeyObject } from 'node:crypto'
import { frameKey, openFrame, ownerOf, sealedLength, type TrackIdentity } from './frame.ts'
import type { Problem } from './problems.ts'
import { type PlacedFrame, Scan, type Scanned, type SealedSource } from './scan.ts'

/** A part of a track's content: its bytes, or how many of them can't be had. `offset` counts from the start of the content. */
export type Piece =
  | { readonly offset: number; readonly bytes: Buffer }
  | { readonly offset: number; readonly lost: number; readonly problem?: Problem }

/**
 * Opens a sealed track, whole or in ranges, finished or cut off by a crash. Nothing that was not sealed for this track by who has the
 * key is ever handed out; what is damaged is named and passed over.
 */
export class SealedReader {
  readonly #source: SealedSource
  readonly #dataKey: KeyObject
  readonly #identity: TrackIdentity
  readonly #keys = new Map<string, Buffer>()
  #scanned: Scanned = { frames: [], problems: [], finished: false }

  private constructor(source: SealedSource, dataKey: KeyObject, identity: TrackIdentity) {
    this.#source = source
    this.#dataKey = dataKey
    this.#identity = identity
  }

  /** Looks through the headers. Throws only what the source throws. */
  static async open(source: SealedSource, dataKey: KeyObject, identity: TrackIdentity): Promise<SealedReader> {
    const reader = new SealedReader(source, dataKey, identity)
    reader.#scanned = await Scan.run(source, ownerOf(identity), async (frame) => (await reader.#open(frame)) !== undefined)
    return reader
  }

  /** bytes of content, up to the end of the last whole frame. */
  get size(): number {
    const last = this.#scanned.frames.at(-1)
    return last === undefined ? 0 : last.offset + last.length
  }

  /** How many frames are whole by their headers. */
  get frames(): number {
    return this.#scanned.frames.length
  }

  /** Whether its writer ended it. A track that a crash cut off is not finished, and `truncated`. */
  get finished(): boolean {
    return this.#scanned.finished
  }

  /** What the headers show; `verify` opens everything. */
  get problems(): readonly Problem[] {
    return this.#scanned.problems
  }

  /** All that is wrong, found by opening each frame. */
  async verify(): Promise<Problem[]> {
    const changed: Problem[] = []
    for (const frame of this.#scanned.frames) {
      if ((await this.#open(frame)) === undefined) changed.push(changedIn(frame))
    }
    return [...this.#scanned.problems, ...changed].sort((one, other) => one.at - other.at)
  }

  /** The content from `start` up to `end`, in order and without a hole: what can't be had is said with its length. */
  async *read(start = 0, end = this.size): AsyncGenerator<Piece, void, void> {
    const to = Math.min(end, this.size)
    let at = start
    for (let index = this.#indexAt(start); at < to; index += 1) {
      const frame = this.#scanned.frames[index]
      if (frame === undefined) return
      if (frame.offset > at) {
        const lost = Math.min(frame.offset, to) - at
        yield { offset: at, lost }
        at += lost
        if (at >= to) return
      }
      const until = Math.min(frame.offset + frame.length, to)
      if (until <= at) continue
      const content = await this.#open(frame)
      yield content === undefined
        ? { offset: at, lost: until - at, problem: changedIn(frame) }
        : { offset: at, bytes: content.subarray(at - frame.offset, until - frame.offset) }
      at = until
    }
  }

  /** The first frame that ends behind `offset`. */
  #indexAt(offset: number): number {
    const { frames } = this.#scanned
    let low = 0
    let high = frames.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const frame = frames[middle]
      if (frame !== undefined && frame.offset + frame.length <= offset) low = middle + 1
      else high = middle
    }
    return low
  }

  async #open(frame: PlacedFrame): Promise<Buffer | undefined> {
    const sealed = await this.#source.read(frame.at, sealedLength(frame.length))
    return openFrame(this.#keyFor(frame.salt), this.#identity, sealed)
  }

  #keyFor(salt: Buffer): Buffer {
    const name = salt.toString('hex')
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const key = frameKey(this.#dataKey, this.#identity, salt)
    // A damaged file may name a salt in each frame: only what is likely to come again is kept.
    if (this.#keys.size < 8) this.#keys.set(name, key)
    return key
  }
}

const changedIn = ({ at, end, number }: PlacedFrame): Problem => ({ kind: 'changed', at, length: end - at, frame: number })
