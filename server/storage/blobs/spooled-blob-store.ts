import { ParleyError } from '#shared/errors.ts'
import { type BlobEntry, type BlobReader, type BlobStore, type BlobWriter, byName } from './blob-store.ts'

/** bytes that are brought at a time: each is an object where the store is S3 */
const BLOCK = 8 * 1_024 * 1_024

export interface Waiting {
  readonly blobs: number
  readonly bytes: number
}

/**
 * A far blob store behind a near one: what is written goes to the spool as it comes, and to the store when it is finished. While the
 * store can't be reached, recording goes on and nothing is lost; `deliver` brings what waits.
 *
 * Both are given what is sealed already; the spool needs no more trust than the store. Whoever writes never waits for the store: that
 * a name is given once is the word of the spool alone. Names are drawn for one recording, and nothing in the store is written over.
 */
export class SpooledBlobStore implements BlobStore {
  readonly #spool: BlobStore
  readonly #store: BlobStore
  readonly #onFinished: () => void
  /** What is brought right now. Its signal ends that between two blocks. */
  #bringing: { readonly name: string; readonly stop: AbortController; readonly done: Promise<void> } | undefined
  #delivering: Promise<number> | undefined
  /** What is removed right now is not brought once more. */
  readonly #removing = new Set<string>()

  /** `onFinished` is called when there is something to deliver. */
  constructor(spool: BlobStore, store: BlobStore, onFinished: () => void = () => undefined) {
    this.#spool = spool
    this.#store = store
    this.#onFinished = onFinished
  }

  async create(name: string): Promise<BlobWriter> {
    const writer = await this.#spool.create(name)
    return {
      get size() {
        return writer.size
      },
      append: (bytes) => writer.append(bytes),
      finish: async () => {
        await writer.finish()
        this.#onFinished()
      },
      close: () => writer.close(),
    }
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
      return await this.#store.finish(name)
    }
    this.#onFinished()
  }

  /**
   * Of both. Throws STORAGE_UNREACHABLE where the store can't be reached: it may still be there, and is not deleted then. What is not
   * finished was never brought there.
   */
  async remove(name: string): Promise<void> {
    this.#removing.add(name)
    try {
      if (this.#bringing?.name === name) {
        this.#bringing.stop.abort()
        await this.#bringing.done
      }
      if (!(await this.#isUnfinished(name))) await this.#store.remove(name)
      await this.#spool.remove(name)
    } finally {
      this.#removing.delete(name)
    }
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    // The spool first: what is brought meanwhile shows twice then, and not never.
    const near = await this.#spool.list(folder)
    const names = new Set(near.map(({ name }) => name))
    const stored = (await this.#store.list(folder)).filter(({ name }) => !names.has(name))
    return [...near, ...stored].sort(byName)
  }

  /** What is finished and not in the store yet. */
  async waiting(): Promise<Waiting> {
    const waiting = await this.#finished()
    return { blobs: waiting.length, bytes: waiting.reduce((sum, { size }) => sum + size, 0) }
  }

  /**
   * Brings what is finished to the store, one after the other, and answers how many blobs that were. What could not be brought waits
   * for the next time, and the others are brought nevertheless. Throws STORAGE_UNREACHABLE or STORAGE_FULL of the store at once, and
   * else, when all were tried, the first error.
   */
  deliver(signal?: AbortSignal): Promise<number> {
    this.#delivering ??= this.#deliverAll(signal).finally(() => {
      this.#delivering = undefined
    })
    return this.#delivering
  }

  async #deliverAll(signal: AbortSignal | undefined): Promise<number> {
    let brought = 0
    const errors: unknown[] = []
    for (const { name } of await this.#finished()) {
      if (signal?.aborted) break
      if (this.#removing.has(name)) continue
      try {
        if (await this.#deliverOne(name, signal)) brought += 1
      } catch (error) {
        if (isOfTheStore(error)) throw error
        // Removed since.
        if (!isNotFound(error)) errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
    return brought
  }

  /** False where it was removed, or the signal ended it. */
  async #deliverOne(name: string, signal: AbortSignal | undefined): Promise<boolean> {
    const stop = new AbortController()
    const stops = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal])
    const bringing = this.#bring(name, stops)
    this.#bringing = { name, stop, done: bringing.then(doNothing, doNothing) }
    try {
      if (!(await bringing)) return false
      await this.#spool.remove(name)
      return true
    } finally {
      this.#bringing = undefined
    }
  }

  async #bring(name: string, signal: AbortSignal): Promise<boolean> {
    const from = await this.#spool.open(name)
    try {
      if (await this.#isStored(name, from.size)) return true
      // Left behind by a delivery that was cut off.
      await this.#store.remove(name)
      const to = await this.#store.create(name)
      try {
        for (let at = 0; at < from.size; at += BLOCK) {
          if (signal.aborted) return false
          await to.append(await from.read(at, BLOCK))
        }
        await to.finish()
        return true
      } finally {
        await to.close()
      }
    } finally {
      await from.close()
    }
  }

  /** Whether the store has it whole. @throws WRONG_STATE where it has another one of that name */
  async #isStored(name: string, size: number): Promise<boolean> {
    try {
      const reader = await this.#store.open(name)
      await reader.close()
      if (reader.finished && reader.size !== size) throw new ParleyError('WRONG_STATE', 'there is another blob of this name')
      return reader.finished
    } catch (error) {
      if (isNotFound(error)) return false
      throw error
    }
  }

  /** Whether the spool has it, and it is still written or was left behind. */
  async #isUnfinished(name: string): Promise<boolean> {
    try {
      const reader = await this.#spool.open(name)
      await reader.close()
      return !reader.finished
    } catch (error) {
      if (isNotFound(error)) return false
      throw error
    }
  }

  async #finished(): Promise<BlobEntry[]> {
    return (await this.#spool.list()).filter(({ finished }) => finished)
  }
}

const doNothing = (): void => undefined

const isNotFound = (error: unknown): boolean => error instanceof ParleyError && error.code === 'NOT_FOUND'

/** Whether the next blob would fail the same way. */
const isOfTheStore = (error: unknown): boolean =>
  error instanceof ParleyError && (error.code === 'STORAGE_UNREACHABLE' || error.code === 'STORAGE_FULL')
