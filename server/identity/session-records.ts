import type { Log } from '../logging.ts'
import type { Database } from '../storage/database.ts'
import type { SessionRow } from '../storage/schema.ts'
import { type EndOfSession, type RecordSessionAct, type SessionAct, UNRECORDED } from './session-acts.ts'
import type { StoredSession } from './sessions.ts'

const PLACES = 500

/** What a provider says of somebody anew. */
export type Confirmed = Pick<StoredSession, 'person' | 'email' | 'secondFactorAt'>

const fromRow = (row: SessionRow): Omit<StoredSession, 'expiresAt'> => ({
  id: row.id,
  person: { id: row.person_id, kind: row.kind, name: row.name, organisation: row.organisation ?? undefined },
  email: row.email ?? undefined,
  tenant: row.tenant ?? undefined,
  provider: row.issuer === null || row.client_id === null ? undefined : { issuer: row.issuer, clientId: row.client_id },
  meetingId: row.meeting_id ?? undefined,
  invitationId: row.invitation_id ?? undefined,
  keyThumbprint: row.key_thumbprint,
  deviceKey: row.device_key ?? undefined,
  device: { kind: row.device_kind, os: row.device_os, name: row.device_name ?? undefined },
  secondFactorAt: row.second_factor_at ?? undefined,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  endedAt: row.ended_at ?? undefined,
  refreshCounter: row.refresh_counter,
  refreshAttempt: row.refresh_attempt ?? undefined,
})

const toRow = (session: StoredSession): SessionRow => ({
  id: session.id,
  person_id: session.person.id,
  kind: session.person.kind,
  name: session.person.name,
  organisation: session.person.organisation ?? null,
  email: session.email ?? null,
  tenant: session.tenant ?? null,
  issuer: session.provider?.issuer ?? null,
  client_id: session.provider?.clientId ?? null,
  meeting_id: session.meetingId ?? null,
  invitation_id: session.invitationId ?? null,
  key_thumbprint: session.keyThumbprint,
  device_key: session.deviceKey ?? null,
  device_kind: session.device.kind,
  device_os: session.device.os,
  device_name: session.device.name ?? null,
  second_factor_at: session.secondFactorAt ?? null,
  created_at: session.createdAt,
  last_used_at: session.lastUsedAt,
  ended_at: session.endedAt ?? null,
  refresh_counter: session.refreshCounter,
  refresh_attempt: session.refreshAttempt ?? null,
})

/** What the database holds of sessions. No token is in it: they are known by the service's own signature. */
export class SessionRecords {
  readonly #database: Database
  readonly #log: Log

  readonly #record: RecordSessionAct

  constructor(database: Database, log: Log, record: RecordSessionAct = UNRECORDED) {
    this.#database = database
    this.#log = log
    this.#record = record
  }

  async all(): Promise<Omit<StoredSession, 'expiresAt'>[]> {
    return (await this.#database.selectFrom('sessions').selectAll().execute()).map(fromRow)
  }

  async add(session: StoredSession): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.insertInto('sessions').values(toRow(session)).execute()
      await this.#record(transaction, { did: 'signIn', session })
      if (session.secondFactorAt !== undefined) await this.#record(transaction, { did: 'giveSecondFactor', session })
    })
  }

  /** Nobody waits for it: what is lost with the process is a minute. */
  noteUse(id: string, at: number): void {
    this.#database
      .updateTable('sessions')
      .set({ last_used_at: at })
      .where('id', '=', id)
      .execute()
      .catch((error: unknown) => this.#log.error({ err: error }, 'the use of a session was not noted'))
  }

  async rotate(id: string, counter: number, attempt: string): Promise<void> {
    await this.#database
      .updateTable('sessions')
      .set({ refresh_counter: counter, refresh_attempt: attempt })
      .where('id', '=', id)
      .where('refresh_counter', '<', counter)
      .execute()
  }

  /** The person of a session has signed in again, with this. */
  async confirm(session: StoredSession, { person, email, secondFactorAt }: Confirmed): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('sessions')
        .set({
          name: person.name,
          organisation: person.organisation ?? null,
          email: email ?? null,
          second_factor_at: secondFactorAt ?? null,
        })
        .where('id', '=', session.id)
        .execute()
      await this.#record(transaction, { did: 'signIn', session })
      if (secondFactorAt !== session.secondFactorAt) await this.#record(transaction, { did: 'giveSecondFactor', session })
    })
  }

  /** A session ends even where that can't be written down: who has been shut out must not come back with the next start. */
  async end(session: StoredSession, at: number, because: EndOfSession): Promise<void> {
    const end = (database: Database) =>
      database.updateTable('sessions').set({ ended_at: at }).where('id', '=', session.id).execute()
    try {
      await this.#database.transaction().execute(async (transaction) => {
        await end(transaction)
        await this.#record(transaction, { did: 'end', session, because })
      })
    } catch (error) {
      this.#log.error({ err: error, session: session.id }, 'the end of a session is not in the audit log')
      await end(this.#database)
    }
  }

  /** A refusal stands even where it can't be written down. */
  async noteRefusal(refusal: Omit<Extract<SessionAct, { did: 'refuse' }>, 'did'>): Promise<void> {
    try {
      await this.#database.transaction().execute((transaction) => this.#record(transaction, { did: 'refuse', ...refusal }))
    } catch (error) {
      this.#log.error({ err: error }, 'a refused sign-in is not in the audit log')
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += PLACES) {
      await this.#database
        .deleteFrom('sessions')
        .where('id', 'in', ids.slice(from, from + PLACES))
        .execute()
    }
  }
}
