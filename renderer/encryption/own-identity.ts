import { base64urlnopad } from '@scure/base'
import { encodeCredential } from '#shared/encryption/credential.ts'
import { MlsIdentity } from './mls/identity.ts'
import type { OwnIdentity } from './worker-protocol.ts'

/** A key of this meeting alone, for whoever has none in a keystore. Its private half can't be read, not even here. */
const guestIdentity = async (name: string): Promise<MlsIdentity> => {
  const { subtle } = globalThis.crypto
  const pair = await subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('no pair of keys')
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const credential = { v: 1, kind: 'guest', name, publicKey: base64urlnopad.encode(publicKey) } as const
  const sign = async (bytes: Uint8Array) => new Uint8Array(await subtle.sign('Ed25519', pair.privateKey, new Uint8Array(bytes)))
  return MlsIdentity.create({ publicKey, sign }, encodeCredential(credential))
}

/** @param sign by the device key, for members */
export const mlsIdentityOf = (own: OwnIdentity, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<MlsIdentity> => {
  if (own.kind === 'guest') return guestIdentity(own.name)
  const { idToken, opening } = own.identity
  const publicKey = base64urlnopad.decode(opening.publicKey)
  return MlsIdentity.create({ publicKey, sign }, encodeCredential({ v: 1, kind: 'member', idToken, opening }))
}
