/**
 * The tables of the audit log, and the step that makes them. Times are ms since 1970; hashes and seals are base64url.
 *
 * Records go in through the view `audit_appends`, whose trigger writes the record and moves the head in one statement, and refuses
 * what does not continue the head. Nothing goes out: other triggers refuse every update and delete. That is a defence against our
 * own mistakes, not against whoever has the file.
 */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export interface AuditRecordRow {
  tenant: string
  sequence: number
  at: number
  act: string
  actor_kind: string
  /** Pseudonym. */
  actor: string | null
  actor_role: string | null
  subject_kind: string | null
  /** Pseudonym, or id of a thing. */
  subject: string | null
  /** `done`, or the code with which it was refused. */
  outcome: string
  /** JSON in ASCII with sorted keys, as is `change`. */
  detail: string
  change: string | null
  /** Hash of the record before. */
  previous: string
  hash: string
  /** That the service wrote this record as this number of this organisation: see `sealing.ts`. */
  seal: string
}

/** An append: the record, and the seal of the head that it becomes. */
export interface AuditAppendRow extends AuditRecordRow {
  head_seal: string
}

/** The last record of an organisation; 0 and the empty text before the first. */
export interface AuditHeadRow {
  tenant: string
  sequence: number
  hash: string
  seal: string
}

/** The one row that knows all organisations that have a log. */
export interface AuditRollRow {
  id: 1
  /** JSON, sorted. */
  tenants: string
  seal: string
}

export interface AuditCheckpointRow {
  tenant: string
  sequence: number
  hash: string
  at: number
  /** Ed25519. */
  signature: string
}

/** Who is behind a pseudonym. A row that is deleted leaves the records of nobody who can be named. */
export interface AuditPersonRow {
  tenant: string
  person_id: string
  pseudonym: string
}

export interface AuditSchema {
  audit_records: AuditRecordRow
  audit_appends: AuditAppendRow
  audit_heads: AuditHeadRow
  audit_roll: AuditRollRow
  audit_checkpoints: AuditCheckpointRow
  audit_people: AuditPersonRow
}

/** What the triggers say to an append that does not continue the head, and to one about a pseudonym that nobody has. */
export const HEAD_MOVED = 'audit: the head has moved'
export const PERSON_UNKNOWN = 'audit: no such pseudonym'

const COLUMNS = [
  'tenant',
  'sequence',
  'at',
  'act',
  'actor_kind',
  'actor',
  'actor_role',
  'subject_kind',
  'subject',
  'outcome',
  'detail',
  'change',
  'previous',
  'hash',
  'seal',
] as const satisfies readonly (keyof AuditRecordRow)[]

/** The columns of a record, in the order in which they are stored and hashed. */
export const RECORD_COLUMNS: typeof COLUMNS = COLUMNS

/** What is in the database besides indices, by name and as SQLite keeps its text: verification compares. */
export const AUDIT_OBJECTS: Readonly<Record<string, string>> = {
  audit_records: `create table audit_records (
  tenant text not null,
  sequence integer not null,
  at integer not null,
  act text not null,
  actor_kind text not null,
  actor text,
  actor_role text,
  subject_kind text,
  subject text,
  outcome text not null,
  detail text not null,
  change text,
  previous text not null,
  hash text not null,
  seal text not null,
  primary key (tenant, sequence)
) strict, without rowid`,

  audit_heads: `create table audit_heads (
  tenant text not null primary key,
  sequence integer not null,
  hash text not null,
  seal text not null
) strict, without rowid`,

  audit_roll: `create table audit_roll (
  id integer not null primary key check (id = 1),
  tenants text not null,
  seal text not null
) strict`,

  audit_checkpoints: `create table audit_checkpoints (
  tenant text not null,
  sequence integer not null,
  hash text not null,
  at integer not null,
  signature text not null,
  primary key (tenant, sequence)
) strict, without rowid`,

  audit_people: `create table audit_people (
  tenant text not null,
  person_id text not null,
  pseudonym text not null,
  primary key (tenant, person_id),
  unique (tenant, pseudonym)
) strict, without rowid`,

  audit_appends: `create view audit_appends as select *, '' as head_seal from audit_records where false`,

  // "fail" undoes nothing by itself, so SQLite keeps no journal of the statement, which would cost as much as the insert. It need
  // not: what is refused is refused before anything is written, and whoever appends undoes their transaction on any other error.
  audit_append: `create trigger audit_append instead of insert on audit_appends
begin
  select raise(fail, '${HEAD_MOVED}')
    where not exists (select 1 from audit_heads where tenant = new.tenant and sequence = new.sequence - 1 and hash = new.previous);
  select raise(fail, '${PERSON_UNKNOWN}') where new.actor is not null
    and not exists (select 1 from audit_people where tenant = new.tenant and pseudonym = new.actor);
  select raise(fail, '${PERSON_UNKNOWN}') where new.subject_kind in ('person', 'guest')
    and not exists (select 1 from audit_people where tenant = new.tenant and pseudonym = new.subject);
  insert or fail into audit_records values (${COLUMNS.map((column) => `new.${column}`).join(', ')});
  update or fail audit_heads set sequence = new.sequence, hash = new.hash, seal = new.head_seal where tenant = new.tenant;
end`,

  ...refusal('audit_records', 'update'),
  ...refusal('audit_records', 'delete'),
  ...refusal('audit_checkpoints', 'update'),
  ...refusal('audit_checkpoints', 'delete'),
  ...refusal('audit_heads', 'delete'),
  ...refusal('audit_roll', 'delete'),
}

function refusal(table: string, act: 'update' | 'delete'): Record<string, string> {
  const name = `${table}_no_${act}`
  return {
    [name]: `create trigger ${name} before ${act} on ${table} begin select raise(abort, 'audit: nothing is taken back'); end`,
  }
}

export const auditMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of Object.values(AUDIT_OBJECTS)) await sql.raw(statement).execute(db)
    // What is searched by; each ends with the sequence, which a page goes on from.
    await sql`create index audit_records_by_time on audit_records (tenant, at, sequence)`.execute(db)
    await sql`create index audit_records_by_act on audit_records (tenant, act, sequence)`.execute(db)
    await sql`create index audit_records_by_actor on audit_records (tenant, actor, sequence) where actor is not null`.execute(db)
    await sql`create index audit_records_by_subject on audit_records (tenant, subject, sequence) where subject is not null`.execute(
      db,
    )
  },
}
