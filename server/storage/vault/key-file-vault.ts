import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { type KeyFileContent, readKeyFile, removeDrafts, type TenantKeys, writeKeyFile } from './key-file.ts'
import {
  contextText,
  DATA_KEY_LENGTH,
  type DataKey,
  type KeyContext,
  type KeyVault,
  randomKey,
  WRAPPED_MAXIMUM,
} from './key-vault.ts'

const PREFIX = 'file'
const NONCE_LENGTH = 12
const TAG_LENGTH = 16
const WRAPPED = /^file:([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]+)$/

/**
 * The vault of a service that has no other: wrapping keys in one file, one for each organisation and each rotation. It protects
 * recordings from those who get at the store or the database, not from those who get at the file too.
 */
export class KeyFileVault implements KeyVault {
  readonly name = 'key file'
  readonly #path: string
  #content: KeyFileContent
  /** Changes come one after the other, so that none is lost. */
  #changing: Promise<unknown> = Promise.resolve()

  private constructor(path: string, content: KeyFileContent) {
    this.#path = path
    this.#content = content
  }

  /** Throws VAULT_UNREACHABLE where the file can't be read, others can read it, or it is damaged. One vault at a time. */
  static async create(path: string): Promise<KeyFileVault> {
    const content = await readKeyFile(path)
    // Where there are no keys yet there may be no folder either.
    if (content !== undefined) await removeDrafts(path)
    return new KeyFileVault(path, content ?? { version: 1, tenants: {} })
  }

  async newDataKey(context: KeyContext): Promise<DataKey> {
    const key = randomKey()
    return { key, wrapped: await this.#wrap(key, context) }
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<KeyObject> {
    const [, id, text] = wrapped.length <= WRAPPED_MAXIMUM ? (WRAPPED.exec(wrapped) ?? []) : []
    if (id === undefined || text === undefined) throw new ParleyError('KEY_INVALID', 'not a key of this vault')
    const wrapping = this.#wrappingKey(context.tenant, id)
    const bytes = Buffer.from(text, 'base64url')
    // base64url of other letters may stand for the same bytes: a wrapped key has one text.
    if (bytes.length !== NONCE_LENGTH + DATA_KEY_LENGTH + TAG_LENGTH || bytes.toString('base64url') !== text) throw invalid()
    const decipher = createDecipheriv('aes-256-gcm', wrapping, bytes.subarray(0, NONCE_LENGTH), { authTagLength: TAG_LENGTH })
    decipher.setAAD(Buffer.from(`${id} ${contextText(context)}`))
    decipher.setAuthTag(bytes.subarray(-TAG_LENGTH))
    try {
      return createSecretKey(Buffer.concat([decipher.update(bytes.subarray(NONCE_LENGTH, -TAG_LENGTH)), decipher.final()]))
    } catch {
      throw invalid()
    }
  }

  async rewrap(wrapped: string, context: KeyContext): Promise<string> {
    return await this.#wrap(await this.unwrap(wrapped, context), context)
  }

  /** From now on data keys of the organisation are wrapped with a new key. Those wrapped before still open. */
  async rotate(tenant: string): Promise<string> {
    return await this.#change(tenant, (keys) => addKey(keys))
  }

  /** The ids of an organisation's keys, oldest first. */
  keysOf(tenant: string): string[] {
    return Object.keys(this.#tenant(tenant)?.keys ?? {})
  }

  /** Destroys one key, and with it every recording whose data key is wrapped with it. Nothing where there is none. */
  async destroy(tenant: string, id: string): Promise<void> {
    await this.#change(tenant, (keys) => destroyKeys(keys, [id]))
  }

  /** Destroys all keys of an organisation. */
  async destroyAll(tenant: string): Promise<void> {
    await this.#change(tenant, (keys) => destroyKeys(keys, Object.keys(keys.keys)))
  }

  async #wrap(key: KeyObject, context: KeyContext): Promise<string> {
    const id =
      this.#tenant(context.tenant)?.current ?? (await this.#change(context.tenant, (keys) => keys.current ?? addKey(keys)))
    const nonce = randomBytes(NONCE_LENGTH)
    const cipher = createCipheriv('aes-256-gcm', this.#wrappingKey(context.tenant, id), nonce)
    cipher.setAAD(Buffer.from(`${id} ${contextText(context)}`))
    const bytes = Buffer.concat([nonce, cipher.update(key.export()), cipher.final(), cipher.getAuthTag()])
    return `${PREFIX}:${id}:${bytes.toString('base64url')}`
  }

  #wrappingKey(tenant: string, id: string): Buffer {
    const keys = this.#tenant(tenant)
    const key = keys !== undefined && Object.hasOwn(keys.keys, id) ? keys.keys[id] : undefined
    if (key !== undefined) return Buffer.from(key, 'base64url')
    throw keys?.destroyed.includes(id) ? new ParleyError('KEY_DESTROYED') : invalid()
  }

  #tenant(tenant: string): TenantKeys | undefined {
    return Object.hasOwn(this.#content.tenants, tenant) ? this.#content.tenants[tenant] : undefined
  }

  /** Holds in memory only what is on the disk: a data key must not be wrapped with a key that the next start would not know. */
  async #change<T>(tenant: string, act: (keys: TenantKeys) => T): Promise<T> {
    const changed = this.#changing.then(async () => {
      const keys = structuredClone(this.#tenant(tenant) ?? { keys: {}, destroyed: [] })
      const result = act(keys)
      const content: KeyFileContent = { version: 1, tenants: { ...this.#content.tenants, [tenant]: keys } }
      await writeKeyFile(this.#path, content)
      this.#content = content
      return result
    })
    this.#changing = changed.catch(() => undefined)
    return await changed
  }
}

const invalid = (): ParleyError => new ParleyError('KEY_INVALID', 'it was changed, or is for another recording')

const addKey = (keys: TenantKeys): string => {
  // A letter first: numbers would not stay in the order in which they came.
  const id = `k${randomBytes(9).toString('base64url')}`
  keys.keys[id] = randomBytes(DATA_KEY_LENGTH).toString('base64url')
  keys.current = id
  return id
}

const destroyKeys = (keys: TenantKeys, ids: readonly string[]): void => {
  for (const id of ids) {
    if (!Object.hasOwn(keys.keys, id)) continue
    delete keys.keys[id]
    keys.destroyed.push(id)
    if (keys.current === id) delete keys.current
  }
}
