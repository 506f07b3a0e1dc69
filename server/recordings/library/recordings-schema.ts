/** The tables of recordings, and the step that makes them. Times are ms since 1970. What is said in a recording is in none of them. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { RecordingManifest } from '#shared/recording/manifest.ts'

export interface RecordingRow {
  id: string
  /** The organisation that holds the meeting, and so the recording. */
  tenant: string
  meeting_id: string
  occurrence_id: string
  /** As the meeting was called then. */
  title: string
  /** What it is found by: title and organiser in small letters, without accents. */
  search_text: string
  organiser_id: string
  organiser_name: string
  /** 1: for compliance officers alone. */
  compliance: 0 | 1
  state: RecordingManifest['state']
  started_at: number
  ended_at: number | null
  /** ms without pauses; null while it runs. */
  duration: number | null
  /** bytes of content; null while it runs. */
  size: number | null
  /** The recording's key, as the vault wrapped it; null once it is destroyed. */
  wrapped_key: string | null
  /** `RecordingManifest`, sealed with the recording's key; null once it is deleted. */
  manifest: string | null
  /** When it is deleted by itself; null: never, or it still runs. */
  expires_at: number | null
  held_at: number | null
  held_by: string | null
  trashed_at: number | null
  trashed_by: string | null
  /** Its key is destroyed; the row goes when its blobs are seen to be gone. */
  deleted_at: number | null
}

/** A recording without its manifest, which can be large and is asked for by who opens it alone. */
export type RecordingHead = Omit<RecordingRow, 'manifest'>

export const HEAD_COLUMNS = [
  'id',
  'tenant',
  'meeting_id',
  'occurrence_id',
  'title',
  'search_text',
  'organiser_id',
  'organiser_name',
  'compliance',
  'state',
  'started_at',
  'ended_at',
  'duration',
  'size',
  'wrapped_key',
  'expires_at',
  'held_at',
  'held_by',
  'trashed_at',
  'trashed_by',
  'deleted_at',
] as const satisfies readonly (keyof RecordingHead)[]

/** Whom a recording is for beside its participants and its organiser. */
export interface RecordingPersonRow {
  recording_id: string
  person_id: string
  /** Empty for who was invited: their name is that of the directory. */
  name: string
  because: 'invited' | 'shared'
  at: number
  /** Who shared it. */
  by_person_id: string | null
}

/** Somebody opened the player: they read under this id, and only they. */
export interface RecordingViewRow {
  id: string
  recording_id: string
  person_id: string
  name: string
  session_id: string
  at: number
  how: 'watched' | 'downloaded'
}

/** A download that is made, or was. */
export interface RecordingDownloadRow {
  id: string
  recording_id: string
  tenant: string
  person_id: string
  state: 'waiting' | 'running' | 'ready' | 'failed'
  /** From 0 to 1. */
  progress: number
  /** Code of what it failed with. */
  error: string | null
  /** bytes, once it is ready. */
  size: number | null
  created_at: number
  /** When what was made is removed. */
  expires_at: number | null
  /** When its bytes were first given out; null: nobody has it yet. */
  taken_at: number | null
}

export interface RecordingsSchema {
  recordings: RecordingRow
  recording_people: RecordingPersonRow
  recording_views: RecordingViewRow
  recording_downloads: RecordingDownloadRow
}

export const recordingsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    // Without references to the meeting: what was recorded outlives it, and goes by its own rules.
    await db.schema
      .createTable('recordings')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('meeting_id', 'text', (column) => column.notNull())
      .addColumn('occurrence_id', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('organiser_id', 'text', (column) => column.notNull())
      .addColumn('organiser_name', 'text', (column) => column.notNull())
      .addColumn('compliance', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('duration', 'bigint')
      .addColumn('size', 'bigint')
      .addColumn('wrapped_key', 'text')
      .addColumn('manifest', 'text')
      .addColumn('expires_at', 'bigint')
      .addColumn('held_at', 'bigint')
      .addColumn('held_by', 'text')
      .addColumn('trashed_at', 'bigint')
      .addColumn('trashed_by', 'text')
      .addColumn('deleted_at', 'bigint')
      .execute()
    await db.schema.createIndex('recordings_by_tenant').on('recordings').columns(['tenant', 'started_at']).execute()
    await db.schema.createIndex('recordings_by_occurrence').on('recordings').column('occurrence_id').execute()
    await db.schema.createIndex('recordings_by_expiry').on('recordings').column('expires_at').execute()

    await db.schema
      .createTable('recording_people')
      .addColumn('recording_id', 'text', (column) => column.notNull().references('recordings.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('because', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by_person_id', 'text')
      .addPrimaryKeyConstraint('recording_people_key', ['recording_id', 'person_id', 'because'])
      .execute()
    await db.schema.createIndex('recording_people_by_person').on('recording_people').column('person_id').execute()

    await db.schema
      .createTable('recording_views')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('recording_id', 'text', (column) => column.notNull().references('recordings.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('how', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('recording_views_by_recording').on('recording_views').columns(['recording_id', 'at']).execute()

    await db.schema
      .createTable('recording_downloads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('recording_id', 'text', (column) => column.notNull().references('recordings.id').onDelete('cascade'))
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('progress', 'real', (column) => column.notNull())
      .addColumn('error', 'text')
      .addColumn('size', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('taken_at', 'bigint')
      .execute()
    await db.schema.createIndex('recording_downloads_by_recording').on('recording_downloads').column('recording_id').execute()
    await db.schema.createIndex('participants_by_person').ifNotExists().on('participants').column('person_id').execute()
  },
}
