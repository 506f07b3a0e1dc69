/** The whole of it as the service has it: sealed by the recording's key, encrypted by the store, spooled, brought to S3. */
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { put, textOf } from './blobs/testing/blob-store-contract.ts'
import { S3Peer } from './blobs/testing/s3-peer.ts'
import { RecordingStorage } from './recording-storage.ts'
import type { RecordingStorageConfig } from './recording-storage-config.ts'

const LOG = pino({ level: 'silent' })
const PAYLOAD = 'words that everybody knows'

let folder: string
let peer: S3Peer
let inFolder: RecordingStorageConfig
let inS3: RecordingStorageConfig
const storages: RecordingStorage[] = []
const open = async (config: RecordingStorageConfig): Promise<RecordingStorage> => {
  const storage = await RecordingStorage.create(config, LOG)
  storages.push(storage)
  return storage
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-storage-'))
  peer = await S3Peer.create()
  const credentialsFile = join(folder, 'credentials.json')
  const credentials = { accessKeyId: peer.accessKeyId, secretAccessKey: 'a-secret-key-of-a-test' }
  await writeFile(credentialsFile, JSON.stringify(credentials), { mode: 0o600 })
  inFolder = {
    folder: join(folder, 'recordings'),
    keyFile: join(folder, 'recordings.key'),
    leaveFree: 0,
    s3: undefined,
    vault: { kind: 'key-file', path: join(folder, 'vault.json') },
  }
  const { bucket, endpoint } = peer
  inS3 = { ...inFolder, s3: { bucket, endpoint, region: 'us-east-1', credentialsFile, attempts: 1 } }
})
afterEach(async () => {
  for (const storage of storages.splice(0)) await storage.close()
  await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const spooled = async (): Promise<string[]> =>
  (await readdir(inS3.folder, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile() && file.parentPath !== inS3.folder)
    .map(({ name }) => name)
const untilSpoolIsEmpty = (): Promise<void> =>
  vi.waitFor(async () => expect(await spooled()).toEqual([]), { timeout: 15_000, interval: 20 })

it('keeps recordings in a folder, across a restart', async () => {
  const storage = await open(inFolder)
  await put(storage.blobs, 'r1/s1', PAYLOAD)
  expect(await textOf((await open(inFolder)).blobs, 'r1/s1')).toBe(PAYLOAD)
  expect(await storage.report()).toEqual({ store: 'folder', vault: 'key file' })
  expect((await readFile(join(inFolder.folder, 'r1', 's1'))).includes('everybody')).toBe(false)
})

it('keeps recordings in S3, and neither there nor in the spool anything in the clear', async () => {
  const storage = await open(inS3)
  const writer = await storage.blobs.create('r1/s1')
  await writer.append(Buffer.from(PAYLOAD))
  expect(await spooled()).toEqual(['s1.part'])
  expect((await readFile(join(inS3.folder, 'r1', 's1.part'))).includes('everybody')).toBe(false)
  await writer.finish()
  await untilSpoolIsEmpty()
  expect([...peer.objects.keys()].every((key) => key.startsWith('r1/s1.'))).toBe(true)
  for (const object of peer.objects.values()) expect(object.includes('everybody')).toBe(false)
  expect(await textOf(storage.blobs, 'r1/s1')).toBe(PAYLOAD)
  expect(await storage.report()).toEqual({ store: 's3', vault: 'key file', spool: { blobs: 0, bytes: 0 } })
})

it('records on while S3 is away, tells of it, and brings everything after a restart', async () => {
  const first = await open(inS3)
  peer.reply = (_request, response) => {
    response.destroy()
    return true
  }
  await put(first.blobs, 'r1/s1', PAYLOAD)
  const cutOff = await first.blobs.create('r1/s2')
  await cutOff.append(Buffer.from(PAYLOAD))
  await cutOff.close()
  await vi.waitFor(async () => expect((await first.report()).spool?.failing).toMatchObject({ error: 'STORAGE_UNREACHABLE' }), {
    timeout: 15_000,
    interval: 20,
  })
  expect(await textOf(first.blobs, 'r1/s1')).toBe(PAYLOAD)
  await first.close()
  const second = await open(inS3)
  peer.reply = undefined
  await second.blobs.finish('r1/s2')
  await untilSpoolIsEmpty()
  for (const name of ['r1/s1', 'r1/s2']) expect(await textOf(second.blobs, name)).toBe(PAYLOAD)
})

it('brings what was kept in the folder when it is changed to S3', async () => {
  await put((await open(inFolder)).blobs, 'r1/s1', PAYLOAD)
  const storage = await open(inS3)
  await untilSpoolIsEmpty()
  expect(await textOf(storage.blobs, 'r1/s1')).toBe(PAYLOAD)
})

it('does not start without the keys of a store that has something in it', async () => {
  await put((await open(inFolder)).blobs, 'r1/s1', PAYLOAD)
  await rm(inFolder.keyFile)
  await expect(open(inFolder)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  await rm(inFolder.folder, { recursive: true })
  peer.objects.set('r1/s1.begun', Buffer.alloc(0))
  await expect(open(inS3)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
})

it('does not start with another folder in place of the one of before, and does when that is back', async () => {
  await put((await open(inFolder)).blobs, 'r1/s1', PAYLOAD)
  await rename(inFolder.folder, join(folder, 'away'))
  const isRefused = { code: 'STORAGE_UNREACHABLE', detail: expect.stringContaining('mounted') }
  for (const config of [inFolder, inS3]) await expect(open(config)).rejects.toMatchObject(isRefused)
  await rename(join(folder, 'away'), inFolder.folder)
  expect(await textOf((await open(inFolder)).blobs, 'r1/s1')).toBe(PAYLOAD)
})
