import { calculateThumbprint, generateProof, type KeyPair } from 'dpop'
import { z } from 'zod'
import { Bytes32 } from '#shared/identity/device-key.ts'

/** A P-256 key as JWK (RFC 7518 §6.2), with its private half. */
export const SavedDpopKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: Bytes32, y: Bytes32, d: Bytes32 })
export type SavedDpopKey = z.infer<typeof SavedDpopKey>

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }

/** The key that a session is bound to. It proves of each request who makes it (RFC 9449). */
export class DpopKey {
  /** RFC 7638, SHA-256. */
  readonly thumbprint: string
  readonly #keys: KeyPair
  readonly #saved: SavedDpopKey

  private constructor(keys: KeyPair, saved: SavedDpopKey, thumbprint: string) {
    this.#keys = keys
    this.#saved = saved
    this.thumbprint = thumbprint
  }

  static async create(): Promise<DpopKey> {
    const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
    return DpopKey.restore(SavedDpopKey.parse(await crypto.subtle.exportKey('jwk', keys.privateKey)))
  }

  /** Rejects for what is no such key. */
  static async restore(saved: SavedDpopKey): Promise<DpopKey> {
    const { d, ...open } = saved
    const privateKey = await crypto.subtle.importKey('jwk', { ...open, d }, ALGORITHM, false, ['sign'])
    const publicKey = await crypto.subtle.importKey('jwk', open, ALGORITHM, true, ['verify'])
    return new DpopKey({ privateKey, publicKey }, saved, await calculateThumbprint(publicKey))
  }

  /** For the keystore alone. */
  save(): SavedDpopKey {
    return this.#saved
  }

  /** A proof for one request; with a token, that it is used by whom it was given to. */
  prove({ method, url }: { method: string; url: string }, accessToken?: string): Promise<string> {
    const { origin, pathname } = new URL(url)
    return generateProof(this.#keys, `${origin}${pathname}`, method, undefined, accessToken)
  }
}
