/** Decrypts the frames of one stream that is received, and takes only its sender's. */
import type { Source } from '#shared/contract/media.ts'
import { type Bytes, isSame } from '../sframe/bytes.ts'
import { readHeader, type SFrameHeader } from '../sframe/header.ts'
import { epochBitsOf } from '../sframe/mls-key-id.ts'
import type { Epoch, Epochs } from './epochs.ts'
import { type Codec, type FrameFormat, formatOf } from './format.ts'
import { type HeldFrame, HeldFrames } from './held-frames.ts'
import type { NotShown, ReceiveStatistics } from './statistics.ts'
import { type EncodedFrame, type FrameOutlet, metadataFor } from './stream.ts'

export interface ReceivedStream {
  readonly source: Source
  readonly codec: Codec
  /** The member whose stream this is said to be, by the name in {@link EpochKeys.leaves}. */
  readonly sender: string
}

interface Received {
  readonly clear: Bytes
  readonly ciphertext: Bytes
  readonly header: SFrameHeader
}

export class Decryptor {
  readonly #stream: ReceivedStream
  readonly #format: FrameFormat
  readonly #metadata: ReturnType<typeof metadataFor>
  readonly #epochs: Epochs
  readonly #statistics: ReceiveStatistics
  readonly #held: HeldFrames
  #catchingUp: Promise<void> | undefined
  #isClosed = false

  constructor(stream: ReceivedStream, epochs: Epochs, statistics: ReceiveStatistics) {
    this.#stream = stream
    this.#format = formatOf(stream.codec)
    this.#metadata = metadataFor(stream.source)
    this.#epochs = epochs
    this.#statistics = statistics
    this.#held = new HeldFrames((count) => this.#drop('expired', count))
  }

  get sender(): string {
    return this.#stream.sender
  }

  /** The frame goes on decrypted, now or when its key is there, or not at all. */
  transform(frame: EncodedFrame, outlet: FrameOutlet): Promise<void> | void {
    return this.#catchingUp === undefined ? this.#take(frame, outlet) : this.#takeLater(frame, outlet)
  }

  /** What has waited goes first. */
  async #takeLater(frame: EncodedFrame, outlet: FrameOutlet): Promise<void> {
    while (this.#catchingUp !== undefined) await this.#catchingUp
    await this.#take(frame, outlet)
  }

  #take(frame: EncodedFrame, outlet: FrameOutlet): Promise<void> | void {
    if (this.#isClosed) return
    const { data } = frame
    // Padding that measures the way: there is nothing in it to show, and nothing wrong with it.
    if (data.byteLength === 0) return
    const received = this.#read(data)
    if (received === undefined) return this.#drop('malformed')
    const bits = epochBitsOf(received.header.kid)
    const epoch = this.#epochs.withBits(bits)
    if (epoch !== undefined) return this.#decrypt(epoch, received, frame, outlet)
    if (!this.#epochs.mayCome(bits)) return this.#drop('noKey')
    if (!this.#held.hold(frame, outlet)) return this.#drop('overflowed')
    this.#statistics.held += 1
  }

  /** To be called when an epoch has come: decrypts what waited for it. */
  catchUp(): Promise<void> {
    const caughtUp = (this.#catchingUp ?? Promise.resolve()).then(() => this.#retry(this.#held.takeAll()))
    this.#catchingUp = caughtUp
    return caughtUp.finally(() => {
      if (this.#catchingUp === caughtUp) this.#catchingUp = undefined
    })
  }

  /** Lets go of everything; frames that still come are dropped. */
  close(): void {
    this.#isClosed = true
    this.#held.takeAll()
  }

  async #retry(frames: readonly HeldFrame[]): Promise<void> {
    const waiting: HeldFrame[] = []
    for (const held of frames) {
      if (this.#isClosed) return
      const received = this.#read(held.frame.data)
      const epoch = received && this.#epochs.withBits(epochBitsOf(received.header.kid))
      if (received === undefined || epoch === undefined) waiting.push(held)
      else await this.#decrypt(epoch, received, held.frame, held.outlet)
    }
    if (waiting.length > 0) this.#held.putBack(waiting)
  }

  #read(data: ArrayBuffer): Received | undefined {
    const unpacked = this.#format.unpack(new Uint8Array(data))
    if (unpacked === undefined) return undefined
    const header = readHeader(unpacked.ciphertext)
    return header && { clear: unpacked.clear, ciphertext: unpacked.ciphertext, header }
  }

  async #decrypt(epoch: Epoch, { clear, ciphertext, header }: Received, frame: EncodedFrame, outlet: FrameOutlet): Promise<void> {
    if (!this.#epochs.isMember(this.#stream.sender)) return this.#drop('noKey')
    const sender = epoch.sender(this.#stream.sender) ?? (await epoch.derive(this.#stream.sender))
    if (sender === undefined) return this.#drop('noKey')
    if (!isSame(sender.key.kid, header.kid)) return this.#drop('wrongSender')
    let plaintext: ArrayBuffer
    try {
      plaintext = await sender.key.decrypt(header, this.#metadata(clear), ciphertext)
    } catch {
      return this.#drop('forged')
    }
    if (!sender.window(this.#stream.source).take(header.counter)) return this.#drop('replayed')
    if (this.#isClosed) return
    frame.data = plaintext
    this.#pass(frame, outlet)
  }

  #pass(frame: EncodedFrame, outlet: FrameOutlet): void {
    try {
      outlet.enqueue(frame)
      this.#statistics.decrypted += 1
    } catch {
      this.#drop('failed')
    }
  }

  #drop(why: NotShown, count = 1): void {
    this.#statistics.dropped[why] += count
  }
}
