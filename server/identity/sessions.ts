/** The sessions of the service: all of them in memory, where each request and each message asks, and written through to the database. */

import type { Person } from '#shared/contract/common.ts'
import type { Device } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Session } from './identities.ts'
import { newId } from './secrets.ts'
import type { EndOfSession } from './session-acts.ts'
import type { Confirmed, SessionRecords } from './session-records.ts'

const DAY = 24 * 3_600_000

/** ms from sign-in, and without use; a guest's session is for one meeting. */
const LIFETIME = { member: 30 * DAY, guest: 12 * 3_600_000 }
const IDLE_LIFETIME = { member: 14 * DAY, guest: 12 * 3_600_000 }

/** ms: the last use is known to the minute. */
const USE_RESOLUTION = 60_000

/** ms between two looks for sessions that have expired. */
const SWEEP_INTERVAL = 60_000

/** A person who has more than that loses the one that was used least. */
const PER_MEMBER = 100

export interface NewSession {
  person: Person
  email: string | undefined
  /** The organisation's id. */
  readonly tenant: string | undefined
  /** Issuer and client id of the provider that vouched for them. */
  provider: { issuer: string; clientId: string } | undefined
  readonly meetingId: string | undefined
  /** The invitation by which a guest came. */
  readonly invitationId: string | undefined
  /** Of the DPoP key that the session is bound to. */
  readonly keyThumbprint: string
  deviceKey: string | undefined
  device: Device
  secondFactorAt: number | undefined
}

/** A session as the identity module knows it; the rest of the service sees a `Session`. */
export interface StoredSession extends Session, NewSession {
  person: Person
  email: string | undefined
  secondFactorAt: number | undefined
  readonly createdAt: number
  lastUsedAt: number
  expiresAt: number
  endedAt: number | undefined
  /** How many refresh tokens came before the one that is good. It never goes back. */
  refreshCounter: number
  /** The attempt that used up the one before. */
  refreshAttempt: string | undefined
}

const latestOf = (kind: Person['kind'], createdAt: number, lastUsedAt: number): number =>
  Math.min(createdAt + LIFETIME[kind], lastUsedAt + IDLE_LIFETIME[kind])

export interface SessionsOptions {
  records: SessionRecords
  now: () => number
  onEnded: (sessionId: string) => void
}

export class Sessions {
  readonly #records: SessionRecords
  readonly #now: () => number
  readonly #onEnded: (sessionId: string) => void
  /** Those that have ended too, for as long as their tokens could be shown. */
  readonly #sessions = new Map<string, StoredSession>()
  readonly #byPerson = new Map<string, Set<StoredSession>>()
  #sweptAt = 0

  private constructor({ records, now, onEnded }: SessionsOptions) {
    this.#records = records
    this.#now = now
    this.#onEnded = onEnded
  }

  /** With those that were there when the service last stopped. */
  static async load(options: SessionsOptions): Promise<Sessions> {
    const sessions = new Sessions(options)
    for (const session of await options.records.all())
      sessions.#keep({ ...session, expiresAt: latestOf(session.person.kind, session.createdAt, session.lastUsedAt) })
    await sessions.#dropExpired()
    return sessions
  }

  async open(session: NewSession): Promise<StoredSession> {
    await this.#dropExpired()
    const now = this.#now()
    const { kind } = session.person
    const opened: StoredSession = {
      ...session,
      id: newId(),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: latestOf(kind, now, now),
      endedAt: undefined,
      refreshCounter: 0,
      refreshAttempt: undefined,
    }
    await this.#records.add(opened)
    this.#keep(opened)
    if (kind === 'member') await this.#makeRoom(opened.person.id)
    return opened
  }

  /** A session that is alive. Throws SESSION_ENDED, or UNAUTHENTICATED where it is unknown or has expired. */
  find(id: string): StoredSession {
    const session = this.#sessions.get(id)
    if (session === undefined) throw new ParleyError('UNAUTHENTICATED', 'session')
    this.check(session)
    return session
  }

  /** Throws as `find` does. */
  check(session: Session): void {
    if (session.endedAt !== undefined) throw new ParleyError('SESSION_ENDED')
    if (this.#now() >= session.expiresAt) throw new ParleyError('UNAUTHENTICATED', 'expired')
  }

  /** Notes that a session is in use. */
  use({ id }: Session): void {
    const session = this.#sessions.get(id)
    const now = this.#now()
    if (session === undefined || now - session.lastUsedAt < USE_RESOLUTION) return
    session.lastUsedAt = now
    session.expiresAt = latestOf(session.person.kind, session.createdAt, now)
    this.#records.noteUse(id, now)
  }

  /** The living sessions of a person, the last used first. */
  of(personId: string): StoredSession[] {
    const now = this.#now()
    return [...(this.#byPerson.get(personId) ?? [])]
      .filter((session) => session.endedAt === undefined && now < session.expiresAt)
      .toSorted((one, other) => other.lastUsedAt - one.lastUsedAt || other.createdAt - one.createdAt)
  }

  /**
   * Uses up the refresh token with this counter and makes the next one good. Where the reply to this attempt was lost, that one
   * is good already. Throws SESSION_ENDED for an older one, which ends the session: it has been copied.
   */
  async rotate(session: StoredSession, counter: number, attempt: string): Promise<void> {
    if (counter < session.refreshCounter) {
      const repeated = counter === session.refreshCounter - 1 && attempt === session.refreshAttempt
      if (repeated) return
      await this.end(session, 'tokenReused')
      throw new ParleyError('SESSION_ENDED', 'an old refresh token was used')
    }
    // Beyond ours is only one whose issue was not yet on the disk when the power failed.
    session.refreshCounter = counter + 1
    session.refreshAttempt = attempt
    await this.#records.rotate(session.id, session.refreshCounter, attempt)
  }

  /** The same person has signed in again on this device: what the provider says of them now holds. */
  async confirm(session: StoredSession, confirmed: Confirmed): Promise<void> {
    await this.#records.confirm(session, confirmed)
    Object.assign(session, confirmed)
  }

  /** Ends a session for good; those who hang on it are told at once. */
  async end(session: StoredSession, because: EndOfSession): Promise<void> {
    if (session.endedAt !== undefined) return
    session.endedAt = this.#now()
    this.#onEnded(session.id)
    await this.#records.end(session, session.endedAt, because)
  }

  async endWhere(matches: (session: StoredSession) => boolean, because: EndOfSession): Promise<void> {
    for (const session of this.#sessions.values()) if (matches(session)) await this.end(session, because)
  }

  #keep(session: StoredSession): void {
    this.#sessions.set(session.id, session)
    const siblings = this.#byPerson.get(session.person.id)
    if (siblings === undefined) this.#byPerson.set(session.person.id, new Set([session]))
    else siblings.add(session)
  }

  async #makeRoom(personId: string): Promise<void> {
    for (const surplus of this.of(personId).slice(PER_MEMBER)) await this.end(surplus, 'surplus')
  }

  async #dropExpired(): Promise<void> {
    const now = this.#now()
    if (now - this.#sweptAt < SWEEP_INTERVAL) return
    this.#sweptAt = now
    const expired: string[] = []
    for (const session of this.#sessions.values()) {
      if (now < session.expiresAt) continue
      expired.push(session.id)
      this.#sessions.delete(session.id)
      const siblings = this.#byPerson.get(session.person.id)
      siblings?.delete(session)
      if (siblings?.size === 0) this.#byPerson.delete(session.person.id)
    }
    await this.#records.remove(expired)
  }
}
