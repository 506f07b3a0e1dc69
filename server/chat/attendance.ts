import type { Database } from '../storage/database.ts'

/** Who has been in a meeting, at any time. */
export interface Attendance {
  /** Those of these people who are or have been in the meeting. */
  whoOf(meetingId: string, personIds: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Until when the chat is theirs, ms since 1970; undefined for whoever has never been in the meeting, `Infinity` for whoever has,
   * but not for those who were removed last, nor, with `untilLeft`, for those who have left: until then.
   */
  chatUntil(meetingId: string, personId: string, untilLeft: boolean): Promise<number | undefined>
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

  async chatUntil(meetingId: string, personId: string, untilLeft: boolean): Promise<number | undefined> {
    const stays = await this.#of(meetingId)
      .select(['left_at', 'left_reason'])
      .where('person_id', '=', personId)
      .orderBy('joined_at')
      .execute()
    const last = stays.at(-1)
    if (last === undefined) return undefined
    const ended = untilLeft || last.left_reason === 'removed'
    return ended ? (last.left_at ?? 0) : Number.POSITIVE_INFINITY
  }

  #of(meetingId: string) {
    return this.#database
      .selectFrom('participants')
      .innerJoin('occurrences', 'occurrences.id', 'participants.occurrence_id')
      .where('occurrences.meeting_id', '=', meetingId)
  }
}
