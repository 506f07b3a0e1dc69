/** Identities of the embedded service: its sample people, and guests who have a meeting's code and give a name. */
import { EventEmitter } from 'node:events'
import type { z } from 'zod'
import type { Person } from '#shared/contract/common.ts'
import type { Credential } from '#shared/contract/service.ts'
import { ParleyError } from '#shared/errors.ts'
import { cleanName } from '#shared/meeting/names.ts'
import type { Database } from '../storage/database.ts'
import { type Identities, type IdentityEvents, isAlive, type OpenedSession, type Session } from './identities.ts'
import { SAMPLE_PEOPLE } from './sample-people.ts'
import { hashSecret, newId, newSecret } from './secrets.ts'
import { Tickets } from './tickets.ts'

/** ms */
const SESSION_LIFETIME = { member: 30 * 24 * 3_600_000, guest: 24 * 3_600_000 }

export interface EmbeddedIdentitiesOptions {
  database: Database
  samplePeople: boolean
  /** ms */
  ticketLifetime: number
  /** The id of the meeting with this code. Throws MEETING_NOT_FOUND or MEETING_ENDED. */
  findMeeting: (code: string) => Promise<{ id: string }>
  now?: () => number
}

export class EmbeddedIdentities implements Identities {
  readonly events = new EventEmitter<IdentityEvents>()
  readonly samplePeople: readonly Person[]
  readonly #database: Database
  readonly #findMeeting: EmbeddedIdentitiesOptions['findMeeting']
  readonly #tickets: Tickets<string>
  readonly #now: () => number

  constructor({ database, samplePeople, ticketLifetime, findMeeting, now = Date.now }: EmbeddedIdentitiesOptions) {
    this.samplePeople = samplePeople ? SAMPLE_PEOPLE : []
    this.#database = database
    this.#findMeeting = findMeeting
    this.#tickets = new Tickets(ticketLifetime, now)
    this.#now = now
  }

  async openSession(credential: z.infer<typeof Credential>): Promise<OpenedSession> {
    const { person, meetingId } = await this.#admit(credential)
    const token = newSecret()
    const expiresAt = this.#now() + SESSION_LIFETIME[person.kind]
    await this.#database.deleteFrom('sessions').where('expires_at', '<=', this.#now()).execute()
    await this.#database
      .insertInto('sessions')
      .values({
        id: newId(),
        token_hash: hashSecret(token),
        person_id: person.id,
        kind: person.kind,
        name: person.name,
        organisation: person.organisation ?? null,
        meeting_id: meetingId ?? null,
        expires_at: expiresAt,
      })
      .execute()
    return { token, person, expiresAt }
  }

  async authenticate(token: string): Promise<Session> {
    const session = await this.#find('token_hash', hashSecret(token))
    if (session === undefined) throw new ParleyError('UNAUTHENTICATED')
    return session
  }

  async closeSession(session: Session): Promise<void> {
    await this.#database.deleteFrom('sessions').where('id', '=', session.id).execute()
    this.events.emit('sessionClosed', session.id)
  }

  openTicket(session: Session): { ticket: string; expiresAt: number } {
    return this.#tickets.open(session.id)
  }

  async redeemTicket(ticket: string): Promise<Session> {
    const id = this.#tickets.redeem(ticket)
    const session = id === undefined ? undefined : await this.#find('id', id)
    if (session === undefined) throw new ParleyError('TICKET_INVALID')
    return session
  }

  /** The live session with this value in this column. */
  async #find(column: 'id' | 'token_hash', value: string): Promise<Session | undefined> {
    const row = await this.#database.selectFrom('sessions').selectAll().where(column, '=', value).executeTakeFirst()
    if (row === undefined) return undefined
    const session: Session = {
      id: row.id,
      person: { id: row.person_id, kind: row.kind, name: row.name, organisation: row.organisation ?? undefined },
      meetingId: row.meeting_id ?? undefined,
      expiresAt: row.expires_at,
    }
    return isAlive(session, this.#now()) ? session : undefined
  }

  async #admit(credential: z.infer<typeof Credential>): Promise<{ person: Person; meetingId?: string }> {
    if (credential.kind === 'sample') {
      const person = this.samplePeople.find(({ id }) => id === credential.personId)
      if (person === undefined) throw new ParleyError('FORBIDDEN', 'no such sample person here')
      return { person }
    }
    const name = cleanName(credential.name)
    if (name === undefined) throw new ParleyError('NAME_INVALID')
    const { id: meetingId } = await this.#findMeeting(credential.code)
    return { person: { id: `guest-${newId()}`, kind: 'guest', name }, meetingId }
  }
}
