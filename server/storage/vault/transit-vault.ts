/**
 * Keys in HashiCorp Vault's transit engine (or OpenBao's): one key of type `aes256-gcm96` for each organisation, which never leaves it.
 * The context is the associated data of each encryption. Rotation and destruction are done in Vault: `rotate`, `min_decryption_version`,
 * and deleting the key.
 *
 * Not run against the real service: the tests speak to a small peer with its API.
 */
import { createSecretKey, hash, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import {
  contextText,
  DATA_KEY_LENGTH,
  type DataKey,
  type KeyContext,
  type KeyVault,
  randomKey,
  WRAPPED_MAXIMUM,
} from './key-vault.ts'
import { parseReply, post, readSecret, unreachable } from './vault-request.ts'

export interface TransitOptions {
  /** As `https://vault.example:8200` */
  address: string
  /** Where the engine is mounted: `transit` unless said otherwise. */
  mount?: string | undefined
  /** Before the name of each organisation's key. */
  keyPrefix?: string | undefined
  tokenFile: string
  namespace?: string | undefined
  /** ms */
  patience?: number
}

const PREFIX = 'transit:'
const Encrypted = z.object({
  data: z.object({
    ciphertext: z
      .string()
      .regex(/^vault:v\d+:[A-Za-z0-9+/=]+$/)
      .max(2_048),
  }),
})
const Decrypted = z.object({ data: z.object({ plaintext: z.base64() }) })
const Refused = z.object({ errors: z.array(z.string()) })

/** What Vault says in a 400 where the key, or its version, is no more. */
const GONE = [/encryption key not found/, /ciphertext or signature version is disallowed by policy \(too old\)/]

export class TransitVault implements KeyVault {
  readonly name = 'transit'
  readonly #options: TransitOptions

  constructor(options: TransitOptions) {
    this.#options = options
  }

  async newDataKey(context: KeyContext): Promise<DataKey> {
    const key = randomKey()
    return { key, wrapped: await this.#wrap(key, context) }
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<KeyObject> {
    if (!wrapped.startsWith(PREFIX) || wrapped.length > WRAPPED_MAXIMUM) {
      throw new ParleyError('KEY_INVALID', 'not a key of this vault')
    }
    const body = { ciphertext: wrapped.slice(PREFIX.length), associated_data: associatedData(context) }
    const { data } = parseReply(await this.#ask('decrypt', context.tenant, body), Decrypted)
    const bytes = Buffer.from(data.plaintext, 'base64')
    if (bytes.length !== DATA_KEY_LENGTH) throw unreachable('an answer is not a key')
    return createSecretKey(bytes)
  }

  async rewrap(wrapped: string, context: KeyContext): Promise<string> {
    return await this.#wrap(await this.unwrap(wrapped, context), context)
  }

  async #wrap(key: KeyObject, context: KeyContext): Promise<string> {
    const body = { plaintext: key.export().toString('base64'), associated_data: associatedData(context) }
    return PREFIX + parseReply(await this.#ask('encrypt', context.tenant, body), Encrypted).data.ciphertext
  }

  async #ask(act: 'encrypt' | 'decrypt', tenant: string, body: Record<string, string>): Promise<string> {
    const { address, mount = 'transit', keyPrefix = 'parley-', tokenFile, namespace, patience } = this.#options
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-vault-request': 'true',
      'x-vault-token': await readSecret(tokenFile),
      ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
    }
    const url = `${address.replace(/\/$/, '')}/v1/${mount}/${act}/${keyPrefix}${keyNameOf(tenant)}`
    const { status, text } = await post(url, headers, JSON.stringify(body), patience)
    if (status === 200) return text
    if (status !== 400 || act === 'encrypt') throw unreachable(`answered ${status}`)
    const { errors } = parseReply(text, Refused)
    throw errors.some((error) => GONE.some((gone) => gone.test(error)))
      ? new ParleyError('KEY_DESTROYED')
      : new ParleyError('KEY_INVALID', 'it was changed, or is for another recording')
  }
}

/** The organisation's own id where it can stand in a path, and can't be taken for the name of another one. */
const keyNameOf = (tenant: string): string =>
  /^[a-z0-9][a-z0-9-]{0,47}$/.test(tenant) ? tenant : `H${hash('sha256', tenant, 'hex').slice(0, 48)}`

const associatedData = (context: KeyContext): string => Buffer.from(contextText(context)).toString('base64')
