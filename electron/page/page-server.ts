import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isPageAddress } from './address.ts'
import { contentSecurityPolicy, SECURITY_HEADERS } from './content-security-policy.ts'
import { findPageFile } from './page-files.ts'

/** Stands in the built document wherever a nonce belongs (`html.cspNonce` of the build). */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const refusal = (status: number): Response => new Response(null, { status, headers: SECURITY_HEADERS })

/**
 * Answers the requests of the page's scheme out of the folder of the built page. Every response gets a nonce of its own, which
 * stands in its policy and, for the document, where the build left room for it.
 */
export const createPageServer = (options: { root: string; serviceOrigin: string }): ((request: Request) => Promise<Response>) => {
  const root = resolve(options.root)
  return async (request) => {
    if (!isPageAddress(request.url)) return refusal(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
    const found = findPageFile(root, new URL(request.url).pathname)
    if (found === undefined) return refusal(404)
    const content = await readFile(found.file).catch(() => undefined)
    if (content === undefined) return refusal(404)
    const nonce = randomBytes(16).toString('base64')
    const headers = new Headers({
      ...SECURITY_HEADERS,
      'content-type': found.contentType,
      // Files carry it too: a worker, or a picture opened by itself, is bound by the policy of its own response.
      'content-security-policy': contentSecurityPolicy({ nonce, serviceOrigin: options.serviceOrigin }),
    })
    if (found.isDocument) headers.set('cache-control', 'no-store')
    const body = found.isDocument ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : content
    return new Response(request.method === 'HEAD' ? null : body, { headers })
  }
}
