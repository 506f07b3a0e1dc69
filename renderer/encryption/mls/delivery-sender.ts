/** The delivery service as the group's one external sender (RFC 9420 §12.1.8.1): it proposes who comes and goes. */
import { decodeExternalSender, type Extension, encodeExternalSender } from 'ts-mls'
import { DELIVERY_SERVICE } from '#shared/encryption/group.ts'
import { sameBytes } from './bytes.ts'

const IDENTITY = new TextEncoder().encode(DELIVERY_SERVICE)

/** The extensions of a group whose delivery service signs with this key (Ed25519). */
export const groupExtensionsFor = (signaturePublicKey: Uint8Array): Extension[] => [
  {
    extensionType: 'external_senders',
    extensionData: encodeExternalSender({ signaturePublicKey, credential: { credentialType: 'basic', identity: IDENTITY } }),
  },
]

/** The key of the one external sender; undefined where the extensions are not those of a meeting's group. */
export const deliveryKeyIn = (extensions: readonly Extension[]): Uint8Array | undefined => {
  const [extension] = extensions
  if (extensions.length !== 1 || extension?.extensionType !== 'external_senders') return undefined
  const decoded = decodeExternalSender(extension.extensionData, 0)
  if (decoded === undefined || decoded[1] !== extension.extensionData.length) return undefined
  const { credential, signaturePublicKey } = decoded[0]
  return credential.credentialType === 'basic' && sameBytes(credential.identity, IDENTITY) ? signaturePublicKey : undefined
}
