import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { isSecureAddress } from './provider-config.ts'

/** ms that a provider is given to answer. */
const PATIENCE = 5_000
/** ms for which its keys are kept, and between two looks after a key that is not among them. */
const KEYS_KEPT = 10 * 60_000
const KEYS_COOLDOWN = 10_000
/** ms for which the address of its keys is kept. */
const ADDRESS_KEPT = 60 * 60_000
/** bytes: what a provider publishes of itself is a tenth of that. */
const MAXIMUM = 512 * 1_024

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isSecureAddress) })

/** The text of an answer, no more of it than `MAXIMUM`. */
const readBounded = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAXIMUM) throw new ParleyError('PROVIDER_UNUSABLE', 'an answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `fetch` with a bound on the answer, and no redirects: the address is what the configuration trusts. */
const fetchBounded = async (address: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(address, { ...init, redirect: 'error' })
  return new Response(await readBounded(response), { status: response.status, headers: response.headers })
}

const unreachable = (cause: unknown): ParleyError =>
  cause instanceof ParleyError ? cause : new ParleyError('PROVIDER_UNREACHABLE', undefined, { cause })

/** The address of the keys of an issuer (OpenID Connect Discovery 1.0 §4). */
const discover = async (issuer: string): Promise<URL> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetchBounded(address, { signal: AbortSignal.timeout(PATIENCE) }).catch((error: unknown) => {
    throw unreachable(error)
  })
  if (response.status >= 500) throw new ParleyError('PROVIDER_UNREACHABLE', `discovery answered ${response.status}`)
  const said = Discovery.safeParse(await response.json().catch(() => undefined))
  if (!said.success || said.data.issuer !== issuer) throw new ParleyError('PROVIDER_UNUSABLE', 'discovery')
  return new URL(said.data.jwks_uri)
}

interface Known {
  keys: Promise<JWTVerifyGetKey>
  until: number
}

/** The keys that providers publish, fetched when they are needed and kept for a while. */
export class ProviderKeys {
  readonly #now: () => number
  readonly #known = new Map<string, Known>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** For jose. Throws PROVIDER_UNREACHABLE or PROVIDER_UNUSABLE, and so does what it resolves with. */
  of(issuer: string): Promise<JWTVerifyGetKey> {
    const known = this.#known.get(issuer)
    if (known !== undefined && this.#now() < known.until) return known.keys
    const keys = this.#load(issuer)
    this.#known.set(issuer, { keys, until: this.#now() + ADDRESS_KEPT })
    keys.catch(() => this.#known.delete(issuer))
    return keys
  }

  async #load(issuer: string): Promise<JWTVerifyGetKey> {
    const options = { timeoutDuration: PATIENCE, cooldownDuration: KEYS_COOLDOWN, cacheMaxAge: KEYS_KEPT }
    const set = createRemoteJWKSet(await discover(issuer), { ...options, [customFetch]: fetchBounded })
    return async (header, token) => {
      try {
        return await set(header, token)
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSENotSupported) throw error
        if (error instanceof errors.JWKSMultipleMatchingKeys) throw error
        if (error instanceof errors.JWKSInvalid) throw new ParleyError('PROVIDER_UNUSABLE', 'keys', { cause: error })
        throw unreachable(error)
      }
    }
  }
}
