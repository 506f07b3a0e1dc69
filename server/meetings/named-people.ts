import type { NamedPerson } from '#shared/contract/moderation.ts'
import type { Database } from '../storage/database.ts'

export type NamedRole = NamedPerson['role']

/** Whom organisers named for their meetings. */
export class NamedPeople {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** By person id. */
  async of(meetingId: string): Promise<Map<string, NamedRole>> {
    const rows = await this.#database.selectFrom('meeting_people').selectAll().where('meeting_id', '=', meetingId).execute()
    return new Map(rows.map(({ person_id, role }) => [person_id, role]))
  }

  /** The meetings that somebody was named for, by meeting id. */
  async meetingsOf(personId: string): Promise<Map<string, NamedRole>> {
    const rows = await this.#database.selectFrom('meeting_people').selectAll().where('person_id', '=', personId).execute()
    return new Map(rows.map(({ meeting_id, role }) => [meeting_id, role]))
  }

  /** In a transaction: it takes two statements. */
  async replace(meetingId: string, people: ReadonlyMap<string, NamedRole>): Promise<void> {
    const rows = [...people].map(([person_id, role]) => ({ meeting_id: meetingId, person_id, role }))
    await this.#database.deleteFrom('meeting_people').where('meeting_id', '=', meetingId).execute()
    if (rows.length > 0) await this.#database.insertInto('meeting_people').values(rows).execute()
  }
}
