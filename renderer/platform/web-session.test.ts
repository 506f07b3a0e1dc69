import { beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeSessionService } from './testing/fake-session-service.ts'
import { WebSession } from './web-session.ts'

const ORIGIN = 'https://meet.example.org'
const OPEN = 'POST /identity/session'
const CLOSE = 'DELETE /identity/session'
const REFRESH = 'POST /identity/session/refresh'
const LIST = 'GET /meetings'
const GUEST = { kind: 'guest', code: 'abc-defg-hjk', name: 'Robin' } as const

let service: FakeSessionService
let session: WebSession

beforeEach(() => {
  service = new FakeSessionService()
  session = new WebSession({
    serviceOrigin: ORIGIN,
    device: { kind: 'web', os: 'linux' },
    fetch: service.fetch,
    now: () => service.now,
  })
})

/** Base64url of the SHA-256 of an access token, as a proof names it. */
const hashOf = async (token: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Buffer.from(digest).toString('base64url')
}

describe('proofs', () => {
  test('a session is opened with a proof and nothing else, and says on what', async () => {
    await session.open(GUEST)
    expect(service.to(OPEN)).toMatchObject([
      {
        body: { credential: GUEST, device: { kind: 'web', os: 'linux' } },
        authorization: null,
        proof: { htm: 'POST', htu: `${ORIGIN}/api/identity/session`, ath: undefined },
      },
    ])
    expect(session.state.value).toEqual({ state: 'signedIn', account: { person: { id: 'g', kind: 'guest', name: 'Robin' } } })
  })

  test('each request carries the token and a proof of its own, for its method and address without the query', async () => {
    await session.open(GUEST)
    await session.service.meetings.list()
    await session.service.identity.openTicket()
    const [list] = service.to(LIST)
    const [ticket] = service.to('POST /identity/ticket')
    expect(list?.authorization).toBe('DPoP access-1')
    expect(list?.proof).toMatchObject({ htm: 'GET', htu: `${ORIGIN}/api/meetings`, ath: await hashOf('access-1') })
    expect(ticket?.proof).toMatchObject({ htm: 'POST', htu: `${ORIGIN}/api/identity/ticket`, ath: await hashOf('access-1') })
    const opened = service.to(OPEN)[0]?.proof
    expect(new Set([opened?.thumbprint, list?.proof?.thumbprint, ticket?.proof?.thumbprint]).size).toBe(1)
    expect(new Set([opened?.jti, list?.proof?.jti, ticket?.proof?.jti]).size).toBe(3)
  })

  test('what is for anybody is asked as nobody', async () => {
    await session.open(GUEST)
    await session.service.about()
    await session.service.identity.provider({ domain: 'northwind.example' })
    expect(service.to('GET /about')).toMatchObject([{ authorization: null, proof: undefined }])
    expect(service.to('GET /identity/provider')).toMatchObject([{ authorization: null, proof: undefined }])
  })

  test('a guest keeps the key of the page, whatever name they give', async () => {
    await session.open(GUEST)
    await session.close()
    await session.open({ ...GUEST, name: 'Somebody Else' })
    const [first, second] = service.to(OPEN)
    expect(second?.proof?.thumbprint).toBe(first?.proof?.thumbprint)
  })

  test('each session of anybody else has a key of its own, and the one before is ended with its own', async () => {
    await session.open(GUEST)
    await session.open({ kind: 'sample', personId: 'ada' })
    await vi.waitFor(() => expect(service.to(CLOSE)).toHaveLength(1))
    const [first, second] = service.to(OPEN)
    const [closed] = service.to(CLOSE)
    expect(second?.proof?.thumbprint).not.toBe(first?.proof?.thumbprint)
    expect(closed).toMatchObject({ authorization: 'DPoP access-1', proof: { thumbprint: first?.proof?.thumbprint } })
    await session.service.meetings.list()
    expect(service.to(LIST)).toMatchObject([{ authorization: 'DPoP access-2' }])
  })

  test('the key can’t be taken out of the browser', async () => {
    const generateKey = vi.spyOn(crypto.subtle, 'generateKey')
    await session.open(GUEST)
    expect(generateKey.mock.calls).toMatchObject([[{ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']]])
    generateKey.mockRestore()
  })
})

describe('renewal', () => {
  beforeEach(async () => {
    await session.open(GUEST)
  })

  test('not while a minute is left', async () => {
    service.now += service.lifetime - 60_000
    await session.service.meetings.list()
    expect(service.to(REFRESH)).toEqual([])
  })

  test('once for all who ask, with the key of the session and without its token', async () => {
    service.now += service.lifetime - 59_999
    await Promise.all([session.service.meetings.list(), session.service.meetings.list(), session.service.identity.openTicket()])
    expect(service.to(REFRESH)).toMatchObject([
      {
        body: { refreshToken: 'refresh-1' },
        authorization: null,
        proof: { ath: undefined, thumbprint: service.to(OPEN)[0]?.proof?.thumbprint },
      },
    ])
    expect(service.to(LIST).map(({ authorization }) => authorization)).toEqual(['DPoP access-2', 'DPoP access-2'])
  })

  test('the attempt stays the same while its reply is lost, and is another one afterwards', async () => {
    const attempts = () => service.to(REFRESH).map(({ body }) => Reflect.get(body as object, 'attempt'))
    service.now += service.lifetime
    service.refusals.set(REFRESH, 'lost')
    await expect(session.service.meetings.list()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
    expect(session.state.value.state).toBe('signedIn')
    service.refusals.clear()
    await session.service.meetings.list()
    service.now += service.lifetime
    await session.service.meetings.list()
    const [lost, again, next] = attempts()
    expect(attempts()).toHaveLength(3)
    expect(again).toBe(lost)
    expect(next).not.toBe(lost)
    expect(service.to(REFRESH).map(({ body }) => body)).toMatchObject([
      { refreshToken: 'refresh-1' },
      { refreshToken: 'refresh-1' },
      { refreshToken: 'refresh-2' },
    ])
  })

  test('a session that can’t be renewed any more is over', async () => {
    service.now += service.lifetime
    service.refusals.set(REFRESH, 'SESSION_ENDED')
    await expect(session.service.meetings.list()).rejects.toMatchObject({ code: 'SESSION_ENDED' })
    expect(session.state.value).toEqual({ state: 'signedOut', reason: 'SESSION_ENDED' })
    expect(service.to(LIST)).toEqual([])
  })
})

describe('the end', () => {
  test.each(['SESSION_ENDED', 'UNAUTHENTICATED'] as const)('%s: signed out, with the reason', async (code) => {
    await session.open(GUEST)
    service.refusals.set(LIST, code)
    await expect(session.service.meetings.list()).rejects.toMatchObject({ code })
    expect(session.state.value).toEqual({ state: 'signedOut', reason: code })
    await session.service.identity.listSessions()
    expect(service.to('GET /identity/sessions')).toMatchObject([{ authorization: null, proof: undefined }])
  })

  test('another refusal ends nothing', async () => {
    await session.open(GUEST)
    service.refusals.set(LIST, 'PROOF_INVALID')
    await expect(session.service.meetings.list()).rejects.toMatchObject({ code: 'PROOF_INVALID' })
    expect(session.state.value.state).toBe('signedIn')
  })

  test('what the session before was refused ends nothing of the present one', async () => {
    await session.open(GUEST)
    service.refusals.set(LIST, 'SESSION_ENDED')
    const reply = Promise.withResolvers<void>()
    service.held.set(LIST, reply.promise)
    const late = expect(session.service.meetings.list()).rejects.toMatchObject({ code: 'SESSION_ENDED' })
    await session.open(GUEST)
    reply.resolve()
    await late
    expect(session.state.value.state).toBe('signedIn')
  })

  test('signing out ends the session at the service, and here even where that fails', async () => {
    await session.open(GUEST)
    service.refusals.set(CLOSE, 'lost')
    await session.close()
    expect(service.to(CLOSE)).toMatchObject([{ authorization: 'DPoP access-1' }])
    expect(session.state.value).toEqual({ state: 'signedOut' })
    await session.close()
    expect(service.to(CLOSE)).toHaveLength(1)
  })

  test('a refused name leaves things as they were', async () => {
    service.refusals.set(OPEN, 'NAME_TAKEN')
    await expect(session.open(GUEST)).rejects.toMatchObject({ code: 'NAME_TAKEN' })
    expect(session.state.value).toEqual({ state: 'signedOut' })
  })
})
