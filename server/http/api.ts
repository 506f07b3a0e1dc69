/** The HTTP half of the contract, implemented. */
import { implement } from '@orpc/server'
import { serviceContract } from '#shared/contract/service.ts'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Identities } from '../identity/identities.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { AddressLimiter } from '../rate-limit.ts'

export interface ApiContext {
  /** The `Authorization` header. */
  readonly authorization: string | undefined
  /** The address that the request comes from. */
  readonly address: string
}

export interface ApiOptions {
  version: string
  webOrigin: () => string
  identities: Identities
  meetings: Meetings
  /** For what strangers may ask: opening sessions, looking up codes. */
  limiter: AddressLimiter
}

const BEARER = /^Bearer ([A-Za-z0-9_-]{1,100})$/

export const createApi = ({ version, webOrigin, identities, meetings, limiter }: ApiOptions) => {
  const os = implement(serviceContract).$context<ApiContext>()

  const authenticated = os.middleware(async ({ context, next }) => {
    const token = BEARER.exec(context.authorization ?? '')?.[1]
    if (token === undefined) throw new ParleyError('UNAUTHENTICATED')
    return next({ context: { session: await identities.authenticate(token) } })
  })

  const limited = os.middleware(({ context, next }) => {
    if (!limiter.take(context.address)) throw new ParleyError('TOO_MANY_REQUESTS')
    return next()
  })

  return os.router({
    about: os.about.handler(() => ({
      version,
      protocol: { oldest: OLDEST_PROTOCOL_VERSION, current: PROTOCOL_VERSION },
      webOrigin: webOrigin(),
      samplePeople: [...identities.samplePeople],
    })),
    identity: {
      openSession: os.identity.openSession.use(limited).handler(({ input }) => identities.openSession(input)),
      closeSession: os.identity.closeSession
        .use(authenticated)
        .handler(({ context }) => identities.closeSession(context.session)),
      openTicket: os.identity.openTicket.use(authenticated).handler(({ context }) => identities.openTicket(context.session)),
    },
    meetings: {
      list: os.meetings.list.use(authenticated).handler(({ context }) => meetings.list(context.session)),
      create: os.meetings.create.use(authenticated).handler(({ context, input }) => meetings.create(context.session, input)),
      get: os.meetings.get
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => meetings.get(context.session, input.code)),
      cancel: os.meetings.cancel.use(authenticated).handler(({ context, input }) => meetings.cancel(context.session, input.code)),
    },
  })
}
export type Api = ReturnType<typeof createApi>
