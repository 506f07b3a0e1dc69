/** The file of the embedded vault: wrapping keys by organisation. Mode 0600, replaced as a whole. */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'

const KeyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)

const Tenant = z.strictObject({
  /** With which new data keys are wrapped; absent where all keys were destroyed. */
  current: KeyId.optional(),
  /** 32 bytes each, base64url */
  keys: z.record(KeyId, z.string().regex(/^[A-Za-z0-9_-]{43}$/)),
  /** Ids of those that are no more. */
  destroyed: z.array(KeyId),
})
export type TenantKeys = z.infer<typeof Tenant>

export const KeyFileContent = z.strictObject({ version: z.literal(1), tenants: z.record(z.string(), Tenant) })
export type KeyFileContent = z.infer<typeof KeyFileContent>

const refused = (detail: string, cause?: unknown): ParleyError => new ParleyError('VAULT_UNREACHABLE', detail, { cause })

const openFile = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, constants.O_RDWR)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw refused('the key file can’t be read', error)
  }
}

/** What the file says; undefined where there is none yet. Throws VAULT_UNREACHABLE where others can read it, or it is none. */
export const readKeyFile = async (path: string): Promise<KeyFileContent | undefined> => {
  const file = await openFile(path)
  if (file === undefined) return undefined
  try {
    // Windows keeps no such bits; there the folder of the account is closed to others.
    if (process.platform !== 'win32' && ((await file.stat()).mode & 0o077) !== 0) {
      throw refused('others than the service can read the key file: set its mode to 600')
    }
    const text = await file.readFile('utf8')
    try {
      return KeyFileContent.parse(JSON.parse(text))
    } catch {
      // Not the cause: it would quote the file.
      throw refused('the key file is damaged')
    }
  } finally {
    await file.close()
  }
}

/** What a draft has behind the name of the file. */
const DRAFT = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Removes what a kill left of files that were about to replace this one: there are keys in them. Throws VAULT_UNREACHABLE. */
export const removeDrafts = async (path: string): Promise<void> => {
  try {
    const name = basename(path)
    for (const each of await readdir(dirname(path))) {
      if (!each.startsWith(name) || !DRAFT.test(each.slice(name.length))) continue
      const draft = join(dirname(path), each)
      const file = await open(draft, constants.O_RDWR)
      try {
        await overwrite(file)
      } finally {
        await file.close()
      }
      await rm(draft)
    }
  } catch (error) {
    throw refused('what a kill left beside the key file can’t be removed', error)
  }
}

/**
 * Replaces the file; a crash leaves the old one or the new one. What the old one held is overwritten in its place, so that a destroyed
 * key is gone from it. A disk that keeps old blocks (SSD, snapshots, backups) may still have it: the guide for hosts says so.
 */
export const writeKeyFile = async (path: string, content: KeyFileContent): Promise<void> => {
  const draft = `${path}.${randomUUID()}`
  try {
    const former = await openFile(path)
    try {
      await writeDraft(draft, JSON.stringify(content))
      await rename(draft, path)
      await syncFolder(dirname(path))
      if (former !== undefined) await overwrite(former)
    } finally {
      await former?.close()
    }
  } catch (error) {
    await rm(draft, { force: true })
    throw error instanceof ParleyError ? error : refused('the key file can’t be written', error)
  }
}

const writeDraft = async (draft: string, text: string): Promise<void> => {
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

const overwrite = async (file: FileHandle): Promise<void> => {
  const { size } = await file.stat()
  await file.write(Buffer.alloc(size), 0, size, 0)
  await file.sync()
}

const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
