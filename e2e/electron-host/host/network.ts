import type { AddressMap } from './address.ts'
import type { Browser } from './browser.ts'
import type { Protocol as Cdp } from './cdp.ts'
import type { Page, WantedNavigation } from './page.ts'
import type { Protocols } from './protocol.ts'
import type { WebRequests } from './web-request.ts'

type Paused = Cdp.Fetch.RequestPausedEvent
type Headers_ = Cdp.Fetch.HeaderEntry[]

export interface NetworkOptions {
  browser: Browser
  addresses: AddressMap
  protocols: Protocols
  webRequests: WebRequests
  /** Whether a page may go where it wants to. */
  mayNavigate: (page: Page, navigation: WantedNavigation) => boolean
  /** Awaited before a document of the main frame arrives. */
  beforeDocument: (page: Page, address: string) => Promise<void>
}

/** A resource's kind in the words of `webRequest`. */
const RESOURCE_TYPES: Partial<
  Record<Cdp.Network.ResourceType, 'script' | 'stylesheet' | 'image' | 'font' | 'media' | 'xhr' | 'ping'>
> = {
  Script: 'script',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
}

const toRecord = (headers: Headers_): Record<string, string[]> => {
  const record: Record<string, string[]> = {}
  for (const { name, value } of headers) record[name] = [...(record[name] ?? []), value]
  return record
}
const toEntries = (record: Record<string, string | string[]>): Headers_ =>
  Object.entries(record).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))

/**
 * All requests of all pages, frames and workers, stopped before they leave: navigations are put to the program, its own schemes
 * are answered by its handlers, and a service elsewhere sees the origin that it would see under Electron.
 */
export class Network {
  readonly #options: NetworkOptions

  private constructor(options: NetworkOptions) {
    this.#options = options
  }

  static async create(options: NetworkOptions): Promise<Network> {
    const network = new Network(options)
    const { cdp } = options.browser
    cdp.on('Fetch.requestPaused', (paused) => {
      network.#handle(paused).catch(() => network.#abort(paused))
    })
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
    return network
  }

  async #handle(paused: Paused): Promise<void> {
    if (paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined) {
      await this.#passResponse(paused)
      return
    }
    const { addresses, protocols, webRequests, browser, beforeDocument } = this.#options
    const page = browser.pageOfFrame(paused.frameId)
    const address = addresses.toProgram(paused.request.url)
    const isDocument = paused.resourceType === 'Document'
    if (isDocument && (page === undefined || !this.#mayNavigate(page, address, paused))) {
      await this.#abort(paused)
      return
    }
    const before = await webRequests.beforeRequest({ ...this.#details(paused), uploadData: [] })
    if (before?.cancel) {
      await this.#abort(paused, 'BlockedByClient')
      return
    }
    if (before?.redirectURL !== undefined) {
      await this.#fulfill(paused, Response.redirect(addresses.toBrowser(before.redirectURL), 307))
      return
    }
    if (isDocument && page !== undefined && paused.frameId === page.targetId) await beforeDocument(page, address)
    const handler = protocols.handlerFor(address)
    if (handler !== undefined) await this.#fulfill(paused, await handler(this.#asRequest(paused, address)))
    else if (addresses.hasScheme(address)) await this.#abort(paused, 'AddressUnreachable')
    else await this.#passRequest(paused)
  }

  #mayNavigate(page: Page, address: string, { frameId, redirectedRequestId, request }: Paused): boolean {
    const isMainFrame = frameId === page.targetId
    const isRedirect = redirectedRequestId !== undefined
    if (isMainFrame && !isRedirect && page.takeExpected(request.url)) return true
    return this.#options.mayNavigate(page, { address, frame: page.frames.faceOf(frameId), isMainFrame, isRedirect })
  }

  #asRequest({ request }: Paused, address: string): Request {
    const parts = request.postDataEntries?.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'))
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      this.#originToProgram(name, value),
    ])
    return new Request(address, {
      method: request.method,
      headers,
      ...(parts && request.method !== 'GET' && request.method !== 'HEAD' ? { body: Buffer.concat(parts) } : {}),
    })
  }

  async #fulfill({ requestId }: Paused, response: Response): Promise<void> {
    const body = Buffer.from(await response.arrayBuffer())
    await this.#options.browser.cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: this.#options.addresses.headerToBrowser(value),
      })),
      body: body.toString('base64'),
    })
  }

  /** On its way out, with the origin that the page has for the program. */
  async #passRequest(paused: Paused): Promise<void> {
    const { webRequests, browser } = this.#options
    const original = paused.request.headers
    const requestHeaders = Object.fromEntries(
      Object.entries(original).map(([name, value]) => [name, this.#originToProgram(name, value)]),
    )
    const sending = await webRequests.beforeSendHeaders({ ...this.#details(paused), requestHeaders })
    if (sending?.cancel) {
      await this.#abort(paused, 'BlockedByClient')
      return
    }
    const isFromScheme = Object.entries(original).some(([name, value]) => requestHeaders[name] !== value)
    const changed = sending?.requestHeaders ?? (isFromScheme ? requestHeaders : undefined)
    await browser.cdp.send('Fetch.continueRequest', {
      requestId: paused.requestId,
      ...(changed && { headers: toEntries(changed) }),
      interceptResponse: isFromScheme || webRequests.wantsResponses,
    })
  }

  /** On its way back: whom the service allows is whom Chromium knows the page as. */
  async #passResponse(paused: Paused): Promise<void> {
    const { addresses, webRequests, browser } = this.#options
    const { requestId, responseStatusCode, responseHeaders = [] } = paused
    if (responseStatusCode === undefined) {
      await browser.cdp.send('Fetch.continueRequest', { requestId })
      return
    }
    const received = await webRequests.headersReceived({
      ...this.#details(paused),
      statusLine: `HTTP/1.1 ${responseStatusCode} ${paused.responseStatusText ?? ''}`.trim(),
      statusCode: responseStatusCode,
      responseHeaders: toRecord(responseHeaders),
    })
    if (received?.cancel) {
      await this.#abort(paused, 'BlockedByClient')
      return
    }
    const headers = received?.responseHeaders ? toEntries(received.responseHeaders) : responseHeaders
    await browser.cdp.send('Fetch.continueResponse', {
      requestId,
      responseCode: responseStatusCode,
      responseHeaders: headers.map(({ name, value }) => ({
        name,
        value: /^access-control-allow-origin$/i.test(name) ? addresses.headerToBrowser(value) : value,
      })),
    })
  }

  #originToProgram(name: string, value: string): string {
    return /^(origin|referer)$/i.test(name) ? this.#options.addresses.toProgram(value) : value
  }

  #details({ requestId, request, resourceType, frameId }: Paused) {
    const isMainFrame = this.#options.browser.pageOfTarget(frameId) !== undefined
    const documentType = isMainFrame ? ('mainFrame' as const) : ('subFrame' as const)
    return {
      id: Number.parseInt(requestId.replace(/\D/g, ''), 10),
      url: this.#options.addresses.toProgram(request.url),
      method: request.method,
      resourceType: resourceType === 'Document' ? documentType : (RESOURCE_TYPES[resourceType] ?? ('other' as const)),
      referrer: this.#options.addresses.toProgram(request.headers.Referer ?? ''),
      timestamp: Date.now(),
    }
  }

  async #abort({ requestId }: Paused, errorReason: Cdp.Network.ErrorReason = 'Aborted'): Promise<void> {
    await this.#options.browser.cdp.send('Fetch.failRequest', { requestId, errorReason }).catch(() => undefined)
  }
}
