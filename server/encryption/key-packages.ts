import type { CiphersuiteImpl } from 'ts-mls'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import { COMMON_SUITE, HYBRID_SUITE, type MlsSuite } from '#shared/encryption/group.ts'
import { type CheckedKeyPackage, checkKeyPackage } from './public-group.ts'

/** What a client can be added with: one key package for each suite that it offers. Everybody has one for the common suite. */
export interface KeyPackages {
  readonly [COMMON_SUITE]: CheckedKeyPackage
  readonly [HYBRID_SUITE]: CheckedKeyPackage | undefined
}

/** Undefined for an offer with which nobody could be added to every group that there may be. */
export const keyPackagesIn = async (
  { keyPackages }: EncryptionOffer,
  suiteOf: (name: MlsSuite) => CiphersuiteImpl,
): Promise<KeyPackages | undefined> => {
  try {
    const checked = await Promise.all(keyPackages.map((each) => checkKeyPackage(Buffer.from(each, 'base64url'), suiteOf)))
    const bySuite = new Map(checked.map((each) => [each.suite, each]))
    const common = bySuite.get(COMMON_SUITE)
    if (common === undefined || bySuite.size !== checked.length) return undefined
    const keys = { [COMMON_SUITE]: common, [HYBRID_SUITE]: bySuite.get(HYBRID_SUITE) }
    return checked.every((each) => isOneKey(each, common)) ? keys : undefined
  } catch {
    return undefined
  }
}

/** Whether they are of one device. */
export const isOfOneKey = (one: KeyPackages, other: KeyPackages): boolean => isOneKey(one[COMMON_SUITE], other[COMMON_SUITE])

const isOneKey = (one: CheckedKeyPackage, other: CheckedKeyPackage): boolean =>
  Buffer.from(one.keyPackage.leafNode.signaturePublicKey).equals(other.keyPackage.leafNode.signaturePublicKey)
