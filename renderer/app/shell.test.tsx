// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { defaultSettings } from '#shared/settings.ts'
import { FakeCallEngine } from '../call/fake-call-engine.ts'
import { FakeAdminService } from '../features/admin/testing/fake-admin-service.ts'
import type { Platform } from '../platform/platform.ts'
import { unmanaged } from '../platform/unmanaged.ts'
import { standIns } from '../testing/stand-ins.ts'
import { App } from './App.tsx'
import { Navigation } from './navigation.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const ADA: IdentityState = { state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' } } }

const open = async (role: AdminRole | undefined) => {
  standIns()
  const settings = defaultSettings()
  const { client } = new FakeAdminService({ rules: sampleRules(), role })
  const me = vi.spyOn(client, 'me')
  const platform = {
    info: { kind: 'desktop', os: 'linux', version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    abilities: {},
    service: {
      admin: client,
      about: async () => ({ webOrigin: 'https://meet.example.org' }),
      meetings: { list: async () => [], choices: async () => ({ templates: [], labels: [] }) },
    },
    identity: { current: () => ADA, subscribe: () => () => undefined },
    settings: { current: () => settings, subscribe: () => () => undefined },
    policies: unmanaged,
    on: () => () => undefined,
  } as unknown as Platform
  const engine = FakeCallEngine.create()
  const services = { platform, engine }
  render(<App services={services} navigation={new Navigation(services)} />)
  await waitFor(() => expect(me).toHaveBeenCalled())
  await act(async () => undefined)
  return engine
}

const rail = () => within(screen.getByRole('navigation', { name: 'Parley' }))
const go = (to: string) => act(async () => void fireEvent.click(rail().getByRole('button', { name: to })))

test('a meeting speaks its organisation’s language to whoever prefers none that is spoken here', async () => {
  vi.stubGlobal('navigator', { ...navigator, languages: ['fr-FR'], userAgent: navigator.userAgent })
  const engine = await open(undefined)
  expect(document.documentElement.lang).toBe('en')
  const meeting = { id: 'm', code: 'abc-defg-hjk', title: 'x', organiser: { id: 'ada', name: 'Ada' }, createdAt: 0 }
  act(() => engine.store.setState({ meeting: { ...meeting, kind: 'meeting', language: 'de' } }))
  expect(document.documentElement.lang).toBe('de')
})

test('the admin centre is there for whoever has a role in it, and for nobody else', async () => {
  await open('reader')
  expect(
    rail()
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Meetings', 'Recordings', 'Admin', 'Settings'])
  cleanup()
  await open(undefined)
  expect(
    rail()
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Meetings', 'Recordings', 'Settings'])
})

test('what is not saved yet is there again for whoever comes back', async () => {
  await open('globalAdministrator')
  await go('Admin')
  await screen.findByRole('heading', { level: 1, name: 'Encryption policies' })
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Move Staff up' })))
  await go('Meetings')
  await screen.findByRole('heading', { level: 1, name: 'Meetings' })
  await go('Admin')
  expect(await screen.findByText('Unsaved changes: Encryption policies')).toBeTruthy()
})
