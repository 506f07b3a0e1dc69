/** The HTTP half of the contract, implemented. */
import { implement } from '@orpc/server'
import type { Moderator } from '#shared/contract/chat.ts'
import { serviceContract } from '#shared/contract/service.ts'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '#shared/contract/version.ts'
import type { CrashReport } from '#shared/diagnostics/crash-report.ts'
import { ParleyError } from '#shared/errors.ts'
import type { AuditDesk } from '../audit/audit-desk.ts'
import type { RefusalTrail } from '../audit/session-trail.ts'
import type { Chat } from '../chat/chat.ts'
import { readPastChat, writePastChat } from '../chat/past-chat.ts'
import { requireNewClient } from '../client-version.ts'
import type { MediaProbes } from '../diagnostics/media-probes.ts'
import type { Identities, RequestProof, Session } from '../identity/identities.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Organising } from '../meetings/organising.ts'
import type { Rulebook } from '../policies/rulebook.ts'
import type { Rules } from '../policies/rules.ts'
import type { AddressLimiter } from '../rate-limit.ts'
import type { RecordingLibrary } from '../recordings/recording-library.ts'
import { createAdminApi } from './admin-api.ts'
import { createRecordingsApi } from './recordings-api.ts'

export interface ApiContext {
  /** What the request says of who it is from. */
  readonly proof: RequestProof
  /** Where that was asked already: a proof is good once. */
  readonly session: Session | undefined
  /** The address that the request comes from. */
  readonly address: string
  /** Puts `WWW-Authenticate` on the reply. */
  readonly challenge: (value: string) => void
}

export interface ApiOptions {
  version: string
  /** The oldest desktop client that is served. */
  minimumClientVersion: string | undefined
  webOrigin: () => string
  identities: Identities
  meetings: Meetings
  organising: Organising
  chat: Chat
  /** For what strangers may ask: opening sessions, looking up codes. */
  limiter: AddressLimiter
  rules: Rules
  rulebook: Rulebook
  /** Who looks at messages. */
  moderator: Moderator
  audit: AuditDesk
  /** Where refusals in the admin centre and of recordings are written down. */
  refusals: RefusalTrail
  recordings: RecordingLibrary
  probes: MediaProbes
  reportCrash: (report: CrashReport) => void
}

export const createApi = ({
  version,
  minimumClientVersion,
  webOrigin,
  identities,
  meetings,
  organising,
  chat,
  limiter,
  rules,
  rulebook,
  moderator,
  audit,
  refusals,
  recordings,
  probes,
  reportCrash,
}: ApiOptions) => {
  const os = implement(serviceContract).$context<ApiContext>()

  const authenticate = ({ session, proof }: ApiContext): Session => {
    if (session === undefined) return identities.authenticate(proof)
    // Its body may have taken long to come.
    identities.check(session)
    return session
  }

  const authenticated = os.middleware(({ context, next }) => next({ context: { session: authenticate(context) } }))

  const limited = os.middleware(({ context, next }) => {
    if (!limiter.take(context.address)) throw new ParleyError('TOO_MANY_REQUESTS')
    return next()
  })

  return os.router({
    about: os.about.handler(() => ({
      version,
      protocol: { oldest: OLDEST_PROTOCOL_VERSION, current: PROTOCOL_VERSION },
      ...(minimumClientVersion === undefined ? {} : { minimumClientVersion }),
      webOrigin: webOrigin(),
      samplePeople: [...identities.samplePeople],
      signIn: identities.signIn,
    })),
    people: {
      search: os.people.search.use(authenticated).handler(async ({ context, input }) => {
        const { tenant, person } = context.session
        if (tenant === undefined) throw new ParleyError('FORBIDDEN', 'guests find nobody')
        const found = await meetings.stores.people.search(tenant, input.query)
        return found.map((each) => ({ ...each, kind: 'member' as const, organisation: person.organisation }))
      }),
    },
    identity: {
      provider: os.identity.provider.use(limited).handler(({ input }) => identities.provider(input.domain)),
      openSession: os.identity.openSession.use(limited).handler(({ context, input }) => {
        requireNewClient(input.device.kind, input.device.version, minimumClientVersion)
        const { version: _, ...device } = input.device
        return identities.openSession(context.proof, input.credential, device)
      }),
      // Without the limit: a whole organisation may come from one address, and a refresh token can't be guessed.
      refreshSession: os.identity.refreshSession.handler(({ context, input }) =>
        identities.refreshSession(context.proof, input.refreshToken, input.attempt),
      ),
      closeSession: os.identity.closeSession
        .use(authenticated)
        .handler(({ context }) => identities.closeSession(context.session)),
      listSessions: os.identity.listSessions
        .use(authenticated)
        .handler(({ context }) => identities.listSessions(context.session)),
      endSession: os.identity.endSession
        .use(authenticated)
        .handler(({ context, input }) => identities.endSession(context.session, input.id)),
      openTicket: os.identity.openTicket.use(authenticated).handler(({ context }) => identities.openTicket(context.session)),
    },
    diagnostics: {
      openProbe: os.diagnostics.openProbe
        .use(limited)
        .use(authenticated)
        .handler(({ context }) => probes.open(context.session.id)),
      reportCrash: os.diagnostics.reportCrash
        .use(limited)
        .use(authenticated)
        .handler(({ input }) => reportCrash(input)),
    },
    admin: createAdminApi({ rules, rulebook, moderator, audit, refusals, authenticate }),
    recordings: createRecordingsApi({ recordings, refusals, authenticate }),
    meetings: {
      list: os.meetings.list.use(authenticated).handler(({ context }) => meetings.list(context.session)),
      create: os.meetings.create.use(authenticated).handler(({ context, input }) => meetings.create(context.session, input)),
      choices: os.meetings.choices.use(authenticated).handler(({ context }) => {
        const { templates, labels, ...rest } = meetings.choices(context.session)
        return { ...rest, templates: [...templates], labels: [...labels] }
      }),
      setLabel: os.meetings.setLabel
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.setLabel(context.session, input.code, input)),
      get: os.meetings.get
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => meetings.get(context.session, input.code)),
      getOptions: os.meetings.getOptions
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.getOptions(context.session, input.code)),
      setOptions: os.meetings.setOptions
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.setOptions(context.session, input.code, input.change)),
      getPeople: os.meetings.getPeople
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.getPeople(context.session, input.code)),
      setPeople: os.meetings.setPeople
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.setPeople(context.session, input.code, input.people)),
      listInvitations: os.meetings.listInvitations
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.listInvitations(context.session, input.code)),
      invite: os.meetings.invite
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.invite(context.session, input.code, input)),
      withdrawInvitation: os.meetings.withdrawInvitation
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => organising.withdrawInvitation(context.session, input.code, input.id)),
      listMessages: os.meetings.listMessages
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => readPastChat({ meetings, chat }, context.session, input)),
      sendMessage: os.meetings.sendMessage
        .use(limited)
        .use(authenticated)
        .handler(({ context, input }) => writePastChat({ meetings, chat }, context.session, input)),
      cancel: os.meetings.cancel.use(authenticated).handler(({ context, input }) => meetings.cancel(context.session, input.code)),
    },
  })
}
export type Api = ReturnType<typeof createApi>
