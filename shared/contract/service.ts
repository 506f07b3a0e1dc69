/**
 * The HTTP half of the contract: who somebody is, which meetings there are. Served under `/api` with an OpenAPI description at
 * `/api/openapi.json`. Everything but `about` and the ways into a session needs that session (see `identity.ts`).
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../meeting/limits.ts'
import { OptionsChange } from '../meeting/options.ts'
import { LICENCES } from '../policies/rules.ts'
import { adminContract } from './admin.ts'
import { Message, MessageText, PastChat } from './chat.ts'
import { Code, Id, Meeting, MeetingKind, Person, Time, Title } from './common.ts'
import { diagnosticsContract } from './diagnostics.ts'
import { identityContract } from './identity.ts'
import { EffectiveOptionsSchema, Invitation, NamedPerson } from './moderation.ts'
import { recordingsContract } from './recordings.ts'

export const serviceContract = {
  people: {
    search: oc
      .route({ method: 'GET', path: '/people', summary: 'People of my organisation who have signed in here, by name or address' })
      .input(z.object({ query: z.string().trim().min(2).max(LIMITS.name) }))
      .output(z.array(Person).max(20)),
  },
  about: oc.route({ method: 'GET', path: '/about', summary: 'What this service is' }).output(
    z.object({
      version: z.string(),
      protocol: z.object({ oldest: z.int(), current: z.int() }),
      /** The oldest desktop client that may sign in and join, where the organisation has said. */
      minimumClientVersion: z.string().max(40).optional(),
      /** Where guests open their links, as in `https://meet.example.org`. */
      webOrigin: z.string(),
      /** The people one may be without signing in; empty but on the embedded service. */
      samplePeople: z.array(Person),
      /** Whether there is an identity provider; with several, the e-mail address says which. */
      signIn: z.enum(['none', 'preset', 'byEmail']),
    }),
  ),
  identity: identityContract,
  diagnostics: diagnosticsContract,
  admin: adminContract,
  recordings: recordingsContract,
  meetings: {
    list: oc
      .route({ method: 'GET', path: '/meetings', summary: 'Meetings that I organise or have been in, the next one first' })
      .output(z.array(Meeting)),
    create: oc
      .route({ method: 'POST', path: '/meetings', summary: 'Make a meeting, for now or for a time' })
      .input(
        z.object({
          title: Title,
          startsAt: Time.optional(),
          durationMinutes: z.int().min(1).max(1440).optional(),
          templateId: Id.optional(),
          /** The organisation's default label where absent. */
          labelId: Id.optional(),
        }),
      )
      .output(Meeting),
    /** Refused with JUSTIFICATION_MISSING where the label is less strict than before and nobody says why; the reason is logged. */
    setLabel: oc
      .route({ method: 'PUT', path: '/meetings/{code}/label', summary: 'Label a meeting that I organise' })
      .input(z.object({ code: Code, labelId: Id, justification: z.string().trim().min(1).max(300).optional() }))
      .output(Meeting),
    /** What I can make a meeting with. */
    choices: oc.route({ method: 'GET', path: '/choices', summary: 'The templates and labels of my organisation' }).output(
      z.object({
        templates: z.array(z.object({ id: Id, name: z.string(), description: z.string(), kind: MeetingKind })),
        /** The licence that is missing for templates. */
        templatesNeed: z.enum(LICENCES).optional(),
        /** The least strict first. */
        labels: z.array(z.object({ id: Id, name: z.string(), description: z.string() })),
        defaultLabel: Id.optional(),
      }),
    ),
    get: oc
      .route({ method: 'GET', path: '/meetings/{code}', summary: 'One meeting by its code' })
      .input(z.object({ code: Code }))
      .output(Meeting),
    /** For organisers of the meeting, before and while it runs. */
    getOptions: oc
      .route({ method: 'GET', path: '/meetings/{code}/options', summary: 'The options of a meeting, and what bound them' })
      .input(z.object({ code: Code }))
      .output(EffectiveOptionsSchema),
    setOptions: oc
      .route({ method: 'PATCH', path: '/meetings/{code}/options', summary: 'Change options of a meeting' })
      .input(z.object({ code: Code, change: OptionsChange }))
      .output(EffectiveOptionsSchema),
    getPeople: oc
      .route({ method: 'GET', path: '/meetings/{code}/people', summary: 'Who was named for a meeting' })
      .input(z.object({ code: Code }))
      .output(z.array(NamedPerson)),
    setPeople: oc
      .route({
        method: 'PUT',
        path: '/meetings/{code}/people',
        summary: 'Name people for a meeting: co-organisers, presenters, invited',
      })
      .input(z.object({ code: Code, people: z.array(NamedPerson.omit({ name: true })).max(LIMITS.namedPeople) }))
      .output(z.array(NamedPerson)),
    listInvitations: oc
      .route({ method: 'GET', path: '/meetings/{code}/invitations', summary: 'Guests invited by name' })
      .input(z.object({ code: Code }))
      .output(z.array(Invitation)),
    invite: oc
      .route({ method: 'POST', path: '/meetings/{code}/invitations', summary: 'Invite a guest by name; the link is told once' })
      .input(z.object({ code: Code, name: z.string().max(LIMITS.name * 4), expiresAt: Time }))
      .output(z.object({ invitation: Invitation, link: z.string() })),
    withdrawInvitation: oc
      .route({
        method: 'DELETE',
        path: '/meetings/{code}/invitations/{id}',
        summary: 'Withdraw an invitation; whoever came by it is out',
      })
      .input(z.object({ code: Code, id: Id }))
      .output(z.void()),
    /** For those who were in the meeting. */
    listMessages: oc
      .route({ method: 'GET', path: '/meetings/{code}/messages', summary: 'The chat of a meeting that I was in' })
      .input(z.object({ code: Code, before: Id.optional() }))
      .output(PastChat),
    /** For those who were in the meeting, after it; while it takes place one writes from within. */
    sendMessage: oc
      .route({ method: 'POST', path: '/meetings/{code}/messages', summary: 'Write in the chat of a meeting that I was in' })
      .input(z.object({ code: Code, text: MessageText, replyTo: Id.optional() }))
      .output(z.object({ message: Message })),
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
