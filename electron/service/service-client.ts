import { createORPCClient, ORPCError } from '@orpc/client'
import { type AnyContractProcedure, type ContractRouterClient, isContractProcedure } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { z } from 'zod'
import { type ServiceContract, serviceContract } from '#shared/contract/service.ts'
import { isErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import { describeIssue } from '../diagnostics/describe-issue.ts'
import type { DpopKey } from '../identity/dpop-key.ts'
import { type Fetch, fetchWhole } from '../network/fetch-whole.ts'

/** How long the service may take to answer, ms. */
const ANSWER_TIME = 10_000

/** What a request proves about who makes it (RFC 9449). */
export interface Credentials {
  /** Absent where there is none yet: a session is opened, or its tokens renewed. */
  accessToken?: string
  key: Pick<DpopKey, 'prove'>
}

interface CallContext {
  /** A call without is made as nobody in particular. */
  credentials?: Credentials | undefined
}

export interface ServiceClientOptions {
  /** Base address of the service, as in `https://meet.example.org`. */
  origin: string
  fetch: Fetch
  /** ms; 10 s unless told. */
  answerTime?: number
}

/** Of `identity`, what shows nothing of a session but that it is there, and what the service tells everybody of the provider. */
const FOR_THE_PAGE: ReadonlySet<string | undefined> = new Set<keyof ServiceContract['identity']>([
  'listSessions',
  'endSession',
  'provider',
])

const prove = async (request: Request, { accessToken, key }: Credentials): Promise<void> => {
  request.headers.set('dpop', await key.prove(request, accessToken))
  if (accessToken !== undefined) request.headers.set('authorization', `DPoP ${accessToken}`)
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

/** The HTTP half of the service, spoken to from the main process. Answers are held to the contract; every failure is a ParleyError. */
export class ServiceClient {
  readonly origin: string
  readonly #link: OpenAPILink<CallContext>
  readonly #client: ContractRouterClient<ServiceContract, CallContext>

  constructor({ origin, fetch, answerTime = ANSWER_TIME }: ServiceClientOptions) {
    this.origin = origin
    this.#link = new OpenAPILink<CallContext>(serviceContract, {
      url: `${origin}/api`,
      plugins: [new ResponseValidationPlugin(serviceContract)],
      fetch: async (request, init, { context }) => {
        if (context.credentials !== undefined) await prove(request, context.credentials)
        return fetchWhole(fetch, request, init, { answerTime, unreachable: 'SERVICE_UNREACHABLE' })
      },
    })
    this.#client = createORPCClient(this.#link)
  }

  /** Calls `use` with the typed client and the options that each of its calls takes. */
  async ask<T>(
    credentials: Credentials | undefined,
    use: (client: ContractRouterClient<ServiceContract, CallContext>, options: { context: CallContext }) => Promise<T>,
  ): Promise<T> {
    try {
      return await use(this.#client, { context: { credentials } })
    } catch (thrown) {
      throw translate(thrown)
    }
  }

  /**
   * A procedure by its path, for the page. What opens, renews or closes a session is out of its reach, since sessions never come
   * into the page; input that does not fit the contract is not sent. Throws ParleyError FORBIDDEN, UNKNOWN_PROCEDURE, INVALID_INPUT or what the service refused.
   */
  async call(path: readonly string[], input: unknown, credentials: Credentials | undefined): Promise<unknown> {
    if (path[0] === 'identity' && !FOR_THE_PAGE.has(path[1])) throw new ParleyError('FORBIDDEN', 'identity')
    const procedure = procedureAt(path)
    if (procedure === undefined) throw new ParleyError('UNKNOWN_PROCEDURE')
    const checked = checkInput(procedure, input)
    return this.ask(credentials, (_client, options) => this.#link.call(path, checked, options))
  }
}
