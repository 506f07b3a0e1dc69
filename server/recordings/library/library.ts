import { sql, type Transaction } from 'kysely'
import { MOST_SHARED, type RecordingDetails, type RecordingSummary, type RecordingView } from '#shared/contract/recordings.ts'
import { ParleyError } from '#shared/errors.ts'
import { denialOf } from '#shared/recording-library/permissions.ts'
import { DAY, expiresSoon } from '#shared/recording-library/retention.ts'
import type { Session } from '../../identity/identities.ts'
import { searchable } from '../../identity/people-records.ts'
import type { Database } from '../../storage/database.ts'
import type { Schema } from '../../storage/schema.ts'
import { type Access, type Found, standingOf, summaryOf } from './access.ts'
import { noteAct, type RecordingLog } from './recording-trail.ts'
import { HEAD_COLUMNS, type RecordingHead } from './recordings-schema.ts'

export interface LibraryOptions {
  database: Database
  access: Access
  audit: RecordingLog
  now?: () => number
}

export interface LibraryQuery {
  query: string
  of: 'mine' | 'trash' | 'organisation'
  before?: string | undefined
}

/** Recordings on one page. */
const PAGE = 50
/** Names, and views, that are told of one recording. */
const LISTED = 1_000

/** The recordings that there are: found, shared, held, and put in the trash. What is in them is `Playback`'s. */
export class Library {
  readonly #database: Database
  readonly #access: Access
  readonly #audit: RecordingLog
  readonly #now: () => number

  constructor({ database, access, audit, now = Date.now }: LibraryOptions) {
    this.#database = database
    this.#access = access
    this.#audit = audit
    this.#now = now
  }

  /** Throws FORBIDDEN for the organisation's recordings where somebody is no compliance officer, and for a `before` that is not theirs. */
  async list(session: Session, query: LibraryQuery): Promise<{ recordings: RecordingSummary[]; more: boolean }> {
    const officer = await this.#access.officerOf(session)
    if (query.of === 'organisation' && officer === undefined) throw new ParleyError('FORBIDDEN', 'keepRecordings')
    const recordings: RecordingSummary[] = []
    let after: Pick<RecordingHead, 'started_at' | 'id'> | undefined
    if (query.before !== undefined) after = (await this.#access.require(session, query.before, 'see')).row
    for (;;) {
      const rows = await this.#candidates(session, officer, query, after)
        .limit(PAGE + 1)
        .execute()
      for (const row of rows) {
        if (recordings.length === PAGE) return { recordings, more: true }
        const found = await this.#access.of(session, row, officer)
        if (denialOf('see', found.viewer, found.standing, found.rules) === undefined) recordings.push(summaryOf(found))
      }
      after = rows.at(-1)
      if (rows.length <= PAGE) return { recordings, more: false }
    }
  }

  /** Of those that somebody organised, the ones that are deleted soon. */
  async expiring(session: Session): Promise<RecordingSummary[]> {
    const rows = await this.#database
      .selectFrom('recordings')
      .select(HEAD_COLUMNS)
      .where('organiser_id', '=', session.person.id)
      .where('expires_at', 'is not', null)
      .where('ended_at', 'is not', null)
      .where('trashed_at', 'is', null)
      .where('deleted_at', 'is', null)
      .where('compliance', '=', 0)
      .orderBy('expires_at')
      .limit(PAGE)
      .execute()
    const soon = rows.filter(({ expires_at, held_at }) =>
      expiresSoon({ expiresAt: expires_at ?? undefined, held: held_at !== null }, this.#now()),
    )
    return Promise.all(soon.map(async (row) => summaryOf(await this.#access.of(session, row))))
  }

  async get(session: Session, id: string): Promise<RecordingDetails> {
    return this.#details(await this.#access.require(session, id, 'see'))
  }

  /** Throws NOT_FOUND for whoever is not of the organisation, LIMIT_REACHED. */
  async share(session: Session, id: string, personId: string): Promise<RecordingDetails> {
    const { row } = await this.#access.require(session, id, 'share')
    await this.#database.transaction().execute(async (transaction) => {
      const person = await transaction
        .selectFrom('people')
        .select(['id', 'name'])
        .where('tenant', '=', row.tenant)
        .where('id', '=', personId)
        .executeTakeFirst()
      if (person === undefined) throw new ParleyError('NOT_FOUND', 'person')
      const shared = transaction.selectFrom('recording_people').where('recording_id', '=', id).where('because', '=', 'shared')
      const { count } = await shared.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
      if (count >= MOST_SHARED) throw new ParleyError('LIMIT_REACHED', 'shared')
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('recording_people')
        .values({
          recording_id: id,
          person_id: personId,
          name: person.name,
          because: 'shared',
          at: this.#now(),
          by_person_id: session.person.id,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) return
      const who = await this.#audit.pseudonymOf(transaction, row.tenant, personId)
      await noteAct(this.#audit, transaction, session, 'recordingShared', row, { person: who })
    })
    return this.get(session, id)
  }

  async withdraw(session: Session, id: string, personId: string): Promise<RecordingDetails> {
    const { row } = await this.#access.require(session, id, 'withdraw')
    await this.#database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('recording_people')
        .where('recording_id', '=', id)
        .where('person_id', '=', personId)
        .where('because', '=', 'shared')
        .executeTakeFirst()
      if (numDeletedRows === 0n) return
      const who = await this.#audit.pseudonymOf(transaction, row.tenant, personId)
      await noteAct(this.#audit, transaction, session, 'recordingWithdrawn', row, { person: who })
    })
    return this.get(session, id)
  }

  /** `days` from now; undefined: it is kept until somebody deletes it. */
  async setExpiry(session: Session, id: string, days: number | undefined): Promise<RecordingDetails> {
    const { row } = await this.#access.require(session, id, 'setExpiry')
    const expires_at = days === undefined ? null : this.#now() + days * DAY
    await this.#change(session, row, { expires_at }, 'recordingExpirySet', days === undefined ? {} : { days })
    return this.get(session, id)
  }

  async restore(session: Session, id: string): Promise<RecordingDetails> {
    const { row, rules } = await this.#access.require(session, id, 'restore')
    // Whatever threw it away would do so again at once.
    const keptDays = row.compliance === 1 ? rules.complianceKeptDays : rules.keptDays
    const isOver = row.expires_at !== null && row.expires_at <= this.#now()
    const expires_at = isOver ? (keptDays === undefined ? null : this.#now() + keptDays * DAY) : row.expires_at
    await this.#change(session, row, { trashed_at: null, trashed_by: null, expires_at }, 'recordingRestored')
    return this.get(session, id)
  }

  async hold(session: Session, id: string, held: boolean): Promise<RecordingSummary> {
    const { row } = await this.#access.require(session, id, 'hold')
    if ((row.held_at !== null) !== held) {
      const change = held ? { held_at: this.#now(), held_by: session.person.id } : { held_at: null, held_by: null }
      await this.#change(session, row, change, held ? 'recordingHeld' : 'recordingReleased')
    }
    return summaryOf(await this.#access.require(session, id, 'see'))
  }

  async listViews(session: Session, id: string): Promise<RecordingView[]> {
    await this.#access.require(session, id, 'seeViews')
    const rows = await this.#database
      .selectFrom('recording_views')
      .selectAll()
      .where('recording_id', '=', id)
      .orderBy('at', 'desc')
      .limit(LISTED)
      .execute()
    return rows.map(({ person_id, name, at, how }) => ({ person: { id: person_id, name }, at, how }))
  }

  async #details(found: Found): Promise<RecordingDetails> {
    const { row, rules, viewer } = found
    const summary = summaryOf(found)
    const isWatched = summary.may.includes('watch')
    return {
      ...summary,
      participants: isWatched ? await this.#participantsOf(row.occurrence_id) : [],
      sharedWith: viewer.organiser && summary.may.includes('withdraw') ? await this.#sharedWith(row.id) : [],
      trash: rules.trash === 'on',
    }
  }

  async #participantsOf(occurrenceId: string): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('participants')
      .select('name')
      .where('occurrence_id', '=', occurrenceId)
      .distinct()
      .orderBy('name')
      .limit(LISTED)
      .execute()
    return rows.map(({ name }) => name)
  }

  async #sharedWith(id: string): Promise<RecordingDetails['sharedWith']> {
    const rows = await this.#database
      .selectFrom('recording_people')
      .selectAll()
      .where('recording_id', '=', id)
      .where('because', '=', 'shared')
      .orderBy('name')
      .execute()
    return rows.map(({ person_id, name, at }) => ({ personId: person_id, name, at }))
  }

  async #change(
    session: Session,
    row: RecordingHead,
    change: Partial<RecordingHead>,
    act: Parameters<typeof noteAct>[3],
    detail?: Parameters<typeof noteAct>[5],
  ): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await unchanged(transaction, row)
      await transaction.updateTable('recordings').set(change).where('id', '=', row.id).execute()
      await noteAct(this.#audit, transaction, session, act, row, detail)
    })
  }

  /** Those that could be theirs, the newest first; each is asked about by itself. */
  #candidates(
    { person }: Session,
    officer: string | undefined,
    { query, of }: LibraryQuery,
    after: Pick<RecordingHead, 'started_at' | 'id'> | undefined,
  ) {
    const text = searchable(query)
    let rows = this.#database
      .selectFrom('recordings')
      .select(HEAD_COLUMNS)
      .where('deleted_at', 'is', null)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
    if (of === 'trash') rows = rows.where('trashed_at', 'is not', null)
    if (of === 'mine') rows = rows.where('trashed_at', 'is', null).where('compliance', '=', 0)
    if (of === 'organisation') rows = rows.where('recordings.tenant', '=', officer ?? '')
    else {
      rows = rows.where(({ or, and, eb, exists, selectFrom }) =>
        or([
          eb('organiser_id', '=', person.id),
          exists(
            selectFrom('participants')
              .select('participants.id')
              .whereRef('participants.occurrence_id', '=', 'recordings.occurrence_id')
              .where('participants.person_id', '=', person.id),
          ),
          exists(
            selectFrom('recording_people')
              .select('recording_people.person_id')
              .whereRef('recording_people.recording_id', '=', 'recordings.id')
              .where('recording_people.person_id', '=', person.id),
          ),
          and([eb('compliance', '=', 1), eb('recordings.tenant', '=', officer ?? '')]),
        ]),
      )
    }
    if (text !== '') {
      rows = rows.where(({ or, exists, selectFrom }) =>
        or([
          sql<boolean>`instr(recordings.search_text, ${text}) > 0`,
          exists(
            selectFrom('participants')
              .leftJoin('people', 'people.id', 'participants.person_id')
              .select('participants.id')
              .whereRef('participants.occurrence_id', '=', 'recordings.occurrence_id')
              .where(sql<boolean>`instr(coalesce(people.search_text, lower(participants.name)), ${text}) > 0`),
          ),
        ]),
      )
    }
    if (after !== undefined) {
      rows = rows.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('recordings.started_at', 'recordings.id'), '<', tuple(after.started_at, after.id)),
      )
    }
    return rows
  }
}

/** Throws WRONG_STATE where somebody else has changed what was decided by: a hold, the trash, its time, or the recording is gone. */
export const unchanged = async (transaction: Transaction<Schema>, row: RecordingHead): Promise<void> => {
  const now = await transaction.selectFrom('recordings').select(HEAD_COLUMNS).where('id', '=', row.id).executeTakeFirst()
  const decisive = (one: RecordingHead): string => JSON.stringify([standingOf(one), one.expires_at, one.trashed_at])
  if (now === undefined || decisive(now) !== decisive(row)) throw new ParleyError('WRONG_STATE', 'changed')
}
