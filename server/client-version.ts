import type { Platform } from '#shared/contract/common.ts'
import { ParleyError } from '#shared/errors.ts'
import { isTooOld } from '#shared/updates/minimum-version.ts'

/**
 * Keeps desktop clients out that are older than the organisation wants; the web client comes with the service. Throws CLIENT_TOO_OLD
 * with the oldest that is served. A client says its version itself: this spares people what an old one can't do, and stops nobody
 * who means harm.
 */
export const requireNewClient = (kind: Platform['kind'], version: string | undefined, minimum: string | undefined): void => {
  if (kind === 'desktop' && isTooOld(version, minimum)) throw new ParleyError('CLIENT_TOO_OLD', `oldest: ${minimum}`)
}
