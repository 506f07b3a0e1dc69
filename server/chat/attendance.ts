import type { Database } from '../storage/database.ts'

/** Ways in which people leave a meeting on terms that leave them its chat; after any other they see no more of it. */
const GOOD_TERMS: readonly (string | null)[] = [null, 'left', 'timedOut', 'ended', 'replaced', 'signedOut']

/** Who has been in a meeting, at any time. */
export interface Attendance {
  /** Those of these people who are or have been in the meeting. */
  whoOf(meetingId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Until when the chat is theirs, ms since 1970: not what came after they had been taken out. `Infinity` for whoever left on
   * good terms, undefined for whoever has never been in it.
   */
  chatUntil(meetingId: string, personId: string): Promise<number | undefined>
}

/** Attendance as the service's database knows it. */
export class SqliteAttendance implements Attendance {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async whoOf(meetingId: string, personIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (personIds.length === 0) return new Set()
    const rows = await this.#of(meetingId)
      .select('participants.person_id')
      .where('person_id', 'in', personIds)
      .distinct()
      .execute()
    return new Set(rows.map(({ person_id }) => person_id))
  }

  async chatUntil(meetingId: string, personId: string): Promise<number | undefined> {
    const stays = await this.#of(meetingId)
      .select(['left_at', 'left_reason'])
      .where('person_id', '=', personId)
      .orderBy('joined_at')
      .execute()
    const last = stays.at(-1)
    if (last === undefined) return undefined
    return GOOD_TERMS.includes(last.left_reason) ? Number.POSITIVE_INFINITY : (last.left_at ?? 0)
  }

  #of(meetingId: string) {
    return this.#database
      .selectFrom('participants')
      .innerJoin('occurrences', 'occurrences.id', 'participants.occurrence_id')
      .where('occurrences.meeting_id', '=', meetingId)
  }
}
