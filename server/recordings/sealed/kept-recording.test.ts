/** A recording as it is kept: sealed with a key from the vault, encrypted by the store, in a folder. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EncryptedBlobStore } from '../../storage/blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from '../../storage/blobs/folder-blob-store.ts'
import { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import { SealedReader } from './sealed-reader.ts'
import { SealedWriter } from './sealed-writer.ts'
import { contentOf } from './testing/sealed-bytes.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }
const TRACK = { recording: 'r1', track: 's1' }
const BLOB = 'r1/s1'
/** What is looked for on the disk; also cut in two, as it lies across two frames. */
const PAYLOAD = 'known payload of a microphone '

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-kept-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const storeKey = createSecretKey(randomBytes(32))
const openStore = async (): Promise<EncryptedBlobStore> =>
  new EncryptedBlobStore(await FolderBlobStore.create(join(folder, 'blobs')), storeKey)
const openVault = (): Promise<KeyFileVault> => KeyFileVault.create(join(folder, 'vault.json'))

const record = async (parts: number, end: boolean): Promise<string> => {
  const { key, wrapped } = await (await openVault()).newDataKey(CONTEXT)
  const blob = await (await openStore()).create(BLOB)
  const writer = new SealedWriter(blob, key, TRACK)
  for (let part = 0; part < parts; part += 1) {
    await writer.write(Buffer.from(PAYLOAD))
    await writer.flush()
  }
  if (!end) {
    await blob.close()
    return wrapped
  }
  await writer.close()
  await blob.finish()
  return wrapped
}

const play = async (wrapped: string): Promise<{ text: string; problems: string[] }> => {
  const key = await (await openVault()).unwrap(wrapped, CONTEXT)
  const blob = await (await openStore()).open(BLOB)
  try {
    const reader = await SealedReader.open(blob, key, TRACK)
    const problems = (await reader.verify()).map(({ kind }) => kind)
    return { text: (await contentOf(reader)).bytes.toString(), problems }
  } finally {
    await blob.close()
  }
}

it('is nowhere on the disk in the clear, neither while it is written nor afterwards', async () => {
  const look = async (): Promise<void> => {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile())
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name))
      for (const part of [PAYLOAD.slice(0, 12), PAYLOAD.slice(-12), 'ParleyT1', 'microphone']) {
        expect(bytes.includes(part), `${file.name} has ${part}`).toBe(false)
      }
    }
  }
  await record(5, false)
  await look()
  await rm(join(folder, 'blobs'), { recursive: true })
  await record(5, true)
  await look()
})

it('is played again after a restart, and after the vault and the data key were rotated', async () => {
  const wrapped = await record(5, true)
  expect(await play(wrapped)).toEqual({ text: PAYLOAD.repeat(5), problems: [] })
  const vault = await openVault()
  await vault.rotate('northwind')
  const rewrapped = await vault.rewrap(wrapped, CONTEXT)
  const [former = ''] = vault.keysOf('northwind')
  await vault.destroy('northwind', former)
  expect(await play(rewrapped)).toEqual({ text: PAYLOAD.repeat(5), problems: [] })
  await expect(play(wrapped)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
})

it('loses at most what a crash cut off, though the store never finished it', async () => {
  const wrapped = await record(5, false)
  const path = join(folder, 'blobs', `${BLOB}.part`)
  await truncate(path, (await readFile(path)).length - 3)
  await (await openStore()).finish(BLOB)
  expect(await play(wrapped)).toEqual({ text: PAYLOAD.repeat(4), problems: ['truncated'] })
})

it('names each changed byte of the file and plays all but its frame', async () => {
  const wrapped = await record(3, true)
  const path = join(folder, 'blobs', BLOB)
  const file = await readFile(path)
  for (let at = 0; at < file.length; at += 7) {
    const bytes = Buffer.from(file)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at)
    await writeFile(path, bytes)
    const { text, problems } = await play(wrapped)
    // The two copies of the store's header stand for each other.
    const isHeader = at < 96
    expect(problems.length > 0, `byte ${at}`).toBe(!isHeader)
    expect(text.length, `byte ${at}`).toBeGreaterThanOrEqual(PAYLOAD.length * 2)
  }
})
