import fc from 'fast-check'
import type { Transaction } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewAuditRecord } from '#shared/audit/record.ts'
import type { Schema } from '../storage/schema.ts'
import { AuditLog, CHECKPOINT_EVERY } from './audit-log.ts'
import { HEAD_MOVED, RECORD_COLUMNS } from './audit-schema.ts'
import { peopleBehind } from './pseudonyms.ts'
import { AuditDatabase, recordOf, TEST_SECRET } from './testing/audit-database.ts'

let data: AuditDatabase
let log: AuditLog

beforeEach(async () => {
  data = await AuditDatabase.create()
  log = new AuditLog({ secret: TEST_SECRET, now: () => 5 })
})
afterEach(() => data.close())

const transact = <T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> =>
  data.database.transaction().execute(work)
const rows = () => data.database.selectFrom('audit_records').selectAll().execute()

/** Done, and undone after all. */
const undo = async (work: (transaction: Transaction<Schema>) => Promise<unknown>): Promise<void> => {
  const undone = transact(async (transaction) => {
    await work(transaction)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
}

it('chains the records of each organisation by themselves', async () => {
  await transact(async (transaction) => {
    for (const tenant of ['a', 'b', 'a', 'a', 'b']) await log.append(transaction, tenant, recordOf(1))
  })
  const found = await rows()
  expect(found.map(({ tenant, sequence }) => `${tenant}${sequence}`)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
  expect(found[0]?.previous).toBe('')
  expect(found[1]?.previous).toBe(found[0]?.hash)
  expect(found[4]?.previous).toBe(found[3]?.hash)
  expect(await data.findings()).toEqual([])
})

it('leaves nothing of what is undone, and goes on from what is not', async () => {
  await undo((transaction) => log.append(transaction, 'a', recordOf(1)))
  expect(await data.count()).toBe(0)
  await transact((transaction) => log.append(transaction, 'a', recordOf(2)))
  await undo(async (transaction) => {
    await log.append(transaction, 'a', recordOf(3))
    await log.append(transaction, 'a', recordOf(4))
  })
  expect((await transact((transaction) => log.append(transaction, 'a', recordOf(5)))).sequence).toBe(2)
  expect(await data.findings()).toEqual([])
})

it('keeps the order of appends that are made at once', async () => {
  const places = await transact((transaction) =>
    Promise.all(Array.from({ length: 6 }, (_, number) => log.append(transaction, 'a', recordOf(number)))),
  )
  expect(places.map(({ sequence }) => sequence).sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(await data.findings()).toEqual([])
})

it('is whole after any transactions, done and undone, of two writers that do not know of each other', async () => {
  const transaction = fc.record({
    writer: fc.constantFrom(0, 1),
    undone: fc.boolean(),
    tenants: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 12 }), async (transactions) => {
      await data.close()
      data = await AuditDatabase.create()
      const writers = [log, new AuditLog({ secret: TEST_SECRET })] as const
      for (const { writer, undone, tenants } of transactions) {
        await (undone ? undo : transact)(async (each) => {
          for (const [number, tenant] of tenants.entries()) await writers[writer].append(each, tenant, recordOf(number))
        })
      }
      const kept = transactions.filter(({ undone }) => !undone).flatMap(({ tenants }) => tenants)
      expect(await data.count()).toBe(kept.length)
      expect(await data.findings()).toEqual([])
    }),
    { numRuns: 40 },
  )
})

it('signs a checkpoint with each thousandth record, and where it is asked to', async () => {
  await transact(async (transaction) => {
    for (let number = 0; number < CHECKPOINT_EVERY + 1; number += 1) await log.append(transaction, 'a', recordOf(number))
  })
  expect((await log.checkpoint(data.database)).map(({ sequence }) => sequence)).toEqual([CHECKPOINT_EVERY + 1])
  expect(await log.checkpoint(data.database)).toEqual([])
  expect(await data.database.selectFrom('audit_checkpoints').select('sequence').execute()).toHaveLength(2)
  expect(await data.findings()).toEqual([])
})

describe('the database refuses', () => {
  beforeEach(() => transact((transaction) => log.append(transaction, 'a', recordOf(1))))

  it.each([
    'update audit_records set at = 1',
    'delete from audit_records',
    'update audit_checkpoints set at = 1',
    'delete from audit_checkpoints',
    'delete from audit_heads',
    'delete from audit_roll',
  ])('%s', async (statement) => {
    await log.checkpoint(data.database)
    expect(() => data.file.exec(statement)).toThrow('nothing is taken back')
  })

  it('a record that does not continue the head', async () => {
    const [row] = await rows()
    const again = { ...row, head_seal: 'x' } as Record<string, string | number | null>
    const names = [...RECORD_COLUMNS, 'head_seal']
    const insert = data.file.prepare(`insert into audit_appends values (${names.map(() => '?').join()})`)
    expect(() => insert.run(...names.map((name) => again[name] ?? null))).toThrow(HEAD_MOVED)
    expect(() => insert.run(...names.map((name) => ({ ...again, sequence: 3 })[name] ?? null))).toThrow(HEAD_MOVED)
  })
})

describe('people', () => {
  const record: NewAuditRecord = {
    act: 'removed',
    actor: { kind: 'person', id: 'ada' },
    subject: { kind: 'guest', id: 'gus' },
  }

  it('are in it under a pseudonym, another one for each organisation', async () => {
    await transact((transaction) => log.append(transaction, 'a', record))
    await transact((transaction) => log.append(transaction, 'b', record))
    const [one, other] = await rows()
    expect(JSON.stringify([one, other])).not.toMatch(/ada|gus/)
    expect(one?.actor).not.toBe(other?.actor)
    expect(await peopleBehind(data.database, 'a', [one?.actor ?? '', one?.subject ?? ''])).toEqual(
      new Map([
        [one?.actor, 'ada'],
        [one?.subject, 'gus'],
      ]),
    )
    expect(await peopleBehind(data.database, 'b', [one?.actor ?? ''])).toEqual(new Map())
  })

  it('can be forgotten; the log stays whole, and they come back as somebody else', async () => {
    await transact((transaction) => log.append(transaction, 'a', record))
    await transact((transaction) => log.erasePerson(transaction, 'a', 'ada'))
    await transact((transaction) => log.append(transaction, 'a', record))
    const [before, after] = await rows()
    expect(before?.subject).toBe(after?.subject)
    expect(before?.actor).not.toBe(after?.actor)
    expect(await peopleBehind(data.database, 'a', [before?.actor ?? ''])).toEqual(new Map())
    expect(await data.findings()).toEqual([])
  })

  it('whose first record is undone get a pseudonym that is kept', async () => {
    await undo((transaction) => log.append(transaction, 'a', record))
    await transact((transaction) => log.append(transaction, 'a', record))
    const [row] = await rows()
    expect((await peopleBehind(data.database, 'a', [row?.actor ?? ''])).get(row?.actor ?? '')).toBe('ada')
  })

  it('whose forgetting is undone keep their pseudonym', async () => {
    await transact((transaction) => log.append(transaction, 'a', record))
    await undo((transaction) => log.erasePerson(transaction, 'a', 'ada'))
    await transact((transaction) => log.append(transaction, 'a', record))
    const [before, after] = await rows()
    expect(before?.actor).toBe(after?.actor)
  })
})

describe('does not take', () => {
  const record: NewAuditRecord = { act: 'removed', actor: { kind: 'service' } }

  it.each<[string, unknown]>([
    ['a name in the detail', { ...record, detail: { who: 'Ada Moreau' } }],
    ['an e-mail address in the detail', { ...record, detail: { who: 'ada@example.org' } }],
    ['a list in the detail', { ...record, detail: { who: ['ada'] } }],
    ['too much detail', { ...record, detail: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`a${at}`, 1])) }],
    ['an act that is none', { ...record, act: 'danced' }],
    ['an error code that is none', { ...record, outcome: { kind: 'refused', code: 'BECAUSE' } }],
    ['somebody without an id', { ...record, actor: { kind: 'person' } }],
    ['an id with a space', { ...record, subject: { kind: 'meeting', id: 'Weekly meeting' } }],
    ['a member that it does not know', { ...record, text: 'hello' }],
    ['a change too large to keep', { ...record, change: { before: 'x'.repeat(300_000) } }],
  ])('%s', async (_, wrong) => {
    await expect(transact((transaction) => log.append(transaction, 'a', wrong as NewAuditRecord))).rejects.toMatchObject({
      code: 'INTERNAL',
    })
    expect(await data.count()).toBe(0)
  })

  it('a record of no organisation', async () => {
    await expect(transact((transaction) => log.append(transaction, '', record))).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})
