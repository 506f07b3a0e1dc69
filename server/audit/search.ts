/** Looking into the log. Nothing here checks who may: callers do, and write down that it was done. */
import type { SelectQueryBuilder } from 'kysely'
import { AUDIT_ACTS } from '#shared/audit/acts.ts'
import { type AuditFilter, type AuditPage, type AuditPageRequest, AuditRecord } from '#shared/audit/record.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import type { AuditRecordRow } from './audit-schema.ts'
import { pseudonymOf } from './pseudonyms.ts'

type Query = SelectQueryBuilder<Schema, 'audit_records', Record<never, never>>

/** One organisation's records that the filter lets through. */
export const matching = async (database: Database, tenant: string, filter: AuditFilter): Promise<Query> => {
  const { from, until, acts, actor, subject, subjectKind, outcome } = filter
  let query: Query = database.selectFrom('audit_records').where('tenant', '=', tenant)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  if (acts !== undefined && acts.length < Object.keys(AUDIT_ACTS).length) query = query.where('act', 'in', acts)
  if (actor !== undefined) query = query.where('actor', '=', await pseudonymFor(database, tenant, actor))
  if (subject !== undefined) query = query.where('subject', 'in', [subject, await pseudonymFor(database, tenant, subject)])
  if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind)
  if (outcome !== undefined) query = query.where('outcome', outcome === 'done' ? '=' : '!=', 'done')
  return query
}

/** Of a person who is known by it; otherwise the id may be a pseudonym itself. */
const pseudonymFor = async (database: Database, tenant: string, id: string): Promise<string> =>
  (await pseudonymOf(database, tenant, id)) ?? id

/** The newest first. Throws INTERNAL for a record that was tampered with so that it can't be read. */
export const search = async (
  database: Database,
  tenant: string,
  filter: AuditFilter,
  { before, limit }: AuditPageRequest,
): Promise<AuditPage> => {
  let query = (await matching(database, tenant, filter))
    .selectAll()
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
  if (before !== undefined) query = query.where('sequence', '<', before)
  const rows = await query.execute()
  return { records: rows.slice(0, limit).map(readRecord), more: rows.length > limit }
}

const readRecord = (row: AuditRecordRow): AuditRecord => {
  try {
    return recordOf(row)
  } catch (cause) {
    throw new ParleyError('INTERNAL', `audit record ${row.sequence} can’t be read: verify the log`, { cause })
  }
}

const recordOf = (row: AuditRecordRow): AuditRecord =>
  AuditRecord.parse({
    sequence: row.sequence,
    at: row.at,
    act: row.act,
    actor:
      row.actor === null
        ? { kind: row.actor_kind }
        : { kind: row.actor_kind, id: row.actor, ...(row.actor_role === null ? {} : { role: row.actor_role }) },
    ...(row.subject === null ? {} : { subject: { kind: row.subject_kind, id: row.subject } }),
    outcome: row.outcome === 'done' ? { kind: 'done' } : { kind: 'refused', code: row.outcome },
    detail: JSON.parse(row.detail),
    ...(row.change === null ? {} : { change: JSON.parse(row.change) }),
    hash: row.hash,
    previous: row.previous,
  })
