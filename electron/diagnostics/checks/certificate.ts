import { once } from 'node:events'
import { connect, type DetailedPeerCertificate, getCACertificates, type TLSSocket } from 'node:tls'
import type { Found, Look } from './found.ts'

/** Days before the end of a certificate in which somebody should renew it. */
const SOON = 14
const DAY = 24 * 60 * 60_000

interface Parts {
  origin: string | undefined
  now: () => number
  /** PEM; what the system and Node trust, unless told. */
  trusted?: () => string[]
}

const trustedHere = (): string[] => [...getCACertificates('default'), ...getCACertificates('system')]

/** How many certificates the service sends; its last one names itself, or is not sent. */
const lengthOf = (leaf: DetailedPeerCertificate): number => {
  let count = 0
  for (let at: DetailedPeerCertificate | undefined = leaf; at !== undefined && count < 10; count++) {
    const next: DetailedPeerCertificate | undefined = at.issuerCertificate
    at = next === at || next?.fingerprint256 === at.fingerprint256 ? undefined : next
  }
  return count
}

const openSocket = async (url: URL, trusted: string[], signal: AbortSignal): Promise<TLSSocket> => {
  const socket = connect({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 443),
    servername: /^[\d.[]/.test(url.hostname) ? '' : url.hostname,
    ca: trusted,
    // It is looked at, never spoken through.
    rejectUnauthorized: false,
  })
  try {
    await once(socket, 'secureConnect', { signal })
    return socket
  } catch (thrown) {
    socket.destroy()
    throw thrown
  }
}

/** The service's certificate, seen by the direct way: what a proxy puts in its place is not it. */
export const lookAtCertificate =
  ({ origin, now, trusted = trustedHere }: Parts): Look =>
  async (signal): Promise<Found> => {
    const url = origin === undefined ? undefined : new URL(origin)
    if (url?.protocol !== 'https:') return { finding: 'certificateLocal' }
    let socket: TLSSocket
    try {
      socket = await openSocket(url, trusted(), signal)
    } catch {
      return { finding: 'certificateUnreachable' }
    }
    try {
      const leaf = socket.getPeerCertificate(true)
      const daysLeft = Math.floor((Date.parse(leaf.valid_to) - now()) / DAY)
      const facts = {
        protocol: socket.getProtocol() ?? 'none',
        chain: lengthOf(leaf),
        daysLeft: Number.isNaN(daysLeft) ? -1 : daysLeft,
      }
      if (!socket.authorized) {
        return { finding: 'certificateRefused', facts: { ...facts, reason: String(socket.authorizationError).slice(0, 80) } }
      }
      return { finding: daysLeft < SOON ? 'certificateExpires' : 'certificateFine', facts }
    } finally {
      socket.destroy()
    }
  }
