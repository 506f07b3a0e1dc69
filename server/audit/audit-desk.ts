/** The log as administrators look into it: that they did is written down in the transaction that reads, and nothing is shown without. */
import { sql, type Transaction } from 'kysely'
import {
  type AuditActor,
  type AuditDetail,
  type AuditFilter,
  type AuditPageRequest,
  type AuditRecord,
  isPersonKind,
} from '#shared/audit/record.ts'
import type { AuditPerson, AuditSearchPage, ExportFormat } from '#shared/contract/admin.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { exportPiece } from './audit-export.ts'
import type { AuditLog } from './audit-log.ts'
import { peopleBehind, pseudonymOf } from './pseudonyms.ts'
import { search } from './search.ts'

/** Who looks: about their own organisation, and no other. */
export interface Reader {
  readonly tenant: string
  readonly personId: string
  readonly role: string
}

export class AuditDesk {
  readonly #database: Database
  readonly #log: Pick<AuditLog, 'append'>

  constructor(database: Database, log: Pick<AuditLog, 'append'>) {
    this.#database = database
    this.#log = log
  }

  search(reader: Reader, filter: AuditFilter, page: AuditPageRequest): Promise<AuditSearchPage> {
    const { tenant } = reader
    return this.#database.transaction().execute(async (transaction) => {
      const found = await search(transaction, tenant, filter, page)
      const detail = { ...(await codesOf(transaction, tenant, filter)), shown: found.records.length }
      await this.#note(
        transaction,
        reader,
        'auditSearched',
        page.before === undefined ? detail : { ...detail, before: page.before },
      )
      return { ...found, people: await namesOf(transaction, tenant, found.records) }
    })
  }

  /** A piece after the record of that number; without `next` it was the last. */
  export(
    reader: Reader,
    filter: AuditFilter,
    format: ExportFormat,
    after: number | undefined,
  ): Promise<{ text: string; next?: number | undefined }> {
    const { tenant } = reader
    return this.#database.transaction().execute(async (transaction) => {
      const { text, records, next } = await exportPiece(transaction, tenant, filter, format, after)
      const detail = { ...(await codesOf(transaction, tenant, filter)), format, records }
      await this.#note(transaction, reader, 'auditExported', after === undefined ? detail : { ...detail, after })
      return { text, next }
    })
  }

  async #note(
    transaction: Transaction<Schema>,
    { tenant, personId, role }: Reader,
    act: 'auditSearched' | 'auditExported',
    detail: AuditDetail,
  ): Promise<void> {
    const actor: AuditActor = { kind: 'person', id: personId, role }
    await this.#log.append(transaction, tenant, { act, actor, subject: { kind: 'log', id: tenant }, detail })
  }
}

/** What was looked for. People stand in it by their pseudonyms, and an id that is not in the log anyway does not come into it. */
const codesOf = async (transaction: Transaction<Schema>, tenant: string, filter: AuditFilter): Promise<AuditDetail> => {
  const { acts, ...rest } = filter
  const detail: AuditDetail = {}
  for (const name of ['from', 'until', 'subjectKind', 'outcome'] as const) {
    const value = rest[name]
    if (value !== undefined) detail[name] = value
  }
  for (const column of ['actor', 'subject'] as const) {
    const id = rest[column]
    if (id === undefined) continue
    const logged = (await pseudonymOf(transaction, tenant, id)) ?? id
    const { rows } =
      await sql`select 1 from audit_records where tenant = ${tenant} and ${sql.ref(column)} = ${logged} limit 1`.execute(
        transaction,
      )
    detail[column] = rows.length > 0 ? logged : 'unknown'
  }
  if (acts !== undefined) {
    const names = acts.join('/')
    detail.acts = names.length <= MOST_NAMES ? names : acts.length
  }
  return detail
}

/** Characters of the acts that were looked for; of more, it is told how many they were. */
const MOST_NAMES = 128

/** The people of these records who are known by a name here: members, and whoever has been in one of the organisation's meetings. */
const namesOf = async (database: Database, tenant: string, records: readonly AuditRecord[]): Promise<AuditPerson[]> => {
  const pseudonyms = new Set<string>()
  for (const { actor, subject } of records) {
    for (const whom of [actor, subject]) {
      if (whom !== undefined && 'id' in whom && isPersonKind(whom.kind)) pseudonyms.add(whom.id)
    }
  }
  const behind = await peopleBehind(database, tenant, [...pseudonyms])
  if (behind.size === 0) return []
  const ids = [...new Set(behind.values())]
  const guests = await database
    .selectFrom('participants')
    .innerJoin('occurrences', 'occurrences.id', 'participants.occurrence_id')
    .innerJoin('meetings', 'meetings.id', 'occurrences.meeting_id')
    .select(['participants.person_id as id', 'participants.name'])
    .where('meetings.tenant', '=', tenant)
    .where('participants.person_id', 'in', ids)
    .orderBy('participants.joined_at')
    .execute()
  const members = await database
    .selectFrom('people')
    .select(['id', 'name'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .execute()
  const names = new Map([...guests, ...members].map(({ id, name }) => [id, name]))
  return [...behind].flatMap(([pseudonym, id]) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ pseudonym, id, name }]
  })
}
