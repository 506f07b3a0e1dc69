/** Bytes that WebCrypto takes and frames carry: never shared between threads. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * An unsigned integer of 64 bits as two of 32. SFrame's key ids and counters are that wide, which a number isn't, and a bigint
 * for each frame would cost more than everything else around its encryption.
 */
export interface Unsigned64 {
  readonly high: number
  readonly low: number
}

const WORD = 0x1_0000_0000

/** @throws RangeError for what is no integer from 0 to 2^64 - 1 (a number: to 2^53 - 1) */
export const unsigned64 = (value: number | bigint): Unsigned64 => {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not an unsigned integer')
    return { high: Math.floor(value / WORD), low: value >>> 0 }
  }
  if (value < 0n || BigInt.asUintN(64, value) !== value) throw new RangeError('not an unsigned integer of 64 bits')
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) }
}

export const toBigInt = ({ high, low }: Unsigned64): bigint => (BigInt(high) << 32n) | BigInt(low)

export const isSame = (one: Unsigned64, other: Unsigned64): boolean => one.low === other.low && one.high === other.high

/** Big-endian. */
export const toBytes = ({ high, low }: Unsigned64): Bytes => {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, high)
  view.setUint32(4, low)
  return bytes
}

export const concatenate = (...parts: readonly Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
