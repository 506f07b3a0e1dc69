// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { defaultSettings } from '#shared/settings.ts'
import { App } from '../../app/App.tsx'
import { Navigation } from '../../app/navigation.ts'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import { Observed } from '../../platform/observed.ts'
import type { Platform } from '../../platform/platform.ts'
import { unmanaged } from '../../platform/unmanaged.ts'
import { standIns } from '../../testing/stand-ins.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const ADA: IdentityState = {
  state: 'signedIn',
  account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau', organisation: 'Northwind' } },
}
const HERE = { kind: 'desktop', os: 'linux', name: 'here' }
const THERE = { kind: 'desktop', os: 'macos', name: 'there' }

/** The whole page on a platform that does nothing but what the test says. */
const open = (initial: IdentityState, { kind = 'desktop', signIn = 'preset' } = {}) => {
  standIns()
  const state = new Observed<IdentityState>(initial)
  const verb = () => vi.fn<(...input: string[]) => Promise<void>>(async () => undefined)
  const verbs = { signIn: verb(), confirm: verb(), reopen: verb(), cancel: verb(), joinAsGuest: verb(), signOut: verb() }
  const session = (id: string, current: boolean) => {
    const device = current ? HERE : THERE
    return { id, current, device, createdAt: 0, lastUsedAt: Date.now(), expiresAt: Date.now() }
  }
  const settings = defaultSettings()
  const endSession = vi.fn(async () => undefined)
  const platform = {
    info: { kind, os: 'linux', version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    abilities: { signInWithProvider: kind === 'desktop', openDesktopClient: kind === 'web' },
    service: {
      about: async () => ({
        version: '1',
        protocol: { oldest: 1, current: 1 },
        webOrigin: 'https://meet.example.org',
        samplePeople: [],
        signIn,
      }),
      meetings: { list: async () => [] },
      identity: { listSessions: async () => [session('1', true), session('2', false)], endSession },
    },
    identity: {
      ...verbs,
      current: () => state.value,
      subscribe: (listener: (value: IdentityState) => void) => state.subscribe(listener),
    },
    settings: { current: () => settings, subscribe: () => () => undefined },
    policies: unmanaged,
    on: () => () => undefined,
  } as unknown as Platform
  const services = { platform, engine: FakeCallEngine.create() }
  const navigation = new Navigation(services)
  render(<App services={services} navigation={navigation} />)
  return { ...verbs, endSession, navigation, become: (next: IdentityState) => act(() => state.set(next)) }
}

const button = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('button', { name })
const refuse = (code: ErrorCode) => () => Promise.reject(new ParleyError(code))

test('an address that is none asks nobody; a good one says which organisation', async () => {
  const { signIn } = open({ state: 'signedOut' }, { signIn: 'byEmail' })
  const field = await screen.findByLabelText('Work e-mail address')
  fireEvent.change(field, { target: { value: 'ada at northwind' } })
  fireEvent.click(await button('Sign in'))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(signIn).not.toHaveBeenCalled()
  fireEvent.change(field, { target: { value: ' ada@northwind.example ' } })
  fireEvent.click(await button('Sign in'))
  expect(signIn).toHaveBeenCalledExactlyOnceWith('ada@northwind.example')
})

test('a sign-in can be opened again and stopped at any time, and being stopped is no failure', async () => {
  const { signIn, reopen, cancel, become } = open({ state: 'signedOut' })
  const over = Promise.withResolvers<void>()
  signIn.mockReturnValue(over.promise)
  fireEvent.click(await button('Sign in'))
  become({ state: 'signingIn', step: 'starting', organisation: 'Northwind' })
  expect(screen.queryByRole('button', { name: 'Open again' })).toBeNull()
  await button('Cancel')
  become({ state: 'signingIn', step: 'browser', organisation: 'Northwind' })
  await screen.findByRole('heading', { name: 'Continue in your browser' })
  fireEvent.click(await button('Open again'))
  expect(reopen).toHaveBeenCalledTimes(1)
  fireEvent.click(await button('Cancel'))
  expect(cancel).toHaveBeenCalledTimes(1)
  become({ state: 'signedOut' })
  over.reject(new ParleyError('SIGN_IN_CANCELLED'))
  await button('Sign in')
  await waitFor(() => expect(document.querySelector('[aria-disabled=true]')).toBeNull())
  expect(screen.queryByRole('alert')).toBeNull()
})

test('what was refused is said, and so is why somebody is signed out', async () => {
  const { signIn } = open({ state: 'signedOut', reason: 'SESSION_ENDED' })
  await screen.findByText('Code SESSION_ENDED')
  signIn.mockImplementation(refuse('KEYSTORE_UNAVAILABLE'))
  fireEvent.click(await button('Sign in'))
  await screen.findByText('Code KEYSTORE_UNAVAILABLE')
  expect(screen.queryByText('Code SESSION_ENDED')).toBeNull()
})

test('a name that is taken is said at its field, until it is another one', async () => {
  const { joinAsGuest } = open({ state: 'signedOut' }, { kind: 'web' })
  joinAsGuest.mockImplementation(refuse('NAME_TAKEN'))
  fireEvent.click(await button('Join as a guest'))
  fireEvent.change(screen.getByLabelText('Meeting link or code'), { target: { value: 'abc-defg-hjk' } })
  const name = screen.getByLabelText('Your name')
  fireEvent.change(name, { target: { value: 'Ada Moreau' } })
  fireEvent.click(await button('Continue'))
  await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'))
  expect(screen.queryByText('Code NAME_TAKEN')).toBeNull()
  fireEvent.change(name, { target: { value: 'Ada from Contoso' } })
  expect(name.getAttribute('aria-invalid')).toBeNull()
})

const askToEnd = async (): Promise<void> => {
  fireEvent.click(await button('Sign out there: there'))
  fireEvent.click(await button('Sign out there'))
}

test('ending a session elsewhere confirms who one is where that is wanted, and goes on by itself', async () => {
  const { navigation, confirm, endSession } = open(ADA)
  act(() => navigation.goTo('settings'))
  endSession.mockImplementationOnce(refuse('SECOND_FACTOR_STALE'))
  await askToEnd()
  await screen.findByRole('alertdialog', { name: 'Confirm that it is you' })
  expect(confirm).not.toHaveBeenCalled()
  fireEvent.click(await button('Continue in your browser'))
  await screen.findByText('Signed out just now')
  expect(confirm).toHaveBeenCalledTimes(1)
  expect(endSession.mock.calls).toEqual([[{ id: '2' }], [{ id: '2' }]])
})

test('whoever stops confirming has ended nothing', async () => {
  const { navigation, confirm, cancel, endSession, become } = open(ADA)
  act(() => navigation.goTo('settings'))
  endSession.mockImplementation(refuse('SECOND_FACTOR_STALE'))
  const over = Promise.withResolvers<void>()
  confirm.mockReturnValue(over.promise)
  await askToEnd()
  fireEvent.click(await button('Continue in your browser'))
  become({ ...ADA, confirming: 'browser' })
  await button('Open again')
  fireEvent.click(await button('Cancel'))
  expect(cancel).toHaveBeenCalledTimes(1)
  become(ADA)
  over.reject(new ParleyError('SIGN_IN_CANCELLED'))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  await button('Sign out there: there')
  expect(endSession).toHaveBeenCalledTimes(1)
  expect(screen.queryByRole('alert')).toBeNull()
})
