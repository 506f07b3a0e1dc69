/** Recordings over HTTP: who gets what of them at every address, in ranges, damaged, and when they are gone. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditAct } from '#shared/audit/acts.ts'
import { recordingsContract } from '#shared/contract/recordings.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { readConfig } from './config.ts'
import { codeOf, type Fabricated, fabricate } from './recordings/testing/fabricate.ts'
import { cluster, HEADER } from './recordings/testing/tiny-webm.ts'
import { openDatabase } from './storage/database.ts'
import { RecordingStorage } from './storage/recording-storage.ts'
import { type ApiClient, apiClient, signIn } from './testing/client.ts'
import { LogCapture } from './testing/log-capture.ts'
import { outcomeOf } from './testing/organisations.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

/** `ada` organised, `bo` was there, `chen` was invited and did not come, `dara` was put out, `eli` was not there. */
const MEETING = {
  tenant: 'sample',
  organiser: { id: 'ada', name: 'Ada Moreau' },
  people: [
    { id: 'ada', kind: 'member', name: 'Ada Moreau' },
    { id: 'bo', kind: 'member', name: 'Bo Lindqvist' },
    { id: 'dara', kind: 'member', name: 'Dara Okafor', left: 'removed' },
  ],
  invited: ['chen'],
  startedAt: Date.now() - 3_600_000,
  length: 20,
} satisfies Partial<Fabricated>

const SECONDS = Array.from({ length: 20 }, (_, second) => cluster(second * 1_000))
const CONTENT = [HEADER, ...SECONDS]
const WHOLE = Buffer.concat(CONTENT)

const recordingOf = (id: string, more: Partial<Fabricated> = {}): Fabricated => ({
  ...MEETING,
  id,
  title: `Board ${id}`,
  tracks: [
    { id: `voice-${id}`, participant: 'ada', source: 'microphone', content: CONTENT, from: 0, to: 20 },
    { id: `camera-${id}`, participant: 'bo', source: 'camera', content: CONTENT, from: 0, to: 20 },
  ],
  ...more,
})

let dataDir: string
/** Where the blobs are. */
let folder: string
let running: TestService
let sessions: Record<string, TestSession>
const manifests = new Map<string, RecordingManifest>()

/** Starts the service on what is in the folder; everybody signs in. */
const start = async (): Promise<void> => {
  running = await startService({ dataDir })
  const member = (personId: string) => signIn(running.origin, { personId })
  sessions = {
    ada: await member('ada'),
    bo: await member('bo'),
    chen: await member('chen'),
    dara: await member('dara'),
    eli: await member('eli'),
    guest: await signIn(running.origin, { code: codeOf(0), name: 'Gus' }),
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-recordings-'))
  const database = await openDatabase(dataDir)
  const config = readConfig({ PARLEY_DATA_DIR: dataDir }).recordings
  folder = config.folder
  const storage = await RecordingStorage.create(config, new LogCapture().log)
  const stores = { database, blobs: storage.blobs, vault: storage.vault }
  const made = [
    recordingOf('board'),
    recordingOf('damaged'),
    recordingOf('trashed'),
    recordingOf('gone'),
    recordingOf('held'),
    recordingOf('by-law', { compliance: true }),
    recordingOf('live', { running: true }),
  ]
  for (const [number, each] of made.entries()) manifests.set(each.id, await fabricate(stores, each, codeOf(number)))
  await storage.close()
  await database.destroy()
  await start()
  await rule('eli')
})
afterAll(async () => {
  await running.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const as = (who: string): ApiClient => apiClient(running.origin, sessions[who])

/** This person is the compliance officer from now on. */
const rule = async (officer: string | undefined): Promise<void> => {
  const { revision, rules } = await as('ada').admin.getRules()
  const administrators = officer === undefined ? [] : [{ personId: officer, role: 'complianceOfficer' as const }]
  await as('ada').admin.saveRules({ revision, rules: { ...rules, administrators } })
}

const acts = async (of: AuditAct[], subject: string): Promise<string[]> => {
  const { records, people } = await as('ada').admin.searchAudit({ filter: { acts: of, subject }, page: { limit: 100 } })
  const names = new Map(people.map(({ pseudonym, id }) => [pseudonym, id]))
  return records.map(({ act, actor }) => `${'id' in actor ? names.get(actor.id) : actor.kind} ${act}`)
}

const contentOf = async (body: unknown): Promise<Buffer> => Buffer.from(await (body as Blob).arrayBuffer())

const track = (id: string, view: string) => ({ id, segment: `voice-${id}`, view })

/** Every address that a recording has. */
const everyAddress = (api: ApiClient, id: string, view: string, download: string): [string, () => Promise<unknown>][] => [
  ['get', () => api.recordings.get({ id })],
  ['open', () => api.recordings.open({ id })],
  ['listViews', () => api.recordings.listViews({ id })],
  ['place', () => api.recordings.place({ ...track(id, view), media: 0 })],
  ['read', () => api.recordings.read({ ...track(id, view), from: 0, length: 100 })],
  ['damage', () => api.recordings.damage({ ...track(id, view), from: 0, length: 100 })],
  ['speech', () => api.recordings.speech(track(id, view))],
  ['share', () => api.recordings.share({ id, personId: 'eli' })],
  ['withdraw', () => api.recordings.withdraw({ id, personId: 'bo' })],
  ['setExpiry', () => api.recordings.setExpiry({ id, days: 1 })],
  ['delete', () => api.recordings.delete({ id })],
  ['restore', () => api.recordings.restore({ id })],
  ['hold', () => api.recordings.hold({ id, held: true })],
  ['prepareDownload', () => api.recordings.prepareDownload({ id })],
  ['listDownloads', () => api.recordings.listDownloads({ id })],
  ['cancelDownload', () => api.recordings.cancelDownload({ id, download })],
  ['readDownload', () => api.recordings.readDownload({ id, download, from: 0, length: 100 })],
]

const idsOf = async (who: string, input: Parameters<ApiClient['recordings']['list']>[0]): Promise<string[]> =>
  (await as(who).recordings.list(input)).recordings.map(({ id }) => id).toSorted()

test('every address that there is, is asked', () => {
  const asked = everyAddress(as('ada'), 'board', 'view', 'download').map(([address]) => address)
  expect([...asked, 'list', 'expiring'].toSorted()).toEqual(Object.keys(recordingsContract).toSorted())
})

describe('whoever was not there', () => {
  test.each(['dara', 'guest'])('%s is refused at every address, with the view of somebody who was', async (who) => {
    const { view } = await as('bo').recordings.open({ id: 'board' })
    for (const [address, request] of everyAddress(as(who), 'board', view, 'download')) {
      expect(await outcomeOf(request()), address).toMatchObject({ code: 'FORBIDDEN', status: 403 })
    }
    expect(await idsOf(who, {})).toEqual([])
  })

  test('is told the same of a recording that there is not', async () => {
    for (const [address, request] of everyAddress(as('dara'), 'no-such', 'view', 'download')) {
      expect(await outcomeOf(request()), address).toMatchObject({ code: 'FORBIDDEN', status: 403 })
    }
  })

  test('is refused without a session, or with the words of somebody else’s request', async () => {
    const url = `${running.origin}/api/recordings/board`
    expect((await fetch(url)).status).toBe(401)
    const headers = sessions.bo?.headersFor('GET', url) ?? {}
    expect((await fetch(url, { headers })).status).toBe(200)
    expect((await fetch(url, { headers })).status).toBe(401)
    const other = `${running.origin}/api/recordings/held`
    expect((await fetch(other, { headers: sessions.bo?.headersFor('GET', url) ?? {} })).status).toBe(401)
  })

  test('leaves a record behind', async () => {
    await outcomeOf(as('dara').recordings.open({ id: 'board' }))
    const { records } = await as('ada').admin.searchAudit({ filter: { acts: ['requestRefused'] }, page: { limit: 50 } })
    expect(records.some(({ subject, outcome }) => subject?.id === 'recordings.open' && outcome.kind === 'refused')).toBe(true)
  })
})

describe('whoever was there or invited', () => {
  test.each(['ada', 'bo', 'chen'])('%s finds it and plays all of it', async (who) => {
    expect(await idsOf(who, { query: 'board' })).toContain('board')
    const { view, manifest } = await as(who).recordings.open({ id: 'board' })
    expect(manifest).toEqual(manifests.get('board'))
    const parts: Buffer[] = []
    for (let from = 0; from < WHOLE.length; from += 7_000) {
      parts.push(await contentOf(await as(who).recordings.read({ ...track('board', view), from, length: 7_000 })))
    }
    expect(Buffer.concat(parts).equals(WHOLE)).toBe(true)
    expect(
      await contentOf(await as(who).recordings.read({ ...track('board', view), from: WHOLE.length, length: 5 })),
    ).toHaveLength(0)
  })

  test('is told where a moment is', async () => {
    const { view } = await as('bo').recordings.open({ id: 'board' })
    const place = await as('bo').recordings.place({ ...track('board', view), media: 12_345 })
    expect(place).toMatchObject({ media: 12_000, header: HEADER.length, size: WHOLE.length, finished: true, problems: [] })
    const [first] = [await contentOf(await as('bo').recordings.read({ ...track('board', view), from: place.from, length: 4 }))]
    expect(first.toString('hex')).toBe('1f43b675')
  })

  test('reads with the view that they opened, and nobody else’s', async () => {
    const { view } = await as('bo').recordings.open({ id: 'board' })
    const asked = as('ada').recordings.read({ ...track('board', view), from: 0, length: 10 })
    expect(await outcomeOf(asked)).toMatchObject({ code: 'FORBIDDEN' })
    const other = as('bo').recordings.read({ id: 'held', segment: 'voice-held', view, from: 0, length: 10 })
    expect(await outcomeOf(other)).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('is seen by the organiser, and in the audit log', async () => {
    const before = await as('ada').recordings.listViews({ id: 'held' })
    await as('bo').recordings.open({ id: 'held' })
    const [last, ...rest] = await as('ada').recordings.listViews({ id: 'held' })
    expect(last).toMatchObject({ person: { id: 'bo', name: 'Bo Lindqvist' }, how: 'watched' })
    expect(rest).toHaveLength(before.length)
    expect(await acts(['recordingViewed'], 'held')).toContain('bo recordingViewed')
    expect(await outcomeOf(as('bo').recordings.listViews({ id: 'held' }))).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('watches what a stop of the service cut off', async () => {
    const { recordings } = await as('bo').recordings.list({ query: 'live' })
    expect(recordings).toMatchObject([{ id: 'live', state: 'interrupted' }])
    expect((await as('bo').recordings.open({ id: 'live' })).manifest).toMatchObject({ state: 'interrupted' })
  })

  test('finds recordings by who was there', async () => {
    expect(await idsOf('bo', { query: 'LINDQVIST' })).toContain('board')
    expect(await idsOf('bo', { query: 'nobody at all' })).toEqual([])
  })
})

describe('sharing', () => {
  test('lets a colleague watch, until it is withdrawn, in the middle of watching too', async () => {
    expect(await outcomeOf(as('dara').recordings.open({ id: 'board' }))).toMatchObject({ code: 'FORBIDDEN' })
    expect((await as('ada').recordings.share({ id: 'board', personId: 'dara' })).sharedWith).toMatchObject([{ personId: 'dara' }])
    const { view } = await as('dara').recordings.open({ id: 'board' })
    await as('dara').recordings.read({ ...track('board', view), from: 0, length: 10 })
    expect(await idsOf('dara', {})).toEqual(['board'])
    await as('ada').recordings.withdraw({ id: 'board', personId: 'dara' })
    const read = as('dara').recordings.read({ ...track('board', view), from: 10, length: 10 })
    expect(await outcomeOf(read)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await acts(['recordingShared', 'recordingWithdrawn'], 'board')).toEqual([
      'ada recordingWithdrawn',
      'ada recordingShared',
    ])
  })

  test('is the organiser’s, with people of the organisation', async () => {
    expect(await outcomeOf(as('bo').recordings.share({ id: 'board', personId: 'dara' }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await outcomeOf(as('ada').recordings.share({ id: 'board', personId: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('ends for all where the rules end it', async () => {
    await as('ada').recordings.share({ id: 'board', personId: 'dara' })
    const { revision, rules } = await as('ada').admin.getRules()
    const closed = { ...rules, recordings: { ...rules.recordings, sharing: 'nobody' as const } }
    await as('ada').admin.saveRules({ revision, rules: closed })
    expect(await outcomeOf(as('dara').recordings.open({ id: 'board' }))).toMatchObject({ code: 'FORBIDDEN' })
    await as('ada').admin.saveRules({ revision: revision + 1, rules })
    await as('ada').recordings.withdraw({ id: 'board', personId: 'dara' })
  })
})

describe('a recording by law', () => {
  test('is for compliance officers alone', async () => {
    for (const who of ['ada', 'bo', 'chen']) {
      for (const [address, request] of everyAddress(as(who), 'by-law', 'view', 'download')) {
        expect(await outcomeOf(request()), `${who} ${address}`).toMatchObject({ code: 'FORBIDDEN' })
      }
      expect(await idsOf(who, {})).not.toContain('by-law')
    }
    expect(await idsOf('eli', { of: 'organisation', query: 'by-law' })).toEqual(['by-law'])
    const { view } = await as('eli').recordings.open({ id: 'by-law' })
    expect(await contentOf(await as('eli').recordings.read({ ...track('by-law', view), from: 0, length: 50 }))).toHaveLength(50)
    expect(await acts(['recordingViewed'], 'by-law')).toEqual(['eli recordingViewed'])
  })

  test('and to them the others are shown, and closed', async () => {
    expect(await idsOf('eli', { of: 'organisation' })).toContain('board')
    expect(await outcomeOf(as('eli').recordings.open({ id: 'board' }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await outcomeOf(as('ada').recordings.list({ of: 'organisation' }))).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('an officer who is none any more is refused at the next range', async () => {
    const { view } = await as('eli').recordings.open({ id: 'by-law' })
    await rule(undefined)
    const read = as('eli').recordings.read({ ...track('by-law', view), from: 0, length: 50 })
    expect(await outcomeOf(read)).toMatchObject({ code: 'FORBIDDEN' })
    await rule('eli')
  })
})

describe('damage', () => {
  test('of any byte is named where it is, and the rest is played', async () => {
    const path = join(folder, 'damaged', 'voice-damaged')
    const kept = await readFile(path)
    for (let at = 200; at < kept.length; at += Math.floor(kept.length / 12)) {
      const bytes = Buffer.from(kept)
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at)
      await writeFile(path, bytes)
      // Another writer of the file: what is open is not what is there.
      await running.service.close()
      await start()
      const { view } = await as('bo').recordings.open({ id: 'damaged' })
      const damage = await as('bo').recordings.damage({ ...track('damaged', view), from: 0, length: WHOLE.length })
      const { problems } = await as('bo').recordings.place({ ...track('damaged', view), media: 0 })
      const lost = damage.reduce((sum, { from, to }) => sum + to - from, 0)
      expect(damage.length + problems.length, `byte ${at}`).toBeGreaterThan(0)
      expect(lost, `byte ${at}`).toBeLessThanOrEqual(Math.max(HEADER.length, SECONDS[0]?.length ?? 0))
      let [from, had] = [0, 0]
      while (from < WHOLE.length) {
        const hole = damage.find((each) => each.from === from)
        if (hole !== undefined) {
          const read = as('bo').recordings.read({ ...track('damaged', view), from, length: 10 })
          expect(await outcomeOf(read)).toMatchObject({ code: 'STORED_DAMAGED', data: { detail: hole.kind } })
          from = hole.to
          continue
        }
        const content = await contentOf(await as('bo').recordings.read({ ...track('damaged', view), from, length: 1_000_000 }))
        if (content.length === 0) break
        expect(content.equals(WHOLE.subarray(from, from + content.length)), `byte ${at}`).toBe(true)
        from += content.length
        had += content.length
      }
      expect(had, `byte ${at}`).toBeGreaterThanOrEqual(WHOLE.length - lost - HEADER.length - (SECONDS[0]?.length ?? 0))
    }
    await writeFile(path, kept)
  }, 120_000)
})

describe('deleting', () => {
  test('puts it into the trash, from where it comes back', async () => {
    const { view } = await as('bo').recordings.open({ id: 'trashed' })
    expect(await as('ada').recordings.delete({ id: 'trashed' })).toEqual({ deleted: 'trash' })
    expect(await idsOf('bo', { query: 'trashed' })).toEqual([])
    const read = as('bo').recordings.read({ ...track('trashed', view), from: 0, length: 10 })
    expect(await outcomeOf(read)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await idsOf('ada', { of: 'trash' })).toEqual(['trashed'])
    expect(await outcomeOf(as('bo').recordings.restore({ id: 'trashed' }))).toMatchObject({ code: 'FORBIDDEN' })
    await as('ada').recordings.restore({ id: 'trashed' })
    await as('bo').recordings.open({ id: 'trashed' })
    expect(await acts(['recordingTrashed', 'recordingRestored'], 'trashed')).toEqual([
      'ada recordingRestored',
      'ada recordingTrashed',
    ])
  })

  test('for good leaves neither its bytes nor its key', async () => {
    expect(await readdir(join(folder, 'gone'))).toHaveLength(2)
    expect(await as('ada').recordings.delete({ id: 'gone', forGood: true })).toEqual({ deleted: 'forGood' })
    expect(await readdir(join(folder, 'gone')).catch(() => [])).toEqual([])
    expect(await outcomeOf(as('ada').recordings.get({ id: 'gone' }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await acts(['recordingDeleted', 'recordingDeletionVerified'], 'gone')).toEqual([
      'service recordingDeletionVerified',
      'ada recordingDeleted',
    ])
  })

  test('is refused under a legal hold, which is a compliance officer’s', async () => {
    expect(await outcomeOf(as('ada').recordings.hold({ id: 'held', held: true }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await as('eli').recordings.hold({ id: 'held', held: true })).toMatchObject({ held: true })
    for (const forGood of [true, false]) {
      const deleted = as('ada').recordings.delete({ id: 'held', forGood })
      expect(await outcomeOf(deleted)).toMatchObject({ code: 'WRONG_STATE', data: { detail: 'held' } })
    }
    await as('eli').recordings.hold({ id: 'held', held: false })
    expect(await acts(['recordingHeld', 'recordingReleased'], 'held')).toEqual(['eli recordingReleased', 'eli recordingHeld'])
    expect(await as('ada').recordings.delete({ id: 'held' })).toEqual({ deleted: 'trash' })
  })
})
