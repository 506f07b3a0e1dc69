import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import { isServerAllowed } from '#shared/managed-policy/value.ts'

/** Where `npm run serve` listens. */
const SERVICE_OF_A_DEVELOPER = 'http://127.0.0.1:8473'

/** Origin of the service that is used; undefined where nobody has said which, or none is allowed. */
export const whichService = (
  { ServerUrl, ServerLocked, AllowedServers }: Pick<PolicyValues, 'ServerUrl' | 'ServerLocked' | 'AllowedServers'>,
  { packaged }: { packaged: boolean },
): string | undefined => {
  if (ServerUrl !== '') return URL.parse(ServerUrl)?.origin
  const isDevelopers = !packaged && !ServerLocked && isServerAllowed(SERVICE_OF_A_DEVELOPER, AllowedServers)
  return isDevelopers ? SERVICE_OF_A_DEVELOPER : undefined
}
