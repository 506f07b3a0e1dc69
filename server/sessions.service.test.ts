/** Sessions as clients meet them: over HTTP, with sockets that hang on them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient, openSession, refresh, signIn, TestClient } from './testing/client.ts'
import { startService, type TestService } from './testing/service.ts'
import { TestDevice, TestProvider } from './testing/test-provider.ts'
import { DpopKey, TestSession } from './testing/test-session.ts'

let provider: TestProvider
let service: TestService
beforeAll(async () => {
  provider = await TestProvider.start()
  const secondFactor = { required: true, provenBy: [{ claim: 'amr', any: ['otp'] }], ask: { acr_values: 'gold' } }
  service = await startService({ samplePeople: true, providers: [provider.config({ secondFactor })] })
})
afterAll(() => Promise.all([service.stop(), provider.close()]))

const seconds = (): number => Math.floor(Date.now() / 1_000)

const signInAs = async (claims: object, device = new TestDevice(), key = DpopKey.create()): Promise<TestSession> => {
  const idToken = await provider.idToken(device, { claims: { amr: ['otp'], auth_time: seconds(), ...claims } })
  return openSession(service.origin, device.credential(idToken, key, service.origin), { key })
}

/** The challenge of a refusal, and its code. */
const challengeOf = async (method: string, path: string, session: TestSession, body?: object) => {
  const url = `${service.origin}/api${path}`
  const reply = await fetch(url, {
    method,
    headers: { ...session.headersFor(method, url), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { code } = (await reply.json()) as { code: string }
  return { status: reply.status, code, challenge: reply.headers.get('www-authenticate') }
}

describe('a session', () => {
  test('says how to sign in', async () => {
    const client = apiClient(service.origin)
    expect(await client.about()).toMatchObject({ signIn: 'preset' })
    expect(await client.identity.provider({})).toMatchObject({
      organisation: 'Fabrikam',
      issuer: provider.issuer,
      secondFactor: { acr_values: 'gold' },
      secondFactorRequired: true,
    })
  })

  test('needs the second factor that the organisation wants, and is told which', async () => {
    await expect(signInAs({ amr: ['pwd'] })).rejects.toMatchObject({ code: 'SECOND_FACTOR_REQUIRED', status: 401 })
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const credential = device.credential(await provider.idToken(device), key, service.origin)
    const body = { credential, device: { kind: 'desktop', os: 'linux' } }
    expect(await challengeOf('POST', '/identity/session', new TestSession(key), body)).toEqual({
      status: 401,
      code: 'SECOND_FACTOR_REQUIRED',
      challenge: 'DPoP algs="ES256", error="insufficient_user_authentication", acr_values="gold"',
    })
  })

  test('that is ended from another is out of the meeting within two seconds', async () => {
    const sub = 'from-another'
    const [office, home] = [await signInAs({ sub }), await signInAs({ sub })]
    const { code } = await apiClient(service.origin, office).meetings.create({ title: 'Weekly' })
    const client = await TestClient.connect(service.origin, office)
    await client.prepare(code)
    await client.join()
    const other = (await apiClient(service.origin, home).identity.listSessions()).find(({ current }) => !current)
    const started = performance.now()
    await apiClient(service.origin, home).identity.endSession({ id: other?.id ?? '' })
    expect(await client.next('ended')).toMatchObject({ reason: 'signedOut' })
    await client.closed
    expect(performance.now() - started).toBeLessThan(2_000)
    await expect(refresh(service.origin, office)).rejects.toMatchObject({ code: 'SESSION_ENDED' })
  })

  test('ends another with a fresh second factor alone, which can be given without leaving the meeting', async () => {
    const sub = 'stale'
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const old = await signInAs({ sub, auth_time: seconds() - 3_600 }, device, key)
    await signInAs({ sub })
    const { code } = await apiClient(service.origin, old).meetings.create({ title: 'Weekly' })
    const client = await TestClient.connect(service.origin, old)
    await client.prepare(code)
    await client.join()
    const id = (await apiClient(service.origin, old).identity.listSessions()).find(({ current }) => !current)?.id ?? ''
    expect(await challengeOf('DELETE', `/identity/sessions/${id}`, old)).toEqual({
      status: 401,
      code: 'SECOND_FACTOR_STALE',
      challenge: 'DPoP algs="ES256", error="insufficient_user_authentication", acr_values="gold", max_age="900"',
    })
    const confirmed = await signInAs({ sub }, device, key)
    await apiClient(service.origin, confirmed).identity.endSession({ id })
    await client.rpc.ping()
    expect(await apiClient(service.origin, old).identity.listSessions()).toHaveLength(1)
    await client.close()
  })

  test('of a sample person ends another without one', async () => {
    const [one, other] = [await signIn(service.origin, { personId: 'eli' }), await signIn(service.origin, { personId: 'eli' })]
    const [, last] = await apiClient(service.origin, one).identity.listSessions()
    await apiClient(service.origin, other).identity.endSession({ id: last?.id ?? '' })
  })
})

test('the embedded provider comes and goes with the service, and is an ordinary one', async () => {
  const own = await startService({ devIdp: { port: 0 }, samplePeople: true })
  const { issuer } = await apiClient(own.origin).identity.provider({})
  const discovery = `${issuer}/.well-known/openid-configuration`
  expect(await (await fetch(discovery)).json()).toMatchObject({ issuer, jwks_uri: expect.stringContaining(issuer) })
  expect(await apiClient(own.origin).about()).toMatchObject({ signIn: 'preset' })
  const port = Number(new URL(issuer).port)
  await expect(startService({ devIdp: { port } })).rejects.toThrow(`can't listen on port ${port}`)
  await own.stop()
  await expect(fetch(discovery)).rejects.toThrow()
})
