/**
 * Key ids of an MLS group (RFC 9605 §5.2): the epoch's low bits, and above them the sender's leaf. The context above both is
 * always 0: a sender counts the frames of all its streams with one counter and needs no second key.
 *
 * The number of bits of the leaf, S in the RFC, decides only where the context begins: without one, nobody needs to know it.
 */
import { type Unsigned64, unsigned64 } from './bytes.ts'

/**
 * E in the RFC. A byte of its own makes the key id of the first 256 leaves two bytes long, the shortest for meetings of more than
 * a handful, and tells 256 epochs apart: at one every 250 ms that is a minute, and old epochs live 10 s.
 */
export const EPOCH_BITS = 8

/** Label of the MLS exporter; the context is empty, the length is the suite's Nk. */
export const BASE_KEY_LABEL = 'SFrame 1.0 Base Key'

export const mlsKeyId = (epoch: bigint, leaf: number, epochBits = EPOCH_BITS): Unsigned64 =>
  unsigned64((BigInt(leaf) << BigInt(epochBits)) | BigInt.asUintN(epochBits, epoch))

/** What a key id tells of its epoch. */
export const lowEpochBits = (epoch: bigint): number => Number(BigInt.asUintN(EPOCH_BITS, epoch))

export const epochBitsOf = (kid: Unsigned64): number => kid.low & ((1 << EPOCH_BITS) - 1)
