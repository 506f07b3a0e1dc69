import type { RecordingDownload } from '#shared/contract/recordings.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import { DAY } from '#shared/recording-library/retention.ts'
import type { Session } from '../../identity/identities.ts'
import { newId } from '../../identity/secrets.ts'
import type { Log } from '../../logging.ts'
import type { BlobStore } from '../../storage/blobs/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { Access } from '../library/access.ts'
import { noteAct, type RecordingLog } from '../library/recording-trail.ts'
import { HEAD_COLUMNS, type RecordingDownloadRow, type RecordingHead } from '../library/recordings-schema.ts'
import type { OpenRecordings } from '../playback/open-recordings.ts'
import { SealedWriter } from '../sealed/sealed-writer.ts'
import { compose } from './composer.ts'
import { planFor } from './plan.ts'

export interface DownloadsOptions {
  database: Database
  access: Access
  audit: RecordingLog
  open: OpenRecordings
  blobs: BlobStore
  log: Log
  /** The program, by its name or its path. */
  ffmpeg: string
  now?: () => number
}

/** ms for which what was made is there. */
const LIFETIME = DAY
/** That one person may have at once, made and waiting. */
const MOST_OF_ONE = 20
/** ms between two writings of how far one is. */
const PROGRESS_EVERY = 1_000

const fileOf = (id: string): string => `download-${id}`

/**
 * Files of recordings for whoever takes them away: made one at a time, at the lowest priority, by `compose`. They are kept as the
 * recordings are, sealed with the recording's key and in its folder, for a day; and they go with it.
 */
export class Downloads {
  readonly #options: DownloadsOptions
  readonly #now: () => number
  /** The one that is made now, and when it is over. */
  #current: { readonly id: string; readonly abort: AbortController; readonly over: Promise<void> } | undefined
  #working: Promise<void> = Promise.resolve()
  #sweep: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: DownloadsOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Goes on with what a stop of the service left undone. */
  async start(): Promise<void> {
    const { database } = this.#options
    await database
      .updateTable('recording_downloads')
      .set({ state: 'waiting', progress: 0 })
      .where('state', '=', 'running')
      .execute()
    await this.removeExpired().catch(() => undefined)
    this.#sweep = setInterval(() => void this.removeExpired().catch(() => undefined), DAY / 24)
    this.#sweep.unref()
    this.#work()
  }

  /** The one that there is already, where it did not fail. Throws FORBIDDEN, WRONG_STATE, LIMIT_REACHED. */
  async prepare(session: Session, id: string): Promise<RecordingDownload> {
    const { database, access } = this.#options
    const { row } = await access.require(session, id, 'download')
    const failed = await database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('person_id', '=', session.person.id)
      .where('recording_id', '=', id)
      .where('state', '=', 'failed')
      .execute()
    for (const each of failed) await this.#remove(each)
    const made: RecordingDownloadRow = {
      id: newId(),
      recording_id: id,
      tenant: row.tenant,
      person_id: session.person.id,
      state: 'waiting',
      progress: 0,
      error: null,
      size: null,
      created_at: this.#now(),
      expires_at: null,
      taken_at: null,
    }
    // Whoever asks twice at the same time has one, and no more at once than is allowed.
    const download = await database.transaction().execute(async (transaction) => {
      const own = await transaction
        .selectFrom('recording_downloads')
        .selectAll()
        .where('person_id', '=', session.person.id)
        .execute()
      const known = own.find(({ recording_id, state }) => recording_id === id && state !== 'failed')
      if (known !== undefined) return known
      if (own.length >= MOST_OF_ONE) throw new ParleyError('LIMIT_REACHED', 'downloads')
      await transaction.insertInto('recording_downloads').values(made).execute()
      return made
    })
    this.#work()
    return this.#told(download)
  }

  /** Those of whoever asks. */
  async list(session: Session, id: string): Promise<RecordingDownload[]> {
    await this.#options.access.require(session, id, 'download')
    const rows = await this.#options.database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('recording_id', '=', id)
      .where('person_id', '=', session.person.id)
      .execute()
    return Promise.all(rows.map((row) => this.#told(row)))
  }

  /** Nothing where it is gone already. Throws FORBIDDEN. */
  async cancel(session: Session, id: string, download: string): Promise<void> {
    const { row } = await this.#own(session, id, download)
    if (row !== undefined) await this.#remove(row)
  }

  /** Bytes of a file that is ready; the first time is written down. Throws FORBIDDEN, NOT_FOUND, WRONG_STATE, STORED_DAMAGED. */
  async read(
    session: Session,
    id: string,
    download: string,
    { from, length }: { from: number; length: number },
  ): Promise<Buffer> {
    const { recording, row } = await this.#own(session, id, download)
    if (row === undefined) throw new ParleyError('NOT_FOUND', 'download')
    if (row.state !== 'ready') throw new ParleyError('WRONG_STATE', row.state)
    if (row.taken_at === null) await this.#noteTaken(session, recording, row)
    const reader = await this.#options.open.file(recording, fileOf(row.id))
    const parts: Buffer[] = []
    for await (const piece of reader.read(from, from + length)) {
      if (!('bytes' in piece)) throw new ParleyError('STORED_DAMAGED', piece.problem?.kind ?? 'missing')
      parts.push(piece.bytes)
    }
    return Buffer.concat(parts)
  }

  /** Removes what has been there for its day. One that can't go does not keep the others: throws the first error when all were tried. */
  async removeExpired(): Promise<void> {
    const rows = await this.#options.database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('expires_at', '<=', this.#now())
      .execute()
    const errors: unknown[] = []
    for (const row of rows) await this.#remove(row).catch((error: unknown) => errors.push(error))
    if (errors.length > 0) throw errors[0]
  }

  /** Stops what is made of a recording that goes. */
  async stopFor(recordingId: string): Promise<void> {
    const rows = await this.#options.database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .execute()
    // What can't be removed now goes with the rest of the recording.
    for (const row of rows) await this.#remove(row).catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweep)
    this.#current?.abort.abort(new ParleyError('SERVICE_STOPPING'))
    await this.#working
  }

  async #own(
    session: Session,
    id: string,
    download: string,
  ): Promise<{ recording: RecordingHead; row: RecordingDownloadRow | undefined }> {
    const { database, access } = this.#options
    const { row: recording } = await access.require(session, id, 'download')
    const row = await database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('id', '=', download)
      .where('recording_id', '=', id)
      .where('person_id', '=', session.person.id)
      .executeTakeFirst()
    return { recording, row }
  }

  async #noteTaken(session: Session, recording: RecordingHead, { id }: RecordingDownloadRow): Promise<void> {
    const { database, audit } = this.#options
    await database.transaction().execute(async (transaction) => {
      const at = this.#now()
      await transaction.updateTable('recording_downloads').set({ taken_at: at }).where('id', '=', id).execute()
      await transaction
        .insertInto('recording_views')
        .values({
          id: newId(),
          recording_id: recording.id,
          person_id: session.person.id,
          name: session.person.name,
          session_id: session.id,
          at,
          how: 'downloaded',
        })
        .execute()
      await noteAct(audit, transaction, session, 'recordingDownloaded', recording)
    })
  }

  async #remove({ id, recording_id }: RecordingDownloadRow): Promise<void> {
    const { database, blobs } = this.#options
    const blob = `${recording_id}/${fileOf(id)}`
    // The row stays as long as its bytes do: it is tried again then. Of one that is made now it goes first, or it would be made again.
    if (this.#current?.id !== id) await blobs.remove(blob)
    await database.deleteFrom('recording_downloads').where('id', '=', id).execute()
    if (this.#current?.id === id) {
      this.#current.abort.abort(new ParleyError('WRONG_STATE', 'cancelled'))
      await this.#current.over
    }
    // What was made of it meanwhile.
    await blobs.remove(blob)
  }

  async #told(row: RecordingDownloadRow): Promise<RecordingDownload> {
    const { count } = await this.#options.database
      .selectFrom('recording_downloads')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', 'in', ['waiting', 'running'])
      .where('created_at', '<', row.created_at)
      .executeTakeFirstOrThrow()
    const { id, state, progress, size, created_at, expires_at } = row
    return {
      id,
      state,
      progress,
      ahead: state === 'waiting' ? count : 0,
      size: size ?? undefined,
      createdAt: created_at,
      expiresAt: expires_at ?? undefined,
    }
  }

  #work(): void {
    this.#working = this.#working
      .then(() => this.#next())
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'a file of a recording could not be made')
      })
  }

  /** Makes the oldest that waits. */
  async #next(): Promise<void> {
    const { database } = this.#options
    if (this.#closed) return
    const row = await database
      .selectFrom('recording_downloads')
      .selectAll()
      .where('state', '=', 'waiting')
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return
    const abort = new AbortController()
    const { promise: over, resolve } = Promise.withResolvers<void>()
    this.#current = { id: row.id, abort, over }
    try {
      const { numUpdatedRows } = await database
        .updateTable('recording_downloads')
        .set({ state: 'running' })
        .where('id', '=', row.id)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      // None where it was removed since it was looked for.
      if (numUpdatedRows > 0n) {
        const size = await this.#make(row, abort.signal)
        await this.#update(row.id, { state: 'ready', progress: 1, size, expires_at: this.#now() + LIFETIME })
      }
    } catch (error) {
      await this.#fail(row, error, abort.signal.aborted)
    } finally {
      this.#current = undefined
      resolve()
    }
    this.#work()
  }

  async #make(row: RecordingDownloadRow, signal: AbortSignal): Promise<number> {
    const { database, open, blobs, ffmpeg } = this.#options
    const recording = await database
      .selectFrom('recordings')
      .select(HEAD_COLUMNS)
      .where('id', '=', row.recording_id)
      .executeTakeFirst()
    if (recording === undefined || recording.trashed_at !== null) throw new ParleyError('NOT_FOUND', 'recording')
    const { key, manifest } = await open.open(recording)
    const name = fileOf(row.id)
    // What a stop of the service left of it.
    await blobs.remove(`${recording.id}/${name}`)
    const blob = await blobs.create(`${recording.id}/${name}`)
    try {
      const writer = new SealedWriter(blob, key, { recording: recording.id, track: name })
      let told = 0
      await compose({
        plan: planFor(manifest),
        ffmpeg,
        open: (segment) => open.track(recording, segment.id),
        write: (bytes) => writer.write(bytes),
        onProgress: (progress) => {
          if (this.#now() - told < PROGRESS_EVERY) return
          told = this.#now()
          void this.#update(row.id, { progress }).catch(() => undefined)
        },
        signal,
      })
      const { size } = await writer.close()
      await blob.finish()
      return size
    } catch (error) {
      await blob.close()
      await blobs.remove(`${recording.id}/${name}`)
      throw error
    }
  }

  async #fail(row: RecordingDownloadRow, thrown: unknown, aborted: boolean): Promise<void> {
    // Whoever cancelled it has removed it; a service that stops goes on with it when it is back.
    if (aborted) {
      await this.#update(row.id, { state: 'waiting', progress: 0 })
      return
    }
    const error = toParleyError(thrown)
    this.#options.log.warn({ err: error, recording: row.recording_id }, 'a file of a recording could not be made')
    await this.#update(row.id, { state: 'failed', error: error.code })
  }

  async #update(id: string, change: Partial<RecordingDownloadRow>): Promise<void> {
    await this.#options.database.updateTable('recording_downloads').set(change).where('id', '=', id).execute()
  }
}
