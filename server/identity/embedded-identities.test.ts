import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { EmbeddedIdentities } from './embedded-identities.ts'

let database: Database
let now: number
let identities: EmbeddedIdentities

const identitiesWith = (samplePeople: boolean): EmbeddedIdentities =>
  new EmbeddedIdentities({
    database,
    samplePeople,
    ticketLifetime: 30_000,
    findMeeting: async (code) => {
      if (code !== 'abc-defg-hjk') throw new ParleyError('MEETING_NOT_FOUND')
      return { id: 'meeting' }
    },
    now: () => now,
  })

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  database = await openDatabase(':memory:')
  await database
    .insertInto('meetings')
    .values({
      id: 'meeting',
      code: 'abc-defg-hjk',
      title: 'Meeting',
      organiser_id: 'ada',
      organiser_name: 'Ada Moreau',
      created_at: now,
      starts_at: null,
      duration_minutes: null,
      cancelled_at: null,
    })
    .execute()
  identities = identitiesWith(true)
})
afterEach(() => database.destroy())

describe('sessions', () => {
  test('a sample person is who they say', async () => {
    const { token, person } = await identities.openSession({ kind: 'sample', personId: 'ada' })
    expect(person).toMatchObject({ id: 'ada', kind: 'member', organisation: 'Northwind' })
    expect(await identities.authenticate(token)).toMatchObject({ person, meetingId: undefined })
  })

  test('there are no sample people where they are off', async () => {
    const credential = { kind: 'sample', personId: 'ada' } as const
    await expect(identitiesWith(false).openSession(credential)).rejects.toThrow('FORBIDDEN')
    await expect(identities.openSession({ kind: 'sample', personId: 'mallory' })).rejects.toThrow('FORBIDDEN')
  })

  test('a guest is known by a clean name and for one meeting', async () => {
    const { token, person } = await identities.openSession({ kind: 'guest', code: 'abc-defg-hjk', name: '  Gus  T. ' })
    expect(person).toMatchObject({ kind: 'guest', name: 'Gus T.' })
    expect(await identities.authenticate(token)).toMatchObject({ person, meetingId: 'meeting' })
  })

  test('two guests of one name are two people', async () => {
    const guest = { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus' } as const
    const [one, other] = [await identities.openSession(guest), await identities.openSession(guest)]
    expect(one.person.id).not.toBe(other.person.id)
  })

  test.each([
    ['Gus', 'xyz-wvut-srq', 'MEETING_NOT_FOUND'],
    ['', 'abc-defg-hjk', 'NAME_INVALID'],
    ['Gus\u202Eadmin', 'abc-defg-hjk', 'NAME_INVALID'],
  ])('a guest named %j of %s is refused with %s', async (name, code, refusal) => {
    await expect(identities.openSession({ kind: 'guest', code, name })).rejects.toThrow(refusal)
  })

  test('a session outlives the service, and ends in time', async () => {
    const { token, expiresAt } = await identities.openSession({ kind: 'sample', personId: 'bo' })
    now = expiresAt - 1
    expect(await identitiesWith(true).authenticate(token)).toMatchObject({ person: { id: 'bo' } })
    now = expiresAt
    await expect(identities.authenticate(token)).rejects.toThrow('UNAUTHENTICATED')
  })

  test('a closed session is dead at once, and whoever hangs on it is told', async () => {
    const { token } = await identities.openSession({ kind: 'sample', personId: 'bo' })
    const session = await identities.authenticate(token)
    const { ticket } = identities.openTicket(session)
    const closed: string[] = []
    identities.events.on('sessionClosed', (id) => closed.push(id))
    await identities.closeSession(session)
    expect(closed).toEqual([session.id])
    await expect(identities.authenticate(token)).rejects.toThrow('UNAUTHENTICATED')
    await expect(identities.redeemTicket(ticket)).rejects.toThrow('TICKET_INVALID')
  })

  test('a token is nowhere in the database', async () => {
    const { token } = await identities.openSession({ kind: 'sample', personId: 'ada' })
    const rows = await database.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('tickets', () => {
  test('a ticket is its session, once', async () => {
    const { token } = await identities.openSession({ kind: 'sample', personId: 'ada' })
    const { ticket } = identities.openTicket(await identities.authenticate(token))
    expect(await identities.redeemTicket(ticket)).toMatchObject({ person: { id: 'ada' } })
    await expect(identities.redeemTicket(ticket)).rejects.toThrow('TICKET_INVALID')
  })

  test('a ticket is good for 30 seconds', async () => {
    const { token } = await identities.openSession({ kind: 'sample', personId: 'ada' })
    const { ticket } = identities.openTicket(await identities.authenticate(token))
    now += 30_000
    await expect(identities.redeemTicket(ticket)).rejects.toThrow('TICKET_INVALID')
  })
})
