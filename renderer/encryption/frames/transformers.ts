/** Attaches the streams that the page hands over by `RTCRtpScriptTransform`. */
import type { Source } from '#shared/contract/media.ts'
import type { ReceivedStream } from './decryptor.ts'
import type { SentStream } from './encryptor.ts'
import { CODECS, type Codec } from './format.ts'
import type { FrameCrypto } from './frame-crypto.ts'
import type { EncodedFrame, FrameOutlet } from './stream.ts'

/** The options of `RTCRtpScriptTransform`. */
export type StreamOptions = ({ direction: 'send' } & SentStream) | ({ direction: 'receive' } & ReceivedStream)

/** An `RTCRtpScriptTransformer`, as far as it is needed here. */
export interface Transformer {
  readonly readable: ReadableStream<EncodedFrame>
  readonly writable: WritableStream<EncodedFrame>
  readonly options: unknown
}

const SOURCES: readonly Source[] = ['microphone', 'camera', 'screen', 'screenAudio']

const isSource = (value: unknown): value is Source => SOURCES.some((source) => source === value)
const isCodec = (value: unknown): value is Codec => CODECS.some((codec) => codec === value)

const readOptions = (options: unknown): StreamOptions => {
  const { direction, source, codec, sender }: Record<string, unknown> = { ...(typeof options === 'object' ? options : {}) }
  if (!isSource(source) || !isCodec(codec)) throw new TypeError('a stream without source or codec')
  if (direction === 'send') return { direction, source, codec }
  if (direction === 'receive' && typeof sender === 'string') return { direction, source, codec, sender }
  throw new TypeError('a stream without direction or sender')
}

const pipe = async (
  { readable, writable }: Transformer,
  transform: (frame: EncodedFrame, outlet: FrameOutlet) => Promise<void> | void,
): Promise<void> => {
  try {
    await readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable)
  } catch {
    // The other end of the stream is gone with its sender or receiver: that is how streams end.
  }
}

/**
 * To be called for each `rtctransform` event. Frames flow from here on; whatever goes wrong, none passes by the key.
 *
 * @returns resolves when the stream has ended
 * @throws TypeError for options that aren't {@link StreamOptions}; the stream's frames then go nowhere
 */
export const attachTransformer = async (crypto: FrameCrypto, transformer: Transformer): Promise<void> => {
  const options = readOptions(transformer.options)
  if (options.direction === 'send') {
    const encryptor = crypto.encryptor(options)
    await pipe(transformer, (frame, outlet) => encryptor.transform(frame, outlet))
    return
  }
  const decryptor = crypto.decryptor(options)
  await pipe(transformer, (frame, outlet) => decryptor.transform(frame, outlet))
  crypto.detach(decryptor)
}
