/**
 * The keys of the store's own layer of encryption: a file with one key of 32 bytes in base64 on each line. New blobs are written with the
 * first; the others open what was written before. Whoever wants a new key puts a line in front and restarts the service.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { ParleyError } from '#shared/errors.ts'
import { systemCodeOf } from './blobs/disk-errors.ts'

const LENGTH = 32
const LINE = /^[A-Za-z0-9+/]{43}=$/

export interface StoreKeys {
  readonly current: KeyObject
  readonly former: readonly KeyObject[]
}

const refused = (detail: string, cause?: unknown): ParleyError => new ParleyError('STORAGE_UNREACHABLE', detail, { cause })

/**
 * From the file, which is made for a store that has nothing in it yet: without its keys a store that has something would be lost, and
 * is rather not opened.
 *
 * @throws STORAGE_UNREACHABLE where the file can't be read, others can read it, it is damaged, or missing
 */
export const loadStoreKeys = async (path: string, isStoreEmpty: () => Promise<boolean>): Promise<StoreKeys> => {
  const file = await openThere(path)
  if (file !== undefined) return await readFrom(file, path)
  if (!(await isStoreEmpty())) throw refused(`${path} is missing, and there are recordings that need its keys`)
  const key = randomBytes(LENGTH)
  await writeNew(path, `${key.toString('base64')}\n`)
  return { current: createSecretKey(key), former: [] }
}

/** Whether there are keys: then there was a store before. Throws STORAGE_UNREACHABLE where that can't be told. */
export const hasStoreKeys = async (path: string): Promise<boolean> => {
  const file = await openThere(path)
  await file?.close()
  return file !== undefined
}

const openThere = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined
    throw refused(`${path} can’t be read`, error)
  }
}

const readFrom = async (file: FileHandle, path: string): Promise<StoreKeys> => {
  try {
    // Windows keeps no such bits; there the folder of the account is closed to others.
    if (process.platform !== 'win32' && ((await file.stat()).mode & 0o077) !== 0) {
      throw refused(`others than the service can read ${path}: set its mode to 600`)
    }
    const lines = (await file.readFile('utf8')).split(/\r?\n/).filter((line) => line !== '')
    if (!lines.every((line) => LINE.test(line))) throw refused(`${path} does not hold the keys of the store`)
    const [current, ...former] = lines.map((line) => createSecretKey(Buffer.from(line, 'base64')))
    if (current === undefined) throw refused(`${path} does not hold the keys of the store`)
    return { current, former }
  } finally {
    await file.close()
  }
}

const writeNew = async (path: string, text: string): Promise<void> => {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw refused(`${path} can’t be written`, error)
  }
}
