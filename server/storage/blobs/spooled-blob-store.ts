import { ParleyError } from '#shared/errors.ts'
import { type BlobEntry, type BlobReader, type BlobStore, type BlobWriter, byName } from './blob-store.ts'

/** bytes that are read from the spool at a time */
const BLOCK = 1_024 * 1_024

/**
 * A far blob store behind a near one: what is written goes to the spool as it comes, and to the store when it is finished. While the
 * store can't be reached, recording goes on and nothing is lost; `deliver` brings what waits.
 *
 * Both are given what is sealed already; the spool needs no more trust than the store.
 */
export class SpooledBlobStore implements BlobStore {
  readonly #spool: BlobStore
  readonly #store: BlobStore
  #delivering: Promise<number> | undefined

  constructor(spool: BlobStore, store: BlobStore) {
    this.#spool = spool
    this.#store = store
  }

  async create(name: string): Promise<BlobWriter> {
    if (await this.#isStored(name)) throw new ParleyError('WRONG_STATE', 'there is a blob of this name')
    return await this.#spool.create(name)
  }

  async open(name: string): Promise<BlobReader> {
    try {
      return await this.#spool.open(name)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
    return await this.#store.open(name)
  }

  async finish(name: string): Promise<void> {
    try {
      await this.#spool.finish(name)
    } catch (error) {
      if (!isNotFound(error)) throw error
      await this.#store.finish(name)
    }
  }

  /** Of both. Throws STORAGE_UNREACHABLE where the store can't be reached: it may still be there, and is not deleted then. */
  async remove(name: string): Promise<void> {
    await this.#store.remove(name)
    await this.#spool.remove(name)
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    const stored = (await this.#store.list(folder)).filter(({ finished }) => finished)
    const near = await this.#spool.list(folder)
    const names = new Set(near.map(({ name }) => name))
    return [...near, ...stored.filter(({ name }) => !names.has(name))].sort(byName)
  }

  /**
   * Brings what is finished to the store, one after the other, and answers how many blobs that were. What could not be brought
   * waits for the next time. Throws STORAGE_UNREACHABLE or STORAGE_FULL of the store.
   */
  deliver(): Promise<number> {
    this.#delivering ??= this.#deliverAll().finally(() => {
      this.#delivering = undefined
    })
    return this.#delivering
  }

  async #deliverAll(): Promise<number> {
    const waiting = (await this.#spool.list()).filter(({ finished }) => finished)
    for (const { name } of waiting) {
      await this.#bring(name)
      await this.#spool.remove(name)
    }
    return waiting.length
  }

  async #bring(name: string): Promise<void> {
    if (await this.#isStored(name)) return
    // Left behind by a delivery that was cut off.
    await this.#store.remove(name)
    const from = await this.#spool.open(name)
    try {
      const to = await this.#store.create(name)
      try {
        for (let at = 0; at < from.size; at += BLOCK) await to.append(await from.read(at, BLOCK))
        await to.finish()
      } finally {
        await to.close()
      }
    } finally {
      await from.close()
    }
  }

  /** Whether the store has it whole; false where that can't be told, since a name is drawn for one recording. */
  async #isStored(name: string): Promise<boolean> {
    try {
      const reader = await this.#store.open(name)
      await reader.close()
      return reader.finished
    } catch (error) {
      if (isNotFound(error) || (error instanceof ParleyError && error.code === 'STORAGE_UNREACHABLE')) return false
      throw error
    }
  }
}

const isNotFound = (error: unknown): boolean => error instanceof ParleyError && error.code === 'NOT_FOUND'
