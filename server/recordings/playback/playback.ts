import type { Damage, DamageKind } from '#shared/contract/recordings.ts'
import { ParleyError } from '#shared/errors.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import type { Session } from '../../identity/identities.ts'
import { newId } from '../../identity/secrets.ts'
import { SlidingLimit } from '../../sliding-limit.ts'
import type { Database } from '../../storage/database.ts'
import type { Access } from '../library/access.ts'
import { noteAct, type RecordingLog } from '../library/recording-trail.ts'
import type { Problem } from '../sealed/problems.ts'
import type { SealedReader } from '../sealed/sealed-reader.ts'
import type { OpenRecordings } from './open-recordings.ts'
import { type Place, placeOf } from './places.ts'
import { type SpeechSpan, speechIn } from './speech.ts'

export interface PlaybackOptions {
  database: Database
  access: Access
  audit: RecordingLog
  open: OpenRecordings
  now?: () => number
}

export interface TrackRequest {
  readonly id: string
  readonly segment: string
  readonly view: string
}

export interface TrackRange {
  /** bytes of content */
  readonly from: number
  readonly length: number
}

/** Views of one person in so many ms: each is written down for good. */
const VIEWS = { count: 60, window: 60_000 }

/** Plays recordings: hands out what was sealed to whoever may watch it, a range of bytes at a time. */
export class Playback {
  readonly #options: PlaybackOptions
  readonly #now: () => number
  readonly #limit: SlidingLimit
  readonly #speech = new WeakMap<SealedReader, Promise<SpeechSpan[]>>()

  constructor(options: PlaybackOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#limit = new SlidingLimit(VIEWS.count, VIEWS.window, this.#now)
  }

  /**
   * Somebody watches: that is written down before they are given anything. Throws FORBIDDEN, WRONG_STATE, TOO_MANY_REQUESTS and what
   * opening throws.
   */
  async open(session: Session, id: string): Promise<{ view: string; manifest: RecordingManifest }> {
    const { database, access, audit, open } = this.#options
    const { row } = await access.require(session, id, 'watch')
    if (!this.#limit.take(session.person.id)) throw new ParleyError('TOO_MANY_REQUESTS', 'views')
    const { manifest } = await open.open(row)
    const view = newId()
    await database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('recording_views')
        .values({
          id: view,
          recording_id: id,
          person_id: session.person.id,
          name: session.person.name,
          session_id: session.id,
          at: this.#now(),
          how: 'watched',
        })
        .execute()
      await noteAct(audit, transaction, session, 'recordingViewed', row)
    })
    return { view, manifest }
  }

  /** Throws STORED_DAMAGED where nothing of the segment can be played. */
  async place(session: Session, request: TrackRequest, media: number): Promise<Place & Omit<TrackFacts, 'reader'>> {
    const { reader, ...facts } = await this.#track(session, request)
    const place = await placeOf(reader, media)
    if (place === undefined) throw new ParleyError('STORED_DAMAGED', facts.problems[0] ?? 'truncated')
    return { ...place, ...facts }
  }

  /** Up to the end, or to what is damaged. Throws STORED_DAMAGED, with what is wrong, where the first byte is. */
  async read(session: Session, request: TrackRequest, { from, length }: TrackRange): Promise<Buffer> {
    const { reader } = await this.#track(session, request)
    const parts: Buffer[] = []
    for await (const piece of reader.read(from, from + length)) {
      if ('bytes' in piece) parts.push(piece.bytes)
      else if (parts.length === 0) throw new ParleyError('STORED_DAMAGED', kindOf(reader, piece.problem))
      else break
    }
    return Buffer.concat(parts)
  }

  /** What of a range can't be had. */
  async damage(session: Session, request: TrackRequest, { from, length }: TrackRange): Promise<Damage[]> {
    const { reader } = await this.#track(session, request)
    return damageIn(reader, from, from + length)
  }

  /** When somebody spoke in a track of sound. Takes all of the track, once as long as it is open. */
  async speech(session: Session, request: TrackRequest): Promise<[number, number][]> {
    const { reader } = await this.#track(session, request)
    const speech = this.#speech.get(reader) ?? speechIn(reader)
    this.#speech.set(reader, speech)
    speech.catch(() => this.#speech.delete(reader))
    return (await speech).map(([from, to]) => [from, to])
  }

  /** The track for somebody who may watch the recording now, and has opened it to do so. */
  async #track(session: Session, { id, segment, view }: TrackRequest): Promise<TrackFacts> {
    const { database, access, open } = this.#options
    const { row } = await access.require(session, id, 'watch')
    const opened = await database
      .selectFrom('recording_views')
      .select('id')
      .where('id', '=', view)
      .where('recording_id', '=', id)
      .where('session_id', '=', session.id)
      .executeTakeFirst()
    if (opened === undefined) throw new ParleyError('FORBIDDEN', 'view')
    return factsOf(await open.track(row, segment))
  }
}

interface TrackFacts {
  readonly reader: SealedReader
  readonly size: number
  readonly finished: boolean
  readonly problems: DamageKind[]
}

const factsOf = (reader: SealedReader): TrackFacts => ({
  reader,
  size: reader.size,
  finished: reader.finished,
  problems: [...new Set(reader.problems.map(({ kind }) => kind))],
})

/** What became of content that is not there: what the frame shows or, where no frame is left of it, what the scan found. */
const kindOf = (reader: SealedReader, problem: Problem | undefined): DamageKind => {
  if (problem !== undefined) return problem.kind
  return reader.problems.some(({ kind }) => kind === 'changed') ? 'changed' : 'missing'
}

export const damageIn = async (reader: SealedReader, from: number, to: number): Promise<Damage[]> => {
  const found: Damage[] = []
  for await (const piece of reader.read(from, to)) {
    if ('bytes' in piece) continue
    const { offset, lost, problem } = piece
    const frame = problem?.frame
    found.push({ from: offset, to: offset + lost, kind: kindOf(reader, problem), ...(frame === undefined ? {} : { frame }) })
  }
  return found
}
