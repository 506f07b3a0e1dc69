/** What has been done to the schema, in order. A migration that has been released is never changed. */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { auditMigration } from '../audit/audit-schema.ts'
import { chatMigration } from '../chat/chat-schema.ts'
import { policiesMigration } from '../policies/policies-schema.ts'
import { recordingsMigration } from '../recordings/library/recordings-schema.ts'

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

/** Lobby, roles, options and what is done to others. */
const moderation: Migration = {
  async up(db: Kysely<unknown>) {
    const addText = (table: string, column: string) =>
      db.schema
        .alterTable(table)
        .addColumn(column, 'text', (definition) => definition.notNull().defaultTo(''))
        .execute()
    const addFlag = (table: string, column: string) =>
      db.schema
        .alterTable(table)
        .addColumn(column, 'integer', (definition) => definition.notNull().defaultTo(0))
        .execute()

    await addText('people', 'search_text')
    await sql`update people set search_text = lower(name)`.execute(db)
    await db.schema.alterTable('sessions').addColumn('invitation_id', 'text').execute()
    await addText('meetings', 'tenant')
    await sql`update meetings set tenant = coalesce((select tenant from people where people.id = organiser_id), '')`.execute(db)
    await db.schema
      .alterTable('meetings')
      .addColumn('options', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute()

    await db.schema
      .createTable('meeting_people')
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('meeting_people_key', ['meeting_id', 'person_id'])
      .execute()
    await db.schema.createIndex('meeting_people_by_person').on('meeting_people').column('person_id').execute()

    await db.schema
      .createTable('invitations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('withdrawn_at', 'bigint')
      .addColumn('used_at', 'bigint')
      .execute()
    await db.schema.createIndex('invitations_by_meeting').on('invitations').column('meeting_id').execute()

    await addFlag('occurrences', 'locked')
    await db.schema.alterTable('occurrences').addColumn('spotlight', 'text').execute()
    await addFlag('occurrences', 'anonymous_wait')
    for (const column of ['session_id', 'client_key']) await addText('participants', column)
    await db.schema
      .alterTable('participants')
      .addColumn('standing', 'text', (column) => column.notNull().defaultTo('member'))
      .execute()
    await db.schema
      .alterTable('participants')
      .addColumn('verification', 'text', (column) => column.notNull().defaultTo('signedIn'))
      .execute()
    await sql`update participants set standing = 'anonymous', verification = 'nothing' where kind = 'guest'`.execute(db)
    await db.schema.alterTable('participants').dropColumn('role').execute()

    await db.schema
      .createTable('waits')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('client_key', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('organisation', 'text')
      .addColumn('standing', 'text', (column) => column.notNull())
      .addColumn('verification', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('waits_by_meeting').on('waits').column('meeting_id').execute()

    await db.schema
      .createTable('decisions')
      .addColumn('occurrence_id', 'text', (column) => column.notNull().references('occurrences.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('role', 'text')
      .addColumn('admission', 'text')
      .addColumn('may_unmute', 'integer', (column) => column.notNull())
      .addColumn('may_show_camera', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('decisions_key', ['occurrence_id', 'person_id'])
      .execute()

    await db.schema
      .createTable('bans')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('occurrence_id', 'text', (column) => column.notNull().references('occurrences.id').onDelete('cascade'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('client_key', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('bans_by_occurrence').on('bans').column('occurrence_id').execute()

    await db.schema
      .createTable('log_entries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('occurrence_id', 'text', (column) => column.notNull().references('occurrences.id').onDelete('cascade'))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by_person_id', 'text', (column) => column.notNull())
      .addColumn('by_name', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('target', 'text')
      .addColumn('detail', 'text')
      .execute()
    await db.schema.createIndex('log_entries_by_occurrence').on('log_entries').columns(['occurrence_id', 'at']).execute()
  },
}

const encryption: Migration = {
  async up(db) {
    await db.schema
      .alterTable('occurrences')
      .addColumn('encrypted', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}

export const migrations: Record<string, Migration> = {
  '0001-meetings': meetings,
  '0002-identity': identity,
  '0003-moderation': moderation,
  '0004-chat': chatMigration,
  '0005-audit': auditMigration,
  '0006-policies': policiesMigration,
  '0007-encryption': encryption,
  '0008-recordings': recordingsMigration,
}
