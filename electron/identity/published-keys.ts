import { z } from 'zod'
import { type ProviderKey, readProviderKeys } from '#shared/encryption/provider-key.ts'
import { ParleyError } from '#shared/errors.ts'
import { type Fetch, fetchWhole } from '../network/fetch-whole.ts'
import { isLoopback, isPrivateWay } from '../network/loopback.ts'

/** How long a provider may take for one answer, ms, and how much it may say, bytes: ten times of what providers do. */
const ANSWER_TIME = 10_000
const LARGEST = 512 * 1024
/** ms for which keys are good, and before which nobody is asked again for a key that is missing among them. */
const KEPT = 10 * 60_000
const COOLDOWN = 10_000

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string().max(2_000) })

export interface PublishedKeysOptions {
  fetch: Fetch
  /** Whether an issuer may be asked at all. */
  isTrusted: (issuer: string) => boolean
  /** ms. */
  now: () => number
}

interface Known {
  keys: Promise<readonly ProviderKey[]>
  since: number
}

/** Without TLS only this computer is asked, by a provider that is on it as well. */
const addressOfKeys = (text: string, issuer: URL): string => {
  const url = URL.parse(text)
  const bare = url !== null && url.username === '' && url.password === ''
  if (!bare || !isPrivateWay(url) || (url.protocol === 'http:' && !isLoopback(issuer))) {
    throw new ParleyError('PROVIDER_UNUSABLE', 'jwks_uri')
  }
  return url.href
}

/** The keys that providers sign with, fetched from themselves and never by way of the service, which may be who deceives. */
export class PublishedKeys {
  readonly #options: PublishedKeysOptions
  readonly #known = new Map<string, Known>()

  constructor(options: PublishedKeysOptions) {
    this.#options = options
  }

  /** Throws FORBIDDEN for an issuer that is not trusted, before anything is asked; PROVIDER_UNREACHABLE, PROVIDER_UNUSABLE. */
  of(issuer: string, renew: boolean): Promise<readonly ProviderKey[]> {
    const { isTrusted, now } = this.#options
    if (!isTrusted(issuer)) throw new ParleyError('FORBIDDEN', 'issuer')
    const known = this.#known.get(issuer)
    if (known !== undefined && now() - known.since < (renew ? COOLDOWN : KEPT)) return known.keys
    const keys = this.#load(issuer)
    this.#known.set(issuer, { keys, since: now() })
    keys.catch(() => {
      if (this.#known.get(issuer)?.keys === keys) this.#known.delete(issuer)
    })
    return keys
  }

  async #load(issuer: string): Promise<readonly ProviderKey[]> {
    const address = URL.parse(issuer)
    if (address === null || !isPrivateWay(address)) throw new ParleyError('PROVIDER_UNUSABLE', 'issuer')
    const described = Discovery.safeParse(await this.#read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
    if (!described.success || described.data.issuer !== issuer) throw new ParleyError('PROVIDER_UNUSABLE', 'discovery')
    const keys = readProviderKeys(await this.#read(addressOfKeys(described.data.jwks_uri, address)))
    if (keys === undefined) throw new ParleyError('PROVIDER_UNUSABLE', 'keys')
    return keys
  }

  /** The JSON at an address, without following it anywhere else. */
  async #read(address: string): Promise<unknown> {
    const response = await fetchWhole(
      this.#options.fetch,
      new Request(address, { headers: { accept: 'application/json' } }),
      { redirect: 'error' },
      { answerTime: ANSWER_TIME, unreachable: 'PROVIDER_UNREACHABLE', largest: LARGEST },
    )
    if (response.status >= 500) throw new ParleyError('PROVIDER_UNREACHABLE', `status ${response.status}`)
    if (response.status !== 200) throw new ParleyError('PROVIDER_UNUSABLE', `status ${response.status}`)
    return response.json().catch(() => undefined)
  }
}
