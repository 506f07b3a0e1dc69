/** The tables of the chat, and the step that makes them. Times are ms since 1970. */
import type { Generated, Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Message, MessageReaction, Objection } from '#shared/contract/chat.ts'
import type { Standing } from '#shared/meeting/standing.ts'

export interface MessageRow {
  /** Grows with each message of the service: two of the same ms still have an order. */
  position: Generated<number>
  id: string
  meeting_id: string
  author_id: string
  author_name: string
  author_standing: Standing
  /** Empty where it was deleted or refused. */
  text: string
  at: number
  edited_at: number | null
  deleted: NonNullable<Message['deleted']> | null
  reply_to: string | null
  /** Person ids, JSON. */
  mentions: string
  held: Objection | null
  /** 1: an organiser refused it. */
  refused: 0 | 1
}

export interface MessageReactionRow {
  message_id: string
  person_id: string
  reaction: MessageReaction
  at: number
}

/** How far somebody has read the chat of a meeting. */
export interface ReadMarkRow {
  meeting_id: string
  person_id: string
  position: number
}

/** On the list of the organisation that holds the meeting. The message is kept as it was when it was reported. */
export interface MessageReportRow {
  id: string
  tenant: string
  meeting_id: string
  message_id: string
  author_id: string
  author_name: string
  text: string
  reporter_id: string
  reporter_name: string
  at: number
  /** What the message was held for then. */
  held_for: Objection | null
}

export interface ChatSchema {
  messages: MessageRow
  message_reactions: MessageReactionRow
  read_marks: ReadMarkRow
  message_reports: MessageReportRow
}

export const chatMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('messages')
      .addColumn('position', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('author_standing', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('edited_at', 'bigint')
      .addColumn('deleted', 'text')
      .addColumn('reply_to', 'text')
      .addColumn('mentions', 'text', (column) => column.notNull())
      .addColumn('held', 'text')
      .addColumn('refused', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema.createIndex('messages_by_meeting').on('messages').columns(['meeting_id', 'position']).execute()

    await db.schema
      .createTable('message_reactions')
      .addColumn('message_id', 'text', (column) => column.notNull().references('messages.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('reaction', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('message_reactions_key', ['message_id', 'person_id'])
      .execute()

    await db.schema
      .createTable('read_marks')
      .addColumn('meeting_id', 'text', (column) => column.notNull().references('meetings.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('read_marks_key', ['meeting_id', 'person_id'])
      .execute()

    // Without a reference to the meeting: the organisation's list outlives it.
    await db.schema
      .createTable('message_reports')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('meeting_id', 'text', (column) => column.notNull())
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('reporter_id', 'text', (column) => column.notNull())
      .addColumn('reporter_name', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('message_reports_once', ['message_id', 'reporter_id'])
      .execute()
    await db.schema.createIndex('message_reports_by_tenant').on('message_reports').columns(['tenant', 'at']).execute()
  },
}
