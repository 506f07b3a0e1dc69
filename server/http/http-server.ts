import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ORPCError } from '@orpc/server'
import { CORSPlugin } from '@orpc/server/plugins'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { ERRORS, type ErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { RULES_FILE_LIMIT } from '#shared/policies/rules-file.ts'
import type { Failures } from '../failures.ts'
import { challengeFor } from '../identity/challenges.ts'
import type { RequestProof, Session } from '../identity/identities.ts'
import type { Log } from '../logging.ts'
import { errorInterceptors } from '../rpc-errors.ts'
import type { Api, ApiContext } from './api.ts'
import { INERT_POLICY, securityHeaders } from './security-headers.ts'

/** ms: a client that takes longer to ask is not one of ours. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 15_000, connectionsCheckingInterval: 2_000 }

export interface HttpServerOptions {
  tls: { certificate: string; key: string } | undefined
  log: Log
  isHealthy: () => boolean
}

/** The body of a refusal that does not come from a procedure, in the form of those that do. */
const refusal = (code: ErrorCode, detail?: string) => ({
  defined: false,
  code,
  status: ERRORS[code].status,
  message: code,
  data: detail === undefined ? {} : { detail },
})

/** What pages of other origins may read of a reply's headers. */
const EXPOSED = 'www-authenticate'

const codeOfStatus = (status: number | undefined): ErrorCode => {
  if (status === 413) return 'MESSAGE_TOO_LARGE'
  if (status === 404) return 'NOT_FOUND'
  return status !== undefined && status < 500 ? 'INVALID_INPUT' : 'INTERNAL'
}

/** Fastify with what every reply needs: headers, refusals in one form, a log without personal data, and `/healthz`. */
export const createHttpServer = ({ tls, log, isHealthy }: HttpServerOptions): FastifyInstance => {
  const app = fastify({
    bodyLimit: LIMITS.messageSize,
    forceCloseConnections: true,
    serverFactory: (handler): Server =>
      tls === undefined
        ? createPlainServer(TIMEOUTS, handler)
        : createTlsServer({ ...TIMEOUTS, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, handler),
  })
  const headers = securityHeaders(tls !== undefined)
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(headers)
    if (!reply.hasHeader('Content-Security-Policy')) reply.header('Content-Security-Policy', INERT_POLICY)
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route, not the address: addresses hold meeting codes.
    const { method, routeOptions } = request
    log.debug({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const code = codeOfStatus(error.statusCode)
    if (code === 'INTERNAL') log.error({ err: error }, 'request failed')
    return reply.status(ERRORS[code].status).send(refusal(code))
  })
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(refusal('NOT_FOUND')))
  app.get('/healthz', (_request, reply) => {
    const healthy = isHealthy()
    return reply
      .status(healthy ? 200 : 503)
      .header('Cache-Control', 'no-store')
      .send({ status: healthy ? 'ok' : 'unavailable' })
  })
  return app
}

export interface ApiRouteOptions {
  api: Api
  describe: () => Promise<object>
  isAllowedOrigin: (origin: string) => boolean
  failures: Failures
  /** Who may send a large body, asked before it is read. Throws ParleyError. */
  admit: (proof: RequestProof) => Promise<Session>
}

/** Bytes of the one request that is larger than others: an organisation's rules as a whole. */
const LARGEST_BODY = RULES_FILE_LIMIT + LIMITS.messageSize
const LARGE_ROUTE = { method: 'PUT', url: '/api/admin/rules' } as const

/** A header that comes twice says nothing: which of the two would hold? */
const single = (header: string | string[] | undefined): string | undefined => (typeof header === 'string' ? header : undefined)

const proofOf = ({ method, url, headers }: FastifyRequest): RequestProof => ({
  method,
  path: url.split('?', 1)[0] ?? '',
  authorization: headers.authorization,
  dpop: single(headers.dpop),
})

/** The API under `/api`, with its description. */
export const serveApi = async (
  app: FastifyInstance,
  { api, describe, isAllowedOrigin, failures, admit }: ApiRouteOptions,
): Promise<void> => {
  const errors = errorInterceptors(failures)
  const handler = new OpenAPIHandler(api, {
    interceptors: [errors.request],
    clientInterceptors: [
      async ({ next, context }) => {
        try {
          return await next()
        } catch (error) {
          const challenge =
            error instanceof ORPCError && error.cause instanceof ParleyError ? challengeFor(error.cause) : undefined
          if (challenge !== undefined) context.challenge(challenge)
          throw error
        }
      },
      errors.procedure,
    ],
    plugins: [
      new CORSPlugin({
        origin: (origin) => (isAllowedOrigin(origin) ? origin : null),
        allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowHeaders: ['authorization', 'content-type', 'dpop'],
        exposeHeaders: [EXPOSED],
        maxAge: 600,
      }),
    ],
  })
  await app.register(async (scope) => {
    scope.removeContentTypeParser('text/plain')
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('Cache-Control', 'no-store')
    })
    scope.get('/api/openapi.json', describe)
    const admitted = new WeakMap<FastifyRequest, Session>()
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      const context: ApiContext = {
        proof: proofOf(request),
        session: admitted.get(request),
        address: request.ip,
        challenge: (value) => void reply.header('WWW-Authenticate', value),
      }
      await handler.handle(request, reply, { prefix: '/api', context })
      return reply
    }
    const admitFirst = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      try {
        admitted.set(request, await admit(proofOf(request)))
      } catch (thrown) {
        const error = toParleyError(thrown)
        failures.note(error)
        const { origin } = request.headers
        if (origin !== undefined && isAllowedOrigin(origin)) reply.header('Access-Control-Allow-Origin', origin)
        reply.header('Access-Control-Expose-Headers', EXPOSED).header('Vary', 'Origin')
        const challenge = challengeFor(error)
        if (challenge !== undefined) reply.header('WWW-Authenticate', challenge)
        await reply.status(error.status).send(refusal(error.code, error.detail))
      }
    }
    scope.route({ ...LARGE_ROUTE, bodyLimit: LARGEST_BODY, onRequest: admitFirst, handler: handle })
    scope.all('/api/*', handle)
  })
}
