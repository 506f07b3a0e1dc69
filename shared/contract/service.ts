/**
 * The HTTP half of the contract: who somebody is, which meetings there are. Served under `/api` with an OpenAPI description at
 * `/api/openapi.json`. Everything but `about` and `identity.openSession` needs `Authorization: Bearer <session token>`.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../meeting/limits.ts'
import { Code, Id, Meeting, Person, Time, Title } from './common.ts'

export const Credential = z.discriminatedUnion('kind', [
  /** One of the embedded service's sample people; refused where the service serves anything but loopback. */
  z.object({ kind: z.literal('sample'), personId: Id }),
  /** Somebody with a link and a name, for this one meeting. */
  z.object({ kind: z.literal('guest'), code: Code, name: z.string().max(LIMITS.name * 4) }),
])
export type Credential = z.infer<typeof Credential>

export const serviceContract = {
  about: oc.route({ method: 'GET', path: '/about', summary: 'What this service is' }).output(
    z.object({
      version: z.string(),
      protocol: z.object({ oldest: z.int(), current: z.int() }),
      /** Where guests open their links, as in `https://meet.example.org`. */
      webOrigin: z.string(),
      /** The people one may be without signing in; empty but on the embedded service. */
      samplePeople: z.array(Person),
    }),
  ),
  identity: {
    openSession: oc
      .route({ method: 'POST', path: '/identity/session', summary: 'Exchange a credential for a session token' })
      .input(Credential)
      .output(z.object({ token: z.string(), person: Person, expiresAt: Time })),
    closeSession: oc
      .route({ method: 'DELETE', path: '/identity/session', summary: 'End this session everywhere' })
      .output(z.void()),
    openTicket: oc
      .route({ method: 'POST', path: '/identity/ticket', summary: 'A single-use ticket that opens one signalling socket' })
      .output(z.object({ ticket: z.string(), expiresAt: Time })),
  },
  meetings: {
    list: oc
      .route({ method: 'GET', path: '/meetings', summary: 'Meetings that I organise or have been in, the next one first' })
      .output(z.array(Meeting)),
    create: oc
      .route({ method: 'POST', path: '/meetings', summary: 'Make a meeting, for now or for a time' })
      .input(z.object({ title: Title, startsAt: Time.optional(), durationMinutes: z.int().min(1).max(1440).optional() }))
      .output(Meeting),
    get: oc
      .route({ method: 'GET', path: '/meetings/{code}', summary: 'One meeting by its code' })
      .input(z.object({ code: Code }))
      .output(Meeting),
    cancel: oc
      .route({
        method: 'DELETE',
        path: '/meetings/{code}',
        summary: 'Cancel a meeting that I organise; an occurrence that runs ends',
      })
      .input(z.object({ code: Code }))
      .output(z.void()),
  },
}
export type ServiceContract = typeof serviceContract
