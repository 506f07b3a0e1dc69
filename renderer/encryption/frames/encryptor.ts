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
    const { data } = frame
    const clear = this.#format.clear(new Uint8Array(data))
    if (clear === undefined) return this.#drop('malformed')
    try {
      const counter = epoch.nextCounter()
      const sealed = await epoch.own.seal(counter, this.#metadata(clear), data)
      const lead = this.#format.lead(clear, epoch.own.ciphertextLength(counter, data.byteLength), frame.type === 'key')
      frame.data = this.#format.pack(epoch.own.assemble(counter, sealed, lead), lead.length).buffer
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
