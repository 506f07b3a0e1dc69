/**
 * H.264 in Annex B: packetizers look for start codes and read NAL unit headers, parameter sets and the first numbers of a slice.
 * Parameter sets and the beginning of the first slice therefore stay readable, and the ciphertext continues that slice, escaped so
 * that no start code appears in it.
 */
import { type Bytes, concatenate } from '../sframe/bytes.ts'
import type { FrameFormat, Unpacked } from './format.ts'

const START_CODE = Uint8Array.of(0, 0, 0, 1)
const NAL_TYPE = 0x1f
const SLICE = 1
const KEY_SLICE = 5
const SEQUENCE_PARAMETERS = 7
const PICTURE_PARAMETERS = 8
/** The NAL unit's header, and two bytes in which the slice says what it is and which parameters it needs. */
const SLICE_CLEAR = 3
const ESCAPE = 3
/** Behind everything, since a NAL unit must not end in a zero: readers would count that to the next start code. */
const STOP = 0x80

interface NalUnit {
  readonly type: number
  /** Where its header is. */
  readonly at: number
  /** Behind its last byte. */
  readonly end: number
}

/** @returns where the next 00 00 01 begins, or the length */
const nextStartCode = (bytes: Bytes, from: number): number => {
  for (let at = from; at + 2 < bytes.length; at += 1) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1) return at
  }
  return bytes.length
}

/** The NAL units up to the first slice. Of the slice, `end` is where its readable part ends. */
const untilSlice = (bytes: Bytes): NalUnit[] | undefined => {
  const found: NalUnit[] = []
  for (let start = nextStartCode(bytes, 0); start < bytes.length; ) {
    const at = start + 3
    const header = bytes[at]
    if (header === undefined) return undefined
    const type = header & NAL_TYPE
    if (type === SLICE || type === KEY_SLICE) {
      const end = at + SLICE_CLEAR
      return end > bytes.length ? undefined : [...found, { type, at, end }]
    }
    start = nextStartCode(bytes, at)
    // A start code of four bytes begins with a zero that isn't the unit's.
    let end = start
    while (end > at + 1 && bytes[end - 1] === 0) end -= 1
    found.push({ type, at, end })
  }
  return undefined
}

const isNeeded = ({ type }: NalUnit): boolean =>
  type === SLICE || type === KEY_SLICE || type === SEQUENCE_PARAMETERS || type === PICTURE_PARAMETERS

/** As receivers put frames together again: with start codes of four bytes. */
const readable = (bytes: Bytes, units: readonly NalUnit[]): Bytes =>
  concatenate(...units.filter(isNeeded).flatMap(({ at, end }) => [START_CODE, bytes.subarray(at, end)]))

/** Zeros at the end of the bytes before `end`. */
const zerosBefore = (bytes: Bytes, end: number): number => {
  let zeros = 0
  while (zeros < end && bytes[end - 1 - zeros] === 0) zeros += 1
  return zeros
}

/**
 * Where emulation prevention (H.264 §7.4.1) has to put a 3: behind two zeros, before what would make a start code of them or look
 * like that 3. The readable part's last zeros count.
 */
const escapePlaces = (bytes: Bytes, from: number): number[] => {
  const places: number[] = []
  let zeros = zerosBefore(bytes, from)
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (zeros >= 2 && byte <= 3) {
      places.push(at)
      zeros = 0
    }
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return places
}

const escapeFrom = (bytes: Bytes, from: number): Bytes => {
  const places = escapePlaces(bytes, from)
  const escaped = new Uint8Array(bytes.length + places.length + 1)
  let read = 0
  for (const [before, place] of places.entries()) {
    escaped.set(bytes.subarray(read, place), read + before)
    escaped[place + before] = ESCAPE
    read = place
  }
  escaped.set(bytes.subarray(read), read + places.length)
  escaped[escaped.length - 1] = STOP
  return escaped
}

/** Takes out what {@link escapeFrom} put in; there has to be a stop byte. */
const unescapeFrom = (bytes: Bytes, from: number): Bytes => {
  const unescaped = new Uint8Array(bytes.length - 1 - from)
  let written = 0
  let zeros = zerosBefore(bytes, from)
  for (let at = from; at < bytes.length - 1; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === ESCAPE && zeros >= 2) {
      zeros = 0
      continue
    }
    unescaped[written] = byte
    written += 1
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return unescaped.subarray(0, written)
}

const unpack = (received: Bytes): Unpacked | undefined => {
  const units = untilSlice(received)
  const slice = units?.at(-1)
  if (units === undefined || slice === undefined) return undefined
  if (slice.end >= received.length || received[received.length - 1] !== STOP) return undefined
  return { clear: readable(received, units), ciphertext: unescapeFrom(received, slice.end) }
}

export const h264: FrameFormat = {
  clear(frame) {
    const units = untilSlice(frame)
    return units === undefined ? undefined : readable(frame, units)
  },
  lead: (clear) => clear,
  pack: escapeFrom,
  unpack,
}
