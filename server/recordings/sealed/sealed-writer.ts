import type { KeyObject } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { release } from '../../storage/release.ts'
import { CONTENT_MAXIMUM, FrameSealer, NUMBER_MAXIMUM, type TrackIdentity } from './frame.ts'
import { INDEXED_MAXIMUM, sealIndex } from './track-index.ts'

/** Where sealed frames go: each append is kept whole or not at all. The bytes are gone when it has resolved. */
export interface SealedSink {
  append(bytes: Uint8Array): Promise<void>
}

export interface SealedWriterOptions {
  /** ms that content waits in memory before it is sealed, at most. */
  maximumAge?: number
  /** bytes of content in one frame, at most. */
  maximumLength?: number
  /** Whoever writes does not touch the bytes again: nothing is copied, and their memory is given back. */
  givesBytes?: boolean
}

export interface SealedTotals {
  readonly frames: number
  /** bytes of content */
  readonly size: number
}

const MAXIMUM_AGE = 1_000
const MAXIMUM_LENGTH = 256 * 1_024

/**
 * Seals a track as it comes, in frames of at most a second and at most `maximumLength` bytes. Content is only ever in memory: what
 * goes to the sink is sealed.
 *
 * Where the sink fails, the frame is lost, and so is the writer: each later call is refused with the same error. Whatever came
 * before stands.
 */
export class SealedWriter {
  readonly #sink: SealedSink
  readonly #dataKey: KeyObject
  readonly #identity: TrackIdentity
  readonly #sealer: FrameSealer
  readonly #maximumAge: number
  readonly #maximumLength: number
  readonly #givesBytes: boolean
  #pending: Uint8Array[] = []
  #pendingLength = 0
  /** bytes of content of each frame so far, as far as there will be an index of them. */
  readonly #lengths: number[] = []
  #timer: NodeJS.Timeout | undefined
  /** Sealed, and not taken by the sink yet. */
  readonly #waiting: Buffer[] = []
  #appending: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined
  #closing: Promise<SealedTotals> | undefined

  constructor(sink: SealedSink, dataKey: KeyObject, identity: TrackIdentity, options: SealedWriterOptions = {}) {
    this.#sink = sink
    this.#dataKey = dataKey
    this.#identity = identity
    this.#sealer = new FrameSealer(dataKey, identity)
    this.#maximumAge = options.maximumAge ?? MAXIMUM_AGE
    this.#givesBytes = options.givesBytes ?? false
    this.#maximumLength = Math.min(options.maximumLength ?? MAXIMUM_LENGTH, CONTENT_MAXIMUM)
  }

  /**
   * Takes content; resolved when there is room for more. The bytes are copied where they have to wait.
   *
   * @throws WRONG_STATE after `close`, or what the sink threw
   */
  async write(bytes: Uint8Array): Promise<void> {
    this.#throwFailure()
    if (this.#closing !== undefined) throw new ParleyError('WRONG_STATE', 'the track is closed')
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.#maximumLength - this.#pendingLength)
      at += part.length
      this.#hold(part)
    }
    if (this.#appending !== undefined) await this.#appending
    this.#throwFailure()
  }

  /** Seals and appends what waits. @throws what the sink threw */
  async flush(): Promise<void> {
    if (this.#pendingLength > 0) this.#seal(false)
    await this.#appended()
  }

  /** Ends the track with its last frame, which may be empty, and its index. @throws what the sink threw */
  close(): Promise<SealedTotals> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<SealedTotals> {
    this.#seal(true)
    await this.#appended()
    return { frames: this.#sealer.number, size: this.#sealer.offset }
  }

  #hold(part: Uint8Array): void {
    this.#pending.push(this.#givesBytes ? part : Buffer.from(part))
    this.#pendingLength += part.length
    if (this.#pendingLength >= this.#maximumLength) this.#seal(false)
    else this.#timer ??= setTimeout(() => this.#seal(false), this.#maximumAge)
  }

  #seal(last: boolean): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#timer = undefined
    const content = this.#pending
    const length = this.#pendingLength
    this.#pending = []
    this.#pendingLength = 0
    if (this.#failure !== undefined) return
    if (this.#sealer.number >= NUMBER_MAXIMUM) {
      this.#failure = { error: new ParleyError('LIMIT_REACHED', 'the track has too many frames') }
      return
    }
    if (this.#lengths.length <= INDEXED_MAXIMUM) this.#lengths.push(length)
    const indexed = last && this.#lengths.length <= INDEXED_MAXIMUM
    const frame = this.#sealer.seal(content, length, last, indexed)
    for (const part of content) release(part)
    this.#waiting.push(indexed ? Buffer.concat([frame, this.#sealIndex()]) : frame)
    this.#appending ??= this.#append()
  }

  #sealIndex(): Buffer {
    return sealIndex(this.#dataKey, this.#identity, this.#sealer.salt, this.#lengths)
  }

  /** One after the other; never rejects. */
  async #append(): Promise<void> {
    try {
      for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
        await this.#sink.append(frame)
        release(frame)
      }
    } catch (error) {
      this.#failure = { error }
      this.#waiting.length = 0
    }
    this.#appending = undefined
  }

  async #appended(): Promise<void> {
    await this.#appending
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
