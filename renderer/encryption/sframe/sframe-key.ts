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
const nonceWords = new DataView(nonce.buffer)
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
  readonly #salt: readonly [number, number, number]

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
    const words = new DataView(salt.buffer, salt.byteOffset)
    this.#salt = [words.getUint32(0), words.getUint32(4), words.getUint32(8)]
  }

  /** Bytes of the ciphertext, header and tag included, of that many bytes of plaintext. */
  ciphertextLength(counter: Unsigned64, plaintextLength: number): number {
    return headerLength(this.kid, counter) + plaintextLength + this.#suite.tagLength
  }

  /**
   * The first half of an encryption; {@link assemble} is the second. In two halves because between them there is a wait, and every
   * asynchronous function around it would cost each frame one more.
   *
   * @param counter never twice under one key: with a second frame under the same counter the key is lost
   * @param metadata authenticated, not contained
   * @returns ciphertext and tag
   */
  seal(counter: Unsigned64, metadata: Bytes, plaintext: BufferSource): Promise<ArrayBuffer> {
    const length = headerLength(this.kid, counter)
    return this.#aead.seal(this.#nonce(counter), additionalDataOf(this.kid, counter, length, metadata), plaintext)
  }

  /**
   * @param sealed with this counter
   * @param lead put in front as it is, so that nobody has to copy everything once more for it
   * @returns lead, header, ciphertext, tag: the whole of its buffer
   */
  assemble(counter: Unsigned64, sealed: ArrayBuffer, lead: Bytes): Bytes {
    const at = lead.length + headerLength(this.kid, counter)
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

  /** The salt XOR the counter, which reaches its last eight bytes. */
  #nonce({ high, low }: Unsigned64): Bytes {
    const [first, second, third] = this.#salt
    nonceWords.setUint32(0, first)
    nonceWords.setUint32(4, second ^ high)
    nonceWords.setUint32(8, third ^ low)
    return nonce
  }
}
