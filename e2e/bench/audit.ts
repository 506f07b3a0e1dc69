/**
 * `npm run bench:audit`: what a record of the audit log costs, and how long it takes to verify a long log.
 *
 * The floor is a plain insert of the very same rows, with the same statement machinery, into a table with the same columns and
 * indices and without chain, seals or triggers; in transactions of the same length, in a file of the same kind. Prints one JSON
 * line a figure; medians of rounds, processor time of this thread.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery, sql, type Transaction } from 'kysely'
import { AuditLog } from '../../server/audit/audit-log.ts'
import { type AuditRecordRow, RECORD_COLUMNS } from '../../server/audit/audit-schema.ts'
import { verify } from '../../server/audit/verify.ts'
import { ServiceSecret } from '../../server/identity/service-secret.ts'
import { ModerationRecords } from '../../server/meetings/moderation-records.ts'
import { type Database, openDatabase } from '../../server/storage/database.ts'
import type { Schema } from '../../server/storage/schema.ts'
import type { NewAuditRecord } from '../../shared/audit/record.ts'

const ROUNDS = 11
/** Records of a round. */
const RECORDS = 1_000
/** Records of the log that is verified, of so many organisations. */
const LONG = 100_000
const TENANTS = ['northwind', 'contoso', 'fabrikam']

const report = (bench: string, value: number, unit: string, goal: string, ok: boolean): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(3)), unit, goal, ok }))
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** ms of this thread on a processor: what else runs on the machine does not count. */
const processorTime = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const recordOf = (number: number): NewAuditRecord => ({
  act: 'admitted',
  actor: { kind: 'person', id: `person-${number % 50}`, role: 'organiser' },
  subject: { kind: 'guest', id: `guest-${number % 200}` },
  detail: { meeting: 'cGFybGV5LW1lZXRpbmc', occurrence: 'cGFybGV5LW9jY3VycmVuY2U', from: 'lobby', waited: number },
})
const numbers = Array.from({ length: RECORDS }, (_, number) => number)

/** One after another, each in its transaction or all in one; µs for each. */
const time = async (
  database: Database,
  together: boolean,
  work: (transaction: Transaction<Schema>, number: number) => Promise<unknown>,
): Promise<number> => {
  const started = processorTime()
  if (together) {
    await database.transaction().execute(async (transaction) => {
      for (const number of numbers) await work(transaction, number)
    })
  } else {
    for (const number of numbers) await database.transaction().execute((transaction) => work(transaction, number))
  }
  return ((processorTime() - started) * 1_000) / RECORDS
}

const PLAIN_COLUMNS = RECORD_COLUMNS.join(', ')
const PLAIN = `insert into plain (${PLAIN_COLUMNS}) values (${RECORD_COLUMNS.map(() => '?').join(', ')})`

/** A table that is `audit_records` in everything but its triggers. */
const makePlain = async (database: Database): Promise<void> => {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_schema where tbl_name = 'audit_records' and type in ('table', 'index') and sql is not null`.execute(
    database,
  )
  for (const { sql: text } of rows) await sql.raw(text.replaceAll('audit_records', 'plain')).execute(database)
}

/** What an admission stores beside its record: the decision, and the line of the meeting's own log. */
const admit = async (transaction: Transaction<Schema>, number: number): Promise<void> => {
  const records = new ModerationRecords(transaction)
  const guest = `guest-${number % 200}`
  await records.decide([
    { occurrence_id: 'occurrence', person_id: guest, role: null, admission: 'admitted', may_unmute: 0, may_show_camera: 0 },
  ])
  const by = { personId: 'person', name: 'Ada Moreau' }
  await records.log('occurrence', [{ id: `line-${performance.now()}-${number}`, at: number, action: 'admit', by, target: 'Gus' }])
}

const nothing = async (): Promise<void> => undefined

const measureAppends = async (
  database: Database,
  secret: ServiceSecret,
  together: boolean,
  act = nothing as typeof admit,
): Promise<[number, number]> => {
  const log = new AuditLog({ secret })
  const times = { append: [] as number[], plain: [] as number[] }
  for (let round = -3; round < ROUNDS; round += 1) {
    const tenant = `tenant-${together}-${act === admit}-${round + 3}`
    // Everybody has been seen before: most records are of people who have.
    await time(database, true, (transaction, number) => log.append(transaction, tenant, recordOf(number)))
    const append = await time(database, together, async (transaction, number) => {
      await act(transaction, number)
      await log.append(transaction, tenant, recordOf(number))
    })
    const written = await database
      .selectFrom('audit_records')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('sequence', '>', RECORDS)
      .execute()
    const rows = written.map((row: AuditRecordRow) => RECORD_COLUMNS.map((column) => row[column]))
    const plain = await time(database, together, async (transaction, number) => {
      await act(transaction, number)
      await transaction.executeQuery(CompiledQuery.raw(PLAIN, rows[number] ?? []))
    })
    if (round < 0) continue
    times.append.push(append)
    times.plain.push(plain)
  }
  return [median(times.append), median(times.plain)]
}

const measureVerification = async (database: Database, secret: ServiceSecret): Promise<number> => {
  const log = new AuditLog({ secret })
  await database.transaction().execute(async (transaction) => {
    for (let number = 0; number < LONG; number += 1) {
      await log.append(transaction, TENANTS[number % TENANTS.length] ?? '', recordOf(number))
    }
  })
  await log.checkpoint(database)
  const started = performance.now()
  const { records, findings } = await verify(database, { secret })
  const took = performance.now() - started
  if (records !== LONG || findings.length > 0) throw new Error('the log is not whole')
  return took / 1_000
}

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
try {
  const secret = ServiceSecret.random()
  const appends = await openDatabase(join(folder, 'appends'))
  await makePlain(appends)
  // The decisions are of an occurrence that there is none of.
  await sql`pragma foreign_keys = off`.execute(appends)
  const [append, plain] = await measureAppends(appends, secret, false)
  const [appendTogether, plainTogether] = await measureAppends(appends, secret, true)
  const [admission, plainAdmission] = await measureAppends(appends, secret, false, admit)
  await appends.destroy()
  const long = await openDatabase(join(folder, 'long'))
  const verification = await measureVerification(long, secret)
  await long.destroy()

  report('audit.append', append, 'µs, in a transaction of its own', 'none', true)
  report('audit.plain-insert', plain, 'µs, in a transaction of its own', 'none', true)
  report('audit.append-ratio', append / plain, 'of a plain insert', '<= 1.5', append / plain <= 1.5)
  report('audit.append-among-many', appendTogether, 'µs, 1,000 in one transaction', 'none', true)
  report('audit.plain-insert-among-many', plainTogether, 'µs, 1,000 in one transaction', 'none', true)
  const together = appendTogether / plainTogether
  report('audit.append-among-many-ratio', together, 'of a plain insert', '<= 1.5', together <= 1.5)
  const act = admission / plainAdmission
  report('audit.admission', admission, 'µs, with its record in the same transaction', 'none', true)
  report('audit.admission-ratio', act, 'of the same with a plain insert', '<= 1.5', act <= 1.5)
  report('audit.verify-100000', verification, 's', '<= 5', verification <= 5)
} finally {
  await rm(folder, { recursive: true, force: true })
}
