import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { loadStoreKeys } from './store-keys.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-store-keys-'))
  path = join(folder, 'recordings.key')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const empty = async (): Promise<boolean> => true
const full = async (): Promise<boolean> => false
const KEY = Buffer.alloc(32, 1).toString('base64')
const FORMER = Buffer.alloc(32, 2).toString('base64')

it('is made for an empty store, for this user only, and is the same at the next start', async () => {
  const made = await loadStoreKeys(path, empty)
  const again = await loadStoreKeys(path, full)
  expect(again.current.equals(made.current)).toBe(true)
  expect(again.former).toEqual([])
  if (process.platform === 'win32') return
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await chmod(path, 0o640)
  await expect(loadStoreKeys(path, full)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
})

it('is not made anew for a store that has something in it, or of which nobody knows', async () => {
  await expect(loadStoreKeys(path, full)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  await expect(loadStoreKeys(path, () => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off')
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('has the newest key first', async () => {
  await writeFile(path, `${KEY}\n${FORMER}\n`, { mode: 0o600 })
  const { current, former } = await loadStoreKeys(path, full)
  expect([current, ...former].map((key) => key.export().toString('base64'))).toEqual([KEY, FORMER])
})

test.each([
  ['nothing', ''],
  ['half a key', KEY.slice(0, 20)],
  ['a key and something else', `${KEY}\nc2VjcmV0\n`],
])('is refused with %s in it, and says nothing of it', async (_, text) => {
  await writeFile(path, text, { mode: 0o600 })
  const error: unknown = await loadStoreKeys(path, empty).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  if (text !== '') expect(String(error)).not.toContain(text.slice(0, 15))
  expect(await readFile(path, 'utf8')).toBe(text)
})
