/**
 * The store's own layer of encryption, around any blob store: with a key of the store, independent of what the blobs are sealed with.
 *
 * AES-256 in counter mode: as long as the content, readable at any place, appendable without rewriting. It hides; that nothing was
 * changed is for the layer within to prove, which recordings have (`recordings/sealed`), and so a changed byte costs the one frame
 * that it is in. Each blob has a key of its own, from the store's key, its name and a salt drawn for it; it is written once from the
 * start, so no part of a key stream is ever used twice.
 *
 * A blob begins with two copies of its header, each with its own check, so that no single byte makes it unreadable:
 * 8 bytes `ParleyB1`, 8 bytes id of the store's key, 16 bytes salt, 16 bytes check.
 */
import {
  type Cipheriv,
  createCipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { release } from '../release.ts'
import { type BlobEntry, type BlobReader, type BlobStore, type BlobWriter, checkBlobName } from './blob-store.ts'

const MAGIC = Buffer.from('ParleyB1')
const SALT_AT = 16
const CHECK_AT = 32
const HEADER_LENGTH = 48
const COPIES = 2
const CONTENT_AT = COPIES * HEADER_LENGTH
const BLOCK = 16

interface StoreKey {
  readonly id: Buffer
  readonly key: KeyObject
}

const storeKey = (key: KeyObject): StoreKey => ({
  id: hash('sha256', Buffer.from(hkdfSync('sha256', key, '', 'Parley store key id v1', 32)), 'buffer').subarray(0, 8),
  key,
})

const checkOf = ({ key }: StoreKey, name: string, header: Buffer): Buffer =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', key, '', 'Parley blob header v1', 32)))
    .update(header.subarray(0, CHECK_AT))
    .update(name)
    .digest()
    .subarray(0, HEADER_LENGTH - CHECK_AT)

const makeHeader = (key: StoreKey, name: string): Buffer => {
  const header = Buffer.concat([MAGIC, key.id, randomBytes(CHECK_AT - SALT_AT)])
  return Buffer.concat([header, checkOf(key, name, header)])
}

const contentKey = ({ key }: StoreKey, name: string, header: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, header.subarray(SALT_AT, CHECK_AT), `Parley blob v1 ${name}`, 32)))

/** Content from `at` on, in or out: counter mode is its own inverse. */
const cipherAt = (key: KeyObject, at: number): Cipheriv => {
  const counter = Buffer.alloc(BLOCK)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / BLOCK)), 8)
  const cipher = createCipheriv('aes-256-ctr', key, counter)
  if (at % BLOCK > 0) cipher.update(Buffer.alloc(at % BLOCK))
  return cipher
}

export class EncryptedBlobStore implements BlobStore {
  readonly #store: BlobStore
  readonly #current: StoreKey
  readonly #keys: readonly StoreKey[]

  /** Writes with `key` (32 bytes); reads what was written with it or with one of the `former` ones. */
  constructor(store: BlobStore, key: KeyObject, former: readonly KeyObject[] = []) {
    this.#store = store
    this.#current = storeKey(key)
    this.#keys = [this.#current, ...former.map(storeKey)]
  }

  async create(name: string): Promise<BlobWriter> {
    const header = makeHeader(this.#current, checkBlobName(name))
    const key = contentKey(this.#current, name, header)
    const writer = await this.#store.create(name)
    try {
      await writer.append(Buffer.concat(Array<Buffer>(COPIES).fill(header)))
    } catch (error) {
      await writer.close()
      await this.#store.remove(name).catch(() => undefined)
      throw error
    }
    return new EncryptedBlobWriter(writer, key)
  }

  /** Throws STORED_DAMAGED where neither copy of its header is one of this store and this name. */
  async open(name: string): Promise<BlobReader> {
    const reader = await this.#store.open(name)
    try {
      const key = this.#keyIn(name, await reader.read(0, CONTENT_AT))
      return {
        size: reader.size - CONTENT_AT,
        finished: reader.finished,
        read: async (at, length) => cipherAt(key, at).update(await reader.read(CONTENT_AT + at, length)),
        close: () => reader.close(),
      }
    } catch (error) {
      await reader.close()
      throw error
    }
  }

  finish(name: string): Promise<void> {
    return this.#store.finish(name)
  }

  remove(name: string): Promise<void> {
    return this.#store.remove(name)
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    const entries = await this.#store.list(folder)
    return entries.map((entry) => ({ ...entry, size: Math.max(0, entry.size - CONTENT_AT) }))
  }

  #keyIn(name: string, start: Buffer): KeyObject {
    for (let copy = 0; start.length === CONTENT_AT && copy < COPIES; copy += 1) {
      const header = start.subarray(copy * HEADER_LENGTH, (copy + 1) * HEADER_LENGTH)
      const key = this.#keys.find(({ id }) => id.equals(header.subarray(MAGIC.length, SALT_AT)))
      if (key === undefined || !header.subarray(0, MAGIC.length).equals(MAGIC)) continue
      if (timingSafeEqual(checkOf(key, name, header), header.subarray(CHECK_AT))) return contentKey(key, name, header)
    }
    throw new ParleyError('STORED_DAMAGED', 'the blob does not begin as one of this store and this name')
  }
}

/** Where an append fails, its place is never filled with other bytes: the same key stream would hide both. */
class EncryptedBlobWriter implements BlobWriter {
  readonly #writer: BlobWriter
  /** One for the whole blob: what is appended follows what was. */
  readonly #cipher: Cipheriv
  #isBroken = false

  constructor(writer: BlobWriter, key: KeyObject) {
    this.#writer = writer
    this.#cipher = cipherAt(key, 0)
  }

  get size(): number {
    return this.#writer.size - CONTENT_AT
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (this.#isBroken) throw new ParleyError('WRONG_STATE', 'an append has failed: go on in another blob')
    try {
      const encrypted = this.#cipher.update(bytes)
      await this.#writer.append(encrypted)
      release(encrypted)
    } catch (error) {
      this.#isBroken = true
      throw error
    }
  }

  finish(): Promise<void> {
    return this.#writer.finish()
  }

  close(): Promise<void> {
    return this.#writer.close()
  }
}
