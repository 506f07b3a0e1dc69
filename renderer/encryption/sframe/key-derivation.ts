/** Key and salt of a key id out of a base key (RFC 9605 §4.4.2). */
import { type Bytes, concatenate, toBytes, type Unsigned64 } from './bytes.ts'
import { type CipherSuite, NONCE_LENGTH } from './cipher-suites.ts'

export interface DerivedSecrets {
  readonly key: Bytes
  readonly salt: Bytes
}

const encoder = new TextEncoder()

/** What the derived bytes are for: never the same for two key ids or two suites. */
export const derivationLabel = (use: 'key' | 'salt', kid: Unsigned64, suite: CipherSuite): Bytes =>
  concatenate(encoder.encode(`SFrame 1.0 Secret ${use} `), toBytes(kid), Uint8Array.of(suite.id >> 8, suite.id))

/** Takes the base key out of reach of everything but derivation. */
export const importBaseKey = (baseKey: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveBits'])

export const deriveSecrets = async (baseKey: CryptoKey, kid: Unsigned64, suite: CipherSuite): Promise<DerivedSecrets> => {
  const derive = async (use: 'key' | 'salt', length: number): Promise<Bytes> => {
    const parameters = { name: 'HKDF', hash: suite.hash, salt: new Uint8Array(), info: derivationLabel(use, kid, suite) }
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, baseKey, length * 8))
  }
  const [key, salt] = await Promise.all([derive('key', suite.keyLength), derive('salt', NONCE_LENGTH)])
  return { key, salt }
}

/** Tells base keys apart, and tells nothing else of them. */
export const fingerprintOf = async (baseKey: CryptoKey): Promise<string> => {
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encoder.encode('Parley base key fingerprint'),
  }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, baseKey, 128)).join()
}
