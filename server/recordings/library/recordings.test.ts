import { createSecretKey, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { at, manifest, segment, track } from '#shared/recording/testing/sample-manifest.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { Recordings } from './recordings.ts'
import { openManifest, sealManifest } from './sealed-manifest.ts'

const DAY = 86_400_000
const key = createSecretKey(randomBytes(32))
const meeting = { title: 'Überblick', organiser: { id: 'ada', name: 'Ada Moreau' } }
const running = manifest([track('t1', 'microphone', [segment('s1', 'audio', [0])])], { state: 'running', span: { from: at(0) } })
const over = manifest([track('t1', 'microphone', [{ ...segment('s1', 'audio', [0, 60]), size: 1_000 }])])

let database: Database
let recordings: Recordings
let now = at(100)
beforeEach(async () => {
  database = await openDatabase(':memory:')
  now = at(100)
  recordings = new Recordings(database, { keptFor: () => 30 * DAY, now: () => now })
  await database
    .insertInto('meetings')
    .values({
      id: 'm1',
      code: 'abc-defg-hjk',
      title: meeting.title,
      organiser_id: 'ada',
      organiser_name: 'Ada Moreau',
      tenant: 'northwind',
      options: '{}',
      created_at: 0,
      template_id: null,
      label_id: null,
      starts_at: null,
      duration_minutes: null,
      cancelled_at: null,
    })
    .execute()
})
afterEach(() => database.destroy())

const invite = (person_id: string) =>
  database.insertInto('meeting_people').values({ meeting_id: 'm1', person_id, role: 'presenter' }).execute()

const rowOf = (id: string) => database.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

it('is kept from its start to its end, with its manifest', async () => {
  await recordings.begin({ manifest: running, meeting, key, wrapped: 'wrapped' })
  expect(await recordings.unfinished()).toEqual([
    { id: 'r1', tenant: 'northwind', meetingId: 'm1', occurrenceId: 'o1', wrapped: 'wrapped' },
  ])
  expect(await recordings.manifestOf('r1', key)).toEqual(running)
  const interrupted = { ...running, state: 'interrupted' as const }
  await recordings.update(interrupted, key)
  expect(await recordings.manifestOf('r1', key)).toEqual(interrupted)
  await recordings.end(over, key)
  expect(await recordings.unfinished()).toEqual([])
  expect(await rowOf('r1')).toMatchObject({
    state: 'finished',
    ended_at: at(60),
    duration: 60_000,
    size: 1_000,
    expires_at: at(100) + 30 * DAY,
    search_text: 'uberblick ada moreau',
  })
})

it('is for those who were invited while it ran, and not for who is named afterwards', async () => {
  await invite('bo')
  await recordings.begin({ manifest: running, meeting, key, wrapped: 'wrapped' })
  await invite('chen')
  await recordings.end(over, key)
  await invite('dara')
  const people = await database.selectFrom('recording_people').select('person_id').orderBy('person_id').execute()
  expect(people.map(({ person_id }) => person_id)).toEqual(['bo', 'chen'])
})

it('is written no more when it is over', async () => {
  await expect(recordings.update(running, key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await recordings.begin({ manifest: running, meeting, key, wrapped: 'wrapped' })
  await expect(recordings.end(running, key)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await recordings.end(over, key)
  await expect(recordings.update(running, key)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('is not there where its transaction is undone', async () => {
  await expect(
    database.transaction().execute(async (transaction) => {
      await recordings.within(transaction).begin({ manifest: running, meeting, key, wrapped: 'wrapped' })
      throw new Error('the log is full')
    }),
  ).rejects.toThrow('the log is full')
  expect(await recordings.unfinished()).toEqual([])
})

it('shows nothing of its manifest in the database', async () => {
  await recordings.begin({ manifest: running, meeting, key, wrapped: 'wrapped' })
  const { manifest: text } = await rowOf('r1')
  expect(Buffer.from(text?.slice(3) ?? '', 'base64url').includes('microphone')).toBe(false)
})

it.each([
  ['another recording', (text: string) => openManifest(text, 'r2', key)],
  ['another key', (text: string) => openManifest(text, 'r1', createSecretKey(randomBytes(32)))],
  [
    'a changed letter',
    (text: string) => openManifest(`${text.slice(0, 40)}${text[40] === 'A' ? 'B' : 'A'}${text.slice(41)}`, 'r1', key),
  ],
  ['nothing', () => openManifest('', 'r1', key)],
])('refuses a manifest of %s', (_, open) => {
  expect(() => open(sealManifest(over, key))).toThrow('STORED_DAMAGED')
})
