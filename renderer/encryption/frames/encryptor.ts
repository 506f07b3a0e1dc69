/** Encrypts the frames of one stream that is sent. What can't be encrypted isn't sent: there is no way past the key. */
import type { Source } from '#shared/contract/media.ts'
import type { Epoch } from './epochs.ts'
import { type Codec, type FrameFormat, formatOf } from './format.ts'
import type { NotSent, SendStatistics } from './statistics.ts'
import { type EncodedFrame, type FrameOutlet, metadataFor } from './stream.ts'

export interface SentStream {
  readonly source: Source
  readonly codec: Codec
}

export class Encryptor {
  readonly #format: FrameFormat
  readonly #metadata: ReturnType<typeof metadataFor>
  readonly #sending: () => Epoch | undefined
  readonly #statistics: SendStatistics

  constructor({ source, codec }: SentStream, sending: () => Epoch | undefined, statistics: SendStatistics) {
    this.#format = formatOf(codec)
    this.#metadata = metadataFor(source)
    this.#sending = sending
    this.#statistics = statistics
  }

  /** The frame goes on encrypted, or not at all. */
  async transform(frame: EncodedFrame, outlet: FrameOutlet): Promise<void> {
    const epoch = this.#sending()
    if (epoch === undefined) return this.#drop('noKey')
    const clear = this.#format.clear(new Uint8Array(frame.data))
    if (clear === undefined) return this.#drop('malformed')
    try {
      const counter = epoch.nextCounter()
      const length = epoch.own.ciphertextLength(counter, frame.data.byteLength)
      const lead = this.#format.lead(clear, length, frame.type === 'key')
      const whole = await epoch.own.encrypt(counter, this.#metadata(clear), frame.data, lead)
      frame.data = this.#format.pack(whole, lead.length).buffer
      outlet.enqueue(frame)
      this.#statistics.encrypted += 1
    } catch {
      this.#drop('failed')
    }
  }

  #drop(why: NotSent): void {
    this.#statistics.dropped[why] += 1
  }
}
