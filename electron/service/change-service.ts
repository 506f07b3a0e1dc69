import { ParleyError } from '#shared/errors.ts'
import type { ResolvedPolicies } from '#shared/managed-policy/resolve-policies.ts'
import { isServerAllowed } from '#shared/managed-policy/value.ts'

interface ChangeServiceOptions {
  policies: { readonly current: Pick<ResolvedPolicies, 'values' | 'origins'> }
  isInMeeting: () => boolean
  /** Asks the person, in a window that no page can draw. */
  confirm: (origin: string) => Promise<boolean>
  keep: (address: string) => void
  restart: () => void
}

/**
 * Moves the client to the service at an address, by starting it anew. False where the person would rather not. Throws MANAGED where
 * administrators don't leave it to them, and WRONG_STATE in a meeting.
 */
export const changeService = async (
  address: string,
  { policies, isInMeeting, confirm, keep, restart }: ChangeServiceOptions,
): Promise<boolean> => {
  const { values, origins } = policies.current
  if (origins.ServerUrl.locked || !isServerAllowed(address, values.AllowedServers)) throw new ParleyError('MANAGED', 'server')
  if (isInMeeting()) throw new ParleyError('WRONG_STATE', 'in a meeting')
  if (!(await confirm(new URL(address).origin))) return false
  keep(address)
  restart()
  return true
}
