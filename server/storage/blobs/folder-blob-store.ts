import { constants } from 'node:fs'
import { access, type FileHandle, link, mkdir, open, readdir, rm, rmdir, stat, statfs, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ParleyError } from '#shared/errors.ts'
import {
  type BlobEntry,
  type BlobReader,
  type BlobStore,
  type BlobWriter,
  byName,
  checkBlobName,
  isBlobName,
  isWithin,
} from './blob-store.ts'
import { storageError, systemCodeOf } from './disk-errors.ts'

/** A blob that is still written has this behind its name, which no name of a blob can have. */
const UNFINISHED = '.part'

/** A file that says of a folder that it is one of a store: a disk that is not mounted leaves an empty one in its place. */
const MARK = '.parley-recordings'

export interface FolderBlobStoreOptions {
  /** bytes of all blobs together; without one the disk is the limit */
  quota?: number
  /** bytes of the disk that are left to others: with fewer free it is full */
  leaveFree?: number
  /** Whether the store was there before: a folder that is empty and has no mark is not its then. */
  isKnown?: boolean
  /** A file for writing, as `open` of node:fs/promises. Tests give one whose disk fills up. */
  openForWriting?: (path: string) => Promise<FileHandle>
}

/**
 * Each write is on the disk when it resolves: on Linux the write itself sees to that, which saves a second call for each append. Other
 * systems lack that or mean less by it, and are told afterwards.
 */
const SYNCS_BY_ITSELF = process.platform === 'linux'
const WRITE_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (SYNCS_BY_ITSELF ? constants.O_DSYNC : 0)

/** ms for which the disk's answer holds how much is free, less what was written since. */
const FREE_HOLDS = 1_000

const openExclusively = (path: string): Promise<FileHandle> => open(path, WRITE_NEW, 0o600)

/**
 * Blobs as files below a folder, for this user only. What is appended is on the disk when the append resolves, and a file gets its
 * name when it is finished, so that a crash leaves finished blobs and unfinished ones, never something between.
 */
export class FolderBlobStore implements BlobStore {
  readonly #folder: string
  readonly #quota: number
  readonly #leaveFree: number
  readonly #openForWriting: (path: string) => Promise<FileHandle>
  #used = 0
  /** bytes that were free at that time, less what was written since */
  #free = { asked: Number.NEGATIVE_INFINITY, bytes: 0 }

  private constructor(folder: string, options: FolderBlobStoreOptions) {
    this.#folder = folder
    this.#quota = options.quota ?? Number.POSITIVE_INFINITY
    this.#leaveFree = options.leaveFree ?? 0
    this.#openForWriting = options.openForWriting ?? openExclusively
  }

  /** The store in `folder`, which is made where there is none. @throws STORAGE_UNREACHABLE also where another folder is in its place */
  static async create(folder: string, options: FolderBlobStoreOptions = {}): Promise<FolderBlobStore> {
    const store = new FolderBlobStore(folder, options)
    const mark = join(folder, MARK)
    const isMarked = await guarded(() => exists(mark))
    if (!isMarked && options.isKnown === true && !(await store.#hasBlobs())) {
      throw new ParleyError('STORAGE_UNREACHABLE', 'not the folder of before: is its disk mounted?')
    }
    if (!isMarked) await guarded(() => makeMarked(folder, mark))
    for (const { size } of await store.list()) store.#used += size
    await guarded(() => removeEmptyFolders(folder))
    return store
  }

  async create(name: string): Promise<BlobWriter> {
    const path = this.#pathOf(name)
    return await guarded(async () => {
      // The store's own folder is made once: where it is gone, a disk is not mounted, and nothing may be written in its place.
      await access(this.#folder, constants.W_OK)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      if (await exists(path)) throw new ParleyError('WRONG_STATE', 'there is a blob of this name')
      return new FolderBlobWriter(
        await this.#open(path),
        path,
        (bytes) => this.#reserve(bytes),
        (bytes) => this.#checkDisk(bytes),
      )
    })
  }

  async open(name: string): Promise<BlobReader> {
    const path = this.#pathOf(name)
    return await guarded(async () => {
      const finished = await openIfThere(path)
      if (finished !== undefined) return await readerOf(finished, true)
      // It may have been finished since.
      const file = (await openIfThere(path + UNFINISHED)) ?? (await openIfThere(path))
      if (file !== undefined) return await readerOf(file, false)
      await access(this.#folder)
      throw new ParleyError('NOT_FOUND', 'blob')
    })
  }

  async finish(name: string): Promise<void> {
    const path = this.#pathOf(name)
    await guarded(async () => {
      if (await exists(path)) return
      if (!(await exists(path + UNFINISHED))) throw new ParleyError('NOT_FOUND', 'blob')
      await giveName(path)
    })
  }

  async remove(name: string): Promise<void> {
    const path = this.#pathOf(name)
    await guarded(async () => {
      await access(this.#folder)
      for (const each of [path, path + UNFINISHED]) {
        const size = await sizeOf(each)
        if (size === undefined) continue
        await rm(each, { force: true })
        this.#used -= size
        await syncFolder(dirname(path))
      }
    })
  }

  async list(folder?: string): Promise<BlobEntry[]> {
    if (folder !== undefined) checkBlobName(folder)
    return await guarded(async () => {
      const files = await readdir(this.#folder, { recursive: true, withFileTypes: true })
      const entries: BlobEntry[] = []
      for (const file of files) {
        if (!file.isFile()) continue
        const path = join(file.parentPath, file.name)
        const finished = !path.endsWith(UNFINISHED)
        const local = relative(this.#folder, path).split(sep).join('/')
        const name = finished ? local : local.slice(0, -UNFINISHED.length)
        const size = isBlobName(name) && isWithin(name, folder) ? await sizeOf(path) : undefined
        if (size !== undefined) entries.push({ name, size, finished })
      }
      return entries.sort(byName)
    })
  }

  /** None where there is not even the folder. */
  async #hasBlobs(): Promise<boolean> {
    return (await guarded(() => exists(this.#folder))) && (await this.list()).length > 0
  }

  async #open(path: string): Promise<FileHandle> {
    try {
      return await this.#openForWriting(path + UNFINISHED)
    } catch (error) {
      if (systemCodeOf(error) === 'EEXIST') throw new ParleyError('WRONG_STATE', 'there is a blob of this name')
      throw error
    }
  }

  /** Takes room for `bytes`, or gives it back where they are negative. @throws STORAGE_FULL */
  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#quota) throw new ParleyError('STORAGE_FULL', 'quota')
    this.#used += bytes
  }

  /** @throws STORAGE_FULL */
  async #checkDisk(bytes: number): Promise<void> {
    if (this.#leaveFree === 0) return
    if (performance.now() - this.#free.asked > FREE_HOLDS || this.#free.bytes - bytes < this.#leaveFree) {
      const { bavail, bsize } = await statfs(this.#folder)
      this.#free = { asked: performance.now(), bytes: bavail * bsize }
    }
    if (this.#free.bytes - bytes < this.#leaveFree) throw new ParleyError('STORAGE_FULL', 'the rest of the disk is for others')
    this.#free.bytes -= bytes
  }

  #pathOf(name: string): string {
    return join(this.#folder, ...checkBlobName(name).split('/'))
  }
}

class FolderBlobWriter implements BlobWriter {
  readonly #file: FileHandle
  readonly #path: string
  readonly #reserve: (bytes: number) => void
  readonly #checkDisk: (bytes: number) => Promise<void>
  #size = 0
  #isOpen = true

  constructor(file: FileHandle, path: string, reserve: (bytes: number) => void, checkDisk: (bytes: number) => Promise<void>) {
    this.#file = file
    this.#path = path
    this.#reserve = reserve
    this.#checkDisk = checkDisk
  }

  get size(): number {
    return this.#size
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#use()
    await guarded(() => this.#checkDisk(bytes.length))
    this.#reserve(bytes.length)
    try {
      await this.#write(bytes)
      if (!SYNCS_BY_ITSELF) await this.#file.datasync()
      this.#size += bytes.length
    } catch (error) {
      this.#reserve(-bytes.length)
      // Half of it may be there. Where it can't be taken away either, the next append overwrites it: appends say where they go.
      await this.#file.truncate(this.#size).catch(() => undefined)
      throw storageError(error)
    }
  }

  async finish(): Promise<void> {
    this.#use()
    this.#isOpen = false
    await guarded(async () => {
      try {
        await this.#file.truncate(this.#size)
        await this.#file.sync()
      } finally {
        await this.#file.close()
      }
      await giveName(this.#path)
    })
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await guarded(() => this.#file.close())
  }

  #use(): void {
    if (!this.#isOpen) throw new ParleyError('WRONG_STATE', 'the writer has ended')
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#size + at)
      at += bytesWritten
    }
  }
}

const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
  try {
    return await act()
  } catch (error) {
    throw storageError(error)
  }
}

const unlessMissing = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await act()
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

const makeMarked = async (folder: string, mark: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(mark, '', { mode: 0o600 })
  await syncFolder(folder)
}

/** Below `folder`. At the start alone: later one of them may be about to get a blob. */
const removeEmptyFolders = async (folder: string): Promise<void> => {
  for (const each of await readdir(folder, { withFileTypes: true })) {
    if (!each.isDirectory()) continue
    const path = join(folder, each.name)
    await removeEmptyFolders(path)
    if ((await readdir(path)).length === 0) await rmdir(path)
  }
}

const sizeOf = async (path: string): Promise<number | undefined> => (await unlessMissing(() => stat(path)))?.size

const exists = async (path: string): Promise<boolean> => (await sizeOf(path)) !== undefined

const openIfThere = (path: string): Promise<FileHandle | undefined> => unlessMissing(() => open(path, 'r'))

/** Of a finished name; a link, because a rename would silently replace another of the same name. */
const giveName = async (path: string): Promise<void> => {
  await link(path + UNFINISHED, path)
  await unlink(path + UNFINISHED)
  await syncFolder(dirname(path))
}

/** So that names survive a loss of power. Windows has no such thing, and needs none. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const readerOf = async (file: FileHandle, finished: boolean): Promise<BlobReader> => {
  const { size } = await file.stat()
  return {
    size,
    finished,
    read: (at, length) => guarded(() => readFully(file, at, Math.max(0, Math.min(length, size - at)))),
    close: () => file.close(),
  }
}

const readFully = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}
