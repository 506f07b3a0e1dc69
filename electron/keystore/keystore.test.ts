import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { ForgettingKeystore } from './forgetting-keystore.ts'
import { KEYSTORE_CONTRACT } from './keystore-contract.ts'
import { MemoryKeystore } from './memory-keystore.ts'
import { SealedKeystore, type Sealing } from './sealed-keystore.ts'

const fails = async (): Promise<never> => {
  throw new Error('no keyring')
}

/** A keyring whose key can be lost or replaced by a better one. Like an old one, it doesn't notice what was tampered with. */
class FakeKeyring {
  isAvailable = true
  backend: ReturnType<Sealing['getSelectedStorageBackend']> = 'gnome_libsecret'
  isSealing = true
  keys = [randomBytes(32)]
  readonly iv = Buffer.alloc(16)

  readonly sealing: Sealing = {
    isAsyncEncryptionAvailable: async () => this.isAvailable,
    getSelectedStorageBackend: () => this.backend,
    encryptStringAsync: async (text) => {
      const key = this.keys[0]
      if (!this.isAvailable || !this.isSealing || key === undefined) return fails()
      const cipher = createCipheriv('aes-256-ctr', key, this.iv)
      return Buffer.concat([key.subarray(0, 1), cipher.update(text, 'utf8'), cipher.final()])
    },
    decryptStringAsync: async (sealed) => {
      const key = this.keys.find((candidate) => candidate[0] === sealed[0])
      if (!this.isAvailable || key === undefined) return fails()
      const decipher = createDecipheriv('aes-256-ctr', key, this.iv)
      const result = Buffer.concat([decipher.update(sealed.subarray(1)), decipher.final()]).toString('utf8')
      return { result, shouldReEncrypt: key !== this.keys[0] }
    },
  }

  /** A key that can be told from those before. */
  rotate(keepOld: boolean): void {
    const key = randomBytes(32)
    key[0] = ((this.keys[0]?.[0] ?? 0) + 1) % 256
    this.keys = [key, ...(keepOld ? this.keys : [])]
  }
}

let folder: string
let file: string
let keyring: FakeKeyring
let lines: string[]
const open = (platform: NodeJS.Platform = 'linux') =>
  new SealedKeystore({ file, sealing: keyring.sealing, platform, log: createLog((line) => lines.push(line)) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-keystore-'))
  file = join(folder, 'keystore.json')
  keyring = new FakeKeyring()
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.each(KEYSTORE_CONTRACT)('$name', ({ run }) => {
  test('in memory', () => {
    const keystore = new MemoryKeystore()
    return run({ keystore, reopen: () => keystore })
  })
  test('sealed', () => run({ keystore: open(), reopen: () => open() }))
})

test('the file holds nothing in the clear, and is for its owner alone', async () => {
  await open().write('session', 'the secret')
  expect(readFileSync(file, 'latin1')).not.toContain('the secret')
  expect(readFileSync(file, 'latin1')).not.toContain(Buffer.from('the secret').toString('base64').slice(0, 8))
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each([
  ['no keyring', 'linux', { isAvailable: false }, 'none'],
  ['no keyring', 'darwin', { isAvailable: false }, 'none'],
  ['a key that everybody has', 'linux', { backend: 'basic_text' }, 'basic_text'],
  ['nobody knows what', 'linux', { backend: 'unknown' }, 'unknown'],
] as const)('%s on %s: refused, and nothing is written', async (_case, platform, state, detail) => {
  Object.assign(keyring, state)
  const keystore = open(platform)
  const refusal = { code: 'KEYSTORE_UNAVAILABLE', detail }
  await expect(keystore.check()).rejects.toMatchObject(refusal)
  await expect(keystore.write('session', 'secret')).rejects.toMatchObject(refusal)
  expect(await keystore.read('session')).toBeUndefined()
  expect(existsSync(file)).toBe(false)
})

test('where there is but one keystore, nobody asks which', async () => {
  keyring.backend = 'unknown'
  await open('win32').check()
})

test('a keyring that is locked for now keeps its entries', async () => {
  await open().write('session', 'secret')
  keyring.isAvailable = false
  await expect(open().read('session')).rejects.toMatchObject({ code: 'KEYSTORE_UNAVAILABLE' })
  keyring.isAvailable = true
  expect(await open().read('session')).toBe('secret')
})

test('a keyring that was changed loses its entries, and takes new ones', async () => {
  await open().write('session', 'secret')
  await open().write('key', 'secret')
  keyring.rotate(false)
  expect(await open().read('session')).toBeUndefined()
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(['key'])
  await open().write('session', 'anew')
  expect(await open().read('session')).toBe('anew')
  expect(lines.join()).not.toContain('secret')
})

test('an entry that was tampered with, or put in another’s place, is none', async () => {
  await open().write('session', 'secret')
  await open().write('key', 'other secret')
  const entries = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ session: entries.key, key: `${entries.key.slice(0, 8)}AAAA${entries.key.slice(12)}` }))
  expect(await open().read('session')).toBeUndefined()
  expect(await open().read('key')).toBeUndefined()
})

test('a broken file counts as none', async () => {
  await open().write('session', 'secret')
  writeFileSync(file, '{"session": 1')
  expect(await open().read('session')).toBeUndefined()
  await open().write('session', 'anew')
  expect(await open().read('session')).toBe('anew')
})

test('a better key of the keyring is used as soon as there is one', async () => {
  await open().write('session', 'secret')
  const before = readFileSync(file, 'utf8')
  keyring.rotate(true)
  expect(await open().read('session')).toBe('secret')
  expect(readFileSync(file, 'utf8')).not.toBe(before)
  keyring.keys.pop()
  expect(await open().read('session')).toBe('secret')
})

test('a new seal that fails costs nothing', async () => {
  await open().write('session', 'secret')
  keyring.rotate(true)
  keyring.isSealing = false
  expect(await open().read('session')).toBe('secret')
  expect(await open().read('session')).toBe('secret')
  expect(lines.join()).toContain('keystore.notSealedAnew')
})

describe('where nothing may be kept', () => {
  const forgetting = (mayKeep: () => boolean, disk = new MemoryKeystore()) => ({
    disk,
    keystore: new ForgettingKeystore(disk, mayKeep),
  })

  for (const { name, run } of KEYSTORE_CONTRACT) {
    test(`while it may: ${name}`, async () => {
      const { disk, keystore } = forgetting(() => true)
      await run({ keystore, reopen: () => new ForgettingKeystore(disk, () => true) })
    })
  }

  test('entries are there for this run, and nothing comes to the disk', async () => {
    const { disk, keystore } = forgetting(() => false)
    await keystore.write('first', 'one')
    expect(await keystore.read('first')).toBe('one')
    expect(disk.entries.size).toBe(0)
    disk.isAvailable = false
    await expect(keystore.check()).rejects.toMatchObject({ code: 'KEYSTORE_UNAVAILABLE' })
  })

  test('what is there from before is removed, and never read', async () => {
    const disk = new MemoryKeystore()
    await disk.write('first', 'one')
    const { keystore } = forgetting(() => false, disk)
    expect(await keystore.read('first')).toBeUndefined()
    await keystore.settle()
    expect(disk.entries.size).toBe(0)
  })

  test('once it may be again, what this run knows is kept whole', async () => {
    const disk = new MemoryKeystore()
    await disk.write('first', 'one')
    let mayKeep = true
    const { keystore } = forgetting(() => mayKeep, disk)
    expect(await keystore.read('first')).toBe('one')
    mayKeep = false
    await keystore.settle()
    await keystore.write('second', 'two')
    expect(disk.entries.size).toBe(0)
    mayKeep = true
    await keystore.settle()
    expect([...disk.entries]).toEqual([
      ['first', 'one'],
      ['second', 'two'],
    ])
  })
})
