import { type KeyObject, randomBytes } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { CONTENT_MAXIMUM, frameKey, NUMBER_MAXIMUM, ownerOf, SALT_LENGTH, sealFrame, type TrackIdentity } from './frame.ts'

/** Where sealed frames go: each append is kept whole or not at all. */
export interface SealedSink {
  append(bytes: Uint8Array): Promise<void>
}

export interface SealedWriterOptions {
  /** ms that content waits in memory before it is sealed, at most. */
  maximumAge?: number
  /** bytes of content in one frame, at most. */
  maximumLength?: number
  /** Whoever writes does not touch the bytes again: nothing is copied. */
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
  readonly #identity: TrackIdentity
  readonly #owner: Buffer
  readonly #salt = randomBytes(SALT_LENGTH)
  readonly #key: Buffer
  readonly #maximumAge: number
  readonly #maximumLength: number
  readonly #givesBytes: boolean
  #pending: Buffer[] = []
  #pendingLength = 0
  #number = 0
  #offset = 0
  #timer: NodeJS.Timeout | undefined
  #appending: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | undefined
  #closing: Promise<SealedTotals> | undefined

  constructor(sink: SealedSink, dataKey: KeyObject, identity: TrackIdentity, options: SealedWriterOptions = {}) {
    this.#sink = sink
    this.#identity = identity
    this.#owner = ownerOf(identity)
    this.#key = frameKey(dataKey, identity, this.#salt)
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
    await this.#appending
    this.#throwFailure()
  }

  /** Seals and appends what waits. @throws what the sink threw */
  async flush(): Promise<void> {
    if (this.#pendingLength > 0) this.#seal(false)
    await this.#appending
    this.#throwFailure()
  }

  /** Ends the track with its last frame, which may be empty. @throws what the sink threw */
  close(): Promise<SealedTotals> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<SealedTotals> {
    this.#seal(true)
    await this.#appending
    this.#throwFailure()
    return { frames: this.#number, size: this.#offset }
  }

  #hold(part: Uint8Array): void {
    this.#pending.push(this.#givesBytes ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : Buffer.from(part))
    this.#pendingLength += part.length
    if (this.#pendingLength >= this.#maximumLength) this.#seal(false)
    else this.#timer ??= setTimeout(() => this.#seal(false), this.#maximumAge)
  }

  #seal(last: boolean): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const content = this.#pending
    const length = this.#pendingLength
    this.#pending = []
    this.#pendingLength = 0
    if (this.#failure !== undefined) return
    if (this.#number >= NUMBER_MAXIMUM) {
      this.#failure = { error: new ParleyError('LIMIT_REACHED', 'the track has too many frames') }
      return
    }
    const header = { number: this.#number, length, offset: this.#offset, last, owner: this.#owner, salt: this.#salt }
    const frame = sealFrame(this.#key, this.#identity, header, content)
    this.#number += 1
    this.#offset += length
    this.#appending = this.#appending.then(() => this.#append(frame))
  }

  async #append(frame: Buffer): Promise<void> {
    if (this.#failure !== undefined) return
    try {
      await this.#sink.append(frame)
    } catch (error) {
      this.#failure = { error }
    }
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
