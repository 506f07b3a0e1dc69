/** The rows of the log as they lie in the database, whatever is in them. */
import { sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import { type AuditRecordRow, RECORD_COLUMNS } from './audit-schema.ts'
import type { Checkpoint } from './sealing.ts'

/**
 * A row that may have been tampered with: what should be text may be anything, and the numbers are read as text, since they may be
 * too large for a number, or none.
 */
export interface StoredRow extends Omit<AuditRecordRow, NumberColumn> {
  sequence: string
  at: string
  /** `integer,integer` where both numbers are. */
  types: string
}

type NumberColumn = 'sequence' | 'at'
type TextColumn = Exclude<keyof AuditRecordRow, NumberColumn>
const isText = (column: keyof AuditRecordRow): column is TextColumn => column !== 'sequence' && column !== 'at'

/** Rows at a time. */
const PAGE = 1_000

const rowsOf = (database: Database) =>
  database
    .selectFrom('audit_records')
    .select(RECORD_COLUMNS.filter(isText))
    .select([
      sql<string>`cast(sequence as text)`.as('sequence'),
      sql<string>`cast(at as text)`.as('at'),
      sql<string>`typeof(sequence) || ',' || typeof(at)`.as('types'),
    ])

/** By key, a page at a time: others get at the database in between. What lies where its key does not belong may be passed over. */
export async function* rowsByKey(database: Database, tenant?: string): AsyncGenerator<StoredRow[]> {
  let after: { tenant: string; sequence: string } = { tenant: tenant ?? '', sequence: '0' }
  for (;;) {
    const place = sql`(${after.tenant}, cast(${after.sequence} as integer))`
    const rows = await rowsOf(database)
      .where(sql<boolean>`(tenant, audit_records.sequence) > ${place}`)
      .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant ?? ''))
      .orderBy('tenant')
      .orderBy('audit_records.sequence')
      .limit(PAGE)
      .execute()
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    // A number that is none could be found after itself for ever.
    if (last === undefined || rows.length < PAGE || last.types !== 'integer,integer') return
    after = last
  }
}

/** As they lie in the file, each once, even where keys were changed. Nobody else gets at the database meanwhile. */
export async function* rowsAsTheyLie(database: Database, tenant?: string): AsyncGenerator<StoredRow[]> {
  let page: StoredRow[] = []
  for await (const row of rowsOf(database).stream(PAGE)) {
    if (tenant === undefined || row.tenant === tenant) page.push(row)
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  yield page
}

/** By key, a page at a time. */
export async function* checkpoints(database: Database, tenant?: string): AsyncGenerator<Checkpoint[]> {
  let after = { tenant: tenant ?? '', sequence: '-1' }
  for (;;) {
    const { rows } = await sql<Record<keyof Checkpoint, string>>`
      select tenant, cast(sequence as text) as sequence, hash, cast(at as text) as at, signature from audit_checkpoints
      where (tenant, sequence) > (${after.tenant}, cast(${after.sequence} as integer))
      ${tenant === undefined ? sql`` : sql`and tenant = ${tenant}`}
      order by tenant, audit_checkpoints.sequence limit ${PAGE}`.execute(database)
    if (rows.length > 0) yield rows.map(({ sequence, at, ...rest }) => ({ ...rest, sequence: Number(sequence), at: Number(at) }))
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last
  }
}
