import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../storage/database.ts'
import { SqliteAttendance } from './attendance.ts'
import { SqliteMessageRecords } from './sqlite-message-records.ts'
import { addMeeting } from './testing/add-meeting.ts'

let database: Database
let attendance: SqliteAttendance
beforeEach(async () => {
  database = await openDatabase(':memory:')
  attendance = new SqliteAttendance(database)
  await addMeeting(database, {
    id: 'm',
    people: [
      { personId: 'here' },
      { personId: 'left', leftAt: 50, leftReason: 'left' },
      { personId: 'ended', leftAt: 50, leftReason: 'ended' },
      { personId: 'removed', leftAt: 50, leftReason: 'removed' },
      { personId: 'back', leftAt: 50, leftReason: 'removed' },
      { personId: 'back' },
    ],
  })
  await addMeeting(database, { id: 'other', people: [{ personId: 'stranger' }] })
})
afterEach(() => database.destroy())

test('knows who of some people has been in the meeting', async () => {
  expect(await attendance.whoOf('m', ['here', 'removed', 'stranger', 'nobody'])).toEqual(new Set(['here', 'removed']))
  expect(await attendance.whoOf('m', [])).toEqual(new Set())
})

test.each([
  ['here', false, Number.POSITIVE_INFINITY],
  ['left', false, Number.POSITIVE_INFINITY],
  ['ended', false, Number.POSITIVE_INFINITY],
  ['removed', false, 50],
  ['back', false, Number.POSITIVE_INFINITY],
  ['stranger', false, undefined],
  ['left', true, 50],
  ['removed', true, 50],
  ['stranger', true, undefined],
])('the chat is for %s (only until they left: %s) until %s', async (personId, untilLeft, until) => {
  expect(await attendance.chatUntil('m', personId, untilLeft)).toBe(until)
})

test('a report is kept with the message as it was, once for each person, and outlives the meeting', async () => {
  const records = new SqliteMessageRecords(database)
  const author = { personId: 'here', name: 'Ada', standing: 'member' } as const
  const message = await records.add({
    id: 'a',
    meetingId: 'm',
    author,
    text: 'mean',
    at: 1,
    replyTo: undefined,
    mentions: [],
    held: undefined,
  })
  const report = { tenant: 'northwind', message, reporter: { personId: 'left', name: 'Bo' }, at: 2 }
  await records.report(report)
  await records.report({ ...report, at: 3 })
  await records.change('a', { text: '', deleted: 'byAuthor' })
  await database.deleteFrom('meetings').where('id', '=', 'm').execute()
  expect(await database.selectFrom('message_reports').selectAll().execute()).toMatchObject([
    { tenant: 'northwind', message_id: 'a', author_name: 'Ada', text: 'mean', reporter_id: 'left', reporter_name: 'Bo', at: 2 },
  ])
  expect(await records.find('m', 'a')).toBeUndefined()
})
