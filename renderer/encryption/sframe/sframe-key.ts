/** Encryption and decryption under one key id (RFC 9605 §4.4.3 and §4.4.4). */
import type { Bytes, Unsigned64 } from './bytes.ts'
import { type Aead, type CipherSuite, NONCE_LENGTH } from './cipher-suites.ts'
import { headerLength, MAX_HEADER_LENGTH, type SFrameHeader, writeHeader } from './header.ts'
import { deriveSecrets } from './key-derivation.ts'

/*
 * Filled anew for each frame. WebCrypto takes "a copy of the bytes held by" whatever it is given before it returns, so the next
 * frame may write over them while this one is still being worked on.
 */
const nonce = new Uint8Array(NONCE_LENGTH)
const SHORT_METADATA = 64
const scratch = new Uint8Array(MAX_HEADER_LENGTH + SHORT_METADATA)

const additionalDataOf = (kid: Unsigned64, counter: Unsigned64, length: number, metadata: Bytes): Bytes => {
  const room = metadata.length <= SHORT_METADATA ? scratch : new Uint8Array(length + metadata.length)
  writeHeader(room, 0, kid, counter)
  room.set(metadata, length)
  return room.subarray(0, length + metadata.length)
}

export class SFrameKey {
  readonly kid: Unsigned64
  readonly #suite: CipherSuite
  readonly #aead: Aead
  readonly #salt: Bytes

  /** @param baseKey as {@link importBaseKey} gives it */
  static async derive(baseKey: CryptoKey, kid: Unsigned64, suite: CipherSuite): Promise<SFrameKey> {
    const { key, salt } = await deriveSecrets(baseKey, kid, suite)
    const aead = await suite.importKey(key)
    key.fill(0)
    return new SFrameKey(kid, suite, aead, salt)
  }

  private constructor(kid: Unsigned64, suite: CipherSuite, aead: Aead, salt: Bytes) {
    this.kid = kid
    this.#suite = suite
    this.#aead = aead
    this.#salt = salt
  }

  /** Bytes of the ciphertext, header and tag included, of that many bytes of plaintext. */
  ciphertextLength(counter: Unsigned64, plaintextLength: number): number {
    return headerLength(this.kid, counter) + plaintextLength + this.#suite.tagLength
  }

  /**
   * @param counter never twice under one key: with a second frame under the same counter the key is lost
   * @param metadata authenticated, not contained
   * @param lead put in front of the ciphertext as it is: for whoever would otherwise copy everything once more
   * @returns lead, header, ciphertext, tag: the whole of its buffer
   */
  async encrypt(counter: Unsigned64, metadata: Bytes, plaintext: BufferSource, lead: Bytes): Promise<Bytes> {
    const length = headerLength(this.kid, counter)
    const additionalData = additionalDataOf(this.kid, counter, length, metadata)
    const sealed = await this.#aead.seal(this.#nonce(counter), additionalData, plaintext)
    const at = lead.length + length
    const whole = new Uint8Array(at + sealed.byteLength)
    whole.set(lead)
    writeHeader(whole, lead.length, this.kid, counter)
    whole.set(new Uint8Array(sealed), at)
    return whole
  }

  /**
   * @param header of this ciphertext; whether its key id is this key's is the caller's to know
   * @throws OperationError for what was not encrypted with this key, counter and metadata
   */
  decrypt(header: SFrameHeader, metadata: Bytes, ciphertext: Bytes): Promise<ArrayBuffer> {
    const additionalData = additionalDataOf(this.kid, header.counter, header.length, metadata)
    return this.#aead.open(this.#nonce(header.counter), additionalData, ciphertext.subarray(header.length))
  }

  /** The salt XOR the counter. */
  #nonce({ high, low }: Unsigned64): Bytes {
    nonce.set(this.#salt)
    for (let place = 0; place < 4; place += 1) {
      nonce[NONCE_LENGTH - 1 - place] = (nonce[NONCE_LENGTH - 1 - place] ?? 0) ^ (low >>> (8 * place))
      nonce[NONCE_LENGTH - 5 - place] = (nonce[NONCE_LENGTH - 5 - place] ?? 0) ^ (high >>> (8 * place))
    }
    return nonce
  }
}
