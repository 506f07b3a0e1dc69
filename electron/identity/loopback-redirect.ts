import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Catalogue } from '#shared/catalogue/en.ts'
import type { Log } from '../diagnostics/log.ts'

const ADDRESS = '127.0.0.1'
const PATH = '/callback'

/** An authorization response is a few hundred bytes; an honest browser sends it with a few kilobytes of headers at the most. */
const LARGEST_HEADERS = 32 * 1024

const STYLE = 'body{font:1rem/1.5 system-ui,sans-serif;margin:20vh auto 0;max-width:32rem;padding:0 1rem;text-align:center}'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  connection: 'close',
}

interface Page {
  title: string
  meaning: string
}

const render = ({ title, meaning }: Page): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parley</title><style>${STYLE}</style><h1>${title}</h1><p>${meaning}</p></html>`

const answer = (response: ServerResponse, status: number, page: Page): void => {
  response.writeHead(status, HEADERS).end(render(page))
}

/** In a time that tells nothing of where they differ. */
const areEqual = (one: string, other: string): boolean => {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return first !== undefined && second !== undefined && timingSafeEqual(first, second)
}

export interface LoopbackRedirectOptions {
  /** Of the authorization request: a response with another is not an answer to it. */
  state: string
  texts: Catalogue['desktop']['signIn']
  log: Log
}

/**
 * Where the browser brings the provider's answer (RFC 8252 §7.3): a port of this computer that is open for one response to one
 * request. Whatever else comes is turned away, and the wait goes on.
 */
export class LoopbackRedirect {
  /** The `redirect_uri`. */
  readonly address: string
  /** The whole address that the browser came back to, with the parameters of the response. Pending until then. */
  readonly response: Promise<URL>
  readonly #server: Server

  private constructor(server: Server, { state, texts, log }: LoopbackRedirectOptions) {
    const { port } = server.address() as AddressInfo
    const origin = `http://${ADDRESS}:${port}`
    const answered = Promise.withResolvers<URL>()
    this.#server = server
    this.address = `${origin}${PATH}`
    this.response = answered.promise

    const refusalOf = ({ headers, method }: IncomingMessage, url: URL | null): [status: number, reason: string] | undefined => {
      // By any other name a page elsewhere could reach this port through (DNS rebinding).
      if (headers.host !== `${ADDRESS}:${port}` || url?.origin !== origin) return [400, 'host']
      if (url.pathname !== PATH) return [404, 'path']
      if (method !== 'GET') return [405, 'method']
      const states = url.searchParams.getAll('state')
      return states.length === 1 && areEqual(states[0] ?? '', state) ? undefined : [400, 'state']
    }
    const hear = (request: IncomingMessage, response: ServerResponse): void => {
      const url = URL.parse(request.url ?? '', origin)
      const refusal = refusalOf(request, url)
      if (url === null || refusal !== undefined) {
        const [status, reason] = refusal ?? [400, 'address']
        log.warn('identity.redirectRefused', { reason })
        answer(response, status, texts.notYours)
        return
      }
      answer(response, 200, texts.done)
      answered.resolve(url)
      // Nothing is heard after the one answer.
      server.close()
    }
    server.on('request', hear)
  }

  static async listen(options: LoopbackRedirectOptions): Promise<LoopbackRedirect> {
    const server = createServer({ maxHeaderSize: LARGEST_HEADERS, requestTimeout: 10_000 })
    server.listen(0, ADDRESS)
    await once(server, 'listening')
    return new LoopbackRedirect(server, options)
  }

  /** Idempotent. */
  close(): void {
    this.#server.close()
    this.#server.closeIdleConnections()
  }
}
