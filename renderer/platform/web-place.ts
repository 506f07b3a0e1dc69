import type { Platform } from '#shared/contract/common.ts'
import { Id } from '#shared/contract/common.ts'
import { isCode } from '#shared/meeting/code.ts'

/** The operating system, from what the browser says of itself. Tablets and phones are `other`: no desktop client runs there. */
export const osOf = (userAgent: string, touchPoints: number): Platform['os'] => {
  if (/Android|iPhone|iPad|CrOS/.test(userAgent)) return 'other'
  if (/Windows/.test(userAgent)) return 'windows'
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  if (/Macintosh/.test(userAgent)) return touchPoints > 1 ? 'other' : 'macos'
  return /Linux/.test(userAgent) ? 'linux' : 'other'
}

/** The secret of an invitation by name, in the fragment of its link: no server is sent it with the address. */
export const invitationOf = (text: string): string | undefined => /#i=([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/.exec(text)?.[1]

/** What the page was opened for: `/join/<code>` with or without an invitation and, on the embedded service, `?person=<id>`. */
export const readAddress = (address: string): { code?: string; personId?: string; invitation?: string } => {
  const { pathname, searchParams, hash } = new URL(address)
  const invitation = invitationOf(hash)
  const code = /^\/join\/([^/]+)\/?$/.exec(pathname)?.[1]?.toLowerCase()
  const person = Id.safeParse(searchParams.get('person'))
  return {
    ...(code !== undefined && isCode(code) ? { code } : {}),
    ...(invitation === undefined ? {} : { invitation }),
    ...(person.success ? { personId: person.data } : {}),
  }
}
