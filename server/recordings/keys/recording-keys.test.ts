import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { manifest } from '#shared/recording/testing/sample-manifest.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import { Recordings } from '../library/recordings.ts'
import { destroyFormerKeys, rewrapKeys } from './recording-keys.ts'

let folder: string
let database: Database
let vault: KeyFileVault
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-keys-'))
  database = await openDatabase(':memory:')
  vault = await KeyFileVault.create(join(folder, 'vault.json'))
  for (const [recording, tenant] of [
    ['r1', 'northwind'],
    ['r2', 'northwind'],
    ['r3', 'contoso'],
  ] as const) {
    const { key, wrapped } = await vault.newDataKey({ tenant, recording })
    const meeting = { title: 'Weekly', organiser: { id: 'ada', name: 'Ada Moreau' } }
    await new Recordings(database).begin({
      manifest: manifest([], { recording, tenant, state: 'running' }),
      meeting,
      key,
      wrapped,
    })
  }
})
afterEach(async () => {
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

const wrappedOf = async (): Promise<Record<string, string | null>> => {
  const rows = await database.selectFrom('recordings').select(['id', 'wrapped_key']).execute()
  return Object.fromEntries(rows.map(({ id, wrapped_key }) => [id, wrapped_key]))
}

it('wraps the keys of one organisation again, after which its former key can be destroyed', async () => {
  const before = await wrappedOf()
  await vault.rotate('northwind')
  await expect(destroyFormerKeys(database, vault, 'northwind')).rejects.toMatchObject({ code: 'WRONG_STATE' })
  expect(await rewrapKeys(database, vault, 'northwind')).toEqual({ rewrapped: 2, destroyed: [], invalid: [] })
  const after = await wrappedOf()
  expect(after.r3).toBe(before.r3)
  expect(await destroyFormerKeys(database, vault, 'northwind')).toBe(1)
  for (const recording of ['r1', 'r2']) {
    await vault.unwrap(after[recording] ?? '', { tenant: 'northwind', recording })
    await expect(vault.unwrap(before[recording] ?? '', { tenant: 'northwind', recording })).rejects.toMatchObject({
      code: 'KEY_DESTROYED',
    })
  }
})

it('says which recordings can’t be wrapped again, and wraps the others', async () => {
  await vault.destroyAll('contoso')
  await database.updateTable('recordings').set({ wrapped_key: 'file:k1:changed' }).where('id', '=', 'r2').execute()
  expect(await rewrapKeys(database, vault)).toEqual({ rewrapped: 1, destroyed: ['r3'], invalid: ['r2'] })
  expect((await wrappedOf()).r2).toBe('file:k1:changed')
})
