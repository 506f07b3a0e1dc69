import { ParleyError } from '#shared/errors.ts'
import type { Session } from '../../identity/identities.ts'
import type { Log } from '../../logging.ts'
import type { BlobStore } from '../../storage/blobs/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { Access } from '../library/access.ts'
import { unchanged } from '../library/library.ts'
import { type By, noteAct, type RecordingLog } from '../library/recording-trail.ts'
import { HEAD_COLUMNS, type RecordingHead } from '../library/recordings-schema.ts'

export interface DeletionOptions {
  database: Database
  access: Access
  audit: RecordingLog
  blobs: BlobStore
  /** Called when a recording can't be opened any more: whoever has its key in memory lets it go. */
  onClosed: (id: string) => Promise<void>
  log: Log
  now?: () => number
}

export type DeletionReason = 'person' | 'retention' | 'trash'

/**
 * How recordings go. In one transaction with the record of it their key and their manifest are destroyed: from then on nobody opens
 * them, whatever is left of their bytes. Then the bytes go and, when the store lists none any more, that is recorded and the row
 * goes too. What a crash or an unreachable store leaves is done by `finish`.
 */
export class Deletion {
  readonly #options: DeletionOptions
  readonly #now: () => number

  constructor(options: DeletionOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** To the trash where there is one; from there, or `forGood`, for good. Throws FORBIDDEN, WRONG_STATE. */
  async delete(session: Session, id: string, forGood: boolean): Promise<'trash' | 'forGood'> {
    const { row, rules } = await this.#options.access.require(session, id, 'delete')
    if (rules.trash === 'on' && row.trashed_at === null && !forGood) {
      await this.trash(row, session)
      return 'trash'
    }
    await this.deleteForGood(row, session, 'person')
    return 'forGood'
  }

  /** Throws WRONG_STATE where it was held, or changed otherwise, meanwhile. */
  async trash(row: RecordingHead, by: By): Promise<void> {
    const { database, audit, onClosed } = this.#options
    await database.transaction().execute(async (transaction) => {
      await unchanged(transaction, row)
      await transaction
        .updateTable('recordings')
        .set({ trashed_at: this.#now(), trashed_by: by === 'service' ? null : by.person.id })
        .where('id', '=', row.id)
        .execute()
      await noteAct(audit, transaction, by, 'recordingTrashed', row, { because: by === 'service' ? 'retention' : 'person' })
    })
    await onClosed(row.id)
  }

  /** As `trash`. Where the store can't be reached the recording is closed all the same, and its bytes go later. */
  async deleteForGood(row: RecordingHead, by: By, because: DeletionReason): Promise<void> {
    const { database, audit, onClosed, log } = this.#options
    await database.transaction().execute(async (transaction) => {
      await unchanged(transaction, row)
      if (row.held_at !== null) throw new ParleyError('WRONG_STATE', 'held')
      await transaction
        .updateTable('recordings')
        .set({ deleted_at: this.#now(), wrapped_key: null, manifest: null, search_text: '' })
        .where('id', '=', row.id)
        .execute()
      await noteAct(audit, transaction, by, 'recordingDeleted', row, { because })
    })
    await onClosed(row.id)
    await this.#erase(row).catch((error: unknown) =>
      log.warn({ err: error, recording: row.id }, 'bytes of a deleted recording are still there'),
    )
  }

  /**
   * Erases what is left of the bytes of deleted recordings; gives how many are gone for good now. One that can't go does not keep the
   * others: throws the first error when all were tried. The signal ends it between two.
   */
  async finish(signal?: AbortSignal): Promise<number> {
    const rows = await this.#options.database
      .selectFrom('recordings')
      .select(HEAD_COLUMNS)
      .where('deleted_at', 'is not', null)
      .execute()
    const errors: unknown[] = []
    let gone = 0
    for (const row of rows) {
      if (signal?.aborted) break
      try {
        await this.#erase(row)
        gone += 1
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
    return gone
  }

  async #erase(row: RecordingHead): Promise<void> {
    const { database, audit, blobs } = this.#options
    const found = await blobs.list(row.id)
    for (const { name } of found) await blobs.remove(name)
    const left = await blobs.list(row.id)
    if (left.length > 0) throw new ParleyError('STORAGE_UNREACHABLE', 'blobs are still there')
    await database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('recordings')
        .where('id', '=', row.id)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst()
      if (numDeletedRows === 0n) return
      await noteAct(audit, transaction, 'service', 'recordingDeletionVerified', row, { blobs: found.length })
    })
  }
}
