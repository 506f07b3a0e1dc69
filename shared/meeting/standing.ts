/**
 * What somebody is to a meeting's organisation:
 * - `member`: signed in, of the organisation that holds the meeting
 * - `trusted`: signed in, of another organisation that this one trusts
 * - `external`: signed in, of another organisation
 * - `guest`: came by an invitation of their own
 * - `anonymous`: came with the meeting's link and a name
 */
export const STANDINGS = ['member', 'trusted', 'external', 'guest', 'anonymous'] as const
export type Standing = (typeof STANDINGS)[number]

export interface Newcomer {
  /** Id of the organisation that signed them in; absent for whoever is not signed in. */
  tenant: string | undefined
  /** They hold an invitation of this meeting that has not been withdrawn and has not expired. */
  invited: boolean
}

export interface Host {
  /** Id of the organisation that holds the meeting. */
  tenant: string
  trustedTenants: readonly string[]
}

export const standingOf = ({ tenant, invited }: Newcomer, host: Host): Standing => {
  if (tenant === undefined) return invited ? 'guest' : 'anonymous'
  if (tenant === host.tenant) return 'member'
  return host.trustedTenants.includes(tenant) ? 'trusted' : 'external'
}
