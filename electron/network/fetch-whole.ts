import { type ErrorCode, ParleyError } from '#shared/errors.ts'

/** Electron's `net.fetch`, which goes through the system's proxy and trusts the system's certificates. */
export type Fetch = (request: Request, init: RequestInit) => Promise<Response>

export interface FetchWholeOptions {
  /** How long the whole answer may take, ms. */
  answerTime: number
  /** What it is when there is none. */
  unreachable: ErrorCode
  /** bytes of the body; more is no answer. */
  largest?: number
}

/** All of a body, unless it is larger than it may be. */
const readBody = async ({ body }: Response, largest: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > largest) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * The whole response, or `unreachable`: a connection that breaks in the middle counts as broken. The time is kept by a timer of
 * our own, because a signal on its way through `Request` is held weakly and may be collected before it fires.
 */
export const fetchWhole = async (
  fetch: Fetch,
  request: Request,
  init: RequestInit,
  { answerTime, unreachable, largest = Number.POSITIVE_INFINITY }: FetchWholeOptions,
): Promise<Response> => {
  const expiry = new AbortController()
  const expired = new Promise<never>((_resolve, reject) =>
    expiry.signal.addEventListener('abort', () => reject(expiry.signal.reason)),
  )
  const timer = setTimeout(() => expiry.abort(), answerTime)
  const answered = async (): Promise<Response> => {
    const response = await fetch(request, { ...init, credentials: 'omit', cache: 'no-store', signal: expiry.signal })
    const body = await readBody(response, largest)
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
