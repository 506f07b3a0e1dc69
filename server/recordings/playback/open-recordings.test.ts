import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { BlobStore } from '../../storage/blobs/blob-store.ts'
import { EncryptedBlobStore } from '../../storage/blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from '../../storage/blobs/folder-blob-store.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { Recordings } from '../library/recordings.ts'
import type { SealedReader } from '../sealed/sealed-reader.ts'
import { contentOf } from '../sealed/testing/sealed-bytes.ts'
import { codeOf, fabricate } from '../testing/fabricate.ts'
import { MemoryVault } from '../testing/memory-vault.ts'
import { OpenRecordings } from './open-recordings.ts'

const START = 1_790_000_000_000
const MINUTE = 60_000
const CONTENT = Buffer.from('what was said')
const TENANT = 'northwind'
const ROW = { id: 'r1', tenant: TENANT, wrapped_key: 'r1' }

let folder: string
let now: number
let database: Database
let blobs: BlobStore
let open: OpenRecordings
/** Opens a recording of which there is a manifest alone. */
let openAnother: (number: number) => Promise<unknown>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  now = START
  folder = await mkdtemp(join(tmpdir(), 'parley-open-'))
  database = await openDatabase(':memory:')
  const vault = new MemoryVault()
  blobs = new EncryptedBlobStore(await FolderBlobStore.create(folder), createSecretKey(randomBytes(32)))
  const organiser = { id: 'ada', name: 'Ada' }
  const manifest = await fabricate(
    { database, blobs, vault },
    {
      id: 'r1',
      tenant: TENANT,
      title: 'Board',
      organiser,
      people: [{ id: 'ada', kind: 'member', name: 'Ada' }],
      tracks: [{ id: 's1', participant: 'ada', source: 'microphone', content: [CONTENT], from: 0, to: 10 }],
      startedAt: START,
      length: 10,
    },
    codeOf(0),
  )
  open = new OpenRecordings({ database, blobs, vault, now: () => now })
  openAnother = async (number) => {
    const id = `other-${number}`
    const { key, wrapped } = await vault.newDataKey({ tenant: TENANT, recording: id })
    const other = { ...manifest, recording: id, tracks: [] }
    await new Recordings(database).begin({ manifest: other, meeting: { title: 'Other', organiser }, key, wrapped })
    return await open.open({ id, tenant: TENANT, wrapped_key: wrapped })
  }
})
afterEach(async () => {
  await open.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
  vi.useRealTimers()
})

const isOpen = async (reader: SealedReader): Promise<boolean> => {
  const content = await contentOf(reader).catch(() => undefined)
  return content?.bytes.equals(CONTENT) === true
}

it('stays open for whoever reads, however long ago they asked for it, and is closed when nobody does', async () => {
  const reader = await open.track(ROW, 's1')
  for (let round = 0; round < 3; round += 1) {
    now += 4 * MINUTE
    expect(await isOpen(reader)).toBe(true)
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
  }
  now += 6 * MINUTE
  await vi.advanceTimersByTimeAsync(5 * MINUTE)
  await expect.poll(() => isOpen(reader)).toBe(false)
})

it('goes on where one can’t be closed', async () => {
  const opening = blobs.open.bind(blobs)
  blobs.open = async (name) => ({ ...(await opening(name)), close: () => Promise.reject(new ParleyError('STORAGE_UNREACHABLE')) })
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  try {
    await open.track(ROW, 's1')
    now += 6 * MINUTE
    await vi.advanceTimersByTimeAsync(5 * MINUTE)
    await open.track(ROW, 's1')
    for (let number = 0; number < 70; number += 1) await openAnother(number)
    // A rejection is told of when the microtasks are done.
    await new Promise(setImmediate)
    expect(unhandled).not.toHaveBeenCalled()
  } finally {
    process.off('unhandledRejection', unhandled)
  }
})

it('closes the one that was not used for longest where there are many', async () => {
  const reader = await open.track(ROW, 's1')
  for (let number = 0; number < 70; number += 1) {
    now += 1
    expect(await isOpen(reader)).toBe(true)
    now += 1
    await openAnother(number)
  }
  expect(await isOpen(reader)).toBe(true)
})
