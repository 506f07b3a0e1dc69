/**
 * The HTTP half of the contract: who somebody is, which meetings there are. Served under `/api` with an OpenAPI description at
 * `/api/openapi.json`. Everything but `about` and the ways into a session needs that session (see `identity.ts`).
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Code, Meeting, Person, Time, Title } from './common.ts'
import { identityContract } from './identity.ts'

export const serviceContract = {
  about: oc.route({ method: 'GET', path: '/about', summary: 'What this service is' }).output(
    z.object({
      version: z.string(),
      protocol: z.object({ oldest: z.int(), current: z.int() }),
      /** Where guests open their links, as in `https://meet.example.org`. */
      webOrigin: z.string(),
      /** The people one may be without signing in; empty but on the embedded service. */
      samplePeople: z.array(Person),
      /** Whether there is an identity provider; with several, the e-mail address says which. */
      signIn: z.enum(['none', 'preset', 'byEmail']),
    }),
  ),
  identity: identityContract,
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
