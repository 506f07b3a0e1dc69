import { type ErrorCode, ParleyError } from '#shared/errors.ts'

/** Electron's `net.fetch`, which goes through the system's proxy and trusts the system's certificates. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>

export interface FetchWholeOptions {
  /** How long the whole answer may take, ms. */
  answerTime: number
  /** What it is when there is none. */
  unreachable: ErrorCode
}

/**
 * The whole response, or `unreachable`: a connection that breaks in the middle counts as broken. The time is kept by a timer of
 * our own, because a signal on its way through `Request` is held weakly and may be collected before it fires.
 */
export const fetchWhole = async (
  fetch: Fetch,
  request: Request,
  init: RequestInit,
  { answerTime, unreachable }: FetchWholeOptions,
): Promise<Response> => {
  const expiry = new AbortController()
  const expired = new Promise<never>((_resolve, reject) =>
    expiry.signal.addEventListener('abort', () => reject(expiry.signal.reason)),
  )
  const timer = setTimeout(() => expiry.abort(), answerTime)
  const answered = async (): Promise<Response> => {
    const response = await fetch(request, { ...init, credentials: 'omit', cache: 'no-store', signal: expiry.signal })
    const body = await response.arrayBuffer()
    return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers: response.headers })
  }
  try {
    return await Promise.race([answered(), expired])
  } catch (cause) {
    throw new ParleyError(unreachable, undefined, { cause })
  } finally {
    clearTimeout(timer)
  }
}
