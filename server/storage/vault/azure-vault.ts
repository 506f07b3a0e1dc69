/**
 * Keys in Azure Key Vault or Managed HSM: one RSA key for each organisation, which never leaves it (REST API 7.4, `wrapkey` and
 * `unwrapkey` with RSA-OAEP-256).
 *
 * RSA binds no context, so what is wrapped is not the data key but a secret, from which the data key and a check are derived for the
 * context (HKDF, RFC 5869): with another context the check does not fit, and the key would be another. Rotation and destruction are
 * done in Azure: a new version of the key, a version disabled, the key deleted and purged.
 *
 * Not run against the real service: the tests speak to a small peer with its API.
 */
import { createSecretKey, hash, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { contextText, DATA_KEY_LENGTH, type DataKey, type KeyContext, type KeyVault, WRAPPED_MAXIMUM } from './key-vault.ts'
import { ask, parseReply, post, readSecret, unreachable } from './vault-request.ts'

export interface AzureOptions {
  /** As `https://name.vault.azure.net` */
  address: string
  /** Before the name of each organisation's key. */
  keyPrefix?: string | undefined
  /** Where tokens are had, as `https://login.microsoftonline.com/<directory>/oauth2/v2.0/token` */
  tokenEndpoint: string
  clientId: string
  clientSecretFile: string
  /** ms */
  patience?: number
}

const PREFIX = 'azure'
const API = 'api-version=7.4'
const ALGORITHM = 'RSA-OAEP-256'
const SCOPE = 'https://vault.azure.net/.default'
const CHECK_LENGTH = 16
/** ms before its end at which a token is not used any more */
const TOKEN_MARGIN = 60_000
/** version of the key, whose it is, wrapped secret, check */
const WRAPPED = /^azure:([A-Za-z0-9]{1,64}):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{1,2048}):([A-Za-z0-9_-]{22})$/

const Token = z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,16384}$/), expires_in: z.number().positive() })
const Key = z.object({ key: z.object({ kid: z.string().max(512) }) })
const Result = z.object({ value: z.base64url() })

interface Derived {
  readonly key: KeyObject
  readonly check: Buffer
}

const derive = (secret: Buffer, context: KeyContext): Derived => {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', contextText(context), DATA_KEY_LENGTH + CHECK_LENGTH))
  return { key: createSecretKey(bytes.subarray(0, DATA_KEY_LENGTH)), check: bytes.subarray(DATA_KEY_LENGTH) }
}

/** In the clear, to tell a key of another organisation, whose version Azure does not find here, from one that was destroyed. */
const ownerOf = (context: KeyContext): string =>
  hash('sha256', `owner ${contextText(context)}`, 'buffer')
    .subarray(0, CHECK_LENGTH)
    .toString('base64url')

export class AzureVault implements KeyVault {
  readonly name = 'Azure Key Vault'
  readonly #options: AzureOptions
  readonly #address: string
  #token: { readonly text: string; readonly until: number } | undefined

  constructor(options: AzureOptions) {
    this.#options = options
    this.#address = options.address.replace(/\/$/, '')
  }

  async newDataKey(context: KeyContext): Promise<DataKey> {
    const secret = randomBytes(DATA_KEY_LENGTH)
    return { key: derive(secret, context).key, wrapped: await this.#wrap(secret, context) }
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<KeyObject> {
    return derive(await this.#open(wrapped, context), context).key
  }

  async rewrap(wrapped: string, context: KeyContext): Promise<string> {
    return await this.#wrap(await this.#open(wrapped, context), context)
  }

  async #wrap(secret: Buffer, context: KeyContext): Promise<string> {
    const base = this.#keyAddress(context.tenant)
    const current = await ask(`${base}?${API}`, await this.#headers(), this.#options.patience)
    if (current.status !== 200) throw unreachable(`answered ${current.status}`)
    const { kid } = parseReply(current.text, Key).key
    const version = kid.slice(kid.lastIndexOf('/') + 1)
    const { status, text } = await this.#act(`${base}/${version}/wrapkey`, secret)
    if (status !== 200) throw unreachable(`answered ${status}`)
    const check = derive(secret, context).check.toString('base64url')
    const sealed = Buffer.from(parseReply(text, Result).value, 'base64url').toString('base64url')
    const wrapped = `${PREFIX}:${version}:${ownerOf(context)}:${sealed}:${check}`
    if (!WRAPPED.test(wrapped)) throw unreachable('an answer is not understood')
    return wrapped
  }

  async #open(wrapped: string, context: KeyContext): Promise<Buffer> {
    const [, version, owner, sealed = '', check = ''] = wrapped.length <= WRAPPED_MAXIMUM ? (WRAPPED.exec(wrapped) ?? []) : []
    if (version === undefined) throw new ParleyError('KEY_INVALID', 'not a key of this vault')
    if (owner !== ownerOf(context)) throw invalid()
    const bytes = Buffer.from(sealed, 'base64url')
    const given = Buffer.from(check, 'base64url')
    // base64url of other letters may stand for the same bytes: a wrapped key has one text.
    if (bytes.toString('base64url') !== sealed || given.toString('base64url') !== check) throw invalid()
    const { status, text } = await this.#act(`${this.#keyAddress(context.tenant)}/${version}/unwrapkey`, bytes)
    if (status === 404) throw new ParleyError('KEY_DESTROYED')
    if (status === 400) throw invalid()
    if (status !== 200) throw unreachable(`answered ${status}`)
    const secret = Buffer.from(parseReply(text, Result).value, 'base64url')
    if (secret.length !== DATA_KEY_LENGTH) throw invalid()
    if (!timingSafeEqual(derive(secret, context).check, given)) throw invalid()
    return secret
  }

  async #act(url: string, value: Buffer): Promise<{ status: number; text: string }> {
    const headers = { ...(await this.#headers()), 'content-type': 'application/json' }
    const body = JSON.stringify({ alg: ALGORITHM, value: value.toString('base64url') })
    return await post(`${url}?${API}`, headers, body, this.#options.patience)
  }

  async #headers(): Promise<Record<string, string>> {
    if (this.#token === undefined || this.#token.until <= Date.now()) this.#token = await this.#newToken()
    return { authorization: `Bearer ${this.#token.text}` }
  }

  /** RFC 6749 §4.4 */
  async #newToken(): Promise<{ text: string; until: number }> {
    const { tokenEndpoint, clientId, clientSecretFile, patience } = this.#options
    const secret = await readSecret(clientSecretFile)
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: SCOPE,
    })
    const { status, text } = await post(tokenEndpoint, {}, body, patience)
    if (status !== 200) throw unreachable(`no token: answered ${status}`)
    const { access_token, expires_in } = parseReply(text, Token)
    return { text: access_token, until: Date.now() + expires_in * 1_000 - TOKEN_MARGIN }
  }

  /** Names of keys don't tell large letters from small ones; an id that has other letters is hashed. */
  #keyAddress(tenant: string): string {
    const name = /^[a-z0-9][a-z0-9-]{0,47}$/.test(tenant) ? tenant : `h--${hash('sha256', tenant, 'hex').slice(0, 48)}`
    return `${this.#address}/keys/${this.#options.keyPrefix ?? 'parley-'}${name}`
  }
}

const invalid = (): ParleyError => new ParleyError('KEY_INVALID', 'it was changed, or is for another recording')
