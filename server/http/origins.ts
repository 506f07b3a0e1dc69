import { isLoopback } from '../config.ts'

/** The desktop client's pages. */
export const DESKTOP_ORIGIN = 'app://parley'

/** `http://host:port`, the port left out where it is the scheme's own, IPv6 in brackets. */
export const originOf = (scheme: 'http' | 'https', host: string, port: number): string => {
  const { origin } = new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`)
  return origin
}

export interface OriginOptions {
  publicOrigin: string
  scheme: 'http' | 'https'
  host: string
  port: number
  extraOrigins: readonly string[]
}

/** Whose pages may call the service: its own, the desktop client's, and what was configured for tests. */
export const allowedOrigins = ({ publicOrigin, scheme, host, port, extraOrigins }: OriginOptions): ReadonlySet<string> => {
  const local = isLoopback(host) ? ['127.0.0.1', 'localhost'].map((name) => originOf(scheme, name, port)) : []
  return new Set([publicOrigin, DESKTOP_ORIGIN, ...local, ...extraOrigins])
}
