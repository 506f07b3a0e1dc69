import type { KeyObject } from 'node:crypto'
import type { UnavailableReason } from '#shared/contract/recording.ts'
import { MANIFEST_VERSION, type RecordingManifest } from '#shared/recording/manifest.ts'
import { endOf } from '#shared/recording/timeline.ts'
import { newId } from '../../identity/secrets.ts'
import type { Log } from '../../logging.ts'
import type { MeetingRecord } from '../../meetings/meeting-records.ts'
import type { BlobStore } from '../../storage/blobs/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { KeyVault } from '../../storage/vault/key-vault.ts'
import { judgeFfmpeg } from '../capture/find-ffmpeg.ts'
import { RecordingClock } from '../capture/recording-clock.ts'
import type { CaptureTools } from '../capture/segment-capture.ts'
import { SenderReports } from '../capture/sender-reports.ts'
import { TrackCapture } from '../capture/track-capture.ts'
import type { Recordings } from '../library/recordings.ts'
import type { NoteRecordingAct, RecordingAct } from './recording-acts.ts'
import { type OpenCapture, RecordingSession, type SessionOptions } from './recording-session.ts'
import { endInterrupted, recoverManifest, recoverTracks } from './recovery.ts'
import { closed } from './spans.ts'

export interface RecorderOptions {
  readonly database: Database
  readonly library: Recordings
  readonly blobs: BlobStore
  readonly vault: KeyVault
  /** The program. */
  readonly ffmpeg: string
  readonly note: NoteRecordingAct
  readonly log: Log
  /** Tests record without processes. */
  readonly openCapture?: OpenCapture
}

export interface BeginOptions extends Pick<SessionOptions, 'gapReason' | 'onTrouble'> {
  readonly meeting: Pick<MeetingRecord, 'id' | 'tenant' | 'title' | 'organiser'>
  readonly occurrence: string
  readonly compliance: boolean
  /** Absent where a rule does. */
  readonly by: { readonly id: string; readonly kind: 'member' | 'guest'; readonly name: string } | undefined
}

/** A recording that was cut off, and what there is of it. */
export interface Interrupted {
  readonly manifest: RecordingManifest
  readonly key: KeyObject
}

/** All that this service records: begins recordings, ends them, and finds those again that a crash cut off. */
export class Recorder {
  /** Why nothing can be recorded. */
  readonly unavailable: UnavailableReason | undefined
  readonly #options: RecorderOptions
  readonly #tools: CaptureTools
  readonly #reports: SenderReports
  /** By occurrence. */
  readonly #interrupted = new Map<string, Interrupted[]>()
  readonly #working = new Set<Promise<void>>()

  private constructor(options: RecorderOptions, reports: SenderReports, unavailable: UnavailableReason | undefined) {
    const { ffmpeg, blobs, log } = options
    this.#options = options
    this.#reports = reports
    this.unavailable = unavailable
    this.#tools = { ffmpeg, blobs, reports, clock: new RecordingClock(), log }
  }

  static async create(options: RecorderOptions): Promise<Recorder> {
    const problem = options.openCapture === undefined ? await judgeFfmpeg(options.ffmpeg) : undefined
    if (problem !== undefined) options.log.warn({ problem }, 'there is no ffmpeg to record with: recording is not offered')
    return new Recorder(options, await SenderReports.open(), problem === undefined ? undefined : 'noRecorder')
  }

  /** Finds what a crash cut off. What can't be read now is left for the next start. */
  async recover(): Promise<void> {
    const { library, vault, blobs, log } = this.#options
    for (const { id, tenant, occurrenceId, wrapped } of await library.unfinished()) {
      try {
        const key = await vault.unwrap(wrapped, { tenant, recording: id })
        const stored = await library.manifestOf(id, key)
        if (stored.span.to !== undefined) {
          await this.#endStopped(stored, key)
          continue
        }
        const manifest = await recoverManifest(stored, key, blobs)
        await library.update(manifest, key)
        await this.note(actOf(manifest, 'interrupt', undefined))
        this.#interrupted.set(occurrenceId, [...(this.#interrupted.get(occurrenceId) ?? []), { manifest, key }])
        log.warn({ recording: id }, 'a recording was cut off')
      } catch (error) {
        log.error({ err: error, recording: id }, 'a recording that was cut off can’t be read')
      }
    }
  }

  /** People had stopped it before it was cut off: it does not go on, and ends with what there is of it. */
  async #endStopped(stored: RecordingManifest, key: KeyObject): Promise<void> {
    const { library, blobs, database, note } = this.#options
    const to = endOf(stored)
    const ended: RecordingManifest = {
      ...(await recoverTracks(stored, key, blobs)),
      state: 'interrupted',
      pauses: closed(stored.pauses, to),
      participants: stored.participants.map((each) => ({ ...each, presences: closed(each.presences, to) })),
    }
    await database.transaction().execute(async (transaction) => {
      await library.within(transaction).end(ended, key)
      await note(transaction, actOf(ended, 'stop', undefined))
    })
  }

  /** Those of an occurrence that goes on. */
  claim(occurrence: string): Interrupted[] {
    const found = this.#interrupted.get(occurrence) ?? []
    this.#interrupted.delete(occurrence)
    return found
  }

  /** Nobody comes back to the others: they end where they were cut off. */
  async endUnclaimed(): Promise<void> {
    const { library, log } = this.#options
    const unclaimed = [...this.#interrupted.values()].flat()
    this.#interrupted.clear()
    for (const { manifest, key } of unclaimed) {
      await library
        .end(endInterrupted(manifest), key)
        .catch((error: unknown) => log.error({ err: error, recording: manifest.recording }, 'a recording could not be ended'))
    }
  }

  /** Throws VAULT_UNREACHABLE, or whatever keeps it from being kept; nothing is begun then. */
  async begin({ meeting, occurrence, compliance, by, ...options }: BeginOptions): Promise<RecordingSession> {
    const { vault, library, database, note } = this.#options
    const { tenant } = meeting
    const id = newId()
    const { key, wrapped } = await vault.newDataKey({ tenant, recording: id })
    const startedBy = by === undefined ? {} : { startedBy: { name: by.name, ...(by.kind === 'member' ? { person: by.id } : {}) } }
    const manifest: RecordingManifest = {
      version: MANIFEST_VERSION,
      recording: id,
      tenant,
      meeting: meeting.id,
      occurrence,
      compliance,
      ...startedBy,
      state: 'running',
      span: { from: this.#tools.clock.now() },
      pauses: [],
      interruptions: [],
      participants: [],
      tracks: [],
    }
    await database.transaction().execute(async (transaction) => {
      await library.within(transaction).begin({ manifest, meeting, key, wrapped })
      await note(transaction, actOf(manifest, 'start', by?.id))
    })
    return this.#session({ manifest, key }, options)
  }

  /** Goes on with one that was cut off. */
  goOn(interrupted: Interrupted, options: Pick<SessionOptions, 'gapReason' | 'onTrouble'>): RecordingSession {
    return this.#session(interrupted, options)
  }

  /** Ends a recording; done in the background, before the service stops. */
  end(session: RecordingSession, by: string | undefined): void {
    this.#work(session.id, async () => {
      const { library, blobs, database, note } = this.#options
      const { key, isInterrupted: wasInterrupted } = session
      const manifest = await recoverTracks(await session.finish(), key, blobs)
      const ended = wasInterrupted ? endInterrupted(manifest) : manifest
      await database.transaction().execute(async (transaction) => {
        await library.within(transaction).end(ended, key)
        await note(transaction, actOf(ended, 'stop', by))
      })
    })
  }

  /** The service stops: the recording goes on when it is back. */
  suspend(session: RecordingSession): void {
    this.#work(session.id, async () => {
      const { library, blobs } = this.#options
      const { key } = session
      await library.update(await recoverTracks(await session.suspend(), key, blobs), key)
    })
  }

  /** Writes down what is done. Where that fails it is in the service's log. */
  async note(act: RecordingAct): Promise<void> {
    const { database, note, log } = this.#options
    try {
      await database.transaction().execute((transaction) => note(transaction, act))
    } catch (error) {
      log.error({ err: error, recording: act.recording }, 'what was done about a recording is not in the audit log')
    }
  }

  /** All that was recorded is stored when it resolves. */
  async close(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working)
    this.#reports.close()
  }

  #session({ manifest, key }: Interrupted, options: Pick<SessionOptions, 'gapReason' | 'onTrouble'>): RecordingSession {
    const { library, openCapture = (capture) => new TrackCapture(capture) } = this.#options
    const save = (current: RecordingManifest): Promise<void> => library.update(current, key)
    return new RecordingSession({ manifest, key, tools: this.#tools, openCapture, save, ...options })
  }

  #work(recording: string, work: () => Promise<void>): void {
    const done = work()
      .catch((error: unknown) => this.#options.log.error({ err: error, recording }, 'a recording could not be ended'))
      .finally(() => this.#working.delete(done))
    this.#working.add(done)
  }
}

export const actOf = (manifest: RecordingManifest, did: RecordingAct['did'], by: string | undefined): RecordingAct => {
  const { tenant, recording, meeting, compliance } = manifest
  return { did, tenant, recording, meeting, compliance, by }
}
