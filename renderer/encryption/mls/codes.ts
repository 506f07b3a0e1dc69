import { sha512 } from '@noble/hashes/sha2.js'

/** Digits in a group, and bytes that each group is made of: so many that no digits come up more often than others. */
const DIGITS = 5
const BYTES = 5
const GROUPS = 6

/** Six groups of five digits: as much as can be read aloud, and some 2¹⁰⁰ possibilities. */
const inDigits = (bytes: Uint8Array): string => {
  const groups: string[] = []
  for (let group = 0; group < GROUPS; group += 1) {
    const number = bytes.subarray(group * BYTES, (group + 1) * BYTES).reduce((value, byte) => value * 256 + byte, 0)
    groups.push(String(number % 10 ** DIGITS).padStart(DIGITS, '0'))
  }
  return groups.join(' ')
}

const digest = (label: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = sha512.create().update(new TextEncoder().encode(`${label}\0`))
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The security code of an epoch: the same for all who are in it and in the same group, another for everybody else. */
export const securityCodeOf = (epochAuthenticator: Uint8Array): string =>
  inDigits(digest('Parley security code v1', epochAuthenticator))

/** The code that two people share for as long as they keep their devices' keys; it does not matter who reads it to whom. */
export const fingerprintOf = (one: Uint8Array, other: Uint8Array): string => {
  const [first, second] = [one, other].toSorted(compare) as [Uint8Array, Uint8Array]
  return inDigits(digest('Parley fingerprint v1', first, second))
}

/** Keys are of one length: 32 bytes. */
const compare = (one: Uint8Array, other: Uint8Array): number => {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}
