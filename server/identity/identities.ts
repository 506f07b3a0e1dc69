/**
 * "Who is this?", the one question that the rest of the service asks about people. How somebody proves it (an organisation's
 * provider, a sample person, a guest's name; which key) is the implementation's own affair.
 */
import type { EventEmitter } from 'node:events'
import type { Person } from '#shared/contract/common.ts'
import type { Account, Credential, Device, ProviderInfo, SessionInfo, Tokens } from '#shared/contract/identity.ts'
import type { StepUpAction } from '#shared/identity/step-up.ts'

export interface Session {
  readonly id: string
  readonly person: Person
  /** The one meeting that a guest's session is for. */
  readonly meetingId: string | undefined
  /** The invitation by which a guest came, where there was one. */
  readonly invitationId: string | undefined
  /** Of the key that the session is bound to: a client is known by it whatever name its person gives. */
  readonly keyThumbprint: string
  /** Id of the organisation; none of a guest's. */
  readonly tenant: string | undefined
  /** ms since 1970; undefined where the sign-in proved no second factor. */
  readonly secondFactorAt: number | undefined
  /** ms since 1970. Moves on while the session is in use. */
  readonly expiresAt: number
  /** ms since 1970; undefined while it is not. */
  readonly endedAt: number | undefined
}

/** What a request brings along of who it is from. */
export interface RequestProof {
  method: string
  /** Without the query. */
  path: string
  /** Headers. */
  authorization: string | undefined
  dpop: string | undefined
}

export interface OpenedSession {
  tokens: Tokens
  account: Account
}

export interface IdentityEvents {
  /** A session was closed before its time; everything that hangs on it must end. */
  sessionClosed: [sessionId: string]
  /** A member has signed in; this is what their provider says of their groups. */
  groupsKnown: [tenant: string, personId: string, groups: readonly string[]]
}

export interface Identities {
  readonly events: EventEmitter<IdentityEvents>
  /** The people one may be without signing in. */
  readonly samplePeople: readonly Person[]
  /** Whether there is a provider; with several, the domain of the e-mail address says which. */
  readonly signIn: 'none' | 'preset' | 'byEmail'
  /** Throws ORGANISATION_UNKNOWN. */
  provider(domain: string | undefined): ProviderInfo
  /** A session bound to the key of the proof. Throws a code of the category `identity`, NAME_INVALID, NAME_TAKEN or FORBIDDEN. */
  openSession(request: RequestProof, credential: Credential, device: Device): Promise<OpenedSession>
  /** Throws UNAUTHENTICATED, PROOF_INVALID, CLOCK_SKEWED or SESSION_ENDED. */
  refreshSession(request: RequestProof, refreshToken: string, attempt: string): Promise<OpenedSession>
  /** The session that a request proves. Throws UNAUTHENTICATED, PROOF_INVALID, CLOCK_SKEWED or SESSION_ENDED. */
  authenticate(request: RequestProof): Session
  /** Asked for every message of a socket again; looks into memory only. Throws UNAUTHENTICATED or SESSION_ENDED. */
  check(session: Session): void
  /** Throws SECOND_FACTOR_STALE where the organisation uses second factors and none was given a short while ago. */
  requireFresh(session: Session, action: StepUpAction): void
  closeSession(session: Session): Promise<void>
  /** All of this person, the last used first. */
  listSessions(session: Session): SessionInfo[]
  /** Ends another session of the same person. Throws NOT_FOUND or SECOND_FACTOR_STALE. */
  endSession(session: Session, id: string): Promise<void>
  /** A single-use ticket for one signalling socket. */
  openTicket(session: Session): { ticket: string; expiresAt: number }
  /** The session of a ticket, which is used up by this. Throws TICKET_INVALID. */
  redeemTicket(ticket: string): Session
}

export const isAlive = ({ endedAt, expiresAt }: Session, now: number): boolean => endedAt === undefined && now < expiresAt
