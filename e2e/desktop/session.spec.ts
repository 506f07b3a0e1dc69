/** The person's session: kept by the main process, used by the page without ever being seen there. */
import { expect, test } from '@playwright/test'
import { RunningService } from '../support/service.ts'
import { Desktop } from './desktop.ts'

test.describe.configure({ mode: 'serial' })
let service: RunningService
let desktop: Desktop
test.beforeAll(async () => {
  service = await RunningService.start()
  desktop = await Desktop.launch({ serviceOrigin: service.origin, args: ['--person=ada'] })
})
test.afterAll(async () => {
  await desktop?.close()
  await service?.close()
})

const ADA = { state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' } } }
const call = (path: string[], input?: unknown) => desktop.ask('callService', { path, input })

test('who the program was started as is signed in', async () => {
  expect(await desktop.ask('getIdentity')).toMatchObject({ ok: true, value: ADA })
  expect(await desktop.ask('getEnvironment')).toMatchObject({
    ok: true,
    value: { startAs: 'ada', serviceOrigin: service.origin },
  })
})

test('the page can do what the contract offers, and knows no token', async () => {
  const created = await call(['meetings', 'create'], { title: 'Plan' })
  expect(created).toMatchObject({ ok: true, value: { title: 'Plan', organiser: { id: 'ada' } } })
  expect(await call(['meetings', 'list'])).toMatchObject({ ok: true, value: [{ title: 'Plan' }] })
  expect(await desktop.ask('openTicket')).toEqual({ ok: true, value: { ticket: expect.stringMatching(/^\S{16,}$/) } })
})

test('sessions and what is not in the contract are out of reach', async () => {
  for (const path of [
    ['identity', 'openSession'],
    ['identity', 'openTicket'],
    ['identity', 'refreshSession'],
    ['identity', 'closeSession'],
  ]) {
    expect(await call(path, { kind: 'sample', personId: 'bo' })).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  }
  expect(await call(['meetings', 'destroy'])).toMatchObject({ ok: false, code: 'UNKNOWN_PROCEDURE' })
  expect(await call(['__proto__'])).toMatchObject({ ok: false, code: 'UNKNOWN_PROCEDURE' })
  expect(await call(['meetings', 'get'], { code: 'kjh-gfed-cba' })).toMatchObject({ ok: false, code: 'MEETING_NOT_FOUND' })
})

test('the page can reach its service’s socket and no other', async () => {
  const outcome = (origin: string) =>
    desktop.page.evaluate(
      (address) =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', () => resolve('refused by policy'), { once: true })
          const socket = new WebSocket(`${address}/signalling`, ['parley', 'ticket.none'])
          socket.addEventListener('error', () => setTimeout(resolve, 0, 'refused by service'))
        }),
      origin.replace('http', 'ws'),
    )
  expect(await outcome(service.origin)).toBe('refused by service')
  expect(await outcome('http://127.0.0.1:9')).toBe('refused by policy')
})

test('a service that is gone is said to be gone; one that comes back is used again', async () => {
  await service.kill()
  expect(await call(['meetings', 'list'])).toMatchObject({ ok: false, code: 'SERVICE_UNREACHABLE' })
  expect(await desktop.ask('openTicket')).toMatchObject({ ok: false, code: 'SERVICE_UNREACHABLE' })
  expect(await desktop.ask('getIdentity')).toMatchObject({ ok: true, value: ADA })
  await service.restart()
  expect(await call(['meetings', 'list'])).toMatchObject({ ok: true, value: [{ title: 'Plan' }] })
  expect(await desktop.ask('openTicket')).toMatchObject({ ok: true })
})

test('another person, and nobody', async () => {
  const bo = { ok: true, value: { account: { person: { id: 'bo' } } } }
  expect(await desktop.ask('signInAsSample', { personId: 'bo' })).toMatchObject(bo)
  expect(await desktop.ask('signInAsSample', { personId: 'nobody' })).toMatchObject({ ok: false })
  expect(await desktop.ask('getIdentity')).toMatchObject(bo)
  expect(await desktop.ask('signOut')).toEqual({ ok: true, value: { state: 'signedOut' } })
  expect(await desktop.ask('openTicket')).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' })
  expect(await call(['meetings', 'list'])).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' })
})
