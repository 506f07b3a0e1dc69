/**
 * AV1: packetizers take a frame apart into open bitstream units (OBU) and put it together again. The ciphertext is the inside of
 * one unit of type *frame*, and before that of a key frame stands an empty sequence header, by which packetizers know it.
 */
import type { Bytes } from '../sframe/bytes.ts'
import type { FrameFormat } from './format.ts'

const SIZE_FOLLOWS = 0b10
const TYPE = (header: number): number => (header >> 3) & 0xf
const SEQUENCE_HEADER = 1
const FRAME = 6
const EMPTY_SEQUENCE_HEADER = [(SEQUENCE_HEADER << 3) | SIZE_FOLLOWS, 0]
const FRAME_HEADER = (FRAME << 3) | SIZE_FOLLOWS
/** Sizes are written in at most so many bytes here: frames are smaller than 256 MB. */
const MAX_SIZE_BYTES = 4

const NOTHING: Bytes = new Uint8Array()

/** LEB128: seven bits a byte, the lowest first, a flag on all but the last. */
const leb128 = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return [...bytes, rest]
}

interface Unit {
  readonly type: number
  readonly content: Bytes
  /** Behind its last byte. */
  readonly end: number
}

/** @returns undefined for what is cut short, or has no size, or an extension, which nothing here ever writes */
const readUnit = (bytes: Bytes, at: number): Unit | undefined => {
  const header = bytes[at]
  if (header === undefined || (header & 0x87) !== SIZE_FOLLOWS) return undefined
  let size = 0
  for (let place = 0; place < MAX_SIZE_BYTES; place += 1) {
    const byte = bytes[at + 1 + place]
    if (byte === undefined) return undefined
    size |= (byte & 0x7f) << (7 * place)
    if (byte & 0x80) continue
    const start = at + 2 + place
    const end = start + size
    return end > bytes.length ? undefined : { type: TYPE(header), content: bytes.subarray(start, end), end }
  }
  return undefined
}

export const av1: FrameFormat = {
  clear: () => NOTHING,
  lead: (_clear, ciphertextLength, isKey) =>
    Uint8Array.from([...(isKey ? EMPTY_SEQUENCE_HEADER : []), FRAME_HEADER, ...leb128(ciphertextLength)]),
  pack: (whole) => whole,
  unpack(received) {
    const first = readUnit(received, 0)
    const isSequenceHeader = first?.type === SEQUENCE_HEADER && first.content.length === 0
    const frame = isSequenceHeader ? readUnit(received, first.end) : first
    if (frame?.type !== FRAME || frame.end !== received.length) return undefined
    return { clear: NOTHING, ciphertext: frame.content }
  },
}
