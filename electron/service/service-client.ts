import { createORPCClient, ORPCError } from '@orpc/client'
import { type AnyContractProcedure, type ContractRouterClient, isContractProcedure } from '@orpc/contract'
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

const check = (
  schema: AnyContractProcedure['~orpc']['inputSchema'],
  value: unknown,
  code: 'INVALID_INPUT' | 'INTERNAL',
): unknown => {
  const parsed = (schema instanceof z.ZodType ? schema : z.void()).safeParse(value)
  if (!parsed.success) throw new ParleyError(code, describeIssue(parsed.error))
  return parsed.data
}

/** The HTTP half of the service, spoken to from the main process. Every failure is a ParleyError. */
export class ServiceClient {
  readonly #link: OpenAPILink<CallContext>
  readonly #client: ContractRouterClient<ServiceContract, CallContext>
  readonly #answerTime: number

  constructor({ origin, fetch, answerTime = ANSWER_TIME }: ServiceClientOptions) {
    this.#answerTime = answerTime
    this.#link = new OpenAPILink<CallContext>(serviceContract, {
      url: `${origin}/api`,
      headers: ({ context }) => (context.token === undefined ? {} : { authorization: `Bearer ${context.token}` }),
      fetch: async (request, init) => {
        try {
          // Read whole, so that a connection which breaks in the middle counts as broken as well.
          const response = await fetch(request, { ...init, credentials: 'omit', cache: 'no-store' })
          const body = await response.arrayBuffer()
          return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers: response.headers })
        } catch (cause) {
          throw new ParleyError('SERVICE_UNREACHABLE', undefined, { cause })
        }
      },
    })
    this.#client = createORPCClient(this.#link)
  }

  /** Calls `use` with the typed client and the options that each of its calls takes. */
  async ask<T>(
    token: string | undefined,
    use: (
      client: ContractRouterClient<ServiceContract, CallContext>,
      options: { context: CallContext; signal: AbortSignal },
    ) => Promise<T>,
  ): Promise<T> {
    try {
      return await use(this.#client, { context: { token }, signal: AbortSignal.timeout(this.#answerTime) })
    } catch (thrown) {
      throw translate(thrown)
    }
  }

  /**
   * A procedure by its path, for the page. `identity` is out of its reach, since sessions never come into the page; input and
   * answer are held to the contract. Throws ParleyError FORBIDDEN, UNKNOWN_PROCEDURE, INVALID_INPUT or what the service refused.
   */
  async call(path: readonly string[], input: unknown, token: string | undefined): Promise<unknown> {
    if (path[0] === 'identity') throw new ParleyError('FORBIDDEN', 'identity')
    const procedure = procedureAt(path)
    if (procedure === undefined) throw new ParleyError('UNKNOWN_PROCEDURE')
    const { inputSchema, outputSchema } = procedure['~orpc']
    const checked = check(inputSchema, input, 'INVALID_INPUT')
    const answer = await this.ask(token, (_client, options) => this.#link.call(path, checked, options))
    return check(outputSchema, answer, 'INTERNAL')
  }
}
