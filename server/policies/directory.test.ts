import { afterEach, beforeEach, expect, test } from 'vitest'
import { NO_RULES } from '#shared/policies/rules.ts'
import { PeopleRecords } from '../identity/people-records.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { searchDirectory } from './directory.ts'
import { listReports } from './reports.ts'
import { Rulebook } from './rulebook.ts'
import { TenantTables } from './tenant-tables.ts'

let database: Database
let rulebook: Rulebook
beforeEach(async () => {
  database = await openDatabase(':memory:')
  const people = new PeopleRecords(database)
  const ada = { id: 'ada', tenant: 'northwind', name: 'Ada Moreau', email: 'ada@northwind.example' }
  await people.note({ ...ada, groups: ['board', 'staff'] })
  await people.note({ id: 'bo', tenant: 'northwind', name: 'Bo Lindqvist' })
  await people.note({ id: 'zoe', tenant: 'contrail', name: 'Ada Zoe', email: 'ada@contrail.example' })
  rulebook = await Rulebook.load(database)
})
afterEach(() => database.destroy())

const search = (query: string, ids?: string[], tenant = 'northwind') =>
  searchDirectory(new TenantTables(database, tenant), rulebook, { query, ids })
const idsOf = async (...asked: Parameters<typeof search>) => (await search(...asked)).map(({ id }) => id)

test('people are found by name or address, or by id, in their own organisation', async () => {
  expect(await idsOf('')).toEqual(['ada', 'bo'])
  expect(await idsOf(' ÁDA ')).toEqual(['ada'])
  expect(await idsOf('northwind.example')).toEqual(['ada'])
  expect(await idsOf('%')).toEqual([])
  expect(await idsOf('', ['bo', 'zoe', 'nobody'])).toEqual(['bo'])
  expect(await idsOf('', [])).toEqual([])
  expect(await idsOf('ada', undefined, 'contrail')).toEqual(['zoe'])
  expect(await idsOf('', ['ada'], 'contrail')).toEqual([])
})

test('with what their provider says of them, and their licence', async () => {
  rulebook.replace('northwind', {
    revision: 1,
    rules: {
      ...NO_RULES,
      licences: { default: 'standard', premium: { people: [], groups: ['g'] } },
      groups: [{ id: 'g', name: 'Board', members: [], claimValues: ['board'] }],
    },
    savedAt: 0,
    savedBy: undefined,
  })
  expect(await search('')).toEqual([
    { id: 'ada', name: 'Ada Moreau', email: 'ada@northwind.example', claimedGroups: ['board', 'staff'], licence: 'premium' },
    { id: 'bo', name: 'Bo Lindqvist', email: undefined, claimedGroups: [], licence: 'standard' },
  ])
})

const addReport = (id: string, tenant: string, at: number) =>
  database
    .insertInto('message_reports')
    .values({
      id,
      tenant,
      meeting_id: 'm',
      message_id: id,
      author_id: 'bo',
      author_name: 'Bo',
      text: `text of ${id}`,
      reporter_id: 'ada',
      reporter_name: 'Ada',
      at,
      held_for: 'threat',
    })
    .execute()

test('reports come in pages, the newest first, each organisation’s to itself', async () => {
  // Several of the same time, so that a page ends among them.
  for (let at = 0; at < 120; at += 1) await addReport(`r${String(at).padStart(3, '0')}`, 'northwind', Math.floor(at / 7))
  await addReport('theirs', 'contrail', 1_000)
  const tables = new TenantTables(database, 'northwind')
  const seen: string[] = []
  let before: string | undefined
  for (let page = 0; page < 3; page += 1) {
    const { reports, more } = await listReports(tables, { before })
    expect([reports.length, more]).toEqual(page < 2 ? [50, true] : [20, false])
    seen.push(...reports.map(({ id }) => id))
    before = seen.at(-1)
  }
  expect(seen).toEqual(seen.toSorted().reverse())
  expect(new Set(seen).size).toBe(120)
  expect((await listReports(tables, {})).reports[0]).toEqual({
    id: 'r119',
    at: 17,
    meeting: { id: 'm', title: '' },
    reporter: { personId: 'ada', name: 'Ada' },
    author: { personId: 'bo', name: 'Bo' },
    text: 'text of r119',
    heldFor: 'threat',
  })
  const none = await listReports(tables, { before: 'nothing' }).catch((error: unknown) => error)
  expect(none).toMatchObject({ code: 'NOT_FOUND' })
  expect(await listReports(tables, { before: 'theirs' }).catch((error: unknown) => error)).toEqual(none)
})
