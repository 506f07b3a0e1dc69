import type { Shell } from 'electron'
import { ParleyError } from '#shared/errors.ts'
import { isPrivateWay } from '../network/loopback.ts'

/** Opens an address in the person's own browser. Throws FORBIDDEN for one that is neither TLS nor this computer. */
export type OpenInBrowser = (address: URL) => Promise<void>

export const browserOf =
  (shell: Pick<Shell, 'openExternal'>): OpenInBrowser =>
  async (address) => {
    // The operating system would start any program for any scheme.
    if (!isPrivateWay(address)) throw new ParleyError('FORBIDDEN', 'address')
    await shell.openExternal(address.href)
  }
