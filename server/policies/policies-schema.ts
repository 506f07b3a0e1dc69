/** The tables of what organisations rule, and the step that makes them. Times are ms since 1970. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { RulesRevision } from '#shared/contract/admin.ts'

/** All that an organisation rules, as one change left it. The highest revision is what holds. */
export interface RulesRevisionRow {
  tenant: string
  revision: number
  at: number
  by_person_id: string
  by_name: string
  how: RulesRevision['how']
  /** The sections that were changed, JSON. */
  sections: string
  /** `OrganisationRules`, JSON. */
  rules: string
}

/** A meeting was given another label. */
export interface LabelChangeRow {
  id: string
  meeting_id: string
  at: number
  by_person_id: string
  by_name: string
  before: string | null
  label_id: string
  /** As it was called then. */
  label_name: string
  justification: string | null
}

export interface PoliciesSchema {
  rules_revisions: RulesRevisionRow
  label_changes: LabelChangeRow
}

export const policiesMigration: Migration = {
  async up(db: Kysely<unknown>) {
    // The key is what keeps two who save at once from both becoming the same revision.
    await db.schema
      .createTable('rules_revisions')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by_person_id', 'text', (column) => column.notNull())
      .addColumn('by_name', 'text', (column) => column.notNull())
      .addColumn('how', 'text', (column) => column.notNull())
      .addColumn('sections', 'text', (column) => column.notNull())
      .addColumn('rules', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('rules_revisions_key', ['tenant', 'revision'])
      .execute()

    await db.schema
      .createTable('label_changes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by_person_id', 'text', (column) => column.notNull())
      .addColumn('by_name', 'text', (column) => column.notNull())
      .addColumn('before', 'text')
      .addColumn('label_id', 'text', (column) => column.notNull())
      .addColumn('label_name', 'text', (column) => column.notNull())
      .addColumn('justification', 'text')
      .execute()
    await db.schema.createIndex('label_changes_by_meeting').on('label_changes').columns(['meeting_id', 'at']).execute()

    await db.schema
      .alterTable('meetings')
      .addColumn('kind', 'text', (column) => column.notNull().defaultTo('meeting'))
      .execute()
    await db.schema.alterTable('meetings').addColumn('template_id', 'text').execute()
    await db.schema.alterTable('meetings').addColumn('label_id', 'text').execute()

    await db.schema.alterTable('people').addColumn('email', 'text').execute()
    await db.schema
      .alterTable('people')
      .addColumn('claimed_groups', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute()
    await db.schema.createIndex('people_by_tenant').on('people').columns(['tenant', 'name']).execute()

    await db.schema.alterTable('message_reports').addColumn('held_for', 'text').execute()
  },
}
