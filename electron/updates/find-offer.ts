import { ParleyError } from '#shared/errors.ts'
import type { UpdatePolicies } from '#shared/managed-policy/update-policies.ts'
import type { ManifestPlace, UpdateChannel } from '#shared/updates/manifest.ts'
import { judgeOffer } from '#shared/updates/offer.ts'
import { isNewer } from '#shared/updates/version.ts'
import type { Log } from '../diagnostics/log.ts'
import { type Offer, packageOf, type UpdateFeed } from './update-feed.ts'
import type { UpdateMemory } from './update-memory.ts'

export interface FindingOptions {
  /** The version that runs. */
  installed: string
  place: Omit<ManifestPlace, 'channel'>
  feed: Pick<UpdateFeed, 'read'>
  memory: UpdateMemory
  policies: () => UpdatePolicies
  log: Log
}

/**
 * The newest version that is meant for this computer. `again`: what failed before counts as well. Throws what the feed does, and
 * UPDATE_UNTRUSTED for a manifest that was signed before one already seen: somebody holds back what came since.
 */
export const findOffer = async (
  { feed, installed, log, memory, place, policies }: FindingOptions,
  again: boolean,
): Promise<Offer | undefined> => {
  const { UpdateChannel, UpdateUrl, TargetVersionPrefix } = policies()
  const channels: readonly UpdateChannel[] = UpdateChannel === 'beta' ? ['beta', 'stable'] : ['stable']
  let newest: Offer | undefined
  for (const channel of channels) {
    const offer = await feed.read(UpdateUrl, { ...place, channel })
    if (offer === undefined) continue
    const { manifest } = offer
    // What lies in the place of betas may be a stable version's: that must not be older than what was seen of stable ones, either.
    const seen = Math.max(memory.seen(channel), memory.seen(manifest.channel))
    if (manifest.issuedAt < seen) throw new ParleyError('UPDATE_UNTRUSTED', 'manifest: older than one before')
    memory.setSeen(channel, manifest.issuedAt)
    const failed = again ? [] : memory.failed
    const verdict = judgeOffer({ manifest, installed, ring: memory.ring, policies: { TargetVersionPrefix }, failed })
    log.info('updates.offered', { channel, version: manifest.version, verdict })
    const isNewest = newest === undefined || isNewer(manifest.version, newest.manifest.version)
    if (verdict === 'take' && isNewest) newest = offer
  }
  return newest
}

/** Whether what was found before is what administrators want now: of their feed, their channel and their target. */
export const isMeant = (
  { manifest, package: address }: Offer,
  { installed, memory, policies }: Pick<FindingOptions, 'installed' | 'memory' | 'policies'>,
): boolean => {
  const { UpdateChannel, UpdateUrl, TargetVersionPrefix } = policies()
  if (UpdateUrl === '' || packageOf(UpdateUrl, manifest).href !== address.href) return false
  if (manifest.channel !== 'stable' && manifest.channel !== UpdateChannel) return false
  return judgeOffer({ manifest, installed, ring: memory.ring, policies: { TargetVersionPrefix }, failed: [] }) === 'take'
}
