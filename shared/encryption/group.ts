/** What the members of a meeting's MLS group (RFC 9420) and its delivery service must agree on. */
import { utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * X-Wing (X25519 and ML-KEM-768 together), AES-256-GCM, SHA-512, Ed25519: what is agreed on by it, a quantum computer does not find
 * either. No standard has given it a number yet: the one that goes over the wire, 83, is the library's own.
 */
export const HYBRID_SUITE = 'MLS_256_XWING_AES256GCM_SHA512_Ed25519'

/** X25519, AES-128-GCM, SHA-256, Ed25519: the suite that every implementation has (RFC 9420 §17.1), and every member here offers. */
export const COMMON_SUITE = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'

/** The suites of meetings' groups, in order of preference. */
export const MLS_SUITES = [HYBRID_SUITE, COMMON_SUITE] as const
export type MlsSuite = (typeof MLS_SUITES)[number]

export const isMlsSuite = (name: string): name is MlsSuite => MLS_SUITES.some((suite) => suite === name)

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
