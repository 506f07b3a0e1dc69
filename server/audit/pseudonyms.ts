import { CompiledQuery, type Transaction } from 'kysely'
import { newId } from '../identity/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'

/** Kept in memory; past it everything is forgotten and read again. */
const KEPT = 10_000

const FIND = 'select pseudonym from audit_people where tenant = ? and person_id = ?'

/**
 * The names under which people stand in the log: random, one for each person and organisation, and told from nothing but a table
 * beside the log. What is remembered here may be of a transaction that was undone: the database refuses a record of a pseudonym
 * that nobody has, and whoever is refused says `forget`.
 */
export class Pseudonyms {
  readonly #known = new Map<string, string>()

  /** Made where there is none yet. */
  of(transaction: Transaction<Schema>, tenant: string, personId: string): string | Promise<string> {
    return this.#known.get(keyOf(tenant, personId)) ?? this.#findOrMake(transaction, tenant, personId)
  }

  forget(): void {
    this.#known.clear()
  }

  /**
   * Nobody is behind the person's pseudonym any more; their records stay as they are. Whatever they do afterwards is under
   * another one.
   */
  async erase(transaction: Transaction<Schema>, tenant: string, personId: string): Promise<void> {
    await transaction.deleteFrom('audit_people').where('tenant', '=', tenant).where('person_id', '=', personId).execute()
    this.#known.delete(keyOf(tenant, personId))
  }

  async #findOrMake(transaction: Transaction<Schema>, tenant: string, personId: string): Promise<string> {
    const find = CompiledQuery.raw(FIND, [tenant, personId]) as CompiledQuery<{ pseudonym: string }>
    let [found] = (await transaction.executeQuery(find)).rows
    if (found === undefined) {
      found = { pseudonym: newId() }
      await transaction
        .insertInto('audit_people')
        .values({ tenant, person_id: personId, ...found })
        .execute()
    }
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(keyOf(tenant, personId), found.pseudonym)
    return found.pseudonym
  }
}

/** Neither holds a space. */
const keyOf = (tenant: string, personId: string): string => `${tenant} ${personId}`

/** Who is behind pseudonyms, by pseudonym; without those who were erased. */
export const peopleBehind = async (
  database: Database,
  tenant: string,
  pseudonyms: readonly string[],
): Promise<Map<string, string>> => {
  if (pseudonyms.length === 0) return new Map()
  const rows = await database
    .selectFrom('audit_people')
    .select(['pseudonym', 'person_id'])
    .where('tenant', '=', tenant)
    .where('pseudonym', 'in', pseudonyms)
    .execute()
  return new Map(rows.map(({ pseudonym, person_id }) => [pseudonym, person_id]))
}

/** Of somebody who stands in the log and has not been erased. */
export const pseudonymOf = async (database: Database, tenant: string, personId: string): Promise<string | undefined> => {
  const found = await database
    .selectFrom('audit_people')
    .select('pseudonym')
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return found?.pseudonym
}
