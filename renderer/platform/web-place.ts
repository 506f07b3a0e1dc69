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

/** What the page was opened for: `/join/<code>` and, on the embedded service, `?person=<id>`. */
export const readAddress = (address: string): { code?: string; personId?: string } => {
  const { pathname, searchParams } = new URL(address)
  const code = /^\/join\/([^/]+)\/?$/.exec(pathname)?.[1]?.toLowerCase()
  const person = Id.safeParse(searchParams.get('person'))
  return {
    ...(code !== undefined && isCode(code) ? { code } : {}),
    ...(person.success ? { personId: person.data } : {}),
  }
}
