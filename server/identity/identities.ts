/**
 * "Who is this?", the one question that the rest of the service asks about people. How somebody proves it (here: sample people
 * and guests with a name) is the implementation's own affair.
 */
import type { EventEmitter } from 'node:events'
import type { z } from 'zod'
import type { Person } from '#shared/contract/common.ts'
import type { Credential } from '#shared/contract/service.ts'

export interface Session {
  readonly id: string
  readonly person: Person
  /** The one meeting that a guest's session is for. */
  readonly meetingId: string | undefined
  /** ms since 1970 */
  readonly expiresAt: number
}

export interface OpenedSession {
  token: string
  person: Person
  expiresAt: number
}

export interface IdentityEvents {
  /** A session was closed before its time; everything that hangs on it must end. */
  sessionClosed: [sessionId: string]
}

export interface Identities {
  readonly events: EventEmitter<IdentityEvents>
  /** The people one may be without signing in. */
  readonly samplePeople: readonly Person[]
  /** Throws FORBIDDEN, NAME_INVALID or MEETING_NOT_FOUND. */
  openSession(credential: z.infer<typeof Credential>): Promise<OpenedSession>
  /** The session of a token. Throws UNAUTHENTICATED. */
  authenticate(token: string): Promise<Session>
  closeSession(session: Session): Promise<void>
  /** A single-use ticket for one signalling socket. */
  openTicket(session: Session): { ticket: string; expiresAt: number }
  /** The session of a ticket, which is used up by this. Throws TICKET_INVALID. */
  redeemTicket(ticket: string): Promise<Session>
}

export const isAlive = (session: Session, now: number): boolean => now < session.expiresAt
