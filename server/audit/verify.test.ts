import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ServiceSecret } from '../identity/service-secret.ts'
import { AuditLog } from './audit-log.ts'
import { RECORD_COLUMNS } from './audit-schema.ts'
import { type Finding, describe as inWords } from './findings.ts'
import { AuditKeys, type HashedColumns, hashOf, readCheckpoint, writeCheckpoint } from './sealing.ts'
import { AuditDatabase, recordOf, TEST_SECRET } from './testing/audit-database.ts'
import { verify } from './verify.ts'

const TENANTS = ['contoso', 'fabrikam']
/** Of each of them. */
const EACH = 1_050

let image: Uint8Array
let log: AuditDatabase

beforeAll(async () => {
  const whole = await AuditDatabase.filled(TENANTS.length * EACH, TENANTS)
  image = whole.image()
  await whole.close()
})
beforeEach(() => {
  log = AuditDatabase.of(image)
})
afterEach(() => log.close())

const at = (sequence: number, tenant = 'contoso'): string => `tenant = '${tenant}' and sequence = ${sequence}`
const change = (column: string, value: string, sequence: number): string =>
  `update audit_records set ${column} = ${value} where ${at(sequence)}`
const changed = (sequence: number): Finding => ({ kind: 'changed', tenant: 'contoso', sequence })
const moved = (sequence: number, to: number): Finding => ({ kind: 'moved', tenant: 'contoso', sequence, to })
const missing = (from: number, to = from): Finding => ({ kind: 'missing', tenant: 'contoso', from, to })
const inserted = (sequence: number): Finding => ({ kind: 'inserted', tenant: 'contoso', sequence })

/** Columns of a record besides its key. */
const CONTENTS = RECORD_COLUMNS.filter((column) => column !== 'tenant' && column !== 'sequence')

/** A record of the right form and with the right hash, by somebody without the key. */
const forge = (sequence: number, previous: string): string => {
  const columns: HashedColumns = {
    tenant: 'contoso',
    sequence,
    at: 1,
    act: 'admitted',
    actor_kind: 'service',
    actor: null,
    actor_role: null,
    subject_kind: null,
    subject: null,
    outcome: 'done',
    detail: '{}',
    change: null,
    previous,
  }
  const seal = `${sequence}.${'A'.repeat(43)}.contoso`
  const values = { ...columns, hash: hashOf(columns), seal }
  return `insert into audit_records values (${RECORD_COLUMNS.map((column) => (values[column] === null ? 'null' : `'${values[column]}'`)).join()})`
}

const swap = (one: number, other: number): string[] => [
  `create temp table kept as select * from audit_records where tenant = 'contoso' and sequence in (${one}, ${other})`,
  ...[
    [one, other],
    [other, one],
  ].map(
    ([from, to]) =>
      `update audit_records set (${CONTENTS.join()}) = (select ${CONTENTS.join()} from kept where sequence = ${from}) where ${at(to ?? 0)}`,
  ),
]

it('finds nothing in a log that is whole', async () => {
  expect(await verify(log.database, { secret: TEST_SECRET, thorough: true })).toEqual({
    records: TENANTS.length * EACH,
    tenants: TENANTS.length,
    findings: [],
    found: 0,
  })
  expect(await log.findings()).toEqual([])
  expect((await verify(log.database, { secret: TEST_SECRET, tenant: 'fabrikam' })).records).toBe(EACH)
})

it('believes no other service’s seals', async () => {
  const { found } = await verify(log.database, { secret: ServiceSecret.random() })
  expect(found).toBeGreaterThan(TENANTS.length * EACH)
})

describe('names', () => {
  const cases: [what: string, statements: string[], findings: Finding[]][] = [
    ...CONTENTS.map((column): [string, string[], Finding[]] => [
      `a record whose ${column} was changed`,
      [change(column, column === 'at' ? '7' : `'x'`, 300)],
      [changed(300)],
    ]),
    ['a record with a NUL in it', [change('act', `act || char(0)`, 300)], [changed(300)]],
    ['a record with a NUL and more in it', [change('detail', `'{}' || char(0) || 'x'`, 300)], [changed(300)]],
    ['damaged UTF-8', [change('outcome', `cast(x'ff' as text)`, 300)], [changed(300)]],
    ['a time that no number holds', [change('at', '9223372036854775807', 300)], [changed(300)]],
    ['one that is missing', [`delete from audit_records where ${at(300)}`], [missing(300)]],
    ['the first that is missing', [`delete from audit_records where ${at(1)}`], [missing(1)]],
    [
      'some that are missing',
      [`delete from audit_records where tenant = 'contoso' and (sequence between 20 and 40 or sequence = 300)`],
      [missing(20, 40), missing(300)],
    ],
    [
      'an end that was cut off',
      [`delete from audit_records where tenant = 'contoso' and sequence > 1040`],
      [{ kind: 'cutOff', tenant: 'contoso', from: 1041, to: EACH }],
    ],
    ['two that changed places', swap(300, 900), [moved(900, 300), moved(300, 900)]],
    ['two neighbours that changed places', swap(300, 301), [moved(301, 300), moved(300, 301)]],
    ['one with another number', [`update audit_records set sequence = 5000 where ${at(300)}`], [moved(300, 5000)]],
    [
      'one that was taken out, the later ones moved up',
      [
        `delete from audit_records where ${at(1_048)}`,
        `update audit_records set sequence = sequence - 1 where tenant = 'contoso' and sequence > 1048`,
      ],
      [moved(1_049, 1_048), moved(1_050, 1_049), missing(1_048)],
    ],
    [
      'one that was put in, the later ones moved down',
      [
        `update audit_records set sequence = 1051 where ${at(1_050)}`,
        `update audit_records set sequence = 1050 where ${at(1_049)}`,
        forge(1_049, 'x'),
      ],
      [moved(1_049, 1_050), moved(1_050, 1_051), inserted(1_049)],
    ],
    ['one that was put in at the end', [forge(1_051, 'x')], [inserted(1_051)]],
    ['one that was put in before the first', [forge(0, 'x')], [inserted(0)]],
    ['one that was written anew', [`delete from audit_records where ${at(300)}`, forge(300, 'x')], [changed(300)]],
    [
      'another organisation’s record',
      [`delete from audit_records where ${at(300)}`, `update audit_records set tenant = 'contoso' where ${at(300, 'fabrikam')}`],
      [{ kind: 'foreign', tenant: 'contoso', sequence: 300, of: 'fabrikam', was: 300 }, missing(300)],
    ],
    [
      'a whole log that is missing',
      ['records', 'heads', 'checkpoints'].map((table) => `delete from audit_${table} where tenant = 'contoso'`),
      [{ kind: 'logMissing', tenant: 'contoso' }],
    ],
    [
      'an end that was set back',
      [
        `delete from audit_records where ${at(EACH)}`,
        `update audit_heads set (sequence, hash) = (select sequence, hash from audit_records where ${at(EACH - 1)}) where tenant = 'contoso'`,
      ],
      [{ kind: 'headChanged', tenant: 'contoso' }],
    ],
    [
      'an end that is missing',
      [`delete from audit_heads where tenant = 'contoso'`],
      [{ kind: 'headMissing', tenant: 'contoso' }],
    ],
    ['an organisation that was struck out', [`update audit_roll set tenants = '["fabrikam"]'`], [{ kind: 'rollChanged' }]],
    ['a list of organisations that is missing', ['delete from audit_roll'], [{ kind: 'rollChanged' }]],
    [
      'a checkpoint that was changed',
      [`update audit_checkpoints set at = 1 where ${at(1_000)}`],
      [{ kind: 'checkpointChanged', tenant: 'contoso', sequence: 1_000 }],
    ],
    [
      'a checkpoint that is missing',
      [`delete from audit_checkpoints where ${at(1_000)}`],
      [{ kind: 'checkpointMissing', tenant: 'contoso', sequence: 1_000 }],
    ],
  ]

  it.each(cases)('%s', async (_, statements, findings) => {
    log.tamper(...statements)
    const found = await log.findings()
    const inOrder = (list: readonly Finding[]): string[] =>
      list.map((finding) => JSON.stringify(finding, Object.keys(finding).sort())).sort()
    // Another organisation whose record was taken away misses it.
    const ours = found.filter((finding) => !(finding.kind === 'missing' && finding.tenant === 'fabrikam'))
    expect(inOrder(ours)).toEqual(inOrder(findings))
    for (const finding of found) expect(inWords(finding)).toMatch(/\w/)
  })

  it.each([
    ['text', `'300'`],
    ['a blob', `x'31'`],
    ['a real', '5.0'],
  ])('a number that is %s, in tables that allow it', async (_, value) => {
    log.file.enableDefensive(false)
    log.file.exec(`pragma writable_schema = on;
      update sqlite_schema set sql = replace(replace(sql, 'at integer', 'at blob'), 'strict, ', '') where name = 'audit_records';
      pragma writable_schema = reset`)
    log.tamper(change('at', value, 300))
    expect(await log.findings()).toEqual(expect.arrayContaining([{ kind: 'schemaChanged', name: 'audit_records' }, changed(300)]))
  })

  it('triggers that are missing, or do nothing, or were put in', async () => {
    log.file.exec(`drop trigger audit_records_no_delete; drop trigger audit_records_no_update;
      create trigger audit_records_no_update before update on audit_records begin select 1; end;
      create trigger quiet after insert on audit_records begin delete from audit_people; end`)
    expect(await log.findings()).toEqual([
      { kind: 'schemaChanged', name: 'audit_records_no_update' },
      { kind: 'schemaMissing', name: 'audit_records_no_delete' },
      { kind: 'schemaAdded', name: 'quiet' },
    ])
  })

  it('records of two copies of one log', async () => {
    const append = async (to: AuditDatabase, number: number): Promise<void> => {
      const service = new AuditLog({ secret: TEST_SECRET })
      await to.database.transaction().execute(async (transaction) => {
        for (let each = 0; each < 3; each += 1) await service.append(transaction, 'contoso', recordOf(number + each))
      })
    }
    const copy = AuditDatabase.of(image)
    await append(log, 1)
    await append(copy, 2)
    const other = copy.file.prepare(`select * from audit_records where ${at(EACH + 2)}`).get() ?? {}
    await copy.close()
    log.tamper(`delete from audit_records where ${at(EACH + 2)}`)
    const marks = RECORD_COLUMNS.map(() => '?').join()
    log.file.prepare(`insert into audit_records values (${marks})`).run(...RECORD_COLUMNS.map((column) => other[column] ?? null))
    const unlinked = (sequence: number): Finding => ({ kind: 'unlinked', tenant: 'contoso', sequence })
    expect(await log.findings()).toEqual([unlinked(EACH + 2), unlinked(EACH + 3)])
  })
})

describe('against a checkpoint that was kept', () => {
  const service = new AuditLog({ secret: TEST_SECRET })

  it('finds a log that was set back as a whole', async () => {
    const before = log.image()
    await log.database.transaction().execute((transaction) => service.append(transaction, 'contoso', recordOf(1)))
    const [point] = await service.checkpoint(log.database)
    const kept = readCheckpoint(writeCheckpoint(point ?? expect.fail('no checkpoint')))
    expect(await log.findings(kept)).toEqual([])

    const old = AuditDatabase.of(before)
    expect(await old.findings()).toEqual([])
    expect(await old.findings(kept)).toEqual([{ kind: 'expectedMissing', tenant: 'contoso', sequence: EACH + 1 }])
    await new AuditLog({ secret: TEST_SECRET }).checkpoint(old.database)
    await old.database
      .transaction()
      .execute((transaction) => new AuditLog({ secret: TEST_SECRET }).append(transaction, 'contoso', recordOf(2)))
    expect(await old.findings()).toEqual([])
    expect(await old.findings(kept)).toEqual([{ kind: 'expectedOther', tenant: 'contoso', sequence: EACH + 1 }])
    await old.close()
  })

  it('takes only what this service signed', async () => {
    await service.checkpoint(log.database)
    const point = new AuditKeys(TEST_SECRET).sign({ tenant: 'contoso', sequence: 3, hash: 'x', at: 1 })
    expect(new AuditKeys(TEST_SECRET).isSigned(point)).toBe(true)
    expect(new AuditKeys(TEST_SECRET).isSigned({ ...point, sequence: 4 })).toBe(false)
    expect(new AuditKeys(ServiceSecret.random()).isSigned(point)).toBe(false)
  })

  it.each(['', '.', 'a.b', `${Buffer.from('[]').toString('base64url')}.x`, 'x'.repeat(200)])('%j is none', (text) => {
    expect(readCheckpoint(text)).toBeUndefined()
  })
})

it('says that a damaged file is damaged', async () => {
  const damaged = image.slice()
  damaged.fill(0x5a, 4096 * 20, 4096 * 40)
  const broken = AuditDatabase.of(damaged)
  expect((await broken.findings()).map(({ kind }) => kind)).toContain('damagedFile')
  await broken.close()
})
