import { createORPCClient, ORPCError } from '@orpc/client'
import { type AnyContractProcedure, type ContractRouterClient, isContractProcedure } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { z } from 'zod'
import { type ServiceContract, serviceContract } from '#shared/contract/service.ts'
import { isErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import { describeIssue } from '../diagnostics/describe-issue.ts'

/** How long the service may take to answer, ms. */
const ANSWER_TIME = 10_000

interface CallContext {
  /** Session token; a call without one is made as nobody in particular. */
  token?: string | undefined
}

export interface ServiceClientOptions {
  /** Base address of the service, as in `https://meet.example.org`. */
  origin: string
  fetch: (request: Request, init: RequestInit) => Promise<Response>
  /** ms; 10 s unless told. */
  answerTime?: number
}

/** Any failure of a call, as the error it stands for. */
const translate = (thrown: unknown): ParleyError => {
  if (!(thrown instanceof ORPCError)) return toParleyError(thrown)
  const { detail } = z
    .object({ detail: z.string().max(300).optional().catch(undefined) })
    .catch({})
    .parse(thrown.data)
  if (isErrorCode(thrown.code)) return new ParleyError(thrown.code, detail)
  // Not the service answered but something before it: a proxy without a service behind it, or another program on its port.
  return new ParleyError(thrown.status >= 502 && thrown.status <= 504 ? 'SERVICE_UNREACHABLE' : 'INTERNAL', thrown.code)
}

/** The procedure at a path of the contract; undefined for what is not one. Only names that the contract itself has are followed. */
const procedureAt = (path: readonly string[]): AnyContractProcedure | undefined => {
  let place: unknown = serviceContract
  for (const name of path) {
    if (typeof place !== 'object' || place === null || isContractProcedure(place) || !Object.hasOwn(place, name)) return undefined
    place = Reflect.get(place, name)
  }
  return isContractProcedure(place) ? place : undefined
}

/** Input of a procedure, as its contract has it; one without a schema takes none. */
const checkInput = ({ '~orpc': { inputSchema } }: AnyContractProcedure, input: unknown): unknown => {
  const parsed = (inputSchema instanceof z.ZodType ? inputSchema : z.void()).safeParse(input)
  if (!parsed.success) throw new ParleyError('INVALID_INPUT', describeIssue(parsed.error))
  return parsed.data
}

/**
 * The whole response, or SERVICE_UNREACHABLE: a connection that breaks in the middle counts as broken. The time is kept by a
 * timer of our own, because a signal on its way through `Request` is held weakly and may be collected before it fires.
 */
const fetchWhole = async (
  fetch: ServiceClientOptions['fetch'],
  request: Request,
  init: RequestInit,
  answerTime: number,
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
    throw new ParleyError('SERVICE_UNREACHABLE', undefined, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** The HTTP half of the service, spoken to from the main process. Answers are held to the contract; every failure is a ParleyError. */
export class ServiceClient {
  readonly #link: OpenAPILink<CallContext>
  readonly #client: ContractRouterClient<ServiceContract, CallContext>

  constructor({ origin, fetch, answerTime = ANSWER_TIME }: ServiceClientOptions) {
    this.#link = new OpenAPILink<CallContext>(serviceContract, {
      url: `${origin}/api`,
      plugins: [new ResponseValidationPlugin(serviceContract)],
      headers: ({ context }) => (context.token === undefined ? {} : { authorization: `Bearer ${context.token}` }),
      fetch: (request, init) => fetchWhole(fetch, request, init, answerTime),
    })
    this.#client = createORPCClient(this.#link)
  }

  /** Calls `use` with the typed client and the options that each of its calls takes. */
  async ask<T>(
    token: string | undefined,
    use: (client: ContractRouterClient<ServiceContract, CallContext>, options: { context: CallContext }) => Promise<T>,
  ): Promise<T> {
    try {
      return await use(this.#client, { context: { token } })
    } catch (thrown) {
      throw translate(thrown)
    }
  }

  /**
   * A procedure by its path, for the page. `identity` is out of its reach, since sessions never come into the page; input that
   * does not fit the contract is not sent. Throws ParleyError FORBIDDEN, UNKNOWN_PROCEDURE, INVALID_INPUT or what the service refused.
   */
  async call(path: readonly string[], input: unknown, token: string | undefined): Promise<unknown> {
    if (path[0] === 'identity') throw new ParleyError('FORBIDDEN', 'identity')
    const procedure = procedureAt(path)
    if (procedure === undefined) throw new ParleyError('UNKNOWN_PROCEDURE')
    const checked = checkInput(procedure, input)
    return this.ask(token, (_client, options) => this.#link.call(path, checked, options))
  }
}
