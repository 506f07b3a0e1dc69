import type { Transaction } from 'kysely'
import type { LogEntry } from '#shared/contract/moderation.ts'
import { newId } from '../identity/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'

export interface LabelChange {
  readonly meetingId: string
  readonly by: LogEntry['by']
  readonly before: string | undefined
  readonly label: { readonly id: string; readonly name: string }
  /** Why the meeting may be less protected than before. */
  readonly justification: string | undefined
}

/** Which labels meetings were given, by whom and why: a part of their logs, whether they take place or not. */
export class LabelChanges {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  /**
   * Gives a meeting another label; undefined where it no longer has the one that it had `before`. `record` writes down what is done
   * in the same transaction.
   */
  make(
    { meetingId, by, before, label, justification }: LabelChange,
    record: (transaction: Transaction<Schema>) => Promise<void> = async () => undefined,
  ): Promise<LogEntry | undefined> {
    return this.#database.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('meetings')
        .set({ label_id: label.id })
        .where('id', '=', meetingId)
        .where('label_id', 'is', before ?? null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return undefined
      const row = {
        id: newId(),
        meeting_id: meetingId,
        at: this.#now(),
        by_person_id: by.personId,
        by_name: by.name,
        before: before ?? null,
        label_id: label.id,
        label_name: label.name,
        justification: justification ?? null,
      }
      await transaction.insertInto('label_changes').values(row).execute()
      await record(transaction)
      return entryOf(row)
    })
  }

  /** The oldest first. */
  async of(meetingId: string): Promise<LogEntry[]> {
    const rows = await this.#database
      .selectFrom('label_changes')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .orderBy('at')
      .execute()
    return rows.map(entryOf)
  }
}

const entryOf = (row: {
  id: string
  at: number
  by_person_id: string
  by_name: string
  label_name: string
  justification: string | null
}): LogEntry => ({
  id: row.id,
  at: row.at,
  by: { personId: row.by_person_id, name: row.by_name },
  action: 'setLabel',
  target: row.label_name,
  detail: row.justification ?? undefined,
})
