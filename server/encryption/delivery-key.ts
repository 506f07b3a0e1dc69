import { createPublicKey, type KeyObject } from 'node:crypto'
import type { CiphersuiteImpl } from 'ts-mls'
import type { ServiceSecret } from '../identity/service-secret.ts'
import { deliverySuite } from './public-group.ts'

/** The Ed25519 key with which the service proposes who comes and goes; the same for all meetings. */
export interface DeliveryKey {
  readonly publicKey: Uint8Array
  readonly suite: CiphersuiteImpl
}

export const deliveryKeyFrom = (secret: ServiceSecret): Promise<DeliveryKey> =>
  deliveryKeyOf(secret.deriveSigningKey('MLS delivery'))

export const deliveryKeyOf = async (key: KeyObject): Promise<DeliveryKey> => {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return { publicKey: Buffer.from(x, 'base64url'), suite: await deliverySuite(key) }
}
