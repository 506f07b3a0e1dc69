/** The limits one service holds its clients to. Those of the contract, and what only the service needs to know. */
import { LIMITS } from '#shared/meeting/limits.ts'

export interface ServiceLimits {
  /** The oldest desktop client that may sign in and join, as in `1.4.0`; all where there is none. */
  minimumClientVersion?: string | undefined
  participants: number
  /** People who wait in one lobby. */
  waiting: number
  /** ms that somebody may wait in a lobby. */
  lobbyWait: number
  /** ms after which whoever was denied may knock again. */
  denial: number
  /** ms */
  resumeWindow: number
  /** ms */
  ticketLifetime: number
  /** bytes */
  messageSize: number
  /** Requests per second and at once, for each socket. */
  requestRate: number
  requestBurst: number
  /** ms without a message after which a participant's socket is taken for lost. */
  silence: number
  /** ms that somebody may stay before the mirror. */
  preparedLifetime: number
  /** ms a socket may stay open without preparing anything. */
  idleLifetime: number
  /** Open signalling sockets of one session, and of one member over all their sessions. */
  socketsPerSession: number
  socketsPerPerson: number
  /** bytes waiting for a client that does not read; the socket is closed beyond, and the client comes back with a fresh state. */
  unsentEvents: number
  /** ms for which a recording waits for clients to show its notice, before it begins without those that haven't. */
  noticeWait: number
  /** ms of telling people what happens, at a stretch. Whoever asks something meanwhile waits no longer than that. */
  announcing: number
}

export const SERVICE_LIMITS: Readonly<ServiceLimits> = {
  participants: LIMITS.participants,
  waiting: LIMITS.waiting,
  lobbyWait: LIMITS.lobbyWait,
  denial: LIMITS.denial,
  resumeWindow: LIMITS.resumeWindow,
  ticketLifetime: LIMITS.ticketLifetime,
  messageSize: LIMITS.messageSize,
  requestRate: LIMITS.requestRate,
  requestBurst: LIMITS.requestBurst,
  silence: LIMITS.silence,
  preparedLifetime: 10 * 60_000,
  idleLifetime: 30_000,
  socketsPerSession: 8,
  socketsPerPerson: 32,
  unsentEvents: 4 * 1024 * 1024,
  noticeWait: 5_000,
  announcing: 8,
}
