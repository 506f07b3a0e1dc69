/** What an encryptor and a decryptor see of a stream. */
import type { Source } from '#shared/contract/media.ts'
import type { Bytes } from '../sframe/bytes.ts'

/** An `RTCEncodedVideoFrame` or `RTCEncodedAudioFrame`, as far as encryption is concerned. */
export interface EncodedFrame {
  data: ArrayBuffer
  /** `key` or `delta`; audio has none. */
  readonly type?: string
}

/** Where a frame goes on; a `TransformStreamDefaultController`. */
export interface FrameOutlet {
  enqueue(frame: EncodedFrame): void
}

const SOURCE_MARKS: Record<Source, number> = { microphone: 0, camera: 1, screen: 2, screenAudio: 3 }

/**
 * What is authenticated with a frame: what it shows or sounds, and the bytes that stay readable. Without the first, a service
 * could show a camera's frames where the screen belongs.
 */
export const metadataFor = (source: Source): ((clear: Bytes) => Bytes) => {
  const mark = SOURCE_MARKS[source]
  const alone = Uint8Array.of(mark)
  return (clear) => {
    if (clear.length === 0) return alone
    const metadata = new Uint8Array(1 + clear.length)
    metadata[0] = mark
    metadata.set(clear, 1)
    return metadata
  }
}
