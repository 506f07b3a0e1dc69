import { dueFor } from '#shared/recording-library/retention.ts'
import type { Log } from '../../logging.ts'
import type { Database } from '../../storage/database.ts'
import type { Access } from '../library/access.ts'
import { HEAD_COLUMNS } from '../library/recordings-schema.ts'
import type { Deletion } from './deletion.ts'

/** ms between two looks. */
const EVERY = 60 * 60_000

export interface RetentionOptions {
  database: Database
  access: Access
  deletion: Deletion
  log: Log
  now?: () => number
}

/** Deletes by itself what has been kept for its time; what is under a legal hold stays. */
export class Retention {
  readonly #options: RetentionOptions
  readonly #now: () => number
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(options: RetentionOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Looks now, and every hour. */
  start(): void {
    this.#look()
    this.#timer = setInterval(() => this.#look(), EVERY)
    this.#timer.unref()
  }

  /** Does everything that is due. Whatever can't be done now is left for the next time, and logged. */
  async run(): Promise<void> {
    const { database, access, deletion, log } = this.#options
    const now = this.#now()
    const rows = await database
      .selectFrom('recordings')
      .select(HEAD_COLUMNS)
      .where('ended_at', 'is not', null)
      .where('deleted_at', 'is', null)
      .where('held_at', 'is', null)
      .where(({ or, eb }) => or([eb('expires_at', '<=', now), eb('trashed_at', 'is not', null)]))
      .execute()
    const { signal } = this.#closing
    for (const row of rows) {
      if (signal.aborted) return
      const kept = { expiresAt: row.expires_at ?? undefined, held: false, trashedAt: row.trashed_at ?? undefined }
      const due = dueFor(kept, access.rulesOf(row.tenant).trash === 'on', now)
      try {
        if (due === 'trash') await deletion.trash(row, 'service')
        if (due === 'deletion') await deletion.deleteForGood(row, 'service', row.trashed_at === null ? 'retention' : 'trash')
      } catch (error) {
        log.warn({ err: error, recording: row.id }, 'a recording could not be deleted yet')
      }
    }
    try {
      await deletion.finish(signal)
    } catch (error) {
      log.warn({ err: error }, 'bytes of deleted recordings are still there')
    }
  }

  /** Ends what is under way after the recording that it is at: a store may be far away. */
  async close(): Promise<void> {
    this.#closing.abort()
    clearInterval(this.#timer)
    await this.#running
  }

  #look(): void {
    this.#running = this.#running
      .then(() => this.run())
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'recordings could not be looked through'))
  }
}
