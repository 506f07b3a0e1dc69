import { expect, test, vi } from 'vitest'
import type { BridgeReply, DesktopBridge } from '#shared/desktop-bridge.ts'
import { UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { defaultSettings } from '#shared/settings.ts'
import { createDesktopPlatform } from './desktop-platform.ts'

const PERSON = { id: 'ada', kind: 'member', name: 'Ada Moreau' }
const MEETING = {
  id: 'm',
  code: 'abc-defg-hjk',
  title: 'Planning',
  organiser: { id: 'ada', name: 'Ada' },
  createdAt: 0,
  present: 0,
  kind: 'meeting',
}

/** A bridge that answers as told; what is not told answers nothing. */
const bridgeOf = (answers: Record<string, (input?: unknown) => BridgeReply>) => {
  const listeners = new Map<string, (data: unknown) => void>()
  const told: Record<string, (input?: unknown) => BridgeReply> = {
    getEnvironment: () => ({
      ok: true,
      value: {
        platform: { kind: 'desktop', os: 'macos', version: '1.0.0' },
        serviceOrigin: 'https://meet.example.org',
        systemScreenPicker: true,
        systemAudio: false,
        mediaSettings: [],
      },
    }),
    getIdentity: () => ({ ok: true, value: { state: 'signedOut' } }),
    getSettings: () => ({ ok: true, value: defaultSettings() }),
    getPolicies: () => ({ ok: true, value: UNMANAGED }),
    getUpdates: () => ({ ok: true, value: { progress: { state: 'current' } } }),
    ...answers,
  }
  const bridge = new Proxy(
    {},
    {
      get: (_target, name) => {
        if (name === 'on') {
          return (event: string, listener: (data: unknown) => void) => {
            listeners.set(event, listener)
            return () => listeners.delete(event)
          }
        }
        return async (input: unknown) => told[String(name)]?.(input) ?? { ok: true, value: undefined }
      },
    },
  ) as DesktopBridge
  return { bridge, emit: (event: string, data: unknown) => listeners.get(event)?.(data) }
}

test('abilities come from the environment', async () => {
  const platform = await createDesktopPlatform(bridgeOf({}).bridge)
  expect(platform.info.os).toBe('macos')
  expect(platform.serviceOrigin).toBe('https://meet.example.org')
  expect(platform.abilities).toMatchObject({ ownScreenPicker: false, shareSystemAudio: false, openDesktopClient: false })
})

test('procedures of the service go over the bridge by path, and their replies are held to the contract', async () => {
  const callService = vi.fn((): BridgeReply => ({ ok: true, value: MEETING }))
  const platform = await createDesktopPlatform(bridgeOf({ callService }).bridge)
  expect(await platform.service.meetings.create({ title: 'Planning' })).toEqual(MEETING)
  expect(callService).toHaveBeenCalledWith({ path: ['meetings', 'create'], input: { title: 'Planning' } })
  callService.mockReturnValue({ ok: true, value: { ...MEETING, code: '<script>' } })
  await expect(platform.service.meetings.get({ code: 'abc-defg-hjk' })).rejects.toMatchObject({ code: 'INTERNAL' })
})

test('bytes come over the bridge as an array, and are what they are in a browser', async () => {
  const callService = (): BridgeReply => ({ ok: true, value: new Uint8Array([1, 2, 3]) })
  const platform = await createDesktopPlatform(bridgeOf({ callService }).bridge)
  const body = await platform.service.recordings.read({ id: 'r', segment: 's', view: 'v', from: 0, length: 3 })
  expect([...new Uint8Array(await body.arrayBuffer())]).toEqual([1, 2, 3])
})

test.each([
  ['a refusal with its code', { ok: false, code: 'MEETING_NOT_FOUND', detail: 'code' }, 'MEETING_NOT_FOUND'],
  ['a code that nobody knows', { ok: false, code: 'WHATEVER' }, 'INTERNAL'],
] as const)('%s', async (_what, reply, code) => {
  const platform = await createDesktopPlatform(bridgeOf({ callService: () => reply, openTicket: () => reply }).bridge)
  await expect(platform.service.meetings.list()).rejects.toMatchObject({ name: 'ParleyError', code })
  await expect(platform.openTicket()).rejects.toMatchObject({ code })
})

test('a reply of the wrong form is refused', async () => {
  const platform = await createDesktopPlatform(bridgeOf({ openTicket: () => ({ ok: true, value: { ticket: 5 } }) }).bridge)
  await expect(platform.openTicket()).rejects.toMatchObject({ code: 'INTERNAL' })
})

test('who is signed in is followed', async () => {
  const signedIn = { state: 'signedIn', account: { person: PERSON, email: 'ada@northwind.example' } }
  const signInAsSample = vi.fn((): BridgeReply => ({ ok: true, value: signedIn }))
  const { bridge, emit } = bridgeOf({ signInAsSample })
  const platform = await createDesktopPlatform(bridge)
  const seen: unknown[] = []
  platform.identity.subscribe((state) => seen.push(state))
  await platform.identity.signInAsSample('ada')
  expect(signInAsSample).toHaveBeenCalledWith({ personId: 'ada' })
  expect(platform.identity.current()).toEqual(signedIn)
  emit('identityChanged', { state: 'signedOut' })
  expect(platform.identity.current()).toEqual({ state: 'signedOut' })
  expect(seen).toEqual([signedIn, { state: 'signedOut' }])
})

test.each([
  ['without an address where one organisation is preset', undefined, {}],
  ['with the address that says which organisation', 'ada@northwind.example', { email: 'ada@northwind.example' }],
])('signing in %s', async (_what, email, input) => {
  const signIn = vi.fn((): BridgeReply => ({ ok: true, value: { state: 'signedIn', account: { person: PERSON } } }))
  const platform = await createDesktopPlatform(bridgeOf({ signIn }).bridge)
  await platform.identity.signIn(email)
  expect(signIn).toHaveBeenCalledWith(input)
  expect(platform.identity.current().state).toBe('signedIn')
})

test('a sign-in that is refused leaves nobody on the way, whatever was told before', async () => {
  const { bridge, emit } = bridgeOf({ signIn: () => ({ ok: false, code: 'PROVIDER_UNREACHABLE' }) })
  const platform = await createDesktopPlatform(bridge)
  emit('identityChanged', { state: 'signingIn', step: 'starting', organisation: 'Northwind' })
  await expect(platform.identity.signIn()).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
  expect(platform.identity.current()).toEqual({ state: 'signedOut' })
})

test('a guest is sent to the browser', async () => {
  const platform = await createDesktopPlatform(bridgeOf({}).bridge)
  await expect(platform.identity.joinAsGuest('abc-defg-hjk', 'Eve')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('the link that came before the page is taken', async () => {
  const link = bridgeOf({ takePendingLink: () => ({ ok: true, value: { code: 'abc-defg-hjk' } }) })
  expect(await (await createDesktopPlatform(link.bridge)).takePendingCode()).toBe('abc-defg-hjk')
  const none = bridgeOf({ takePendingLink: () => ({ ok: true, value: null }) })
  expect(await (await createDesktopPlatform(none.bridge)).takePendingCode()).toBeUndefined()
})

test('what an administrator changes while it runs is known at once', async () => {
  const { bridge, emit } = bridgeOf({})
  const platform = await createDesktopPlatform(bridge)
  const heard = vi.fn()
  platform.policies.subscribe(heard)
  platform.settings.subscribe(heard)
  const managed = { ...UNMANAGED, locked: ['language' as const] }
  emit('policiesChanged', managed)
  emit('settingsChanged', { ...defaultSettings(), language: 'de' })
  expect(platform.policies.current()).toEqual(managed)
  expect(platform.settings.current().language).toBe('de')
  expect(heard).toHaveBeenCalledTimes(2)
})
