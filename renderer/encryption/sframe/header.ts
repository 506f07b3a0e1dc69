/**
 * The SFrame header (RFC 9605 §4.3): one byte of configuration, then key id and counter, each in that byte if it is less than 8,
 * otherwise in the fewest bytes, big-endian.
 *
 *      0 1 2 3 4 5 6 7
 *     |X|  K  |Y|  C  |  KID...  |  CTR...  |
 */
import type { Bytes, Unsigned64 } from './bytes.ts'

export interface SFrameHeader {
  readonly kid: Unsigned64
  readonly counter: Unsigned64
  /** Bytes that the header takes, 1 to 17. */
  readonly length: number
}

export const MAX_HEADER_LENGTH = 17

const INLINE = 8

const bytesOf = (word: number): number => {
  if (word > 0xffffff) return 4
  if (word > 0xffff) return 3
  return word > 0xff ? 2 : 1
}

/** Bytes that the integer takes outside the first byte. */
const extension = ({ high, low }: Unsigned64): number => {
  if (high > 0) return 4 + bytesOf(high)
  return low < INLINE ? 0 : bytesOf(low)
}

/** Three bits and the flag before them. */
const field = ({ low }: Unsigned64, length: number): number => (length === 0 ? low : 0x8 | (length - 1))

const write = (into: Bytes, at: number, { high, low }: Unsigned64, length: number): void => {
  for (let place = 0; place < length; place += 1) {
    into[at + length - 1 - place] = place < 4 ? low >>> (8 * place) : high >>> (8 * (place - 4))
  }
}

export const headerLength = (kid: Unsigned64, counter: Unsigned64): number => 1 + extension(kid) + extension(counter)

/** Writes the header at `at`; there must be room for {@link headerLength} bytes. */
export const writeHeader = (into: Bytes, at: number, kid: Unsigned64, counter: Unsigned64): void => {
  const kidLength = extension(kid)
  const counterLength = extension(counter)
  into[at] = (field(kid, kidLength) << 4) | field(counter, counterLength)
  write(into, at + 1, kid, kidLength)
  write(into, at + 1 + kidLength, counter, counterLength)
}

/** @returns undefined where the integer isn't written in the fewest bytes, or isn't all there */
const read = (from: Uint8Array, at: number, length: number): Unsigned64 | undefined => {
  let high = 0
  let low = 0
  for (let place = 0; place < length; place += 1) {
    const byte = from[at + place]
    if (byte === undefined || (place === 0 && byte === 0)) return undefined
    high = (high << 8) | (low >>> 24)
    low = (low << 8) | byte
  }
  return high === 0 && low >>> 0 < INLINE ? undefined : { high: high >>> 0, low: low >>> 0 }
}

/**
 * @returns undefined for what no encoder that follows the RFC writes: cut short, or an integer in more bytes than it needs. There
 * is then one header for a key id and a counter, and nobody can send the same frame twice with two headers.
 */
export const readHeader = (from: Uint8Array): SFrameHeader | undefined => {
  const first = from[0]
  if (first === undefined) return undefined
  const kidLength = first & 0x80 ? ((first >> 4) & 0x7) + 1 : 0
  const counterLength = first & 0x08 ? (first & 0x7) + 1 : 0
  const kid = kidLength === 0 ? { high: 0, low: first >> 4 } : read(from, 1, kidLength)
  const counter = counterLength === 0 ? { high: 0, low: first & 0x7 } : read(from, 1 + kidLength, counterLength)
  if (kid === undefined || counter === undefined) return undefined
  return { kid, counter, length: 1 + kidLength + counterLength }
}
