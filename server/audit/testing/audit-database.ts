import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import type { NewAuditRecord } from '#shared/audit/record.ts'
import { ServiceSecret } from '../../identity/service-secret.ts'
import { nodeSqliteDialect } from '../../storage/node-sqlite-dialect.ts'
import type { Schema } from '../../storage/schema.ts'
import { AuditLog } from '../audit-log.ts'
import { AUDIT_OBJECTS, auditMigration } from '../audit-schema.ts'
import type { Finding } from '../findings.ts'
import type { Checkpoint } from '../sealing.ts'
import { verify } from '../verify.ts'

/** Of every log in a test: a copy is verified with the secret of the original. */
export const TEST_SECRET = ServiceSecret.random()

export const recordOf = (number: number): NewAuditRecord => ({
  act: number % 3 === 0 ? 'policyChanged' : 'admitted',
  actor: { kind: 'person', id: `person-${number % 7}`, role: 'meetingAdministrator' },
  subject: number % 3 === 0 ? { kind: 'policy', id: `policy-${number % 5}` } : { kind: 'guest', id: `guest-${number % 11}` },
  outcome: number % 4 === 0 ? { kind: 'refused', code: 'FORBIDDEN' } : { kind: 'done' },
  detail: { from: 'lobby', waited: number },
  ...(number % 3 === 0 ? { change: { before: { chat: 'on' }, after: { chat: 'off', größe: number } } } : {}),
})

/** The audit log's tables in memory, which can be copied and damaged. */
export class AuditDatabase {
  readonly file: DatabaseSync
  readonly database: Kysely<Schema>

  private constructor(file: DatabaseSync) {
    this.file = file
    this.database = new Kysely<Schema>({ dialect: nodeSqliteDialect(file) })
  }

  static async create(): Promise<AuditDatabase> {
    const made = new AuditDatabase(new DatabaseSync(':memory:'))
    await auditMigration.up(made.database)
    return made
  }

  /** With so many records in turn for each of the organisations. */
  static async filled(records: number, tenants: readonly string[]): Promise<AuditDatabase> {
    const made = await AuditDatabase.create()
    const log = new AuditLog({ secret: TEST_SECRET, now: () => 1_700_000_000_000 })
    await made.database.transaction().execute(async (transaction) => {
      for (let number = 0; number < records; number += 1) {
        await log.append(transaction, tenants[number % tenants.length] ?? 'none', recordOf(number))
      }
    })
    return made
  }

  static of(image: Uint8Array): AuditDatabase {
    const file = new DatabaseSync(':memory:')
    file.deserialize(image)
    return new AuditDatabase(file)
  }

  image(): Uint8Array {
    return this.file.serialize()
  }

  /** What somebody does who has the file and an SQL shell: the triggers are put aside for it. */
  tamper(...statements: string[]): void {
    const triggers = Object.entries(AUDIT_OBJECTS).filter(([, text]) => text.startsWith('create trigger'))
    for (const [name] of triggers) this.file.exec(`drop trigger ${name}`)
    for (const statement of statements) this.file.exec(statement)
    for (const [, text] of triggers) this.file.exec(text)
  }

  async findings(expect?: Checkpoint): Promise<Finding[]> {
    return (await verify(this.database, { secret: TEST_SECRET, expect })).findings
  }

  async count(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*) as n from audit_records`.execute(this.database)
    return rows[0]?.n ?? 0
  }

  async close(): Promise<void> {
    await this.database.destroy()
  }
}
