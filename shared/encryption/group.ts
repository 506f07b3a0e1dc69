/** What the members of a meeting's MLS group (RFC 9420) and its delivery service must agree on. */
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** X25519, AES-128-GCM, SHA-256, Ed25519: the suite that every implementation has (RFC 9420 §17.1). */
export const MLS_SUITE = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'

/** What the delivery service calls itself as an external sender (RFC 9420 §12.1.8.1). */
export const DELIVERY_SERVICE = 'Parley delivery service v1'

/** bytes that make each occurrence's group another one */
const RANDOM = 16
const PREFIX = 'Parley meeting v1 '

const prefixOf = (code: string): Uint8Array => utf8ToBytes(`${PREFIX}${code}\0`)

/**
 * The id of a new group for the meeting with this code: the code, which is in the link that people come by, and `random` bytes
 * (16). The id goes into everything that members sign and derive: nobody who comes by one meeting's link is led into another's group.
 */
export const groupIdOf = (code: string, random: Uint8Array): Uint8Array => {
  if (random.length !== RANDOM) throw new RangeError(`a group id takes ${RANDOM} random bytes`)
  return new Uint8Array([...prefixOf(code), ...random])
}

export const isGroupOf = (code: string, groupId: Uint8Array): boolean => {
  const prefix = prefixOf(code)
  return groupId.length === prefix.length + RANDOM && prefix.every((byte, at) => groupId[at] === byte)
}
