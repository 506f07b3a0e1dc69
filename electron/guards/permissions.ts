import { isPageAddress } from '../page/address.ts'

/**
 * What the page may use of what Chromium asks about. Connections to this computer and to the local network are asked about since
 * the service may run there; where the page may connect to is decided by its Content-Security-Policy.
 */
const GRANTED: ReadonlySet<string> = new Set([
  'media',
  'display-capture',
  'speaker-selection',
  'fullscreen',
  'clipboard-sanitized-write',
  'local-network',
  'local-network-access',
  'loopback-network',
])

export interface PermissionQuestion {
  permission: string
  /** Address or origin of the frame that asks. */
  address: string | undefined
  isMainFrame: boolean
  /** The web contents that ask are those of our window. */
  isOurWindow: boolean
}

/** Whether a permission is given: to the main frame of our own page, and of a short list. */
export const isPermitted = ({ permission, address, isMainFrame, isOurWindow }: PermissionQuestion): boolean =>
  isOurWindow && isMainFrame && address !== undefined && isPageAddress(address) && GRANTED.has(permission)
