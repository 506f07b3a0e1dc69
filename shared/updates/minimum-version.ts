/** The oldest client that an organisation lets into its meetings: by the service for all, by policy on a computer. */
import type { UpdatePolicies } from '../managed-policy/update-policies.ts'
import { isNewer, isVersion } from './version.ts'

/** A client that does not say its version, or says something else, is from before versions were asked for. */
export const isTooOld = (version: string | undefined, minimum: string | undefined): boolean => {
  if (minimum === undefined) return false
  return version === undefined || !isVersion(version) || isNewer(minimum, version)
}

/** Numbers that were left out are 0. */
const wholeVersion = (numbers: string): string => [...numbers.split('.'), '0', '0'].slice(0, 3).join('.')

/** What the policy makes of it; `offered` is the newest version that the feed has for this computer, as far as it is known. */
export const minimumOf = (
  { MinimumVersion }: Pick<UpdatePolicies, 'MinimumVersion'>,
  offered: string | undefined,
): string | undefined => {
  if (MinimumVersion === 'latest') return offered
  return MinimumVersion === '' ? undefined : wholeVersion(MinimumVersion)
}
