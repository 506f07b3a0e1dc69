/** Attaches the streams that the page hands over by `RTCRtpScriptTransform`. */
import type { Source } from '#shared/contract/media.ts'
import type { ReceivedStream } from './decryptor.ts'
import type { SentStream } from './encryptor.ts'
import { CODECS, type Codec } from './format.ts'
import { FrameCrypto } from './frame-crypto.ts'
import type { EncodedFrame, FrameOutlet } from './stream.ts'

/** The options of `RTCRtpScriptTransform`. */
export type StreamOptions = ({ direction: 'send' } & SentStream) | ({ direction: 'receive' } & ReceivedStream)

/** An `RTCRtpScriptTransformer`, as far as it is needed here. */
export interface Transformer {
  readonly readable: ReadableStream<EncodedFrame>
  readonly writable: WritableStream<EncodedFrame>
  readonly options: unknown
  generateKeyFrame?(): Promise<unknown>
}

const SOURCES: readonly Source[] = ['microphone', 'camera', 'screen', 'screenAudio']

const isSource = (value: unknown): value is Source => SOURCES.some((source) => source === value)
const isCodec = (value: unknown): value is Codec => CODECS.some((codec) => codec === value)

/** @throws TypeError for options that say no stream; its frames then go nowhere */
const readOptions = (options: unknown): StreamOptions => {
  const { direction, source, codec, sender }: Record<string, unknown> = { ...(typeof options === 'object' ? options : {}) }
  if (!isSource(source) || !isCodec(codec)) throw new TypeError('a stream without source or codec')
  if (direction === 'send') return { direction, source, codec }
  if (direction === 'receive' && typeof sender === 'string') return { direction, source, codec, sender }
  throw new TypeError('a stream without direction or sender')
}

export class Transformers {
  readonly crypto: FrameCrypto
  readonly #sending = new Set<Transformer>()

  constructor() {
    this.crypto = new FrameCrypto(() => this.#makeKeyFrames())
  }

  /**
   * To be called for each `rtctransform` event. Frames flow from here on; whatever goes wrong, none passes by the key.
   *
   * @returns resolves when the stream has ended
   * @throws TypeError for options that aren't {@link StreamOptions}
   */
  async attach(transformer: Transformer): Promise<void> {
    const options = readOptions(transformer.options)
    if (options.direction === 'send') {
      const encryptor = this.crypto.encryptor(options)
      this.#sending.add(transformer)
      await this.#pipe(transformer, (frame, outlet) => encryptor.transform(frame, outlet))
      this.#sending.delete(transformer)
    } else {
      const decryptor = this.crypto.decryptor(options)
      await this.#pipe(transformer, (frame, outlet) => decryptor.transform(frame, outlet))
      this.crypto.detach(decryptor)
    }
  }

  async #pipe(
    { readable, writable }: Transformer,
    transform: (frame: EncodedFrame, outlet: FrameOutlet) => Promise<void> | void,
  ) {
    try {
      await readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable)
    } catch {
      // The other end of the stream is gone with its sender or receiver: that is how streams end.
    }
  }

  /** So that whoever has only the new key sees a picture at once. */
  #makeKeyFrames(): void {
    for (const transformer of this.#sending) {
      // Refused for audio, and for a sender that has stopped.
      transformer.generateKeyFrame?.().catch(() => undefined)
    }
  }
}
