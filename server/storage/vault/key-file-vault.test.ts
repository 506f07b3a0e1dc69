import { chmod, link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { KeyFileVault } from './key-file-vault.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-vault-'))
  path = join(folder, 'vault.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is for this user only, and refused where it is not', async () => {
  const vault = await KeyFileVault.create(path)
  await vault.newDataKey(CONTEXT)
  expect(await readdir(folder)).toEqual(['vault.json'])
  if (process.platform === 'win32') return
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await chmod(path, 0o640)
  await expect(KeyFileVault.create(path)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
})

test.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"tenants":{"northwind":{"current":"k1","keys":{"k1":"c2VjcmV0'],
  ['another version', '{"version":2,"tenants":{}}'],
  ['a key that is too short', '{"version":1,"tenants":{"northwind":{"current":"k1","keys":{"k1":"c2VjcmV0"},"destroyed":[]}}}'],
])('is refused with %s in it, and says nothing of it', async (_, text) => {
  await writeFile(path, text, { mode: 0o600 })
  const error: unknown = await KeyFileVault.create(path).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'VAULT_UNREACHABLE', cause: undefined })
  expect(String(error)).not.toContain('c2VjcmV0')
  // Never replaced by a new one: the old one may be mended.
  expect(await readFile(path, 'utf8')).toBe(text)
})

it('leaves nothing of a destroyed key in the file, nor in the place of the former one', async () => {
  const vault = await KeyFileVault.create(path)
  await vault.newDataKey(CONTEXT)
  const former = await readFile(path, 'utf8')
  const key = /"keys":\{"[^"]+":"([^"]+)"/.exec(former)?.[1] ?? ''
  expect(key).toHaveLength(43)
  // A second name for the file that is replaced shows what becomes of its blocks.
  await link(path, join(folder, 'former'))
  await vault.destroyAll('northwind')
  expect(await readFile(path, 'utf8')).not.toContain(key)
  expect(await readFile(join(folder, 'former'))).toEqual(Buffer.alloc(former.length))
})

it('leaves nothing of a file that a kill kept from replacing the one there is, and removes no other', async () => {
  await (await KeyFileVault.create(path)).newDataKey(CONTEXT)
  const kept = await readFile(path, 'utf8')
  const draft = `${path}.0b8e3a52-6a52-4f6b-9d5e-2d7c1b9d4f10`
  for (const each of [draft, `${path}.backup`, join(folder, 'other')]) await writeFile(each, kept, { mode: 0o600 })
  // A second name for it shows what becomes of its blocks.
  await link(draft, join(folder, 'blocks'))
  await KeyFileVault.create(path)
  expect((await readdir(folder)).toSorted()).toEqual(['blocks', 'other', 'vault.json', 'vault.json.backup'])
  expect(await readFile(join(folder, 'blocks'))).toEqual(Buffer.alloc(kept.length))
  expect(await readFile(path, 'utf8')).toBe(kept)
})

it('wraps nothing with a key that could not be kept', async () => {
  const vault = await KeyFileVault.create(path)
  await vault.newDataKey({ tenant: 'contoso', recording: 'r0' })
  const kept = await readFile(path, 'utf8')
  await rm(folder, { recursive: true })
  await expect(vault.newDataKey(CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
  expect(vault.keysOf('northwind')).toEqual([])
  folder = await mkdtemp(folder)
  expect(kept).not.toContain('northwind')
})

it('loses no change of many at once', async () => {
  const vault = await KeyFileVault.create(path)
  await Promise.all(Array.from({ length: 10 }, (_, index) => vault.rotate(`t${index % 2}`)))
  const again = await KeyFileVault.create(path)
  expect([again.keysOf('t0').length, again.keysOf('t1').length]).toEqual([5, 5])
  expect(again.keysOf('t0')).toEqual(vault.keysOf('t0'))
})

it('makes a new key after all were destroyed, and the old ones stay destroyed', async () => {
  const vault = await KeyFileVault.create(path)
  const { wrapped } = await vault.newDataKey(CONTEXT)
  await vault.destroyAll('northwind')
  const { key, wrapped: next } = await vault.newDataKey(CONTEXT)
  expect((await vault.unwrap(next, CONTEXT)).equals(key)).toBe(true)
  await expect(vault.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
})
