/**
 * Where each frame of a sealed track lies, found from the headers alone as long as they follow each other; whatever is not as it
 * should be is proven or named on the spot. Damage that leaves the headers alone shows when the frame is opened.
 */
import { type FrameHeader, findFrame, HEADER_LENGTH, MARK_LENGTH, type PlacedFrame, readHeader, sealedLength } from './frame.ts'
import type { Problem } from './problems.ts'
import { indexLength } from './track-index.ts'

/** Sealed bytes: fewer are answered only at the end. */
export interface SealedSource {
  readonly size: number
  read(at: number, length: number): Promise<Buffer>
}

/** Frames in the order of their numbers. */
export interface FrameRow {
  readonly length: number
  /** From the end where it is negative. */
  at(index: number): PlacedFrame | undefined
}

export interface Scanned {
  readonly frames: FrameRow
  readonly problems: readonly Problem[]
  readonly finished: boolean
}

export interface ScanOptions {
  /** Without the index, where there is one. */
  readonly source: SealedSource
  readonly hasIndex: boolean
  readonly owner: Buffer
  readonly isAuthentic: (frame: PlacedFrame) => Promise<boolean>
}

/** bytes that are searched at a time for a frame behind damage. */
const BLOCK = 64 * 1_024

export class Scan {
  readonly #source: SealedSource
  readonly #hasIndex: boolean
  readonly #owner: Buffer
  readonly #isAuthentic: (frame: PlacedFrame) => Promise<boolean>
  readonly #frames = new Map<number, PlacedFrame>()
  readonly #problems: Problem[] = []
  /** The frame that the next one has to follow, and whether it is proven. */
  #previous: { readonly frame: PlacedFrame; readonly proven: boolean } | undefined
  /** Of the frame that was taken last. */
  #salt: Buffer = Buffer.alloc(0)
  /** Up to where the numbers have been seen, without the damaged ones. */
  #highest = -1

  private constructor({ source, hasIndex, owner, isAuthentic }: ScanOptions) {
    this.#source = source
    this.#hasIndex = hasIndex
    this.#owner = owner
    this.#isAuthentic = isAuthentic
  }

  static async run(options: ScanOptions): Promise<Scanned> {
    return await new Scan(options).#run()
  }

  async #run(): Promise<Scanned> {
    let at = 0
    while (at < this.#source.size) at = await this.#step(at)
    await this.#proveEnd()
    this.#nameMissing()
    const frames = [...this.#frames.values()].sort((one, other) => one.number - other.number)
    const isCutOff = this.#problems.some(({ kind }) => kind === 'truncated')
    return { frames, problems: this.#problems, finished: frames.at(-1)?.last === true && !isCutOff }
  }

  /** Takes what lies at `at`; answers where to go on. */
  async #step(at: number): Promise<number> {
    const frame = await this.#frameAt(at)
    if (frame !== undefined && this.#follows(frame)) {
      this.#take(frame, false)
      return frame.end
    }
    const back = await this.#dropPrevious()
    if (back !== undefined) return back
    if (frame === undefined) return await this.#skip(at)
    if (!frame.owner.equals(this.#owner)) return await this.#foreign(frame)
    if (!(await this.#isAuthentic(frame))) return await this.#skip(at)
    this.#place(frame)
    return frame.end
  }

  /** Whether it is what comes after the frames so far, by its header. The first one is proven like one that does not follow. */
  #follows(frame: PlacedFrame): boolean {
    const previous = this.#previous?.frame
    return (
      previous !== undefined &&
      !previous.last &&
      previous.end === frame.at &&
      frame.number === previous.number + 1 &&
      frame.offset === previous.offset + previous.length &&
      frame.owner.equals(this.#owner) &&
      frame.salt.equals(previous.salt) &&
      !this.#frames.has(frame.number)
    )
  }

  /** Where something does not follow, the fault may lie with the frame before. Where it does: from where it is taken back. */
  async #dropPrevious(): Promise<number | undefined> {
    const previous = this.#previous
    if (previous === undefined || previous.proven) return undefined
    if (await this.#isAuthentic(previous.frame)) {
      this.#previous = { frame: previous.frame, proven: true }
      return undefined
    }
    this.#frames.delete(previous.frame.number)
    this.#previous = undefined
    return await this.#skip(previous.frame.at)
  }

  /** Names the bytes from `at` to the next frame as changed, or as the torn end. */
  async #skip(at: number): Promise<number> {
    const next = await this.#find(at + 1)
    const isTornEnd = next === this.#source.size && (await this.#isCutOff(at))
    this.#problems.push({ kind: isTornEnd ? 'truncated' : 'changed', at, length: next - at })
    return next
  }

  /** Whether what lies at `at` is the beginning of a frame or of the index, and no more of it is there. */
  async #isCutOff(at: number): Promise<boolean> {
    if (this.#isIndexAt(at)) return this.#source.size - at < indexLength(this.#highest + 1)
    const bytes = await this.#source.read(at, HEADER_LENGTH)
    const header = readHeader(bytes)
    if (header !== undefined) return at + sealedLength(header.length) > this.#source.size
    return bytes.length < HEADER_LENGTH && (bytes.length < MARK_LENGTH || findFrame(bytes, 0) === 0)
  }

  async #foreign(frame: PlacedFrame): Promise<number> {
    const isWhole = frame.end === this.#source.size || (await this.#headerAt(frame.end)) !== undefined
    const next = isWhole ? frame.end : await this.#find(frame.at + 1)
    this.#problems.push({ kind: 'foreign', at: frame.at, length: next - frame.at })
    return next
  }

  /** An authentic frame that does not follow the one before. */
  #place(frame: PlacedFrame): void {
    const { number, at } = frame
    const length = frame.end - at
    const first = this.#frames.values().next().value
    const isOtherWriter = first !== undefined && !first.salt.equals(frame.salt)
    if (isOtherWriter || this.#frames.has(number)) {
      this.#problems.push({ kind: 'repeated', at, length, frame: number })
      return
    }
    if (number < this.#highest) this.#problems.push({ kind: 'misplaced', at, length, frame: number })
    this.#take(frame, true)
  }

  #take(found: PlacedFrame, proven: boolean): void {
    // A long track has tens of thousands: what is the same in all of them is kept once.
    const salt = found.salt.equals(this.#salt) ? this.#salt : Buffer.from(found.salt)
    this.#salt = salt
    const frame = { ...found, owner: this.#owner, salt }
    this.#frames.set(frame.number, frame)
    this.#highest = Math.max(this.#highest, frame.number)
    this.#previous = { frame, proven }
  }

  /** The frame that is last counts only when it is proven: nothing behind it vouches for it. */
  async #proveEnd(): Promise<void> {
    const previous = this.#previous
    if (previous !== undefined && !previous.proven && !(await this.#isAuthentic(previous.frame))) {
      const { at, end, number } = previous.frame
      this.#frames.delete(number)
      this.#problems.push({ kind: 'changed', at, length: end - at })
    }
  }

  /** Gaps in the numbers that no damaged bytes account for are frames that were taken out, and so is a missing end. */
  #nameMissing(): void {
    const frames = [...this.#frames.values()].sort((one, other) => one.number - other.number)
    let expected = 0
    let from = 0
    for (const frame of frames) {
      const lost = frame.number - expected
      const isDamaged = (): boolean => this.#problems.some(({ kind, at }) => kind === 'changed' && at >= from && at < frame.at)
      if (lost > 0 && !isDamaged()) this.#problems.push({ kind: 'missing', at: frame.at, length: 0, frame: expected })
      expected = frame.number + 1
      from = frame.end
    }
    const isIndexTakenOut = this.#isIndexAt(this.#source.size) && !this.#hasIndex
    const isEnded = (frames.at(-1)?.last === true && !isIndexTakenOut) || this.#problems.some(({ kind }) => kind === 'truncated')
    if (!isEnded) this.#problems.push({ kind: 'truncated', at: this.#source.size, length: 0 })
  }

  /** Whether the last frame ends there, and says that an index comes behind it. */
  #isIndexAt(at: number): boolean {
    const previous = this.#previous?.frame
    return previous?.indexed === true && previous.end === at
  }

  async #headerAt(at: number): Promise<FrameHeader | undefined> {
    return readHeader(await this.#source.read(at, HEADER_LENGTH))
  }

  async #frameAt(at: number): Promise<PlacedFrame | undefined> {
    const header = await this.#headerAt(at)
    if (header === undefined) return undefined
    const end = at + sealedLength(header.length)
    return end > this.#source.size ? undefined : { ...header, at, end }
  }

  /** Where the next frame may begin, from `from` on; the end where there is none. */
  async #find(from: number): Promise<number> {
    for (let at = from; at < this.#source.size; at += BLOCK) {
      const found = findFrame(await this.#source.read(at, BLOCK + MARK_LENGTH - 1), 0)
      if (found >= 0) return at + found
    }
    return this.#source.size
  }
}
