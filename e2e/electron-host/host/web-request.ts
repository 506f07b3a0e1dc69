import type {
  OnBeforeRequestListenerDetails,
  OnBeforeSendHeadersListenerDetails,
  OnHeadersReceivedListenerDetails,
  WebRequest,
  WebRequestFilter,
} from 'electron'
import { conform } from './conform.ts'

type Listener<Details, Answer> = (details: Details, callback: (answer: Answer) => void) => void
type BeforeRequestAnswer = { cancel?: boolean; redirectURL?: string }
type BeforeSendHeadersAnswer = { cancel?: boolean; requestHeaders?: Record<string, string | string[]> }
type HeadersReceivedAnswer = { cancel?: boolean; responseHeaders?: Record<string, string | string[]>; statusLine?: string }

interface Slot<Details, Answer> {
  listener: Listener<Details, Answer> | undefined
  urls: RegExp[]
}

const asRegExp = (pattern: string): RegExp =>
  pattern === '<all_urls>'
    ? /./
    : new RegExp(
        `^${pattern
          .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
          .replace('*://', '[a-z]+://')
          .replaceAll('*', '.*')}$`,
        'i',
      )

const emptySlot = <Details, Answer>(): Slot<Details, Answer> => ({ listener: undefined, urls: [] })

/** Fills a slot with `(filter, listener)` or `(listener)`. */
const fill = <Details, Answer>(slot: Slot<Details, Answer>, args: [WebRequestFilter | unknown, unknown?]): void => {
  const [first, second] = args
  const listener = (typeof first === 'function' || first === null ? first : second) as Listener<Details, Answer> | null
  slot.listener = listener ?? undefined
  slot.urls = typeof first === 'function' || first === null ? [/./] : (first as WebRequestFilter).urls.map(asRegExp)
}

const ask = async <Details extends { url: string }, Answer extends object>(
  { listener, urls }: Slot<Details, Answer>,
  details: Details,
): Promise<Answer | undefined> =>
  listener === undefined || !urls.some((url) => url.test(details.url))
    ? undefined
    : await new Promise((resolve) => listener(details, resolve))

/** The three points of a request at which the program can take a hand in it. */
export class WebRequests {
  readonly #beforeRequest = emptySlot<OnBeforeRequestListenerDetails, BeforeRequestAnswer>()
  readonly #beforeSendHeaders = emptySlot<OnBeforeSendHeadersListenerDetails, BeforeSendHeadersAnswer>()
  readonly #headersReceived = emptySlot<OnHeadersReceivedListenerDetails, HeadersReceivedAnswer>()

  get wantsResponses(): boolean {
    return this.#headersReceived.listener !== undefined
  }

  beforeRequest = (details: OnBeforeRequestListenerDetails) => ask(this.#beforeRequest, details)
  beforeSendHeaders = (details: OnBeforeSendHeadersListenerDetails) => ask(this.#beforeSendHeaders, details)
  headersReceived = (details: OnHeadersReceivedListenerDetails) => ask(this.#headersReceived, details)

  readonly face = conform<WebRequest>()({
    onBeforeRequest: (...args: [unknown, unknown?]) => fill(this.#beforeRequest, args),
    onBeforeSendHeaders: (...args: [unknown, unknown?]) => fill(this.#beforeSendHeaders, args),
    onHeadersReceived: (...args: [unknown, unknown?]) => fill(this.#headersReceived, args),
  })
}
