import { expand, extract } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { type CiphersuiteImpl, getCiphersuiteFromName, getCiphersuiteImpl, type Signature } from 'ts-mls'
import { HYBRID_SUITE, type MlsSuite } from '#shared/encryption/group.ts'
import { sameBytes } from './bytes.ts'
import { hybridHpke } from './xwing.ts'

/** Signs with the device key, which never comes here: its private half stays in the operating system's keystore. */
export interface MlsSigner {
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** What stands where the library wants the private signature key: nothing. */
export const NO_KEY: Uint8Array = new Uint8Array()

/**
 * The library's cipher suite with some parts exchanged: signatures are asked of `signer`, X25519 within X-Wing is the browser's, and
 * hashing does without a detour through WebCrypto's thread pool. An epoch of 200 members takes some 1,500 tiny HMACs: each costs a
 * few µs here, and ten times that there.
 */
export const suiteWith = async (signer: MlsSigner, name: MlsSuite): Promise<CiphersuiteImpl> => {
  const suite = getCiphersuiteFromName(name)
  const base = await getCiphersuiteImpl(suite)
  const isHybrid = name === HYBRID_SUITE
  const hash: Hash = isHybrid ? sha512 : sha256
  return {
    ...base,
    hpke: isHybrid ? await hybridHpke(suite) : base.hpke,
    signature: signatureBy(signer, base.signature),
    kdf: {
      size: hash.outputLen,
      extract: async (salt, ikm) => extract(hash, ikm, salt),
      expand: async (prk, info, length) =>
        length > hash.outputLen ? expand(hash, prk, info, length) : firstBlock(hash, prk, info).slice(0, length),
    },
    hash: {
      digest: async (data) => hash(data),
      mac: async (key, data) => hmac(hash, key, data),
      verifyMac: async (key, mac, data) => sameBytes(hmac(hash, key, data), mac),
    },
  }
}

type Hash = typeof sha256 | typeof sha512

/** All of an HKDF-Expand (RFC 5869 §2.3) that asks for no more than a hash: nearly every one of MLS does. */
const firstBlock = (hash: Hash, prk: Uint8Array, info: Uint8Array): Uint8Array => {
  const message = new Uint8Array(info.length + 1)
  message.set(info)
  message[info.length] = 1
  return hmac(hash, prk, message)
}

const signatureBy = (signer: MlsSigner, { verify }: Signature): Signature => ({
  sign: (_key, message) => signer.sign(message),
  verify,
  keygen: () => Promise.reject(new Error('signature keys are made by the keystore')),
})
