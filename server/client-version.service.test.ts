/** Clients that are older than the organisation wants, over real sockets: at the sign-in and at the door of a meeting. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient, openSession, signIn, TestClient } from './testing/client.ts'
import { startService, type TestService } from './testing/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService({ limits: { minimumClientVersion: '1.4.0' } })
})
afterAll(() => service.stop())

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'served',
    (error: { code?: unknown; data?: { detail?: unknown } }) => `${error.code} ${error.data?.detail}`,
  )
const REFUSED = 'CLIENT_TOO_OLD oldest: 1.4.0'

test('the service says which is the oldest', async () => {
  expect(await apiClient(service.origin).about()).toMatchObject({ minimumClientVersion: '1.4.0' })
})

describe.each([
  ['1.4.0', 'served'],
  ['1.10.0', 'served'],
  ['1.3.9', REFUSED],
  ['1.4.0-beta.1', REFUSED],
  [undefined, REFUSED],
])('a desktop client of version %s', (version, expected) => {
  const device = { kind: 'desktop', os: 'windows', ...(version === undefined ? {} : { version }) } as const

  test(`that signs in: ${expected}`, async () => {
    expect(await outcome(openSession(service.origin, { kind: 'sample', personId: 'ada' }, { device }))).toBe(expected)
  })

  test(`that comes to a meeting: ${expected}`, async () => {
    const ada = await signIn(service.origin, { personId: 'ada' })
    const { code } = await apiClient(service.origin, ada).meetings.create({ title: 'Weekly' })
    const client = await TestClient.connect(service.origin, ada)
    expect(await outcome(client.prepare(code, { kind: 'desktop', os: 'windows', version: version ?? '' }))).toBe(expected)
    client.close()
  })
})

test('the web client comes with the service: it is never too old', async () => {
  const ada = await signIn(service.origin, { personId: 'ada' })
  const { code } = await apiClient(service.origin, ada).meetings.create({ title: 'Weekly' })
  const client = await TestClient.connect(service.origin, ada)
  expect(await outcome(client.prepare(code, { kind: 'web', os: 'windows', version: '0.1.0' }))).toBe('served')
  client.close()
})

test('the list of sessions does not tell which version somebody has', async () => {
  const session = await openSession(
    service.origin,
    { kind: 'sample', personId: 'bo' },
    { device: { kind: 'desktop', os: 'windows', version: '1.4.0' } },
  )
  expect((await apiClient(service.origin, session).identity.listSessions()).map(({ device }) => device)).toEqual([
    { kind: 'desktop', os: 'windows' },
  ])
})
