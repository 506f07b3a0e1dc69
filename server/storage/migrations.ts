/** What has been done to the schema, in order. A migration that has been released is never changed. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const meetings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('meetings')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('code', 'text', (column) => column.notNull().unique())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('organiser_id', 'text', (column) => column.notNull())
      .addColumn('organiser_name', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('starts_at', 'bigint')
      .addColumn('duration_minutes', 'integer')
      .addColumn('cancelled_at', 'bigint')
      .execute()
    await db.schema.createIndex('meetings_by_organiser').on('meetings').column('organiser_id').execute()

    await db.schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text')
      .addColumn('meeting_id', 'text', (column) => column.references('meetings.id').onDelete('cascade'))
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute()

    await db.schema
      .createTable('occurrences')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .execute()
    await db.schema.createIndex('occurrences_by_meeting').on('occurrences').columns(['meeting_id', 'ended_at']).execute()

    await db.schema
      .createTable('participants')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('occurrence_id', 'text', (column) => column.notNull().references('occurrences.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text')
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('joined_at', 'bigint', (column) => column.notNull())
      .addColumn('hand_raised_at', 'bigint')
      .addColumn('resume_hash', 'text', (column) => column.notNull())
      .addColumn('presented_resume_hash', 'text')
      .addColumn('left_at', 'bigint')
      .addColumn('left_reason', 'text')
      .execute()
    await db.schema.createIndex('participants_by_occurrence').on('participants').columns(['occurrence_id', 'left_at']).execute()
    await db.schema.createIndex('participants_by_person').on('participants').column('person_id').execute()
  },
}

/** Sessions are bound to a key; those from before can't be. */
const identity: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropTable('sessions').execute()
    await db.schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text')
      .addColumn('email', 'text')
      .addColumn('tenant', 'text')
      .addColumn('issuer', 'text')
      .addColumn('client_id', 'text')
      .addColumn('meeting_id', 'text', (column) => column.references('meetings.id').onDelete('cascade'))
      .addColumn('key_thumbprint', 'text', (column) => column.notNull())
      .addColumn('device_key', 'text')
      .addColumn('device_kind', 'text', (column) => column.notNull())
      .addColumn('device_os', 'text', (column) => column.notNull())
      .addColumn('device_name', 'text')
      .addColumn('second_factor_at', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('refresh_counter', 'bigint', (column) => column.notNull())
      .addColumn('refresh_attempt', 'text')
      .execute()

    await db.schema
      .createTable('people')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('folded_skeleton', 'text', (column) => column.notNull())
      .addColumn('seen_skeleton', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('people_by_folded_skeleton').on('people').columns(['folded_skeleton', 'tenant']).execute()
    await db.schema.createIndex('people_by_seen_skeleton').on('people').columns(['seen_skeleton', 'tenant']).execute()

    await db.schema
      .createTable('spent_id_tokens')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('spent_id_tokens_by_time').on('spent_id_tokens').column('until').execute()
  },
}

export const migrations: Record<string, Migration> = {
  '0001-meetings': meetings,
  '0002-identity': identity,
}
