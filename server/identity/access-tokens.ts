import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { readPart, splitJws, writePart } from './jws.ts'
import { newId } from './secrets.ts'
import type { ServiceSecret } from './service-secret.ts'

/** ms */
export const ACCESS_LIFETIME = 10 * 60_000

const HEADER = writePart({ typ: 'at+jwt', alg: 'EdDSA' })
const MAXIMUM = 4_096

const Claims = z.object({
  iss: z.string(),
  aud: z.string(),
  sid: z.string(),
  exp: z.number(),
  cnf: z.object({ jkt: z.string() }),
})

export interface AccessGrant {
  sessionId: string
  personId: string
  /** Thumbprint (RFC 7638) of the key that whoever presents the token must hold. */
  keyThumbprint: string
}

export interface AccessTokensOptions {
  secret: ServiceSecret
  /** Issuer and audience: this service. */
  origin: () => string
  now: () => number
}

/** Access tokens: JWTs (RFC 9068) that the service signs for itself, each bound to a key (RFC 9449 §6). */
export class AccessTokens {
  readonly #signingKey: KeyObject
  readonly #verifyingKey: KeyObject
  readonly #origin: () => string
  readonly #now: () => number

  constructor({ secret, origin, now }: AccessTokensOptions) {
    this.#signingKey = secret.deriveSigningKey('access token')
    this.#verifyingKey = createPublicKey(this.#signingKey)
    this.#origin = origin
    this.#now = now
  }

  /** A token that lives 10 minutes, or to `latest` (ms) where that is sooner. */
  issue({ sessionId, personId, keyThumbprint }: AccessGrant, latest: number): { accessToken: string; accessExpiresAt: number } {
    const issuedAt = Math.floor(this.#now() / 1_000)
    const exp = Math.floor(Math.min(this.#now() + ACCESS_LIFETIME, latest) / 1_000)
    const origin = this.#origin()
    const payload = writePart({
      iss: origin,
      aud: origin,
      sub: personId,
      client_id: 'parley',
      sid: sessionId,
      cnf: { jkt: keyThumbprint },
      iat: issuedAt,
      exp,
      jti: newId(),
    })
    const signed = `${HEADER}.${payload}`
    const signature = sign(null, Buffer.from(signed, 'latin1'), this.#signingKey).toString('base64url')
    return { accessToken: `${signed}.${signature}`, accessExpiresAt: exp * 1_000 }
  }

  /** What the token grants; undefined where it is none of ours, not for here, or expired. */
  verify(token: string): Omit<AccessGrant, 'personId'> | undefined {
    const jws = splitJws(token, MAXIMUM)
    if (jws === undefined || jws.header !== HEADER) return undefined
    if (!verify(null, jws.signed, this.#verifyingKey, jws.signature)) return undefined
    const claims = Claims.safeParse(readPart(jws.payload))
    if (!claims.success) return undefined
    const { iss, aud, sid, exp, cnf } = claims.data
    const origin = this.#origin()
    if (iss !== origin || aud !== origin || exp * 1_000 <= this.#now()) return undefined
    return { sessionId: sid, keyThumbprint: cnf.jkt }
  }
}
