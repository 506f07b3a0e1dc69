import { ParleyError } from '#shared/errors.ts'
import {
  type BlobEntry,
  type BlobReader,
  type BlobStore,
  type BlobWriter,
  byName,
  checkBlobName,
  isWithin,
} from './blob-store.ts'

class Blob {
  finished = false
  /** The bytes, and room for more behind them. */
  #room = Buffer.alloc(0)
  #size = 0

  get size(): number {
    return this.#size
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size)
  }

  append(bytes: Uint8Array): void {
    const size = this.#size + bytes.length
    if (size > this.#room.length) this.#room = Buffer.concat([this.bytes], Math.max(size, this.#room.length * 2))
    this.#room.set(bytes, this.#size)
    this.#size = size
  }
}

export interface MemoryBlobStoreOptions {
  /** bytes of all blobs together */
  quota?: number
}

/** A blob store that ends with the process, and that a test can fill up, cut off and change bytes in. */
export class MemoryBlobStore implements BlobStore {
  /** Whether anything reaches it. */
  reachable = true
  readonly #blobs = new Map<string, Blob>()
  /** bytes of all blobs together */
  quota: number

  constructor(options: MemoryBlobStoreOptions = {}) {
    this.quota = options.quota ?? Number.POSITIVE_INFINITY
  }

  /** The bytes as they are kept. */
  bytesOf(name: string): Buffer {
    return this.#find(name).bytes
  }

  async create(name: string): Promise<BlobWriter> {
    checkBlobName(name)
    this.#reach()
    if (this.#blobs.has(name)) throw new ParleyError('WRONG_STATE', 'there is a blob of this name')
    const blob = new Blob()
    this.#blobs.set(name, blob)
    let isOpen = true
    const use = (): void => {
      this.#reach()
      if (!isOpen) throw new ParleyError('WRONG_STATE', 'the writer has ended')
    }
    return {
      get size() {
        return blob.size
      },
      append: async (bytes) => {
        use()
        if (this.#total() + bytes.length > this.quota) throw new ParleyError('STORAGE_FULL', 'quota')
        blob.append(bytes)
      },
      finish: async () => {
        use()
        isOpen = false
        blob.finished = true
      },
      close: async () => {
        isOpen = false
      },
    }
  }

  async open(name: string): Promise<BlobReader> {
    const { bytes, finished } = this.#find(name)
    return {
      size: bytes.length,
      finished,
      read: async (at, length) => {
        this.#reach()
        return Buffer.from(bytes.subarray(at, at + length))
      },
      close: async () => undefined,
    }
  }

  async finish(name: string): Promise<void> {
    this.#find(name).finished = true
  }

  async remove(name: string): Promise<void> {
    checkBlobName(name)
    this.#reach()
    this.#blobs.delete(name)
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    this.#reach()
    return [...this.#blobs]
      .filter(([name]) => isWithin(name, folder))
      .map(([name, { size, finished }]) => ({ name, size, finished }))
      .sort(byName)
  }

  #find(name: string): Blob {
    checkBlobName(name)
    this.#reach()
    const blob = this.#blobs.get(name)
    if (blob === undefined) throw new ParleyError('NOT_FOUND', 'blob')
    return blob
  }

  #reach(): void {
    if (!this.reachable) throw new ParleyError('STORAGE_UNREACHABLE', 'cut off')
  }

  #total(): number {
    return [...this.#blobs.values()].reduce((total, { size }) => total + size, 0)
  }
}
