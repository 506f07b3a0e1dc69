/** Files that are made of recordings, by ffmpeg, looked at and listened to. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RecordingDownload } from '#shared/contract/recordings.ts'
import { AuditLog } from '../../audit/audit-log.ts'
import type { Session } from '../../identity/identities.ts'
import { ServiceSecret } from '../../identity/service-secret.ts'
import { Rulebook } from '../../policies/rulebook.ts'
import { Rules } from '../../policies/rules.ts'
import { EncryptedBlobStore } from '../../storage/blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from '../../storage/blobs/folder-blob-store.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import { LogCapture } from '../../testing/log-capture.ts'
import { RecordingLibrary, type RecordingLibraryOptions } from '../recording-library.ts'
import { codeOf, fabricate } from '../testing/fabricate.ts'
import { colour, colourOfManySizes, inParts, tone, toneWithLosses } from '../testing/filmed.ts'
import { lengthOf, loudnessOf, pixelsAt } from '../testing/looked-at.ts'

const LENGTH = 6
let film: { red: Buffer; blue: Buffer; green: Buffer; low: Buffer; high: Buffer }
beforeAll(async () => {
  film = {
    // Sizes change and packets get lost: nothing of that may move what comes after.
    red: await colourOfManySizes('red', 6),
    blue: await colour('blue', 4),
    green: await colour('green', 1.5),
    low: await toneWithLosses(440, 6),
    high: await tone(1_000, 4),
  }
}, 120_000)

let folder: string
let database: Database
let options: RecordingLibraryOptions
let recordings: RecordingLibrary
const capture = new LogCapture()

beforeEach(async () => {
  capture.clear()
  folder = await mkdtemp(join(tmpdir(), 'parley-compose-'))
  database = await openDatabase(':memory:')
  const blobs = new EncryptedBlobStore(await FolderBlobStore.create(join(folder, 'blobs')), createSecretKey(randomBytes(32)))
  const vault = await KeyFileVault.create(join(folder, 'keys.json'))
  const rulebook = await Rulebook.load(database)
  const rules = new Rules({
    database,
    rulebook,
    firstAdministrators: () => ({ emails: [], personIds: [] }),
    requireFresh: () => undefined,
  })
  const audit = new AuditLog({ secret: ServiceSecret.random() })
  options = { database, audit, rulebook, rules, blobs, vault, log: capture.log, ffmpeg: 'ffmpeg' }
  recordings = new RecordingLibrary(options)
  const people = ['ada', 'bo'].map((id) => ({ id, kind: 'member' as const, name: id }))
  const track = (
    id: string,
    participant: string,
    source: 'camera' | 'microphone' | 'screen',
    content: Buffer,
    from: number,
    to: number,
  ) => ({
    ...{ id, participant, source, from, to },
    content: inParts(content, 3_000),
  })
  await fabricate(
    { database, blobs, vault },
    {
      id: 'r1',
      tenant: 'northwind',
      title: 'Board',
      organiser: { id: 'ada', name: 'Ada' },
      people,
      tracks: [
        track('red', 'ada', 'camera', film.red, 0, 6),
        track('blue', 'bo', 'camera', film.blue, 2, 6),
        track('green', 'bo', 'screen', film.green, 3, 4.5),
        track('low', 'ada', 'microphone', film.low, 0, 6),
        track('high', 'bo', 'microphone', film.high, 2, 6),
      ],
      startedAt: 1_790_000_000_000,
      length: LENGTH,
    },
    codeOf(0),
  )
})
afterEach(async () => {
  await recordings.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

const session = (id: string): Session => ({
  id: `session-${id}`,
  person: { id, kind: 'member', name: id },
  tenant: 'northwind',
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: '',
  secondFactorAt: undefined,
  expiresAt: Number.POSITIVE_INFINITY,
  endedAt: undefined,
})

const stateOf = async (who: string): Promise<RecordingDownload | undefined> =>
  (await recordings.downloads.list(session(who), 'r1'))[0]

const made = async (who: string): Promise<RecordingDownload> => {
  await recordings.downloads.prepare(session(who), 'r1')
  await expect.poll(async () => (await stateOf(who))?.state, { timeout: 120_000 }).toBe('ready')
  const download = await stateOf(who)
  if (download === undefined) throw new Error('nothing was made')
  return download
}

const fileOf = async (who: string, { id, size = 0 }: RecordingDownload): Promise<Buffer> => {
  const parts: Buffer[] = []
  for (let from = 0; from < size; from += 100_000) {
    parts.push(await recordings.downloads.read(session(who), 'r1', id, { from, length: 100_000 }))
  }
  return Buffer.concat(parts)
}

const blobs = async (): Promise<string[]> => (await readdir(join(folder, 'blobs', 'r1'))).toSorted()

test('a file shows and sounds what was recorded, when it was, and is nowhere on the disk in the clear', async () => {
  const download = await made('bo')
  const file = await fileOf('bo', download)
  expect(file.length).toBe(download.size)
  expect(Math.abs((await lengthOf(file)) - LENGTH)).toBeLessThan(0.1)

  const size = { width: 1_280, height: 720 }
  const look = async (second: number) => {
    const pixel = await pixelsAt(file, second, size)
    return [pixel(320, 360), pixel(960, 360)].map((rgb) => rgb.indexOf(Math.max(...rgb)))
  }
  const [red, green, blue] = [0, 1, 2]
  expect(await look(1)).toEqual([red, expect.anything()])
  expect(await look(2.5)).toEqual([red, blue])
  expect(await look(3.5)).toEqual([green, green])
  expect(await look(5)).toEqual([red, blue])
  const dark = (await pixelsAt(file, 1, size))(960, 360)
  expect(Math.max(...dark)).toBeLessThan(60)

  const loudness = await loudnessOf(file)
  expect(loudness(440, 1)).toBeGreaterThan(0.05)
  expect(loudness(1_000, 1)).toBeLessThan(0.01)
  expect(loudness(440, 4)).toBeGreaterThan(0.05)
  expect(loudness(1_000, 4)).toBeGreaterThan(0.05)

  for (const name of await blobs()) {
    const bytes = await readFile(join(folder, 'blobs', 'r1', name))
    for (const mark of ['webm', 'Lavf', 'A_OPUS', 'V_VP8', '\x1f\x43\xb6\x75']) {
      expect(bytes.includes(Buffer.from(mark, 'latin1')), `${name} has ${mark}`).toBe(false)
    }
  }
  const views = await recordings.library.listViews(session('ada'), 'r1')
  expect(views).toMatchObject([{ person: { id: 'bo' }, how: 'downloaded' }])
}, 240_000)

test('is made once for one person, is nobody else’s, and goes with the recording', async () => {
  const download = await made('bo')
  expect((await recordings.downloads.prepare(session('bo'), 'r1')).id).toBe(download.id)
  const twice = await Promise.all([1, 2].map(() => recordings.downloads.prepare(session('ada'), 'r1')))
  expect(new Set(twice.map(({ id }) => id)).size).toBe(1)
  await recordings.downloads.cancel(session('ada'), 'r1', twice[0]?.id ?? '')
  const read = { from: 0, length: 10 }
  await expect(recordings.downloads.read(session('ada'), 'r1', download.id, read)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(recordings.downloads.read(session('eli'), 'r1', download.id, read)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await blobs()).toContain(`download-${download.id}`)
  await recordings.deletion.delete(session('ada'), 'r1', true)
  expect(await readdir(join(folder, 'blobs', 'r1')).catch(() => [])).toEqual([])
}, 240_000)

test('waits for those before it, and can be stopped while it waits and while it is made', async () => {
  const first = await recordings.downloads.prepare(session('ada'), 'r1')
  const second = await recordings.downloads.prepare(session('bo'), 'r1')
  await expect.poll(async () => (await stateOf('ada'))?.state, { timeout: 60_000 }).toBe('running')
  expect(await stateOf('bo')).toMatchObject({ state: 'waiting', progress: 0 })
  await recordings.downloads.cancel(session('bo'), 'r1', second.id)
  await recordings.downloads.cancel(session('ada'), 'r1', first.id)
  expect([await stateOf('ada'), await stateOf('bo')]).toEqual([undefined, undefined])
  expect((await blobs()).filter((name) => name.startsWith('download'))).toEqual([])
}, 120_000)

test('is made again after the service stopped in the middle of it', async () => {
  const { id } = await recordings.downloads.prepare(session('bo'), 'r1')
  await expect.poll(async () => (await stateOf('bo'))?.state, { timeout: 60_000 }).toBe('running')
  await recordings.close()
  recordings = new RecordingLibrary(options)
  await recordings.start()
  await expect.poll(async () => (await stateOf('bo'))?.state, { timeout: 120_000 }).toBe('ready')
  expect((await stateOf('bo'))?.id).toBe(id)
}, 240_000)

test('fails, and says so, where there is no ffmpeg', async () => {
  await recordings.close()
  recordings = new RecordingLibrary({ ...options, ffmpeg: join(folder, 'no-such-program') })
  await recordings.downloads.prepare(session('bo'), 'r1')
  await expect.poll(async () => (await stateOf('bo'))?.state, { timeout: 60_000 }).toBe('failed')
  expect((await blobs()).filter((name) => name.startsWith('download'))).toEqual([])
  expect(capture.text).toContain('a file of a recording could not be made')
})
