import type { AllowedHere } from '#shared/managed-policy/client-policies.ts'
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
  /** Of `media`: kinds as Chromium calls them, `unknown` where it doesn't say. */
  media: readonly (string | undefined)[]
  /** What administrators allow on this computer. */
  allows: Pick<AllowedHere, 'camera' | 'microphone' | 'screenShare'>
  /** Address or origin of the frame that asks. */
  address: string | undefined
  isMainFrame: boolean
  /** The web contents that ask are those of our window. */
  isOurWindow: boolean
}

/** Of what is not said to be sound or picture, both have to be allowed. */
const isMediumAllowed = (medium: string | undefined, { camera, microphone }: PermissionQuestion['allows']): boolean => {
  if (medium === 'video') return camera
  return medium === 'audio' ? microphone : camera && microphone
}

const isAllowedHere = ({ permission, media, allows }: PermissionQuestion): boolean => {
  if (permission === 'display-capture') return allows.screenShare
  if (permission !== 'media') return true
  return (media.length === 0 ? [undefined] : media).every((medium) => isMediumAllowed(medium, allows))
}

/** Whether a permission is given: to the main frame of our own page, of a short list, and where administrators allow it. */
export const isPermitted = (question: PermissionQuestion): boolean => {
  const { permission, address, isMainFrame, isOurWindow } = question
  const isAsked = isOurWindow && isMainFrame && address !== undefined && isPageAddress(address)
  return isAsked && GRANTED.has(permission) && isAllowedHere(question)
}
