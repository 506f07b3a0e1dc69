import { createSecretKey, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { DEFAULT_RECORDING_RULES, type RecordingRules } from '#shared/policies/recording-rules.ts'
import { NO_RULES } from '#shared/policies/rules.ts'
import { DAY } from '#shared/recording-library/retention.ts'
import { AuditLog } from '../../audit/audit-log.ts'
import type { Session } from '../../identity/identities.ts'
import { ServiceSecret } from '../../identity/service-secret.ts'
import { Rulebook } from '../../policies/rulebook.ts'
import { Rules } from '../../policies/rules.ts'
import { EncryptedBlobStore } from '../../storage/blobs/encrypted-blob-store.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { LogCapture } from '../../testing/log-capture.ts'
import { HEAD_COLUMNS } from '../library/recordings-schema.ts'
import { RecordingLibrary } from '../recording-library.ts'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { codeOf, fabricate } from '../testing/fabricate.ts'
import { MemoryVault } from '../testing/memory-vault.ts'
import { cluster, HEADER } from '../testing/tiny-webm.ts'

const START = 1_790_000_000_000
const LENGTH = 10

let now = START
let database: Database
let store: MemoryBlobStore
let recordings: RecordingLibrary
let kept: Parameters<typeof fabricate>[0]
let rulebook: Rulebook
let revision = 0
const capture = new LogCapture()

beforeEach(async () => {
  now = START
  revision = 0
  capture.clear()
  database = await openDatabase(':memory:')
  store = new MemoryBlobStore()
  const blobs = new EncryptedBlobStore(store, createSecretKey(randomBytes(32)))
  const vault = new MemoryVault()
  const audit = new AuditLog({ secret: ServiceSecret.random(), now: () => now })
  rulebook = await Rulebook.load(database)
  const rules = new Rules({
    database,
    rulebook,
    firstAdministrators: () => ({ emails: [], personIds: [] }),
    requireFresh: () => undefined,
  })
  const options = { database, audit, rulebook, rules, blobs, vault, log: capture.log, ffmpeg: 'ffmpeg', now: () => now }
  recordings = new RecordingLibrary(options)
  kept = { database, blobs, vault }
  await addRecording('r1', 0)
})
afterEach(async () => {
  await recordings.close()
  await database.destroy()
})

const addRecording = async (id: string, number: number): Promise<void> => {
  const { keptDays = 0 } = DEFAULT_RECORDING_RULES
  await fabricate(
    kept,
    {
      id,
      tenant: 'northwind',
      title: 'Board',
      organiser: { id: 'ada', name: 'Ada' },
      people: [{ id: 'ada', kind: 'member', name: 'Ada' }],
      tracks: [{ id: 's1', participant: 'ada', source: 'microphone', content: [HEADER, cluster(0)], from: 0, to: LENGTH }],
      startedAt: START - LENGTH * 1_000,
      length: LENGTH,
    },
    codeOf(number),
    { keptFor: () => keptDays * DAY, now: () => now },
  )
}

const ada: Session = {
  id: 'session',
  person: { id: 'ada', kind: 'member', name: 'Ada' },
  tenant: 'northwind',
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: '',
  secondFactorAt: undefined,
  expiresAt: Number.POSITIVE_INFINITY,
  endedAt: undefined,
}

const rule = (change: Partial<RecordingRules>): void => {
  revision += 1
  const rules = { ...NO_RULES, recordings: { ...DEFAULT_RECORDING_RULES, ...change } }
  rulebook.replace('northwind', { revision, rules, savedAt: undefined, savedBy: undefined })
}

const onDay = async (days: number): Promise<void> => {
  now = START + days * DAY
  await recordings.retention.run()
}

const rowOf = () => database.selectFrom('recordings').selectAll().where('id', '=', 'r1').executeTakeFirst()
const bytesLeft = async (): Promise<number> => (await store.list('r1')).length
const acts = async (): Promise<string[]> =>
  (await database.selectFrom('audit_records').select(['act', 'detail']).orderBy('sequence').execute()).map(({ act, detail }) =>
    `${act} ${JSON.parse(detail).because ?? ''}`.trim(),
  )

describe('a recording that nobody touches', () => {
  it('is told of a week before, goes to the trash at its time, and for good two weeks later', async () => {
    await onDay(112)
    expect(await recordings.library.expiring(ada)).toEqual([])
    await onDay(113)
    expect((await recordings.library.expiring(ada)).map(({ id }) => id)).toEqual(['r1'])
    await onDay(119.9)
    expect((await rowOf())?.trashed_at).toBeNull()
    await onDay(120)
    expect((await rowOf())?.trashed_at).toBe(now)
    expect(await bytesLeft()).toBe(1)
    await onDay(133.9)
    expect(await bytesLeft()).toBe(1)
    await onDay(134)
    expect([await rowOf(), await bytesLeft()]).toEqual([undefined, 0])
    expect(await acts()).toEqual(['recordingTrashed retention', 'recordingDeleted trash', 'recordingDeletionVerified'])
  })

  it('goes for good at once where there is no trash', async () => {
    rule({ trash: 'off' })
    await onDay(120)
    expect([await rowOf(), await bytesLeft()]).toEqual([undefined, 0])
    expect(await acts()).toEqual(['recordingDeleted retention', 'recordingDeletionVerified'])
  })

  it('stays while it is held, and goes when it is released', async () => {
    await database.updateTable('recordings').set({ held_at: now, held_by: 'eli' }).execute()
    expect(await recordings.library.expiring(ada)).toEqual([])
    await onDay(5_000)
    expect([(await rowOf())?.trashed_at, await bytesLeft()]).toEqual([null, 1])
    await database.updateTable('recordings').set({ held_at: null, held_by: null }).execute()
    await onDay(5_000)
    expect((await rowOf())?.trashed_at).toBe(now)
  })
})

describe('its organiser', () => {
  it('says that it is kept longer, or until somebody deletes it', async () => {
    await recordings.library.setExpiry(ada, 'r1', 365)
    await onDay(364)
    expect((await rowOf())?.trashed_at).toBeNull()
    await recordings.library.setExpiry(ada, 'r1', undefined)
    await onDay(10_000)
    expect((await rowOf())?.trashed_at).toBeNull()
    rule({ organiserSetsExpiry: 'off' })
    await expect(recordings.library.setExpiry(ada, 'r1', 1)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('brings back from the trash what its time put there, and it has its time again', async () => {
    await onDay(120)
    await recordings.library.restore(ada, 'r1')
    await onDay(121)
    expect(await rowOf()).toMatchObject({ trashed_at: null, expires_at: START + 240 * DAY })
  })
})

describe('while others are deleted', () => {
  it('one that is to be kept longer is kept longer', async () => {
    rule({ trash: 'off' })
    await addRecording('r2', 1)
    const remove = store.remove.bind(store)
    let extended: string | undefined
    store.remove = async (name) => {
      if (extended === undefined) {
        extended = name.startsWith('r1/') ? 'r2' : 'r1'
        await recordings.library.setExpiry(ada, extended, 365)
      }
      await remove(name)
    }
    await onDay(120)
    const left = await database.selectFrom('recordings').select(['id', 'expires_at', 'deleted_at']).execute()
    expect(left).toEqual([{ id: extended, expires_at: now + 365 * DAY, deleted_at: null }])
  })

  it('one that was taken out of the trash and put back has its days there again', async () => {
    await recordings.deletion.delete(ada, 'r1', false)
    const before = await database.selectFrom('recordings').select(HEAD_COLUMNS).executeTakeFirstOrThrow()
    await recordings.library.restore(ada, 'r1')
    now += DAY
    await recordings.deletion.delete(ada, 'r1', false)
    await expect(recordings.deletion.deleteForGood(before, 'service', 'trash')).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await rowOf()).toMatchObject({ trashed_at: now, deleted_at: null })
  })
})

describe('where the store can’t be reached', () => {
  it('the key goes at once and the bytes later, and only then is it said to be done', async () => {
    store.reachable = false
    expect(await recordings.deletion.delete(ada, 'r1', true)).toBe('forGood')
    expect(await rowOf()).toMatchObject({ deleted_at: now, wrapped_key: null, manifest: null })
    await expect(recordings.playback.open(ada, 'r1')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await onDay(1)
    expect(await acts()).toEqual(['recordingDeleted person'])
    const warnings = capture.lines.filter(({ level }) => level === 40)
    expect(warnings.map(({ err }) => err)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('STORAGE_UNREACHABLE') }),
      expect.objectContaining({ message: expect.stringContaining('STORAGE_UNREACHABLE') }),
    ])
    store.reachable = true
    expect(await bytesLeft()).toBe(1)
    await onDay(2)
    expect([await rowOf(), await bytesLeft()]).toEqual([undefined, 0])
    expect(await acts()).toEqual(['recordingDeleted person', 'recordingDeletionVerified'])
  })
})

describe('of several recordings', () => {
  it('one whose bytes can’t go keeps no other', async () => {
    await addRecording('r2', 1)
    const remove = store.remove.bind(store)
    store.remove = async (name) => {
      if (name.startsWith('r1/')) throw new ParleyError('STORAGE_UNREACHABLE', 'EACCES')
      await remove(name)
    }
    store.reachable = false
    for (const id of ['r1', 'r2']) await recordings.deletion.delete(ada, id, true)
    store.reachable = true
    await onDay(1)
    expect([(await store.list('r1')).length, (await store.list('r2')).length]).toEqual([1, 0])
  })
})

it('the speech in a track is told twice from reading it once', async () => {
  const { view } = await recordings.playback.open(ada, 'r1')
  const read = vi.spyOn(SealedReader.prototype, 'read')
  const request = { id: 'r1', segment: 's1', view }
  expect(await recordings.playback.speech(ada, request)).toEqual(await recordings.playback.speech(ada, request))
  expect(read).toHaveBeenCalledTimes(1)
})

it('nothing is deleted where that can’t be written down', async () => {
  await database.schema.dropTable('audit_people').execute()
  await expect(recordings.deletion.delete(ada, 'r1', true)).rejects.toThrow()
  expect(await rowOf()).toMatchObject({ deleted_at: null, wrapped_key: 'r1' })
  expect(await bytesLeft()).toBe(1)
})
