import { createPublicKey, type KeyObject } from 'node:crypto'
import type { CiphersuiteImpl } from 'ts-mls'
import { COMMON_SUITE, HYBRID_SUITE, type MlsSuite } from '#shared/encryption/group.ts'
import type { ServiceSecret } from '../identity/service-secret.ts'
import { deliverySuite } from './public-group.ts'

/** The Ed25519 key with which the service proposes who comes and goes; the same for all meetings. */
export interface DeliveryKey {
  readonly publicKey: Uint8Array
  readonly suiteOf: (name: MlsSuite) => CiphersuiteImpl
}

export const deliveryKeyFrom = (secret: ServiceSecret): Promise<DeliveryKey> =>
  deliveryKeyOf(secret.deriveSigningKey('MLS delivery'))

export const deliveryKeyOf = async (key: KeyObject): Promise<DeliveryKey> => {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const suites: Readonly<Record<MlsSuite, CiphersuiteImpl>> = {
    [HYBRID_SUITE]: await deliverySuite(key, HYBRID_SUITE),
    [COMMON_SUITE]: await deliverySuite(key, COMMON_SUITE),
  }
  return { publicKey: Buffer.from(x, 'base64url'), suiteOf: (name) => suites[name] }
}
