import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMeeting } from '../chat/testing/add-meeting.ts'
import { PeopleRecords } from '../identity/people-records.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { AuditDesk, type Reader } from './audit-desk.ts'
import { AuditLog } from './audit-log.ts'
import { TEST_SECRET } from './testing/audit-database.ts'
import { verify } from './verify.ts'

let database: Database
let log: AuditLog
let desk: AuditDesk
const chen: Reader = { tenant: 'northwind', personId: 'chen', role: 'complianceOfficer' }
const zoe: Reader = { tenant: 'contrail', personId: 'zoe', role: 'globalAdministrator' }

beforeEach(async () => {
  database = await openDatabase(':memory:')
  log = new AuditLog({ secret: TEST_SECRET })
  desk = new AuditDesk(database, log)
  const people = new PeopleRecords(database)
  await people.note({ id: 'bo', name: 'Bo Lindqvist', tenant: 'northwind' })
  await people.note({ id: 'zoe', name: 'Zoe Adler', tenant: 'contrail' })
  await addMeeting(database, { id: 'm1', people: [{ personId: 'guest-gus' }] })
  await database.transaction().execute((transaction) =>
    log.append(transaction, 'northwind', {
      act: 'removed',
      actor: { kind: 'person', id: 'bo' },
      subject: { kind: 'guest', id: 'guest-gus' },
      detail: { meeting: 'm1' },
    }),
  )
})
afterEach(() => database.destroy())

const page = { limit: 10 }
const namesIn = async (reader = chen) =>
  (await desk.search(reader, { acts: ['removed'] }, page)).people.map(({ id, name }) => [id, name])

test('names the people of a page, members and guests, to their own organisation', async () => {
  expect((await namesIn()).toSorted()).toEqual([
    ['bo', 'Bo Lindqvist'],
    ['guest-gus', 'guest-gus'],
  ])
  expect(await namesIn(zoe)).toEqual([])
})

test('who was erased is a pseudonym, and is found by that alone', async () => {
  const { people } = await desk.search(chen, {}, page)
  const pseudonym = people.find(({ id }) => id === 'bo')?.pseudonym ?? ''
  await database.transaction().execute((transaction) => log.erasePerson(transaction, 'northwind', 'bo'))
  expect(await namesIn()).toEqual([['guest-gus', 'guest-gus']])
  expect((await desk.search(chen, { actor: 'bo' }, page)).records).toEqual([])
  const { records } = await desk.search(chen, { actor: pseudonym }, page)
  expect(records).toMatchObject([{ act: 'removed', actor: { kind: 'person', id: pseudonym } }])
  expect((await verify(database, { secret: TEST_SECRET })).findings).toEqual([])
})

test('writes down what was looked for, by pseudonyms, and nothing that is not in the log', async () => {
  await desk.search(chen, { actor: 'bo', subject: 'm1', from: 1, outcome: 'done' }, { limit: 10, before: 1_000 })
  await desk.search(chen, { actor: 'somebody-else', subject: 'something' }, page)
  await desk.export(chen, { acts: ['removed', 'admitted'] }, 'csv', undefined)
  await desk.export(chen, {}, 'jsonl', 2)
  const { records, people } = await desk.search(chen, { acts: ['auditSearched', 'auditExported'] }, page)
  const [last, first, unknown, known] = records.map(({ detail }) => detail)
  const removed = (await desk.search(chen, { acts: ['removed'] }, page)).records[0]
  const bo = removed !== undefined && 'id' in removed.actor ? removed.actor.id : ''
  expect(known).toEqual({ actor: bo, subject: 'unknown', from: 1, outcome: 'done', before: 1_000, shown: 0 })
  expect(unknown).toEqual({ actor: 'unknown', subject: 'unknown', shown: 0 })
  expect(first).toEqual({ acts: 'removed/admitted', format: 'csv', records: 1 })
  expect(last).toEqual({ format: 'jsonl', after: 2, records: 2 })
  expect(people.map(({ id }) => id)).not.toContain('bo')
})

test('shows nothing that can’t be written down', async () => {
  const broken = new AuditDesk(database, { append: () => Promise.reject(new Error('the disk is full')) })
  await expect(broken.search(chen, {}, page)).rejects.toThrow('the disk is full')
  await expect(broken.export(chen, {}, 'jsonl', undefined)).rejects.toThrow('the disk is full')
})
