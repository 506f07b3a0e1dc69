/**
 * Where the SFrame ciphertext stands in a frame on the wire, for each codec.
 *
 * The whole frame is encrypted. In front of the ciphertext stands again, readable, the little that packetizers and the forwarder
 * have to see; it is authenticated with the frame, and the receiver's decoder gets what was encrypted, never these bytes.
 */
import type { Bytes } from '../sframe/bytes.ts'
import { av1 } from './format-av1.ts'
import { h264 } from './format-h264.ts'

export interface FrameFormat {
  /** @returns what stays readable; undefined for what is no frame of this codec, which then must not be sent */
  clear(frame: Bytes): Bytes | undefined
  /** @returns what stands in front of an SFrame ciphertext of that many bytes */
  lead(clear: Bytes, ciphertextLength: number, isKey: boolean): Bytes
  /** Lead and ciphertext made fit to be sent. */
  pack(whole: Bytes, leadLength: number): Bytes
  /** @returns undefined for what nobody packed like this */
  unpack(received: Bytes): Unpacked | undefined
}

export interface Unpacked {
  readonly clear: Bytes
  readonly ciphertext: Bytes
}

const NOTHING: Bytes = new Uint8Array()

/** The RTP payload has a description of its own, or none: packetizers look at nothing of the frame. */
const opaque: FrameFormat = {
  clear: () => NOTHING,
  lead: () => NOTHING,
  pack: (whole) => whole,
  unpack: (received) => ({ clear: NOTHING, ciphertext: received }),
}

const VP8_CLEAR = 1

/** The first byte says whether it is a key frame, and forwarders look there. */
const vp8: FrameFormat = {
  clear: (frame) => (frame.length < VP8_CLEAR ? undefined : frame.subarray(0, VP8_CLEAR)),
  lead: (clear) => clear,
  pack: (whole) => whole,
  unpack: (received) =>
    received.length < VP8_CLEAR
      ? undefined
      : { clear: received.subarray(0, VP8_CLEAR), ciphertext: received.subarray(VP8_CLEAR) },
}

const FORMATS = { opus: opaque, vp8, vp9: opaque, h264, av1 } as const

export type Codec = keyof typeof FORMATS
export const CODECS = Object.keys(FORMATS) as Codec[]

export const formatOf = (codec: Codec): FrameFormat => FORMATS[codec]

/** @param mimeType as in RTP parameters: `video/VP8` */
export const codecOf = (mimeType: string): Codec | undefined => {
  const name = mimeType.toLowerCase().replace(/^(audio|video)\//, '')
  return CODECS.find((codec) => codec === name)
}
