/** The little of HTTP that the provider's own pages need. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'

const BODY_LIMIT = 64 * 1024

/** A request that is answered with a status and nothing else to say. */
export class RefusedRequest extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Nothing but this origin's own style and script; nobody frames it. `form-action` names loopback because the last form of a sign-in
 * is answered with a redirect to the client's own address (RFC 8252 §7.3), and browsers follow the chain of redirects.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self' http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join(';')

export const setSecurityHeaders = (res: ServerResponse): void => {
  res.setHeader('content-security-policy', CONTENT_SECURITY_POLICY)
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('x-frame-options', 'DENY')
  res.setHeader('cross-origin-opener-policy', 'same-origin')
  // Not "no-referrer": browsers would send "Origin: null" with our own forms, and their origin could not be checked.
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('permissions-policy', 'publickey-credentials-create=(self), publickey-credentials-get=(self)')
  res.setHeader('cache-control', 'no-store')
}

/** Refuses what another origin's page sends. Browsers say the origin with every POST. */
export const requireOrigin = (req: IncomingMessage, origin: string): void => {
  if (req.headers.origin !== origin) throw new RefusedRequest(403, 'sent from another origin')
}

const mediaType = (req: IncomingMessage): string | undefined => req.headers['content-type']?.split(';')[0]?.trim().toLowerCase()

const readBody = async (req: IncomingMessage, expectedType: string): Promise<string> => {
  if (mediaType(req) !== expectedType) throw new RefusedRequest(415, `must be ${expectedType}`)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of req) {
    const bytes: Buffer = chunk
    length += bytes.length
    if (length > BODY_LIMIT) throw new RefusedRequest(413, 'too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export const readForm = async <T>(req: IncomingMessage, schema: z.ZodType<T>): Promise<T> => {
  const fields = Object.fromEntries(new URLSearchParams(await readBody(req, 'application/x-www-form-urlencoded')))
  const result = schema.safeParse(fields)
  if (!result.success) throw new RefusedRequest(400, 'not what was asked for')
  return result.data
}

export const readJson = async <T>(req: IncomingMessage, schema: z.ZodType<T>): Promise<T> => {
  const text = await readBody(req, 'application/json')
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new RefusedRequest(400, 'not what was asked for')
  }
}

export const sendPage = (res: ServerResponse, page: string, status = 200): void => {
  res.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}

export const sendJson = (res: ServerResponse, content: unknown, status = 200): void => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
}
