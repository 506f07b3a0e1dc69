import { ParleyError } from '#shared/errors.ts'
import { type BlobEntry, type BlobReader, type BlobStore, type BlobWriter, byName, checkBlobName } from './blob-store.ts'
import { BlockCache } from './block-cache.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { beginMark, endMark, type Layout, layoutsOf, type Part, partKey, startOf } from './s3-layout.ts'

export interface S3BlobStoreOptions {
  /** bytes that are fetched at a time */
  blockLength?: number
  /** bytes of what was read lately that are kept in memory, for all readers together */
  cacheLength?: number
}

const BLOCK_LENGTH = 2 * 1_024 * 1_024
const CACHE_LENGTH = 128 * 1_024 * 1_024
/** blocks that are on their way while one is read from the start to the end */
const AHEAD = 4

/**
 * Blobs in a bucket of S3 or what speaks like it (see `s3-layout.ts`). Each append is an object, so give it few large ones.
 *
 * A blob is listed once when it is opened and read in blocks, the next ones on their way while one is read: looking at the header of
 * each frame asks S3 for blocks, not for headers. Where an object of it is gone, zeros stand in its place, so that whoever proves the
 * content can name what is damaged and have the rest.
 */
export class S3BlobStore implements BlobStore {
  readonly #bucket: S3Bucket
  readonly #blockLength: number
  readonly #cache: BlockCache
  /** Names that are given out right now: S3 by itself would give one twice. */
  readonly #creating = new Set<string>()

  constructor(bucket: S3Bucket, { blockLength = BLOCK_LENGTH, cacheLength = CACHE_LENGTH }: S3BlobStoreOptions = {}) {
    this.#bucket = bucket
    this.#blockLength = blockLength
    this.#cache = new BlockCache(cacheLength)
  }

  async create(name: string): Promise<BlobWriter> {
    checkBlobName(name)
    if (this.#creating.has(name)) throw taken()
    this.#creating.add(name)
    try {
      if ((await this.#find(name)) !== undefined) throw taken()
      await this.#bucket.put(beginMark(name), Buffer.alloc(0))
      return new S3BlobWriter(this.#bucket, name)
    } finally {
      this.#creating.delete(name)
    }
  }

  async open(name: string): Promise<BlobReader> {
    const layout = await this.#get(name)
    return new S3BlobReader(layout, this.#blockLength, ({ tag, key }, index, at, length) =>
      this.#cache.get(`${tag} ${key} ${index}`, () => this.#bucket.get(key, at, length)),
    )
  }

  async finish(name: string): Promise<void> {
    const { finished, size } = await this.#get(name)
    if (!finished) await this.#bucket.put(endMark(name, size), Buffer.alloc(0))
  }

  async remove(name: string): Promise<void> {
    const objects = await this.#bucket.list(startOf(checkBlobName(name)))
    // The mark of its beginning last: whatever ends this, what is left is still a blob that can be removed.
    const keys = objects.map(({ key }) => key).filter((key) => key !== beginMark(name))
    for (const key of keys) await this.#bucket.remove(key)
    await this.#bucket.remove(beginMark(name))
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    if (folder === undefined) return entriesOf(layoutsOf(await this.#bucket.list('')))
    checkBlobName(folder)
    const objects = [...(await this.#bucket.list(startOf(folder))), ...(await this.#bucket.list(`${folder}/`))]
    return entriesOf(layoutsOf(objects))
  }

  async #find(name: string): Promise<Layout | undefined> {
    return layoutsOf(await this.#bucket.list(startOf(checkBlobName(name)))).at(0)
  }

  async #get(name: string): Promise<Layout> {
    const layout = await this.#find(name)
    if (layout === undefined) throw new ParleyError('NOT_FOUND', 'blob')
    return layout
  }
}

/** One block of a part: which, where it begins in the part, and bytes of it. */
type Fetch = (part: Part, index: number, at: number, length: number) => Promise<Buffer>

class S3BlobReader implements BlobReader {
  readonly size: number
  readonly finished: boolean
  readonly #parts: readonly Part[]
  readonly #blockLength: number
  readonly #fetch: Fetch
  /** Where the last read ended in the blob: one that goes on from about there will go on further. */
  #last = 0

  constructor({ parts, size, finished }: Layout, blockLength: number, fetch: Fetch) {
    this.size = size
    this.finished = finished
    this.#parts = parts
    this.#blockLength = blockLength
    this.#fetch = fetch
  }

  async read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, this.size - at)))
    const end = at + bytes.length
    const goesOn = at > 0 && at >= this.#last && at - this.#last < this.#blockLength
    this.#last = end
    for (const part of this.#parts) {
      if (part.at >= end) break
      const to = Math.min(end, part.at + part.size)
      for (let next = Math.max(at, part.at); next < to; ) {
        next += await this.#copy(part, next - part.at, bytes.subarray(next - at, to - at))
      }
      if (goesOn && to === end) this.#fetchAhead(part, end - part.at)
    }
    return bytes
  }

  async close(): Promise<void> {
    // There is nothing of it to give back.
  }

  /** Of one block of a part, from `from` on, as much as it has and `target` takes; answers how much that is. */
  async #copy(part: Part, from: number, target: Buffer): Promise<number> {
    const index = Math.floor(from / this.#blockLength)
    const start = index * this.#blockLength
    const block = await this.#block(part, index)
    // An object that has become shorter leaves zeros, like one that is gone.
    block.copy(target, 0, from - start)
    return Math.min(start + this.#lengthOf(part, index) - from, target.length)
  }

  /** The blocks after the one that ends at or has `offset`; a failure shows when a block itself is asked for. */
  #fetchAhead(part: Part, offset: number): void {
    let [current, index]: [Part | undefined, number] = [part, Math.floor(offset / this.#blockLength)]
    for (let ahead = 0; ahead < AHEAD; ahead += 1) {
      index += 1
      if (index * this.#blockLength >= current.size) {
        current = this.#parts[this.#parts.indexOf(current) + 1]
        index = 0
      }
      if (current === undefined) return
      this.#block(current, index).catch(() => undefined)
    }
  }

  #block(part: Part, index: number): Promise<Buffer> {
    return this.#fetch(part, index, index * this.#blockLength, this.#lengthOf(part, index))
  }

  #lengthOf(part: Part, index: number): number {
    return Math.min(this.#blockLength, part.size - index * this.#blockLength)
  }
}

/** Where an append fails, nobody knows whether its object is there: nothing is written in its place. */
class S3BlobWriter implements BlobWriter {
  readonly #bucket: S3Bucket
  readonly #name: string
  #size = 0
  #state: 'open' | 'broken' | 'ended' = 'open'

  constructor(bucket: S3Bucket, name: string) {
    this.#bucket = bucket
    this.#name = name
  }

  get size(): number {
    return this.#size
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (this.#state === 'ended') throw ended()
    if (this.#state === 'broken') throw new ParleyError('WRONG_STATE', 'an append has failed: go on in another blob')
    if (bytes.length === 0) return
    const key = partKey(this.#name, this.#size)
    try {
      await this.#bucket.put(key, bytes)
      this.#size += bytes.length
    } catch (error) {
      this.#state = 'broken'
      await this.#bucket.remove(key).catch(() => undefined)
      throw error
    }
  }

  async finish(): Promise<void> {
    if (this.#state === 'ended') throw ended()
    this.#state = 'ended'
    await this.#bucket.put(endMark(this.#name, this.#size), Buffer.alloc(0))
  }

  async close(): Promise<void> {
    this.#state = 'ended'
  }
}

const entriesOf = (layouts: readonly Layout[]): BlobEntry[] =>
  layouts.map(({ name, size, finished }) => ({ name, size, finished })).sort(byName)

const taken = (): ParleyError => new ParleyError('WRONG_STATE', 'there is a blob of this name')

const ended = (): ParleyError => new ParleyError('WRONG_STATE', 'the writer has ended')
