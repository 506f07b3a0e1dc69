import { sql } from 'kysely'
import type { DirectoryPerson } from '#shared/contract/admin.ts'
import { searchable } from '../identity/people-records.ts'
import type { Rulebook } from './rulebook.ts'
import type { TenantTables } from './tenant-tables.ts'

/** Found in one search. */
const FOUND = 50

export interface DirectoryQuery {
  query: string
  /** These people alone. */
  ids?: readonly string[] | undefined
}

/** The people of an organisation who have signed in here, by name, for its administrators. */
export const searchDirectory = async (
  tables: TenantTables,
  rulebook: Rulebook,
  { query, ids }: DirectoryQuery,
): Promise<DirectoryPerson[]> => {
  if (ids?.length === 0) return []
  let found = tables
    .people()
    .select(['id', 'name', 'email', 'claimed_groups'])
    .where(sql<boolean>`instr(search_text, ${searchable(query.trim())}) > 0`)
    .orderBy('name')
    .orderBy('id')
    .limit(ids === undefined ? FOUND : ids.length)
  if (ids !== undefined) found = found.where('people.id', 'in', ids)
  return (await found.execute()).map(({ id, name, email, claimed_groups }) => ({
    id,
    name,
    email: email ?? undefined,
    claimedGroups: JSON.parse(claimed_groups),
    licence: rulebook.licenceOf(tables.tenant, id),
  }))
}
