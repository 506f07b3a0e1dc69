/** The identities of the service: people of organisations with a provider, sample people, guests of one meeting. */
import { EventEmitter } from 'node:events'
import type { Person } from '#shared/contract/common.ts'
import type { Credential, Device, ProviderInfo, SessionInfo } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import type { StepUpAction } from '#shared/identity/step-up.ts'
import { cleanName } from '#shared/meeting/names.ts'
import type { Log } from '../logging.ts'
import type { Invitations } from '../meetings/invitations.ts'
import type { Database } from '../storage/database.ts'
import { AccessTokens } from './access-tokens.ts'
import { NothingShown, SecondFactorNeeded } from './challenges.ts'
import { type Proof, Proofs } from './dpop.ts'
import { type IdTokenCredential, IdTokens } from './id-tokens.ts'
import type { Identities, IdentityEvents, OpenedSession, RequestProof, Session } from './identities.ts'
import { PeopleRecords } from './people-records.ts'
import { guestIdOf } from './person-ids.ts'
import type { ProviderConfig } from './provider-config.ts'
import { ProviderKeys } from './provider-keys.ts'
import { Providers } from './providers.ts'
import { RefreshTokens } from './refresh-tokens.ts'
import { SAMPLE_PEOPLE, SAMPLE_TENANT } from './sample-people.ts'
import { newId } from './secrets.ts'
import type { ServiceSecret } from './service-secret.ts'
import type { Belonging, RecordSessionAct } from './session-acts.ts'
import { SessionRecords } from './session-records.ts'
import { Sessions, type StoredSession } from './sessions.ts'
import { SpentTokens } from './spent-tokens.ts'
import { Tickets } from './tickets.ts'

const AUTHORIZATION = /^DPoP ([A-Za-z0-9._-]{1,4096})$/i

export interface ServiceIdentitiesOptions {
  database: Database
  log: Log
  secret: ServiceSecret
  providers: readonly ProviderConfig[]
  samplePeople: boolean
  /** ms */
  ticketLifetime: number
  /** Where clients find the service: issuer and audience of its tokens. */
  origin: () => string
  /** All the origins under which it is reached. */
  origins: () => ReadonlySet<string>
  /** The meeting with this code. Throws MEETING_NOT_FOUND or MEETING_ENDED. */
  findMeeting: (code: string) => Promise<{ id: string; tenant: string; organiser: { id: string } }>
  invitations: Pick<Invitations, 'redeem' | 'isGood'>
  /** Writes down what becomes of sessions, in the transaction that does it: nobody signs in where that fails. */
  record?: RecordSessionAct
  now?: () => number
}

export class ServiceIdentities implements Identities {
  readonly events: EventEmitter<IdentityEvents>
  readonly samplePeople: readonly Person[]
  readonly #log: Log
  readonly #now: () => number
  readonly #findMeeting: ServiceIdentitiesOptions['findMeeting']
  readonly #invitations: ServiceIdentitiesOptions['invitations']
  readonly #providers: Providers
  readonly #proofs: Proofs
  readonly #accessTokens: AccessTokens
  readonly #refreshTokens: RefreshTokens
  readonly #idTokens: IdTokens
  readonly #spentTokens: SpentTokens
  readonly #people: PeopleRecords
  readonly #tickets: Tickets<string>
  readonly #sessions: Sessions
  readonly #records: SessionRecords

  private constructor(
    options: ServiceIdentitiesOptions,
    events: EventEmitter<IdentityEvents>,
    sessions: Sessions,
    records: SessionRecords,
  ) {
    const { database, secret, origin, origins, now = Date.now } = options
    this.events = events
    this.samplePeople = options.samplePeople ? SAMPLE_PEOPLE : []
    this.#log = options.log
    this.#now = now
    this.#findMeeting = options.findMeeting
    this.#invitations = options.invitations
    this.#providers = new Providers(options.providers)
    this.#proofs = new Proofs({ origins, now })
    this.#accessTokens = new AccessTokens({ secret, origin, now })
    this.#refreshTokens = new RefreshTokens(secret)
    this.#idTokens = new IdTokens({ providers: options.providers, keys: new ProviderKeys(now), now })
    this.#spentTokens = new SpentTokens(database, now)
    this.#people = new PeopleRecords(database)
    this.#tickets = new Tickets(options.ticketLifetime, now)
    this.#sessions = sessions
    this.#records = records
  }

  /** With the sessions from before, but for those that the configuration has no room for any more. */
  static async create(options: ServiceIdentitiesOptions): Promise<ServiceIdentities> {
    const { database, log, record, now = Date.now } = options
    const events = new EventEmitter<IdentityEvents>()
    const records = new SessionRecords(database, log, record)
    const sessions = await Sessions.load({ records, now, onEnded: (id) => events.emit('sessionClosed', id) })
    const identities = new ServiceIdentities(options, events, sessions, records)
    await identities.#endUnknown()
    for (const { id, name } of identities.samplePeople) await identities.#people.note({ id, name, tenant: SAMPLE_TENANT })
    return identities
  }

  get signIn(): Identities['signIn'] {
    return this.#providers.signIn
  }

  provider(domain: string | undefined): ProviderInfo {
    return this.#providers.describe(domain)
  }

  async openSession(request: RequestProof, credential: Credential, device: Device): Promise<OpenedSession> {
    const proof = this.#proofs.verify(request, undefined)
    const session =
      credential.kind === 'idToken'
        ? await this.#openMember(proof, credential, device)
        : await this.#sessions.open({
            ...(await this.#admit(credential)),
            email: undefined,
            provider: undefined,
            keyThumbprint: proof.keyThumbprint,
            deviceKey: undefined,
            device,
            secondFactorAt: undefined,
          })
    const { invitationId } = session
    // It may have been withdrawn while the session was made.
    if (invitationId !== undefined && !(await this.#invitations.isGood(invitationId))) {
      await this.#sessions.end(session, 'invitationWithdrawn')
      throw new ParleyError('INVITATION_INVALID')
    }
    this.#log.info({ session: session.id, kind: credential.kind }, 'session opened')
    return this.#grant(session)
  }

  async refreshSession(request: RequestProof, refreshToken: string, attempt: string): Promise<OpenedSession> {
    // Ours or not is told at once, so that nobody keeps the service busy with proofs for tokens that they made up.
    const grant = this.#refreshTokens.read(refreshToken)
    if (grant === undefined) throw new ParleyError('UNAUTHENTICATED', 'refresh token')
    const { keyThumbprint } = this.#proofs.verify(request, undefined)
    const session = this.#sessions.find(grant.sessionId)
    if (session.keyThumbprint !== keyThumbprint) throw new ParleyError('PROOF_INVALID', 'key')
    await this.#sessions.rotate(session, grant.counter, attempt)
    this.#sessions.use(session)
    return this.#grant(session)
  }

  authenticate(request: RequestProof): Session {
    const token = AUTHORIZATION.exec(request.authorization ?? '')?.[1]
    if (token === undefined) throw new NothingShown()
    const grant = this.#accessTokens.verify(token)
    if (grant === undefined) throw new ParleyError('UNAUTHENTICATED', 'access token')
    const proof = this.#proofs.verify(request, token)
    if (proof.keyThumbprint !== grant.keyThumbprint) throw new ParleyError('PROOF_INVALID', 'key')
    const session = this.#sessions.find(grant.sessionId)
    if (proof.keyThumbprint !== session.keyThumbprint) throw new ParleyError('PROOF_INVALID', 'key')
    this.#sessions.use(session)
    return session
  }

  check(session: Session): void {
    this.#sessions.check(session)
    this.#sessions.use(session)
  }

  requireFresh(session: Session, action: StepUpAction): void {
    const { provider, secondFactorAt } = this.#sessions.find(session.id)
    const config = provider === undefined ? undefined : this.#providers.find(provider)?.secondFactor
    if (config === undefined) return
    const age = this.#now() - (secondFactorAt ?? Number.NEGATIVE_INFINITY)
    if (age <= config.maxAge * 1_000) return
    this.#log.info({ session: session.id, action }, 'second factor asked for')
    throw new SecondFactorNeeded('SECOND_FACTOR_STALE', config)
  }

  async closeSession(session: Session): Promise<void> {
    await this.#sessions.end(this.#sessions.find(session.id), 'signedOut')
    this.#log.info({ session: session.id }, 'session closed')
  }

  listSessions(session: Session): SessionInfo[] {
    return this.#siblings(session).map(({ id, device, createdAt, lastUsedAt, expiresAt }) => ({
      id,
      current: id === session.id,
      device,
      createdAt,
      lastUsedAt,
      expiresAt,
    }))
  }

  async endSession(session: Session, id: string): Promise<void> {
    if (id === session.id) return this.closeSession(session)
    const other = this.#siblings(session).find((each) => each.id === id)
    if (other === undefined) throw new ParleyError('NOT_FOUND', 'session')
    this.requireFresh(session, 'endSession')
    await this.#sessions.end(other, 'endedElsewhere')
    this.#log.info({ session: id, by: session.id }, 'session ended')
  }

  /** Ends the sessions of whoever came by this invitation. */
  async endInvited(invitationId: string): Promise<void> {
    await this.#sessions.endWhere((session) => session.invitationId === invitationId, 'invitationWithdrawn')
  }

  openTicket(session: Session): { ticket: string; expiresAt: number } {
    return this.#tickets.open(session.id)
  }

  redeemTicket(ticket: string): Session {
    const id = this.#tickets.redeem(ticket)
    try {
      if (id !== undefined) return this.#sessions.find(id)
    } catch (cause) {
      throw new ParleyError('TICKET_INVALID', 'session', { cause })
    }
    throw new ParleyError('TICKET_INVALID')
  }

  #grant(session: StoredSession): OpenedSession {
    const { id, person, email, keyThumbprint, refreshCounter, expiresAt } = session
    const grant = { sessionId: id, personId: person.id, keyThumbprint }
    const refreshToken = this.#refreshTokens.issue({ sessionId: id, counter: refreshCounter })
    return {
      tokens: { ...this.#accessTokens.issue(grant, expiresAt), refreshToken },
      account: { person, email },
    }
  }

  async #openMember(proof: Proof, credential: IdTokenCredential, device: Device): Promise<StoredSession> {
    const member = await this.#idTokens.verify(credential, proof)
    const { personId: id, tenant, email, provider, deviceKey, secondFactorAt, emailDoubtful, groups } = member
    const whom = { tenant, meetingId: undefined, personId: id }
    if (provider.secondFactor?.required === true && secondFactorAt === undefined) {
      return this.#refuse(whom, new SecondFactorNeeded('SECOND_FACTOR_REQUIRED', provider.secondFactor))
    }
    if (!(await this.#spentTokens.spend(member.token))) return this.#refuse(whom, new ParleyError('ID_TOKEN_INVALID', 'used'))
    await this.#people.note({ id, tenant, name: member.name, email, emailDoubtful, groups })
    this.events.emit('groupsKnown', tenant, id, groups)
    const person: Person = { id, kind: 'member', name: member.name, organisation: member.organisation }
    const { keyThumbprint } = proof
    const living = this.#sessions
      .of(id)
      .find((session) => session.deviceKey === deviceKey && session.keyThumbprint === keyThumbprint)
    if (living !== undefined) {
      await this.#sessions.confirm(living, { person, email, secondFactorAt: secondFactorAt ?? living.secondFactorAt })
      return living
    }
    const { issuer, clientId } = provider
    return this.#sessions.open({
      person,
      email,
      tenant,
      provider: { issuer, clientId },
      meetingId: undefined,
      invitationId: undefined,
      keyThumbprint,
      deviceKey,
      device,
      secondFactorAt,
    })
  }

  /**
   * Somebody without a provider. Throws FORBIDDEN, NAME_INVALID, NAME_TAKEN, MEETING_NOT_FOUND, MEETING_ENDED or
   * INVITATION_INVALID.
   */
  async #admit(
    credential: Exclude<Credential, IdTokenCredential>,
  ): Promise<Pick<StoredSession, 'person' | 'tenant' | 'meetingId' | 'invitationId'>> {
    if (credential.kind === 'sample') {
      const person = this.samplePeople.find(({ id }) => id === credential.personId)
      if (person === undefined) throw new ParleyError('FORBIDDEN', 'no such sample person here')
      return { person, tenant: SAMPLE_TENANT, meetingId: undefined, invitationId: undefined }
    }
    const name = cleanName(credential.name)
    if (name === undefined) throw new ParleyError('NAME_INVALID')
    const { id: meetingId, tenant: host, organiser } = await this.#findMeeting(credential.code)
    const whom = { tenant: host, meetingId, personId: undefined }
    if (await this.#people.isTaken(name, organiser.id)) return this.#refuse(whom, new ParleyError('NAME_TAKEN'))
    const { invitation } = credential
    const invitationId =
      invitation === undefined
        ? undefined
        : await this.#invitations.redeem(invitation, meetingId).catch((error: unknown) => this.#refuse(whom, error))
    // Whoever opens their own link again is the same person: what was decided about them holds.
    return { person: { id: guestIdOf(invitationId ?? newId()), kind: 'guest', name }, tenant: undefined, meetingId, invitationId }
  }

  /** Throws what kept somebody from signing in, and writes it down first. */
  async #refuse(whom: Belonging & { personId: string | undefined }, error: unknown): Promise<never> {
    if (error instanceof ParleyError) await this.#records.noteRefusal({ whom, code: error.code })
    throw error
  }

  #siblings(session: Session): StoredSession[] {
    return this.#sessions.of(session.person.id)
  }

  /** Ends what is left of providers and sample people that the configuration names no more. */
  async #endUnknown(): Promise<void> {
    await this.#sessions.endWhere(({ person, provider }) => {
      if (person.kind === 'guest') return false
      return provider === undefined ? this.samplePeople.length === 0 : this.#providers.find(provider) === undefined
    }, 'providerGone')
  }
}
