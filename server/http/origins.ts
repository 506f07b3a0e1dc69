import { isLoopback } from '../config.ts'

const WILDCARDS = new Set(['0.0.0.0', '::'])

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

/**
 * Under which origins clients reach the service, as their proofs name it. Of the extra ones, those that are this machine under
 * another address: same scheme, same port. A page's origin is none, or a proof made for its own host would be good here.
 */
export const reachedOrigins = ({ publicOrigin, scheme, host, port, extraOrigins }: OriginOptions): ReadonlySet<string> => {
  const names = isLoopback(host) ? [host, '127.0.0.1', 'localhost'] : WILDCARDS.has(host) ? [] : [host]
  const own = new URL(originOf(scheme, 'localhost', port))
  const addresses = extraOrigins.filter((origin) => {
    const url = new URL(origin)
    return url.protocol === own.protocol && url.port === own.port
  })
  return new Set([publicOrigin, ...names.map((name) => originOf(scheme, name, port)), ...addresses])
}

/** Whose pages may call the service: its own, the desktop client's, and what was configured for tests. */
export const allowedOrigins = ({ publicOrigin, scheme, host, port, extraOrigins }: OriginOptions): ReadonlySet<string> => {
  const local = isLoopback(host) ? ['127.0.0.1', 'localhost'].map((name) => originOf(scheme, name, port)) : []
  return new Set([publicOrigin, DESKTOP_ORIGIN, ...local, ...extraOrigins])
}
