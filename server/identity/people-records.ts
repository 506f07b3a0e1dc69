import type { Database } from '../storage/database.ts'
import { skeletonsOf } from './guest-names.ts'

export interface KnownPerson {
  id: string
  tenant: string
  name: string
}

/** The members whom the service has seen, under the name that they had last: no guest can take it. */
export class PeopleRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async note({ id, tenant, name }: KnownPerson): Promise<void> {
    const { folded, seen } = skeletonsOf(name)
    const values = { tenant, name, folded_skeleton: folded, seen_skeleton: seen }
    await this.#database
      .insertInto('people')
      .values({ id, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute()
  }

  /** Whether the name is, or looks like, that of a member of the organisation that this person is of. */
  async isTaken(name: string, colleagueId: string): Promise<boolean> {
    const { folded, seen } = skeletonsOf(name)
    const found = await this.#database
      .selectFrom('people')
      .select('people.id')
      .where(({ or, eb }) => or([eb('folded_skeleton', '=', folded), eb('seen_skeleton', '=', seen)]))
      .where('tenant', 'in', (nested) =>
        nested.selectFrom('people as colleague').select('colleague.tenant').where('colleague.id', '=', colleagueId),
      )
      .limit(1)
      .executeTakeFirst()
    return found !== undefined
  }
}
