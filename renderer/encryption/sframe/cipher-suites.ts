/** The cipher suites of RFC 9605 §4.5, over WebCrypto. */
import { type Bytes, concatenate, toBytes, unsigned64 } from './bytes.ts'

/** Authenticated encryption under one key. Both copy what they are given before they return. */
export interface Aead {
  /** @returns ciphertext and tag */
  seal(nonce: Bytes, additionalData: Bytes, plaintext: BufferSource): Promise<ArrayBuffer>
  /** @throws OperationError for what was not sealed with this key, nonce and additional data */
  open(nonce: Bytes, additionalData: Bytes, sealed: Bytes): Promise<ArrayBuffer>
}

export interface CipherSuite {
  /** As registered with IANA. */
  readonly id: number
  readonly name: string
  readonly hash: 'SHA-256' | 'SHA-512'
  /** Nk: bytes */
  readonly keyLength: number
  /** Nt: bytes */
  readonly tagLength: number
  /** @param key `keyLength` bytes */
  importKey(key: Bytes): Promise<Aead>
}

/** Looked up once: it is asked for with every frame. */
const { subtle } = crypto

/** Nn of all suites: bytes. */
export const NONCE_LENGTH = 12

const gcm = (id: number, name: string, hash: CipherSuite['hash'], keyLength: number): CipherSuite => ({
  id,
  name,
  hash,
  keyLength,
  tagLength: 16,
  async importKey(raw) {
    const key = await subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    return {
      seal: (iv, additionalData, plaintext) => subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext),
      open: (iv, additionalData, sealed) => subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed),
    }
  },
})

const CTR_KEY_LENGTH = 16

/** Looks at every byte, whatever the first ones are. */
const isSameTag = (one: Bytes, other: Bytes): boolean => {
  let difference = one.length ^ other.length
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0)
  return difference === 0
}

/** AES in counter mode, and a cut HMAC over everything (§4.5.1). */
const ctrHmac = (id: number, tagLength: number): CipherSuite => ({
  id,
  name: `AES_128_CTR_HMAC_SHA256_${tagLength * 8}`,
  hash: 'SHA-256',
  keyLength: CTR_KEY_LENGTH + 32,
  tagLength,
  async importKey(raw) {
    const [encryption, authentication] = await Promise.all([
      subtle.importKey('raw', raw.subarray(0, CTR_KEY_LENGTH), 'AES-CTR', false, ['encrypt', 'decrypt']),
      subtle.importKey('raw', raw.subarray(CTR_KEY_LENGTH), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    ])
    const parameters = (nonce: Bytes) => ({ name: 'AES-CTR', counter: concatenate(nonce, new Uint8Array(4)), length: 32 })
    const tagOf = async (nonce: Bytes, additionalData: Bytes, ciphertext: Bytes): Promise<Bytes> => {
      const lengths = [additionalData.length, ciphertext.length, tagLength].map((length) => toBytes(unsigned64(length)))
      const signed = concatenate(...lengths, nonce, additionalData, ciphertext)
      return new Uint8Array(await subtle.sign('HMAC', authentication, signed)).subarray(0, tagLength)
    }
    return {
      async seal(nonce, additionalData, plaintext) {
        // The caller may fill its nonce and additional data anew as soon as this has returned.
        const [ownNonce, ownData] = [nonce.slice(), additionalData.slice()]
        const ciphertext = new Uint8Array(await subtle.encrypt(parameters(ownNonce), encryption, plaintext))
        return concatenate(ciphertext, await tagOf(ownNonce, ownData, ciphertext)).buffer
      },
      async open(nonce, additionalData, sealed) {
        if (sealed.length < tagLength) throw new DOMException('shorter than its tag', 'OperationError')
        const [ownNonce, ciphertext] = [nonce.slice(), sealed.slice(0, sealed.length - tagLength)]
        const tag = sealed.slice(ciphertext.length)
        if (!isSameTag(await tagOf(ownNonce, additionalData, ciphertext), tag)) {
          throw new DOMException('not authentic', 'OperationError')
        }
        return subtle.decrypt(parameters(ownNonce), encryption, ciphertext)
      },
    }
  },
})

export const AES_128_CTR_HMAC_SHA256_80 = ctrHmac(1, 10)
export const AES_128_CTR_HMAC_SHA256_64 = ctrHmac(2, 8)
export const AES_128_CTR_HMAC_SHA256_32 = ctrHmac(3, 4)
/** What meetings use: one pass in WebCrypto, and a tag that isn't cut. */
export const AES_128_GCM_SHA256_128 = gcm(4, 'AES_128_GCM_SHA256_128', 'SHA-256', 16)
export const AES_256_GCM_SHA512_128 = gcm(5, 'AES_256_GCM_SHA512_128', 'SHA-512', 32)

export const CIPHER_SUITES: readonly CipherSuite[] = [
  AES_128_CTR_HMAC_SHA256_80,
  AES_128_CTR_HMAC_SHA256_64,
  AES_128_CTR_HMAC_SHA256_32,
  AES_128_GCM_SHA256_128,
  AES_256_GCM_SHA512_128,
]
