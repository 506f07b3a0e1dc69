import { isServerAddress, isServerAllowed } from '#shared/managed-policy/value.ts'

export type ServerProblem = 'missing' | 'invalid' | 'notAllowed'

/** What is wrong with an address that somebody entered for the service; undefined where nothing is. */
export const serverProblem = (entered: string, allowed: readonly string[]): ServerProblem | undefined => {
  const address = entered.trim()
  if (address === '') return 'missing'
  if (!isServerAddress(address)) return 'invalid'
  return isServerAllowed(address, allowed) ? undefined : 'notAllowed'
}
