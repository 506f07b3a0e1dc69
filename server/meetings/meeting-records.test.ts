import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '#shared/contract/common.ts'
import { CODE_PATTERN } from '#shared/meeting/code.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { LiveParticipant } from './live-participant.ts'
import { byTime, type MeetingRecord, MeetingRecords } from './meeting-records.ts'
import { OccurrenceRecords } from './occurrence-records.ts'
import { ResumeSecret } from './resume-secret.ts'
import type { Newcomer } from './standing.ts'

const ada: Person = { id: 'ada', kind: 'member', name: 'Ada Moreau' }
const bo: Person = { id: 'bo', kind: 'member', name: 'Bo Lindqvist' }

let database: Database
let now: number
let records: MeetingRecords
beforeEach(async () => {
  now = 1_000_000_000
  database = await openDatabase(':memory:')
  records = new MeetingRecords(database, () => now)
})
afterEach(() => database.destroy())

test('a meeting is found by the code it was given', async () => {
  const made = await records.create(ada, 'northwind', { title: 'Weekly', startsAt: 5, durationMinutes: 30 })
  expect(made.code).toMatch(CODE_PATTERN)
  expect(await records.byCode(made.code)).toEqual(made)
  expect(made).toMatchObject({ title: 'Weekly', organiser: { id: 'ada', name: 'Ada Moreau' }, startsAt: 5, durationMinutes: 30 })
})

test('a meeting that never was and one that was cancelled are told apart', async () => {
  const { id, code } = await records.create(ada, 'northwind', { title: 'Weekly' })
  await records.cancel(id)
  await expect(records.byCode(code)).rejects.toThrow('MEETING_ENDED')
  await expect(records.byCode('abc-defg-hjk')).rejects.toThrow('MEETING_NOT_FOUND')
  expect(await records.of('ada')).toEqual([])
})

test("a person's meetings are those they organise and those they were in", async () => {
  const own = await records.create(ada, 'northwind', { title: 'Own' })
  const visited = await records.create(bo, 'northwind', { title: 'Visited' })
  await records.create(bo, 'northwind', { title: 'Of others' })
  const occurrences = new OccurrenceRecords(database, () => now)
  await occurrences.start('o1', visited.id, now, false)
  const newcomer: Newcomer = {
    sessionId: 's',
    clientKey: 'k',
    person: ada,
    standing: 'member',
    verification: 'signedIn',
    recorded: false,
  }
  const participant = new LiveParticipant('p1', newcomer, 'presenter', now, ResumeSecret.create().secret)
  await occurrences.addParticipants('o1', [participant])
  expect((await records.of('ada')).map(({ title }) => title).toSorted()).toEqual([own.title, visited.title])
})

test('a change of options leaves the others as they are', async () => {
  const { id, code } = await records.create(ada, 'northwind', { title: 'Weekly' })
  await Promise.all([records.changeOptions(id, { lobby: 'everyone' }), records.changeOptions(id, { chat: 'nobody' })])
  await records.changeOptions(id, { lobby: 'organisers' })
  expect((await records.byCode(code)).choice).toEqual({ lobby: 'organisers', chat: 'nobody' })
})

test('the next meeting comes first, those that are over come last', () => {
  const meeting = (title: string, startsAt: number | undefined, createdAt = 0, durationMinutes?: number): MeetingRecord => ({
    id: title,
    code: '',
    title,
    organiser: ada,
    tenant: 'northwind',
    choice: {},
    kind: 'meeting',
    templateId: undefined,
    labelId: undefined,
    createdAt,
    startsAt,
    durationMinutes,
  })
  const hour = 3_600_000
  const meetings = [
    meeting('made earlier', undefined, 1),
    meeting('tomorrow', 24 * hour),
    meeting('over', -2 * hour, 0, 30),
    meeting('runs', -0.25 * hour, 0, 30),
    meeting('made just now', undefined, 2),
    meeting('in an hour', hour),
  ]
  const expected = ['runs', 'in an hour', 'tomorrow', 'made just now', 'made earlier', 'over']
  expect(meetings.toSorted(byTime(0)).map(({ title }) => title)).toEqual(expected)
})
