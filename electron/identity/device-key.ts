import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import {
  Bytes32,
  belongsTo,
  type Opening,
  type SessionStatement,
  type SigningPurpose,
  sessionStatement,
} from '#shared/identity/device-key.ts'

/** An Ed25519 key as JWK (RFC 8037), with its private half. */
export const SavedDeviceKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: Bytes32, d: Bytes32 })
export type SavedDeviceKey = z.infer<typeof SavedDeviceKey>

/** The key of one person on this device. Its private half stays in this object and in the keystore. */
export class DeviceKey {
  readonly #key: KeyObject
  readonly #saved: SavedDeviceKey

  private constructor(key: KeyObject) {
    this.#key = key
    this.#saved = SavedDeviceKey.parse(key.export({ format: 'jwk' }))
  }

  static create(): DeviceKey {
    return new DeviceKey(generateKeyPairSync('ed25519').privateKey)
  }

  /** Throws for what is no such key. */
  static restore(saved: SavedDeviceKey): DeviceKey {
    return new DeviceKey(createPrivateKey({ key: saved as JsonWebKey, format: 'jwk' }))
  }

  /** For the keystore alone. */
  save(): SavedDeviceKey {
    return this.#saved
  }

  /** What a sign-in's nonce commits to. Each sign-in has its own, so that the provider can't link them by it. */
  newOpening(): Opening {
    return { publicKey: this.#saved.x, salt: randomBytes(32).toString('base64url') }
  }

  /** What a session is opened with. */
  signSession(statement: SessionStatement): string {
    return sign(null, sessionStatement(statement), this.#key).toString('base64url')
  }

  /** 64 bytes. Throws INVALID_INPUT for bytes that are not this purpose's own. */
  sign(purpose: SigningPurpose, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (!belongsTo(purpose, bytes)) throw new ParleyError('INVALID_INPUT', `not for ${purpose}`)
    return new Uint8Array(sign(null, bytes, this.#key))
  }
}
