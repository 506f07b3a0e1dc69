import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditFilter, AuditRecord } from '#shared/audit/record.ts'
import type { ExportFormat } from '#shared/contract/admin.ts'
import { checkExport, exportPiece } from './audit-export.ts'
import { AuditLog } from './audit-log.ts'
import { search } from './search.ts'
import { AuditDatabase, recordOf, TEST_SECRET } from './testing/audit-database.ts'

const RECORDS = 1_200
let data: AuditDatabase
let now = 0

beforeAll(async () => {
  data = await AuditDatabase.create()
  const log = new AuditLog({ secret: TEST_SECRET, now: () => now })
  await data.database.transaction().execute(async (transaction) => {
    for (now = 1; now <= RECORDS; now += 1) await log.append(transaction, 'a', recordOf(now))
    await log.append(transaction, 'b', { act: 'signedIn', actor: { kind: 'person', id: 'person-1' } })
  })
})
afterAll(() => data.close())

const sequencesOf = async (filter: AuditFilter, tenant = 'a'): Promise<number[]> => {
  const { records } = await search(data.database, tenant, filter, { limit: 200 })
  return records.map(({ sequence }) => sequence)
}
/** In pieces of not much more than so many records. */
const exported = async (format: ExportFormat, filter: AuditFilter = {}, records = 5_000): Promise<string> => {
  let text = ''
  for (let after: number | undefined = 0; after !== undefined; ) {
    const piece = await exportPiece(data.database, 'a', filter, format, after, { records, characters: 10_000_000 })
    text += piece.text
    after = piece.next
  }
  return text
}

describe('search', () => {
  it.each<[string, AuditFilter, number[]]>([
    ['by time', { from: 10, until: 13 }, [12, 11, 10]],
    ['by act and time', { acts: ['policyChanged'], until: 8 }, [6, 3]],
    ['by who did it', { actor: 'person-3', until: 20 }, [17, 10, 3]],
    ['by what it was done to', { subject: 'policy-1', until: 30 }, [21, 6]],
    ['by whom it was done to', { subject: 'guest-2', until: 30 }, [13, 2]],
    ['by the kind of thing', { subjectKind: 'policy', until: 8 }, [6, 3]],
    ['by outcome', { outcome: 'refused', until: 10 }, [8, 4]],
    ['nobody’s', { actor: 'nobody' }, []],
  ])('%s', async (_, filter, sequences) => {
    expect(await sequencesOf(filter)).toEqual(sequences)
  })

  it('gives whole records, by pseudonyms, which can be searched by', async () => {
    const { records } = await search(data.database, 'a', { from: 3, until: 4 }, { limit: 1 })
    const [record] = records
    expect(AuditRecord.parse(record)).toMatchObject({
      sequence: 3,
      at: 3,
      act: 'policyChanged',
      actor: { kind: 'person', role: 'meetingAdministrator' },
      subject: { kind: 'policy', id: 'policy-3' },
      outcome: { kind: 'done' },
      detail: { from: 'lobby', waited: 3 },
      change: { before: { chat: 'on' }, after: { chat: 'off', größe: 3 } },
    })
    const pseudonym = record?.actor.kind === 'person' ? record.actor.id : expect.fail('nobody')
    expect(await sequencesOf({ actor: pseudonym, until: 20 })).toEqual([17, 10, 3])
  })

  it('goes through all pages, each record once', async () => {
    const seen: number[] = []
    for (let before: number | undefined; ; before = seen.at(-1)) {
      const { records, more } = await search(data.database, 'a', { outcome: 'done' }, { before, limit: 199 })
      seen.push(...records.map(({ sequence }) => sequence))
      if (!more) break
    }
    expect(seen).toEqual(Array.from({ length: RECORDS }, (_, at) => RECORDS - at).filter((number) => number % 4 !== 0))
  })

  it('never gives another organisation’s', async () => {
    expect(await sequencesOf({}, 'b')).toEqual([1])
    expect(await sequencesOf({ actor: 'person-1' }, 'b')).toEqual([1])
    expect(await sequencesOf({ actor: 'person-2' }, 'b')).toEqual([])
    expect(await sequencesOf({}, 'c')).toEqual([])
  })
})

describe('export', () => {
  it('has a line for each record, and they can be checked', async () => {
    const lines = (await exported('jsonl')).trimEnd().split('\n')
    expect(lines).toHaveLength(RECORDS)
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ tenant: 'a', sequence: 3, act: 'policyChanged' })
    expect(await checkExport(lines)).toEqual({ records: RECORDS, wrong: [] })
    expect((await checkExport((await exported('jsonl', { acts: ['admitted'] })).trimEnd().split('\n'))).wrong).toEqual([])
  })

  it('shows any character that was changed, and lines that changed places or went', async () => {
    const lines = (await exported('jsonl', { until: 30 })).trimEnd().split('\n')
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), fc.nat(200), fc.constantFrom('x', '0', ' ', '"'), async (at, column, by) => {
        const line = lines[at] ?? ''
        fc.pre(line[column] !== by)
        const other = lines.with(at, `${line.slice(0, column)}${by}${line.slice(column + 1)}`)
        expect((await checkExport(other)).wrong[0]).toMatchObject({ line: at + 1 })
      }),
    )
    expect((await checkExport(lines.toReversed())).wrong[0]).toEqual({ line: 2, because: 'order' })
    const doubled = [...lines.slice(0, 5), lines[4] ?? '', ...lines.slice(5)]
    expect((await checkExport(doubled)).wrong).toEqual([{ line: 6, because: 'order' }])
  })

  it('is the same in pieces, of so many records or characters', async () => {
    const whole = await exported('csv')
    expect(await exported('csv', {}, 100)).toBe(whole)
    const limits = { records: 5_000, characters: 1_000 }
    const first = await exportPiece(data.database, 'a', {}, 'jsonl', 0, limits)
    expect(first).toMatchObject({ records: 100, next: 100 })
    const last = await exportPiece(data.database, 'a', {}, 'jsonl', RECORDS - 1)
    expect(last).toMatchObject({ records: 1, next: undefined })
  })

  it('as CSV is one table (RFC 4180)', async () => {
    const text = await exported('csv', { until: 4 })
    const lines = text.split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toBe(
      'tenant,sequence,at,act,actor_kind,actor,actor_role,subject_kind,subject,outcome,detail,change,previous,hash',
    )
    expect(lines[1]).toMatch(/^a,1,1,admitted,person,[\w'"-]+,meetingAdministrator,guest,/)
    expect(lines[1]).toContain(',"{""from"":""lobby"",""waited"":1}",')
  })

  it.each(['=1+1', '+1', '-1', '@SUM', '\t=1', '\r=1'])('keeps a spreadsheet from running %j', async (formula) => {
    const tampered = AuditDatabase.of(data.image())
    tampered.file.exec('drop trigger audit_records_no_update')
    tampered.file.prepare(`update audit_records set subject = ? where tenant = 'b'`).run(formula)
    const { text } = await exportPiece(tampered.database, 'b', {}, 'csv')
    expect(text).toContain(`,"'${formula}",`)
    await tampered.close()
  })
})
