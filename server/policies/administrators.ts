import { ParleyError } from '#shared/errors.ts'
import { type AdminAction, type AdminRole, mayDo } from '#shared/policies/admin-roles.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import type { Session } from '../identity/identities.ts'
import type { TenantTables } from './tenant-tables.ts'

/** Those who administer an organisation before it rules anything, and whatever it rules: global administrators all of them. */
export interface FirstAdministrators {
  /** E-mail addresses in small letters, as the organisation's provider vouches for them. */
  readonly emails: readonly string[]
  readonly personIds: readonly string[]
}

export const NOBODY_FIRST: FirstAdministrators = { emails: [], personIds: [] }

/** Somebody of an organisation who asks about it. Throws FORBIDDEN for guests: they are of none. */
export const memberOf = ({
  tenant,
  person,
}: Pick<Session, 'tenant' | 'person'>): { tenant: string; person: Session['person'] } => {
  if (tenant === undefined || person.kind !== 'member') throw new ParleyError('FORBIDDEN', 'guests administer nothing')
  return { tenant, person }
}

/** The role that somebody has in their organisation. */
export const roleOf = async (
  tables: TenantTables,
  rules: OrganisationRules,
  personId: string,
  first: FirstAdministrators,
): Promise<AdminRole | undefined> => {
  const listed = rules.administrators.find((each) => each.personId === personId)?.role
  if (listed === 'globalAdministrator') return listed
  const person = await tables.people().select('email').where('people.id', '=', personId).executeTakeFirst()
  const email = person?.email?.toLowerCase()
  const isFirst = first.personIds.includes(personId) || (email !== undefined && first.emails.includes(email))
  return isFirst ? 'globalAdministrator' : listed
}

/** Whether anybody is left who may change everything: somebody who has signed in, or will as the configuration says. */
export const hasGlobalAdministrator = async (
  tables: TenantTables,
  rules: OrganisationRules,
  first: FirstAdministrators,
): Promise<boolean> => {
  if (first.emails.length + first.personIds.length > 0) return true
  const listed = rules.administrators.filter(({ role }) => role === 'globalAdministrator').map(({ personId }) => personId)
  if (listed.length === 0) return false
  return (await tables.people().select('id').where('people.id', 'in', listed).limit(1).executeTakeFirst()) !== undefined
}

/** The role, where it is for this. Throws FORBIDDEN, naming what is missing. */
export const requireAction = (role: AdminRole | undefined, action: AdminAction): AdminRole => {
  if (role === undefined || !mayDo(role, action)) throw new ParleyError('FORBIDDEN', action)
  return role
}
