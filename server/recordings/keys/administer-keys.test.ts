import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { manifest } from '#shared/recording/testing/sample-manifest.ts'
import { openDatabase } from '../../storage/database.ts'
import { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import { Recordings } from '../library/recordings.ts'
import { administerKeys } from './administer-keys.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-keys-'))
  const database = await openDatabase(folder)
  const { key, wrapped } = await (await openVault()).newDataKey(CONTEXT)
  const meeting = { title: 'Weekly', organiser: { id: 'ada', name: 'Ada Moreau' } }
  await new Recordings(database).begin({ manifest: manifest([], { ...CONTEXT, state: 'running' }), meeting, key, wrapped })
  await database.destroy()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const openVault = (): Promise<KeyFileVault> => KeyFileVault.create(join(folder, 'recording-keys.json'))

let said: string[]
const administer = async (...args: string[]): Promise<string> => {
  said = []
  const isWell = await administerKeys(args, { PARLEY_DATA_DIR: folder }, (line) => void said.push(line))
  return `${isWell ? 'well' : 'not well'}: ${said.join('; ')}`
}

const wrappedNow = async (): Promise<string> => {
  const database = await openDatabase(folder)
  try {
    const row = await database.selectFrom('recordings').select('wrapped_key').executeTakeFirstOrThrow()
    return row.wrapped_key ?? ''
  } finally {
    await database.destroy()
  }
}

test('rotates, destroys the former key, and the recording opens; destroys all, and it never does again', async () => {
  const former = await wrappedNow()
  expect(await administer('rotate', 'northwind')).toMatch(/^well: The new key: k\S+; .*wrapped again: 1$/)
  expect(await administer('list', 'northwind')).toMatch(/^well: k\S+; k\S+$/)
  expect(await administer('destroy-former', 'northwind')).toBe('well: Keys destroyed: 1')
  const vault = await openVault()
  const wrapped = await wrappedNow()
  await vault.unwrap(wrapped, CONTEXT)
  await expect(vault.unwrap(former, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })

  await expect(administer('destroy', 'northwind')).rejects.toThrow('--yes')
  expect(await administer('destroy', 'northwind', '--yes')).toMatch(/^well/)
  await expect((await openVault()).unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
  expect(await administer('rewrap')).toMatch(/^well: .*: 0; .*destroyed before: r1$/)
})

test('is not well where a wrapped key was changed', async () => {
  const database = await openDatabase(folder)
  await database.updateTable('recordings').set({ wrapped_key: 'file:k1:changed' }).execute()
  await database.destroy()
  expect(await administer('rewrap', 'northwind')).toMatch(/^not well: .*changed: r1$/)
})

test('does nothing while the service runs, without knowing what, or with keys that are elsewhere', async () => {
  const running = await openDatabase(folder)
  await expect(administer('rotate', 'northwind')).rejects.toThrow('in use')
  await running.destroy()
  for (const args of [[], ['rotate'], ['explode', 'northwind'], ['rotate', 'northwind', 'contoso'], ['--what']]) {
    await expect(administer(...args)).rejects.toThrow('Usage')
  }
  const env = { PARLEY_DATA_DIR: folder, PARLEY_KEY_VAULT: 'aws-kms', PARLEY_KMS_REGION: 'eu-central-1' }
  await expect(administerKeys(['rotate', 'northwind'], env, () => undefined)).rejects.toThrow('The keys are in AWS KMS')
  await expect(administerKeys(['rewrap'], { PARLEY_DATA_DIR: join(folder, 'none') }, () => undefined)).rejects.toThrow(
    'There is no',
  )
})
