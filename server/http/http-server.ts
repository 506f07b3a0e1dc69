import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ORPCError } from '@orpc/server'
import { CORSPlugin } from '@orpc/server/plugins'
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify'
import { ERRORS, type ErrorCode, ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Failures } from '../failures.ts'
import { challengeFor } from '../identity/challenges.ts'
import type { RequestProof } from '../identity/identities.ts'
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
const refusal = (code: ErrorCode) => ({ defined: false, code, status: ERRORS[code].status, message: code, data: {} })

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
}

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
  { api, describe, isAllowedOrigin, failures }: ApiRouteOptions,
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
        allowMethods: ['GET', 'POST', 'DELETE'],
        allowHeaders: ['authorization', 'content-type', 'dpop'],
        exposeHeaders: ['www-authenticate'],
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
    scope.all('/api/*', async (request, reply) => {
      const context: ApiContext = {
        proof: proofOf(request),
        address: request.ip,
        challenge: (value) => void reply.header('WWW-Authenticate', value),
      }
      await handler.handle(request, reply, { prefix: '/api', context })
      return reply
    })
  })
}
