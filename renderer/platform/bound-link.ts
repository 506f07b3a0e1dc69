import type { ClientLink } from '@orpc/client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { generateProof, type KeyPair } from 'dpop'
import { serviceContract } from '#shared/contract/service.ts'
import { checkReply } from './check-reply.ts'
import { toServiceError } from './service-error.ts'

/** What a request proves: the key that it comes from and, within a session, the access token that is bound to that key. */
export interface Binding {
  key: KeyPair
  accessToken?: string
}

/** What a call is made with. Without a binding it is anybody's. */
export interface CallContext {
  binding?: Binding
}

/** Adds `Authorization` and `DPoP` (RFC 9449) to a request. The proof is for this request only. */
const prove = async (request: Request, { key, accessToken }: Binding): Promise<void> => {
  const { origin, pathname } = new URL(request.url)
  request.headers.set('dpop', await generateProof(key, `${origin}${pathname}`, request.method, undefined, accessToken))
  if (accessToken !== undefined) request.headers.set('authorization', `DPoP ${accessToken}`)
}

/** To the procedures of the service over HTTP, each call bound as its context says. Calls reject with ParleyError. */
export const createBoundLink = (serviceOrigin: string, send: typeof fetch): ClientLink<CallContext> => {
  const api = new OpenAPILink<CallContext>(serviceContract, {
    url: new URL('/api', serviceOrigin).href,
    async fetch(request, init, { context }) {
      if (context.binding !== undefined) await prove(request, context.binding)
      return await send(request, { ...init, credentials: 'omit' })
    },
  })
  return {
    async call(path, input, options) {
      try {
        return checkReply(path, await api.call(path, input, options))
      } catch (thrown) {
        throw toServiceError(thrown)
      }
    },
  }
}
