import { readFile } from 'node:fs/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientRequest, Net } from 'electron'
import { conform } from './conform.ts'
import { protocols, surroundings } from './runtime.ts'

/** Kinds of files that Chromium would guess by their names. */
const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

const readFileUrl = async (address: string): Promise<Response> => {
  const path = fileURLToPath(address)
  const body = await readFile(path).catch(() => undefined)
  if (body === undefined) throw new Error('net::ERR_FILE_NOT_FOUND')
  return new Response(body, { headers: { 'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream' } })
}

/** `net`, over Node's own fetch: the program's requests do not share Chromium's cookies, proxy or certificates. */
export const net = conform<Net>()({
  fetch: async (input, init) => {
    const { bypassCustomProtocolHandlers = false, ...options } = init ?? {}
    const address = typeof input === 'string' ? input : input.url
    if (address.startsWith('file:')) return await readFileUrl(address)
    const handler = bypassCustomProtocolHandlers ? undefined : protocols.handlerFor(address)
    return await (handler === undefined ? fetch(input, options) : handler(new Request(input, options)))
  },
  /** Node's own request, which has the events and methods that downloads use. It follows no redirects. */
  request: (options) => {
    if (typeof options === 'string') throw new Error('the host takes the parts of an address, not the whole')
    const { protocol, hostname, port, path, headers, method } = options
    const given = Object.fromEntries(
      Object.entries({ hostname, port, path, headers, method }).filter(([, value]) => value !== undefined),
    )
    return (protocol === 'https:' ? requestHttps(given) : requestHttp(given)) as unknown as ClientRequest
  },
  isOnline: () => surroundings.isOnline,
  get online() {
    return surroundings.isOnline
  },
} satisfies Partial<Net>)
