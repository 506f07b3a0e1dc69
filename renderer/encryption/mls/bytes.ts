import { hex } from '@scure/base'

/** Whether these are the same bytes, in a time that depends on nothing but their lengths. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at += 1) difference |= (one[at] ?? 0) ^ (other[at] ?? 0)
  return difference === 0
}

/** Bytes as something to look up by. */
export const keyOf = (bytes: Uint8Array): string => hex.encode(bytes)
