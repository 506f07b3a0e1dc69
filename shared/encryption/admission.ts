import type { MeetingOptions } from '../meeting/options.ts'
import type { CredentialVerdict } from './credential.ts'

/** What a meeting's options say of who may have its keys. */
export type AdmissionRule = Pick<MeetingOptions, 'guests' | 'externals'>

/**
 * Whether a member's client lets somebody have the keys, by what it has found out about them by itself. The same options keep people
 * from the door, by what the service knows: who got past it all the same gets no keys.
 */
export const isAdmitted = (verdict: CredentialVerdict, { guests, externals }: AdmissionRule): boolean => {
  if (verdict.status === 'guest') return guests === 'allowed'
  const isOfOrganisation = verdict.status === 'verified' && verdict.organisation !== undefined
  // Somebody whom one's own provider doesn't vouch for may be of another organisation, or nobody at all.
  return isOfOrganisation || externals === 'allowed'
}
