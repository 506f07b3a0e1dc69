import type { Database } from '../storage/database.ts'
import type { WaitRow } from '../storage/schema.ts'
import { columnsOf } from './newcomer-columns.ts'
import type { Newcomer } from './standing.ts'

/** The lobbies as they are kept: whoever waits keeps their place when the service is restarted. */
export class WaitRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async add(meetingId: string, wait: { id: string; newcomer: Newcomer; since: number }): Promise<void> {
    const { id, newcomer, since } = wait
    await this.#database
      .insertInto('waits')
      .values({ id, meeting_id: meetingId, since, ...columnsOf(newcomer) })
      .execute()
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#database.deleteFrom('waits').where('id', 'in', ids).execute()
  }

  /** By meeting id, those who came first at the top. */
  async all(): Promise<Map<string, WaitRow[]>> {
    const rows = await this.#database.selectFrom('waits').selectAll().orderBy('since').execute()
    return Map.groupBy(rows, ({ meeting_id }) => meeting_id)
  }
}
