/**
 * Recordings as the library keeps them: what whoever writes one tells of it, from its start to its end.
 *
 * One recording is begun once, in the transaction that records its start in the audit log; then its manifest is brought up to date as
 * often as its writer likes, and once more when it ends. After a crash `unfinished` says which had not ended. The tracks themselves go
 * to the blob store under the recording's id (`<recording>/…`), which is how all of them are found when it is deleted.
 */
import type { KeyObject } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { endOf, positionOf } from '#shared/recording/timeline.ts'
import { searchable } from '../../identity/people-records.ts'
import type { Database } from '../../storage/database.ts'
import { openManifest, sealManifest } from './sealed-manifest.ts'

export interface NewRecording {
  /** Whose `recording` is the id; its state is `running`. */
  readonly manifest: RecordingManifest
  readonly meeting: { readonly title: string; readonly organiser: { readonly id: string; readonly name: string } }
  /** Of the vault, for the context of this tenant and this recording. */
  readonly key: KeyObject
  readonly wrapped: string
}

/** One that had not ended when the service last ran. */
export interface UnfinishedRecording {
  readonly id: string
  readonly tenant: string
  readonly meetingId: string
  readonly occurrenceId: string
  readonly wrapped: string
}

export interface RecordingsOptions {
  /** ms for which an organisation keeps a recording; undefined: until somebody deletes it. */
  keptFor?: (tenant: string, compliance: boolean) => number | undefined
  now?: () => number
}

/** In a transaction where it is made with one. */
export class Recordings {
  readonly #database: Database
  readonly #keptFor: (tenant: string, compliance: boolean) => number | undefined
  readonly #now: () => number

  constructor(database: Database, { keptFor = () => undefined, now = Date.now }: RecordingsOptions = {}) {
    this.#database = database
    this.#keptFor = keptFor
    this.#now = now
  }

  /** The same within a transaction. */
  within(transaction: Database): Recordings {
    return new Recordings(transaction, { keptFor: this.#keptFor, now: this.#now })
  }

  /** A recording is there from now on, for those who are invited to its meeting now. */
  async begin({ manifest, meeting: { title, organiser }, key, wrapped }: NewRecording): Promise<void> {
    const { recording: id, tenant, meeting, occurrence, compliance, state, span } = manifest
    await this.#database
      .insertInto('recordings')
      .values({
        id,
        tenant,
        meeting_id: meeting,
        occurrence_id: occurrence,
        title,
        search_text: searchable(`${title} ${organiser.name}`),
        organiser_id: organiser.id,
        organiser_name: organiser.name,
        compliance: compliance ? 1 : 0,
        state,
        started_at: Math.round(span.from),
        ended_at: null,
        duration: null,
        size: null,
        wrapped_key: wrapped,
        manifest: sealManifest(manifest, key),
        expires_at: null,
        held_at: null,
        held_by: null,
        trashed_at: null,
        trashed_by: null,
        deleted_at: null,
      })
      .execute()
    await this.#noteInvited(id, meeting)
  }

  /** What is known of it now; it may also run again after it was interrupted. Throws NOT_FOUND for one that is not there, or is over. */
  async update(manifest: RecordingManifest, key: KeyObject): Promise<void> {
    await this.#write(manifest, key, { state: manifest.state })
  }

  /**
   * It is over, `finished` or `interrupted` as its manifest says: from now on it can be watched, and its time to be kept runs. Throws
   * NOT_FOUND as `update` does, and WRONG_STATE for a manifest that still runs.
   */
  async end(manifest: RecordingManifest, key: KeyObject): Promise<void> {
    if (manifest.state === 'running') throw new ParleyError('WRONG_STATE', 'the manifest says that it runs')
    const endedAt = Math.round(endOf(manifest))
    const keptFor = this.#keptFor(manifest.tenant, manifest.compliance)
    await this.#write(manifest, key, {
      state: manifest.state,
      ended_at: endedAt,
      duration: Math.round(positionOf(manifest, endOf(manifest))),
      size: manifest.tracks.reduce((sum, { segments }) => sum + segments.reduce((bytes, { size }) => bytes + (size ?? 0), 0), 0),
      // From now, not from its end: one that a crash cut off a month ago is not deleted before anybody knew of it.
      expires_at: keptFor === undefined ? null : this.#now() + keptFor,
    })
    await this.#noteInvited(manifest.recording, manifest.meeting)
  }

  /** Those that have not ended, the oldest first. */
  async unfinished(): Promise<UnfinishedRecording[]> {
    const rows = await this.#database
      .selectFrom('recordings')
      .select(['id', 'tenant', 'meeting_id', 'occurrence_id', 'wrapped_key'])
      .where('ended_at', 'is', null)
      .where('deleted_at', 'is', null)
      .orderBy('started_at')
      .execute()
    return rows.flatMap(({ id, tenant, meeting_id, occurrence_id, wrapped_key }) =>
      wrapped_key === null ? [] : [{ id, tenant, meetingId: meeting_id, occurrenceId: occurrence_id, wrapped: wrapped_key }],
    )
  }

  /** Throws NOT_FOUND, or STORED_DAMAGED where it is not what was sealed with this key. */
  async manifestOf(id: string, key: KeyObject): Promise<RecordingManifest> {
    const row = await this.#database.selectFrom('recordings').select('manifest').where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.manifest === null) throw new ParleyError('NOT_FOUND', 'recording')
    return openManifest(row.manifest, id, key)
  }

  async #write(
    manifest: RecordingManifest,
    key: KeyObject,
    change: {
      state: RecordingManifest['state']
      ended_at?: number
      duration?: number
      size?: number
      expires_at?: number | null
    },
  ): Promise<void> {
    const { numUpdatedRows } = await this.#database
      .updateTable('recordings')
      .set({ ...change, manifest: sealManifest(manifest, key) })
      .where('id', '=', manifest.recording)
      .where('ended_at', 'is', null)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new ParleyError('NOT_FOUND', 'recording')
  }

  /** Whoever was named for the meeting while it was recorded: who is named later was not invited to what was said. */
  async #noteInvited(id: string, meetingId: string): Promise<void> {
    const invited = await this.#database
      .selectFrom('meeting_people')
      .select('person_id')
      .where('meeting_id', '=', meetingId)
      .execute()
    if (invited.length === 0) return
    const at = this.#now()
    await this.#database
      .insertInto('recording_people')
      .values(
        invited.map(({ person_id }) => ({ recording_id: id, person_id, name: '', because: 'invited', at, by_person_id: null })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
