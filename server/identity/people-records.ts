import type { Database } from '../storage/database.ts'
import { skeletonsOf } from './guest-names.ts'

export interface KnownPerson {
  id: string
  tenant: string
  name: string
  email?: string | undefined
  /** The provider says that the address is not known to be theirs: they can be found by it, and nothing hangs on it. */
  emailDoubtful?: boolean
  /** What the provider says of their groups. */
  groups?: readonly string[]
}

/** Found in one list. */
const FOUND = 20

/** As names and addresses are compared in a search. */
export const searchable = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The members whom the service has seen, under the name that they had last: no guest can take it. */
export class PeopleRecords {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async note({ id, tenant, name, email = '', emailDoubtful = false, groups = [] }: KnownPerson): Promise<void> {
    const { folded, seen } = skeletonsOf(name)
    const values = {
      tenant,
      name,
      search_text: searchable(`${name} ${email}`),
      folded_skeleton: folded,
      seen_skeleton: seen,
      email: email === '' || emailDoubtful ? null : email,
      claimed_groups: JSON.stringify(groups),
    }
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

  /** Members of one organisation whose name or address holds `query`, by name. */
  async search(tenant: string, query: string): Promise<{ id: string; name: string }[]> {
    return this.#database
      .selectFrom('people')
      .select(['id', 'name'])
      .where('tenant', '=', tenant)
      .where(({ eb, fn, val }) => eb(fn('instr', ['search_text', val(searchable(query))]), '>', 0))
      .orderBy('name')
      .limit(FOUND)
      .execute()
  }

  /** The names of those of these people who are members of the organisation, by id. */
  async namesOf(tenant: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const rows = await this.#database
      .selectFrom('people')
      .select(['id', 'name'])
      .where('tenant', '=', tenant)
      .where('id', 'in', ids)
      .execute()
    return new Map(rows.map(({ id, name }) => [id, name]))
  }
}
