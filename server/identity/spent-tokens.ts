import type { Database } from '../storage/database.ts'

/** ID tokens that were shown, by their hash, for as long as they could be shown again; a restart forgets none. */
export class SpentTokens {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** Marks it as spent until `until` (ms); false where it was already. */
  async spend({ hash, until }: { hash: string; until: number }): Promise<boolean> {
    await this.#database.deleteFrom('spent_id_tokens').where('until', '<=', this.#now()).execute()
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto('spent_id_tokens')
      .values({ hash, until })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
}
