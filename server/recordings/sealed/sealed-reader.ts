import type { KeyObject } from 'node:crypto'
import { frameKey, openFrame, ownerOf, type PlacedFrame, sealedLength, type TrackIdentity } from './frame.ts'
import type { Problem } from './problems.ts'
import { type FrameRow, Scan, type Scanned, type SealedSource } from './scan.ts'
import { readIndex } from './track-index.ts'

/** A part of a track's content: its bytes, or how many of them can't be had. `offset` counts from the start of the content. */
export type Piece =
  | { readonly offset: number; readonly bytes: Buffer }
  | { readonly offset: number; readonly lost: number; readonly problem?: Problem }

/**
 * Opens a sealed track, whole or in ranges, finished or cut off by a crash. Nothing that was not sealed for this track by who has the
 * key is ever handed out; what is damaged is named and passed over.
 *
 * Where frames lie is read from the index of the track or, where it has none, from their headers. An index is believed as long as each
 * frame is where and what it says: with the first that isn't, the headers are looked through, and from then on they count.
 */
export class SealedReader {
  readonly #source: SealedSource
  readonly #dataKey: KeyObject
  readonly #identity: TrackIdentity
  readonly #keys = new Map<string, KeyObject>()
  #scanned: Scanned = { frames: [], problems: [], finished: false }
  /** Where the frames end, while the index alone says where they are. */
  #indexed: number | undefined
  #scanning: Promise<void> | undefined

  private constructor(source: SealedSource, dataKey: KeyObject, identity: TrackIdentity) {
    this.#source = source
    this.#dataKey = dataKey
    this.#identity = identity
  }

  /** Throws only what the source throws. */
  static async open(source: SealedSource, dataKey: KeyObject, identity: TrackIdentity): Promise<SealedReader> {
    const reader = new SealedReader(source, dataKey, identity)
    const index = await readIndex(source, dataKey, identity)
    const end = index?.at ?? source.size
    if (index?.frames.at(-1)?.end === end) {
      reader.#scanned = { frames: index.frames, problems: [], finished: true }
      reader.#indexed = end
    } else await reader.#scan(end, index !== undefined)
    return reader
  }

  /** bytes of content, up to the end of the last whole frame. */
  get size(): number {
    const last = this.#scanned.frames.at(-1)
    return last === undefined ? 0 : last.offset + last.length
  }

  /** How many frames are whole by their headers, or by the index. */
  get frames(): number {
    return this.#scanned.frames.length
  }

  /** Whether its writer ended it. A track that a crash cut off is not finished, and `truncated`. */
  get finished(): boolean {
    return this.#scanned.finished
  }

  /** What is known to be wrong so far; `verify` opens everything. */
  get problems(): readonly Problem[] {
    return this.#scanned.problems
  }

  /** All that is wrong, found by opening each frame. */
  async verify(): Promise<Problem[]> {
    const { frames } = this.#scanned
    const changed: Problem[] = []
    for (let index = 0; index < frames.length; index += 1) {
      const frame = frames.at(index)
      if (frame === undefined || (await this.#open(frame)) !== undefined) continue
      if (await this.#distrust(frames)) return await this.verify()
      changed.push(changedIn(frame))
    }
    return [...this.#scanned.problems, ...changed].sort((one, other) => one.at - other.at)
  }

  /** The content from `start` up to `end`, in order and without a hole: what can't be had is said with its length. */
  async *read(start = 0, end = this.size): AsyncGenerator<Piece, void, void> {
    const to = Math.min(end, this.size)
    for (let at = start; at < to; ) {
      const { frames } = this.#scanned
      const frame = frames.at(indexAt(frames, at))
      if (frame === undefined || frame.offset > at) {
        const lost = Math.min(frame?.offset ?? to, to) - at
        yield { offset: at, lost }
        at += lost
        continue
      }
      const content = await this.#open(frame)
      if (content === undefined && (await this.#distrust(frames))) continue
      const until = Math.min(frame.offset + frame.length, to)
      yield content === undefined
        ? { offset: at, lost: until - at, problem: changedIn(frame) }
        : { offset: at, bytes: content.subarray(at - frame.offset, until - frame.offset) }
      at = until
    }
  }

  async #open(frame: PlacedFrame): Promise<Buffer | undefined> {
    const sealed = await this.#source.read(frame.at, sealedLength(frame.length))
    return openFrame(this.#keyFor(frame.salt), this.#identity, frame, sealed)
  }

  /** Something is not as `frames` say: where they are those of the index, the headers count from now on. False where they did already. */
  async #distrust(frames: FrameRow): Promise<boolean> {
    if (this.#scanned.frames !== frames) return true
    if (this.#indexed === undefined) return false
    this.#scanning ??= this.#scan(this.#indexed, true).finally(() => {
      this.#scanning = undefined
    })
    await this.#scanning
    return true
  }

  /** Looks through the headers of the frames, which end at `end`. */
  async #scan(end: number, hasIndex: boolean): Promise<void> {
    this.#scanned = await Scan.run({
      source: { size: end, read: (at, length) => this.#source.read(at, Math.max(0, Math.min(length, end - at))) },
      hasIndex,
      owner: ownerOf(this.#identity),
      isAuthentic: async (frame) => (await this.#open(frame)) !== undefined,
    })
    this.#indexed = undefined
  }

  #keyFor(salt: Buffer): KeyObject {
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

/** The first frame that ends behind `offset`. */
const indexAt = (frames: FrameRow, offset: number): number => {
  let low = 0
  let high = frames.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const frame = frames.at(middle)
    if (frame !== undefined && frame.offset + frame.length <= offset) low = middle + 1
    else high = middle
  }
  return low
}
