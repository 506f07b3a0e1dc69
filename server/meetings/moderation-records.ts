import { sql } from 'kysely'
import type { LogEntry } from '#shared/contract/moderation.ts'
import type { Database } from '../storage/database.ts'
import type { BanRow, DecisionRow, LogRow } from '../storage/schema.ts'
import type { Ban } from './banned.ts'

/** Lines of a log that are read at once, the last ones. */
const LOG_LINES = 2_000

const banFrom = (row: BanRow): Ban => ({
  id: row.id,
  kind: row.kind,
  personId: row.person_id,
  sessionId: row.session_id,
  clientKey: row.client_key,
  name: row.name,
  at: row.at,
})

const entryFrom = (row: LogRow): LogEntry => ({
  id: row.id,
  at: row.at,
  by: { personId: row.by_person_id, name: row.by_name },
  action: row.action,
  target: row.target ?? undefined,
  detail: row.detail ?? undefined,
})

/** What was decided about people in one occurrence, who may not come into it, and the log of who did what. */
export class ModerationRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async decide(rows: readonly DecisionRow[]): Promise<void> {
    if (rows.length === 0) return
    await this.#database
      .insertInto('decisions')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['occurrence_id', 'person_id']).doUpdateSet(({ ref }) => ({
          role: ref('excluded.role'),
          admission: ref('excluded.admission'),
          may_unmute: ref('excluded.may_unmute'),
          may_show_camera: ref('excluded.may_show_camera'),
        })),
      )
      .execute()
  }

  async addBans(occurrenceId: string, bans: readonly Ban[]): Promise<void> {
    if (bans.length === 0) return
    const rows = bans.map(({ id, kind, personId, sessionId, clientKey, name, at }) => ({
      id,
      occurrence_id: occurrenceId,
      kind,
      person_id: personId,
      session_id: sessionId,
      client_key: clientKey,
      name,
      at,
    }))
    await this.#database.insertInto('bans').values(rows).execute()
  }

  async liftBans(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#database.deleteFrom('bans').where('id', 'in', ids).execute()
  }

  async log(occurrenceId: string, entries: readonly LogEntry[]): Promise<void> {
    if (entries.length === 0) return
    const rows = entries.map(({ id, at, by, action, target, detail }) => ({
      id,
      occurrence_id: occurrenceId,
      at,
      by_person_id: by.personId,
      by_name: by.name,
      action,
      target: target ?? null,
      detail: detail ?? null,
    }))
    await this.#database.insertInto('log_entries').values(rows).execute()
  }

  /** The oldest first. */
  async readLog(occurrenceId: string): Promise<LogEntry[]> {
    const rows = await this.#database
      .selectFrom('log_entries')
      .selectAll()
      .where('occurrence_id', '=', occurrenceId)
      .orderBy('at', 'desc')
      .orderBy(sql`rowid`, 'desc')
      .limit(LOG_LINES)
      .execute()
    return rows.map(entryFrom).reverse()
  }

  async of(occurrenceId: string): Promise<{ decisions: DecisionRow[]; bans: Ban[] }> {
    const decisions = this.#database.selectFrom('decisions').selectAll().where('occurrence_id', '=', occurrenceId).execute()
    const bans = this.#database.selectFrom('bans').selectAll().where('occurrence_id', '=', occurrenceId).orderBy('at').execute()
    return { decisions: await decisions, bans: (await bans).map(banFrom) }
  }
}
