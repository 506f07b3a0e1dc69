/** Whether a version that the feed offers is one for this computer. A manifest whose signature was not checked never comes here. */
import type { UpdatePolicies } from '../managed-policy/update-policies.ts'
import type { UpdateManifest } from './manifest.ts'
import { isNewer, startsWith } from './version.ts'

export interface Offering {
  manifest: Pick<UpdateManifest, 'version' | 'stagingPercentage'>
  installed: string
  /** A number of this computer's own, from 0 up to 100: those below the percentage are in the ring. */
  ring: number
  policies: Pick<UpdatePolicies, 'TargetVersionPrefix'>
  /** Versions that were installed and did not come to run. */
  failed: readonly string[]
}

export const OFFER_VERDICTS = ['take', 'notNewer', 'otherTarget', 'laterRing', 'failedBefore'] as const
export type OfferVerdict = (typeof OFFER_VERDICTS)[number]

export const judgeOffer = ({ manifest, installed, ring, policies, failed }: Offering): OfferVerdict => {
  const { version, stagingPercentage } = manifest
  const target = policies.TargetVersionPrefix
  if (!isNewer(version, installed)) return 'notNewer'
  if (target === 'current' || (target !== '' && !startsWith(version, target))) return 'otherTarget'
  if (failed.includes(version)) return 'failedBefore'
  return ring < stagingPercentage ? 'take' : 'laterRing'
}
