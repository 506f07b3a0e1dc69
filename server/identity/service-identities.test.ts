import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential, Device } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import { createLog } from '../logging.ts'
import { Invitations } from '../meetings/invitations.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { TestDevice, TestProvider } from '../testing/test-provider.ts'
import { DpopKey, TestSession } from '../testing/test-session.ts'
import { challengeFor } from './challenges.ts'
import type { RequestProof } from './identities.ts'
import type { ProviderConfig } from './provider-config.ts'
import { ServiceIdentities } from './service-identities.ts'
import { ServiceSecret } from './service-secret.ts'
import type { SessionAct } from './session-acts.ts'

const ORIGIN = 'http://127.0.0.1:8473'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DEVICE: Device = { kind: 'desktop', os: 'linux', name: 'office' }

let provider: TestProvider
beforeAll(async () => {
  provider = await TestProvider.start()
})
afterAll(() => provider.close())

let database: Database
let now: number
let secret: ServiceSecret
let identities: ServiceIdentities

/** What is done by whom, where it can be recorded. */
const recorded: string[] = []
let failing: SessionAct['did'] | undefined
const record = async (_transaction: unknown, act: SessionAct): Promise<void> => {
  if (act.did === failing) throw new Error('the disk is full')
  recorded.push(act.did === 'refuse' ? `refuse ${act.code}` : act.did === 'end' ? `end ${act.because}` : act.did)
}

const start = ({ providers = [], samplePeople = true }: { providers?: ProviderConfig[]; samplePeople?: boolean } = {}) =>
  ServiceIdentities.create({
    database,
    log: createLog('silent'),
    secret,
    providers,
    samplePeople,
    ticketLifetime: 30_000,
    origin: () => ORIGIN,
    origins: () => new Set([ORIGIN]),
    findMeeting: async (code) => {
      if (code !== 'abc-defg-hjk') throw new ParleyError('MEETING_NOT_FOUND')
      return { id: 'meeting', tenant: 'northwind', organiser: { id: 'ada' } }
    },
    invitations: new Invitations(database, () => now),
    record,
    now: () => now,
  })

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  secret = ServiceSecret.random()
  database = await openDatabase(':memory:')
  await database
    .insertInto('meetings')
    .values({
      id: 'meeting',
      code: 'abc-defg-hjk',
      title: 'Meeting',
      organiser_id: 'ada',
      organiser_name: 'Ada Moreau',
      tenant: 'sample',
      options: '{}',
      created_at: now,
      starts_at: null,
      duration_minutes: null,
      cancelled_at: null,
    })
    .execute()
  recorded.length = 0
  failing = undefined
  identities = await start()
})
afterEach(() => database.destroy())

/** A request of the holder, with a proof of this moment. */
const request = (holder: TestSession): RequestProof => {
  const { authorization, dpop } = holder.headersFor('POST', `${ORIGIN}/api/x`, now)
  return { method: 'POST', path: '/api/x', authorization, dpop }
}

const open = async (credential: Credential, key = DpopKey.create(), device: Device = DEVICE): Promise<TestSession> => {
  const { tokens, account } = await identities.openSession(request(new TestSession(key)), credential, device)
  return new TestSession(key, tokens, account)
}
const openSample = (personId: string) => open({ kind: 'sample', personId })
const refresh = async (session: TestSession, attempt: string): Promise<TestSession> => {
  const proof = request(new TestSession(session.key))
  const { tokens, account } = await identities.refreshSession(proof, session.tokens.refreshToken, attempt)
  return new TestSession(session.key, tokens, account)
}
const authenticate = (session: TestSession) => identities.authenticate(request(session))

const idToken = (device: TestDevice, claims: object = {}) =>
  provider.idToken(device, { claims: { iat: now / 1_000, exp: now / 1_000 + 600, ...claims } })

describe('a record is made', () => {
  test('of each sign-in, refusal and end', async () => {
    const session = await openSample('ada')
    const other = await openSample('ada')
    await identities.endSession(authenticate(session), authenticate(other).id)
    await identities.closeSession(authenticate(session))
    const wrong = { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus', invitation: 'x'.repeat(43) } as const
    await expect(open(wrong)).rejects.toThrow('INVITATION_INVALID')
    expect(recorded).toEqual(['signIn', 'signIn', 'end endedElsewhere', 'end signedOut', 'refuse INVITATION_INVALID'])
  })

  test('of a refresh token that was used twice', async () => {
    const session = await openSample('ada')
    await refresh(session, 'one')
    await refresh(session, 'one')
    await expect(refresh(session, 'other')).rejects.toThrow('SESSION_ENDED')
    expect(recorded).toEqual(['signIn', 'end tokenReused'])
  })

  test('or nobody signs in', async () => {
    failing = 'signIn'
    await expect(openSample('ada')).rejects.toThrow('the disk is full')
    expect(await database.selectFrom('sessions').selectAll().execute()).toEqual([])
  })

  test('or a session ends without, for good', async () => {
    const session = await openSample('ada')
    failing = 'end'
    await identities.closeSession(authenticate(session))
    identities = await start()
    expect(() => authenticate(session)).toThrow('SESSION_ENDED')
  })

  test('or somebody is refused without', async () => {
    failing = 'refuse'
    const wrong = { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus', invitation: 'x'.repeat(43) } as const
    await expect(open(wrong)).rejects.toThrow('INVITATION_INVALID')
  })
})

describe('sessions', () => {
  test('a sample person is who they say', async () => {
    const session = await openSample('ada')
    expect(session.account.person).toMatchObject({ id: 'ada', kind: 'member', organisation: 'Northwind' })
    expect(authenticate(session)).toMatchObject({ person: session.account.person, meetingId: undefined, tenant: 'sample' })
  })

  test('there are no sample people where they are off', async () => {
    await expect(openSample('mallory')).rejects.toThrow('FORBIDDEN')
    identities = await start({ samplePeople: false })
    await expect(openSample('ada')).rejects.toThrow('FORBIDDEN')
  })

  test('a guest is known by a clean name, for one meeting and half a day', async () => {
    const session = await open({ kind: 'guest', code: 'abc-defg-hjk', name: '  Gus  T. ' })
    expect(session.account.person).toMatchObject({ kind: 'guest', name: 'Gus T.' })
    const known = authenticate(session)
    expect(known).toMatchObject({ meetingId: 'meeting', tenant: undefined, expiresAt: now + DAY / 2 })
    now += DAY / 2
    expect(() => identities.check(known)).toThrow('UNAUTHENTICATED')
  })

  test('two guests of one name are two people', async () => {
    const guest = { kind: 'guest', code: 'abc-defg-hjk', name: 'Gus' } as const
    const [one, other] = [await open(guest), await open(guest)]
    expect(one.account.person.id).not.toBe(other.account.person.id)
  })

  test.each([
    ['Gus', 'xyz-wvut-srq', 'MEETING_NOT_FOUND'],
    ['', 'abc-defg-hjk', 'NAME_INVALID'],
    ['Gus\u202Eadmin', 'abc-defg-hjk', 'NAME_INVALID'],
    ['Chen VVei', 'abc-defg-hjk', 'NAME_TAKEN'],
  ])('a guest named %j of %s is refused with %s', async (name, code, refusal) => {
    await expect(open({ kind: 'guest', code, name })).rejects.toThrow(refusal)
  })

  test('access tokens live ten minutes and are for this service', async () => {
    const session = await openSample('bo')
    expect(session.tokens.accessExpiresAt).toBe(now + 10 * MINUTE)
    now += 10 * MINUTE - 1
    authenticate(session)
    now += 1
    expect(() => authenticate(session)).toThrow('UNAUTHENTICATED: access token')
    expect(authenticate(await refresh(session, 'a'))).toMatchObject({ person: { id: 'bo' } })
  })

  test('end 14 days after their last use, 30 days after the sign-in', async () => {
    const idle = await openSample('bo')
    now += 14 * DAY
    await expect(refresh(idle, 'a')).rejects.toThrow('UNAUTHENTICATED')
    let used = await openSample('bo')
    for (let week = 1; week <= 4; week += 1) {
      now += 7 * DAY
      used = await refresh(used, `week-${week}`)
    }
    expect(authenticate(used).expiresAt).toBe(now + 2 * DAY)
    now += 2 * DAY
    await expect(refresh(used, 'last')).rejects.toThrow('UNAUTHENTICATED')
  })

  test('outlive the service, ended ones as ended', async () => {
    const [living, ended] = [await openSample('bo'), await openSample('bo')]
    const renewed = await refresh(living, 'one')
    await identities.closeSession(authenticate(ended))
    identities = await start()
    expect(authenticate(renewed)).toMatchObject({ person: { id: 'bo' } })
    await expect(refresh(ended, 'x')).rejects.toThrow('SESSION_ENDED')
    const again = await refresh(living, 'one')
    expect(again.tokens.refreshToken).toBe(renewed.tokens.refreshToken)
    await refresh(renewed, 'two')
    await expect(refresh(living, 'three')).rejects.toThrow('SESSION_ENDED')
  })

  test('that are closed are dead at once, and whoever hangs on them is told', async () => {
    const session = await openSample('bo')
    const known = authenticate(session)
    const { ticket } = identities.openTicket(known)
    const closed: string[] = []
    identities.events.on('sessionClosed', (id) => closed.push(id))
    await identities.closeSession(known)
    expect(closed).toEqual([known.id])
    expect(() => authenticate(session)).toThrow('SESSION_ENDED')
    expect(() => identities.check(known)).toThrow('SESSION_ENDED')
    expect(() => identities.redeemTicket(ticket)).toThrow('TICKET_INVALID')
  })

  test('are asked for in memory alone', async () => {
    const session = await openSample('bo')
    await database.destroy()
    const known = authenticate(session)
    for (let message = 0; message < 100; message += 1) identities.check(known)
    expect(identities.listSessions(known)).toHaveLength(1)
  })

  test('are listed to their person, the last used first, to the minute', async () => {
    const first = await openSample('bo')
    now += 10 * 1_000
    const second = await open({ kind: 'sample', personId: 'bo' }, DpopKey.create(), { ...DEVICE, name: 'home' })
    await openSample('ada')
    const list = () => identities.listSessions(authenticate(second))
    expect(list().map(({ current, device }) => [current, device.name])).toEqual([
      [true, 'home'],
      [false, 'office'],
    ])
    now += 5 * MINUTE
    identities.check(authenticate(first))
    expect(list()[0]).toMatchObject({ lastUsedAt: now })
    identities = await start()
    expect(list().map(({ lastUsedAt }) => lastUsedAt)).toEqual([now, now])
  })

  test('can be ended from another of the same person, and by nobody else', async () => {
    const [one, other, stranger] = [await openSample('bo'), await openSample('bo'), await openSample('ada')]
    const { id } = authenticate(other)
    await expect(identities.endSession(authenticate(stranger), id)).rejects.toThrow('NOT_FOUND')
    await identities.endSession(authenticate(one), id)
    expect(() => authenticate(other)).toThrow('SESSION_ENDED')
    await expect(identities.endSession(authenticate(one), id)).rejects.toThrow('NOT_FOUND')
    await identities.endSession(authenticate(one), authenticate(one).id)
    expect(() => authenticate(one)).toThrow('SESSION_ENDED')
  })

  test('are a hundred of one member at most: the one used least makes room', async () => {
    const first = await openSample('bo')
    for (let count = 0; count < 100; count += 1) {
      now += 1
      await openSample('bo')
    }
    expect(() => authenticate(first)).toThrow('SESSION_ENDED')
  })

  test('leave no token in the database', async () => {
    const session = await openSample('ada')
    const { accessToken, refreshToken } = (await refresh(session, 'attempt')).tokens
    const rows = JSON.stringify(await database.selectFrom('sessions').selectAll().execute())
    for (const part of [accessToken, refreshToken, refreshToken.split('.')[2] ?? '']) expect(rows).not.toContain(part)
  })
})

describe('refresh tokens', () => {
  test('wait for the disk: what was given out is never forgotten', async () => {
    const session = await openSample('bo')
    const renewed = await refresh(session, 'a')
    const row = await database.selectFrom('sessions').select(['refresh_counter', 'refresh_attempt']).executeTakeFirstOrThrow()
    expect(row).toEqual({ refresh_counter: 1, refresh_attempt: 'a' })
    expect(renewed.tokens.refreshToken.split('.')[1]).toBe('1')
  })

  test('never go back, and an old one always ends the session', async () => {
    const step = fc.oneof(
      fc.record({ use: fc.constant('newest' as const), attempt: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ use: fc.nat(6), attempt: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ use: fc.constant('restart' as const), attempt: fc.constant('') }),
      fc.record({ use: fc.constant('thief' as const), attempt: fc.constant('x') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const issued = [await openSample('bo')]
        let counter = 0
        let lastAttempt: string | undefined
        let ended = false
        for (const { use, attempt } of steps) {
          if (use === 'restart') {
            identities = await start()
            continue
          }
          const at = typeof use === 'number' ? Math.min(use, issued.length - 1) : issued.length - 1
          const token = issued[at]
          if (token === undefined) throw new Error('no token')
          if (use === 'thief') {
            const thief = new TestSession(DpopKey.create(), token.tokens, token.account)
            await expect(refresh(thief, attempt)).rejects.toThrow(ended ? 'SESSION_ENDED' : 'PROOF_INVALID')
            continue
          }
          const outcome = await refresh(token, attempt).catch((error: ParleyError) => error.code)
          const repeated = at === counter - 1 && attempt === lastAttempt
          if (ended || (at < counter && !repeated)) {
            expect(outcome).toBe('SESSION_ENDED')
            ended = true
          } else {
            if (!repeated) {
              counter += 1
              lastAttempt = attempt
            }
            if (!(outcome instanceof TestSession)) throw new Error(outcome)
            expect(Number(outcome.tokens.refreshToken.split('.')[1])).toBe(counter)
            if (!repeated) issued.push(outcome)
          }
          const rows = await database.selectFrom('sessions').select(['id', 'refresh_counter']).execute()
          const [id] = token.tokens.refreshToken.split('.')
          expect(rows.find((row) => row.id === id)?.refresh_counter).toBe(counter)
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('members', () => {
  const secondFactor = {
    required: false,
    maxAge: 600,
    provenBy: [{ claim: 'amr', any: ['otp'] }],
    ask: { acr_values: 'gold "2"' },
  }
  const member = async (device: TestDevice, key: DpopKey, claims: object = {}) =>
    open(device.credential(await idToken(device, claims), key, ORIGIN), key)

  test('are one person at every sign-in, and another of another tenant or issuer', async () => {
    const organisations = { a: { id: 'north', name: 'North' }, b: { id: 'south', name: 'South' } }
    identities = await start({ providers: [provider.config({ organisation: { claim: 'tid', organisations } })] })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const ids = []
    for (const tid of ['a', 'a', 'b']) ids.push((await member(device, key, { tid, jti: String(ids.length) })).account.person.id)
    expect(ids[0]).toBe(ids[1])
    expect(ids[0]).not.toBe(ids[2])
  })

  test('come in with a second factor where it is required, and are told how to get one', async () => {
    identities = await start({ providers: [provider.config({ secondFactor: { ...secondFactor, required: true } })] })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const refused = await member(device, key).catch((error: ParleyError) => error)
    if (!(refused instanceof ParleyError)) throw new Error('not refused')
    expect(refused.code).toBe('SECOND_FACTOR_REQUIRED')
    expect(challengeFor(refused)).toBe('DPoP algs="ES256", error="insufficient_user_authentication", acr_values="gold 2"')
    const given = { amr: ['pwd', 'otp'], auth_time: now / 1_000 }
    expect(authenticate(await member(device, key, given))).toMatchObject({ secondFactorAt: now })
    expect(identities.provider(undefined)).toMatchObject({ secondFactorRequired: true, secondFactor: secondFactor.ask })
  })

  test('give it anew for what needs it fresh, in the same session', async () => {
    identities = await start({ providers: [provider.config({ secondFactor })] })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const session = await member(device, key, { amr: ['otp'], auth_time: now / 1_000 })
    const other = await member(new TestDevice(), DpopKey.create())
    const { id } = authenticate(other)
    now += 11 * MINUTE
    const renewed = await refresh(session, 'a')
    const refused = await identities.endSession(authenticate(renewed), id).catch((error: ParleyError) => error)
    if (!(refused instanceof ParleyError)) throw new Error('not refused')
    expect(refused.code).toBe('SECOND_FACTOR_STALE')
    expect(challengeFor(refused)).toContain('max_age="600"')

    const known = authenticate(renewed)
    const closed: string[] = []
    identities.events.on('sessionClosed', (ended) => closed.push(ended))
    const confirmed = await member(device, key, { amr: ['otp'], auth_time: now / 1_000, name: 'Ida New' })
    expect(authenticate(confirmed)).toBe(known)
    expect(known).toMatchObject({ secondFactorAt: now, person: { name: 'Ida New' } })
    expect(confirmed.tokens.refreshToken).toBe(renewed.tokens.refreshToken)
    expect(closed).toEqual([])
    await identities.endSession(authenticate(confirmed), id)
    expect(closed).toEqual([id])
  })

  test('without a second factor in their sign-in end no other session where the organisation uses them', async () => {
    identities = await start({ providers: [provider.config({ secondFactor })] })
    const [one, other] = [await member(new TestDevice(), DpopKey.create()), await member(new TestDevice(), DpopKey.create())]
    await expect(identities.endSession(authenticate(one), authenticate(other).id)).rejects.toThrow('SECOND_FACTOR_STALE')
  })

  test('with another device key or another DPoP key have another session', async () => {
    identities = await start({ providers: [provider.config()] })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const sessions = [
      await member(device, key),
      await member(device, DpopKey.create(), { jti: '2' }),
      await member(new TestDevice(), key, { jti: '3' }),
    ]
    expect(new Set(sessions.map((session) => authenticate(session).id)).size).toBe(3)
  })

  test('are out when the configuration knows their provider no more', async () => {
    identities = await start({ providers: [provider.config()] })
    const session = await member(new TestDevice(), DpopKey.create())
    identities = await start({ providers: [provider.config({ clientId: 'another' })] })
    expect(() => authenticate(session)).toThrow('SESSION_ENDED')
  })

  test('can show an ID token to no service that has seen it, after a restart neither', async () => {
    identities = await start({ providers: [provider.config()] })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const credential = device.credential(await idToken(device), key, ORIGIN)
    await open(credential, key)
    identities = await start({ providers: [provider.config()] })
    await expect(open(credential, key)).rejects.toThrow('ID_TOKEN_INVALID: used')
    now += 5 * MINUTE + 1_000
    await expect(open(credential, key)).rejects.toThrow('ID_TOKEN_INVALID: iat')
  })

  test('are told where it is their provider that can’t be reached', async () => {
    const gone = await TestProvider.start()
    const config = gone.config()
    const device = new TestDevice()
    const token = await gone.idToken(device, { claims: { iat: now / 1_000, exp: now / 1_000 + 600 } })
    await gone.close()
    identities = await start({ providers: [config] })
    const key = DpopKey.create()
    await expect(open(device.credential(token, key, ORIGIN), key)).rejects.toThrow('PROVIDER_UNREACHABLE')
  })

  test('are sent to the provider of their domain', async () => {
    expect(identities.signIn).toBe('none')
    expect(() => identities.provider(undefined)).toThrow('ORGANISATION_UNKNOWN')
    const [a, b] = [provider.config({ domains: ['a.example'] }), provider.config({ domains: ['b.example'], clientId: 'b' })]
    identities = await start({ providers: [a] })
    expect([identities.signIn, identities.provider(undefined).clientId]).toEqual(['preset', 'parley-desktop'])
    identities = await start({ providers: [a, b] })
    expect([identities.signIn, identities.provider('B.example').clientId]).toEqual(['byEmail', 'b'])
    for (const domain of [undefined, 'c.example', 'x.a.example']) {
      expect(() => identities.provider(domain)).toThrow('ORGANISATION_UNKNOWN')
    }
  })
})

describe('tickets', () => {
  test('a ticket is its session, once and for 30 seconds', async () => {
    const session = authenticate(await openSample('ada'))
    const [first, second] = [identities.openTicket(session), identities.openTicket(session)]
    expect(identities.redeemTicket(first.ticket)).toBe(session)
    expect(() => identities.redeemTicket(first.ticket)).toThrow('TICKET_INVALID')
    now += 30_000
    expect(() => identities.redeemTicket(second.ticket)).toThrow('TICKET_INVALID')
  })
})
