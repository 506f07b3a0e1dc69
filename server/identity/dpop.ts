import { verify } from 'node:crypto'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { ClientKeys } from './client-keys.ts'
import { readPart, splitJws } from './jws.ts'
import { ReplayMemory } from './replay-memory.ts'
import { hashSecret } from './secrets.ts'

/** ms by which the clocks of client and service may differ. */
export const CLOCK_TOLERANCE = 60_000
const MAXIMUM = 4_096
/** Keys of clients that are kept ready; each takes about 2 kB. */
const KNOWN_KEYS = 10_000
/** What is remembered of proofs: at most 250 bytes each, for longer than one can be in time. */
const MEMORY = { lifetime: 2 * CLOCK_TOLERANCE + 1_000, capacity: 250_000, perOwner: 6_000 }

const Payload = z.object({
  htm: z.string().max(20),
  htu: z.string().max(2_048),
  iat: z.number(),
  jti: z.string().min(1).max(128),
  ath: z.string().optional(),
})

/** An HTTP request, as far as a proof is about it. */
export interface ProvenRequest {
  method: string
  /** Without the query. */
  path: string
  /** The header. */
  dpop: string | undefined
}

export interface Proof {
  /** Of the key that signed it (RFC 7638). */
  keyThumbprint: string
  /** Under which of the service's origins the client reached it. */
  origin: string
}

export interface ProofsOptions {
  /** The origins under which the service is reached. */
  origins: () => ReadonlySet<string>
  now: () => number
}

const refuse = (reason: string): never => {
  throw new ParleyError('PROOF_INVALID', reason)
}

/** Proofs of possession that requests carry (DPoP, RFC 9449): ES256 only, good once, for a minute around their time. */
export class Proofs {
  readonly #origins: () => ReadonlySet<string>
  readonly #now: () => number
  readonly #keys = new ClientKeys(KNOWN_KEYS)
  readonly #memory = new ReplayMemory(MEMORY)

  constructor({ origins, now }: ProofsOptions) {
    this.#origins = origins
    this.#now = now
  }

  /**
   * Verifies the proof of a request, which covers `accessToken` where there is one. Throws PROOF_INVALID, CLOCK_SKEWED, or
   * TOO_MANY_REQUESTS where one key proves more than can be remembered.
   */
  verify({ method, path, dpop }: ProvenRequest, accessToken: string | undefined): Proof {
    const jws = dpop === undefined ? undefined : splitJws(dpop, MAXIMUM)
    const key = jws === undefined ? undefined : this.#keys.read(jws.header)
    if (jws === undefined || key === undefined) return refuse('form')
    const verifier = { key: key.key, dsaEncoding: 'ieee-p1363' } as const
    if (!verify('sha256', jws.signed, verifier, jws.signature)) return refuse('signature')
    this.#keys.keep(jws.header, key)

    const payload = Payload.safeParse(readPart(jws.payload))
    if (!payload.success) return refuse('form')
    const { htm, htu, iat, jti, ath } = payload.data
    if (htm !== method) return refuse('method')
    const origin = this.#originOf(htu, path) ?? refuse('address')
    if (ath !== (accessToken === undefined ? undefined : hashSecret(accessToken))) return refuse('token')
    const now = this.#now()
    if (Math.abs(now - iat * 1_000) > CLOCK_TOLERANCE) throw new ParleyError('CLOCK_SKEWED')
    const noted = this.#memory.note(key.thumbprint, jti, now)
    if (noted === 'seen') return refuse('replayed')
    if (noted === 'full') throw new ParleyError('TOO_MANY_REQUESTS')
    return { keyThumbprint: key.thumbprint, origin }
  }

  /** The origin of ours that `htu` names, where the rest of it is this path; query and fragment do not count (§4.3). */
  #originOf(htu: string, path: string): string | undefined {
    const url = URL.parse(htu)
    if (url === null || url.username !== '' || url.password !== '' || url.pathname !== path) return undefined
    return this.#origins().has(url.origin) ? url.origin : undefined
  }
}
