import { randomInt } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Person } from '#shared/contract/common.ts'
import { ParleyError } from '#shared/errors.ts'
import { makeCode } from '#shared/meeting/code.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import { OptionsChange } from '#shared/meeting/options.ts'
import { newId } from '../identity/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { MeetingRow } from '../storage/schema.ts'
import type { Made } from './rulings.ts'

/** A meeting as it is kept: whether it takes place now is the business of `Meetings`. */
export interface MeetingRecord {
  readonly id: string
  readonly code: string
  readonly title: string
  readonly organiser: { id: string; name: string }
  /** Id of the organisation that holds it. */
  readonly tenant: string
  /** What organisers chose of its options. */
  readonly choice: OptionsChange
  readonly kind: MeetingKind
  readonly templateId: string | undefined
  readonly labelId: string | undefined
  readonly createdAt: number
  readonly startsAt: number | undefined
  readonly durationMinutes: number | undefined
}

export interface NewMeeting {
  title: string
  startsAt?: number | undefined
  durationMinutes?: number | undefined
  templateId?: string | undefined
  /** The organisation's default label where absent. */
  labelId?: string | undefined
}

/** How many meetings a list shows. */
const LISTED = 200

/** An option that a newer service knew and this one does not is as if nobody had chosen. */
const choiceOf = (json: string): OptionsChange => OptionsChange.safeParse(JSON.parse(json)).data ?? {}

const recordOf = (row: Selectable<MeetingRow>): MeetingRecord => ({
  id: row.id,
  code: row.code,
  title: row.title,
  organiser: { id: row.organiser_id, name: row.organiser_name },
  tenant: row.tenant,
  choice: choiceOf(row.options),
  kind: row.kind,
  templateId: row.template_id ?? undefined,
  labelId: row.label_id ?? undefined,
  createdAt: row.created_at,
  startsAt: row.starts_at ?? undefined,
  durationMinutes: row.duration_minutes ?? undefined,
})

export class MeetingRecords {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  async create(
    organiser: Person,
    tenant: string,
    { title, startsAt, durationMinutes }: NewMeeting,
    { kind, templateId, labelId }: Made = { kind: 'meeting', templateId: undefined, labelId: undefined },
  ): Promise<MeetingRecord> {
    const row = await this.#database
      .insertInto('meetings')
      .values({
        id: newId(),
        code: makeCode(randomInt),
        title,
        organiser_id: organiser.id,
        organiser_name: organiser.name,
        tenant,
        options: '{}',
        kind,
        template_id: templateId ?? null,
        label_id: labelId ?? null,
        created_at: this.#now(),
        starts_at: startsAt ?? null,
        duration_minutes: durationMinutes ?? null,
        cancelled_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return recordOf(row)
  }

  /** Throws MEETING_NOT_FOUND, or MEETING_ENDED for one that was cancelled. */
  async byCode(code: string): Promise<MeetingRecord> {
    const row = await this.#database.selectFrom('meetings').selectAll().where('code', '=', code).executeTakeFirst()
    if (row === undefined) throw new ParleyError('MEETING_NOT_FOUND')
    if (row.cancelled_at !== null) throw new ParleyError('MEETING_ENDED', 'cancelled')
    return recordOf(row)
  }

  /** For somebody who is let see one meeting alone. Throws FORBIDDEN for every other code, whether it is a meeting's or not. */
  async byCodeAndId(code: string, id: string): Promise<MeetingRecord> {
    const known = await this.#database
      .selectFrom('meetings')
      .select('id')
      .where('code', '=', code)
      .where('id', '=', id)
      .executeTakeFirst()
    if (known === undefined) throw new ParleyError('FORBIDDEN', 'a guest of another meeting')
    return this.byCode(code)
  }

  async byId(id: string): Promise<MeetingRecord> {
    const row = await this.#database.selectFrom('meetings').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.cancelled_at !== null) throw new ParleyError('MEETING_NOT_FOUND')
    return recordOf(row)
  }

  /**
   * Meetings that the person organises or has been in, and that were not cancelled: those to come first, the next one at the
   * top, then the others, the latest first.
   */
  async of(personId: string): Promise<MeetingRecord[]> {
    const rows = await this.#database
      .selectFrom('meetings')
      .selectAll()
      .where('cancelled_at', 'is', null)
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('organiser_id', '=', personId),
          exists(
            selectFrom('participants')
              .innerJoin('occurrences', 'occurrences.id', 'participants.occurrence_id')
              .select('participants.id')
              .whereRef('occurrences.meeting_id', '=', 'meetings.id')
              .where('participants.person_id', '=', personId),
          ),
        ]),
      )
      .orderBy('created_at', 'desc')
      .limit(LISTED)
      .execute()
    const now = this.#now()
    return rows.map(recordOf).sort(byTime(now))
  }

  /** Changes these options and leaves the others as they are. */
  async changeOptions(id: string, change: OptionsChange): Promise<void> {
    await this.#database
      .updateTable('meetings')
      .set({ options: sql`json_patch(options, ${JSON.stringify(change)})` })
      .where('id', '=', id)
      .execute()
  }

  async cancel(id: string): Promise<void> {
    await this.#database.updateTable('meetings').set({ cancelled_at: this.#now() }).where('id', '=', id).execute()
  }
}

/** ms that a meeting counts as to come after it should have begun, where it says nothing about how long it lasts. */
const USUAL_DURATION = 60 * 60_000

/** Orders meetings: to come, the next one first; then the rest, the latest first. */
export const byTime = (now: number) => {
  const isToCome = ({ startsAt, durationMinutes }: MeetingRecord): boolean =>
    startsAt !== undefined && startsAt + (durationMinutes === undefined ? USUAL_DURATION : durationMinutes * 60_000) > now
  const time = ({ startsAt, createdAt }: MeetingRecord): number => startsAt ?? createdAt
  return (a: MeetingRecord, b: MeetingRecord): number => {
    if (isToCome(a) !== isToCome(b)) return isToCome(a) ? -1 : 1
    return isToCome(a) ? time(a) - time(b) : time(b) - time(a)
  }
}
