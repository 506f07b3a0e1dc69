/** What administrators have decided, as people see it: what is locked, what is off, and which service is used. */
import type { Page } from '@playwright/test'
import { MANAGED_SETTING_NAMES } from '#shared/managed-policy/managed-settings.ts'
import type { Scenario } from './scenarios.ts'

const NOTHING_ALLOWED = { camera: false, microphone: false, screenShare: false, recording: false, guests: false }

const askFor =
  (address: string) =>
  async (page: Page): Promise<void> => {
    await page.getByLabel('Address of the service').fill(address)
    await page.getByRole('button', { name: 'Use this service' }).click()
  }

/** Below what fits on a screen. */
const computer = (page: Page) => page.getByRole('region', { name: 'This computer' }).locator('> :last-child')

export const managed: readonly Scenario[] = [
  { name: 'managed-computer-free', platform: { person: 'ada' }, place: 'settings', shows: computer, extremes: true },
  {
    name: 'managed-computer-locked',
    platform: { person: 'ada', policies: { locked: [...MANAGED_SETTING_NAMES], awaitingRestart: true } },
    place: 'settings',
    shows: computer,
    extremes: true,
  },
  {
    name: 'managed-settings-top',
    platform: { person: 'ada', policies: { locked: ['language'], allows: { camera: false, microphone: false } } },
    place: 'settings',
    extremes: true,
  },
  {
    name: 'managed-server-dialog',
    platform: { person: 'ada', policies: { allowedServers: ['https://meet.example.org'] } },
    place: 'settings',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change' }).click()
      await askFor('https://other.example')(page)
    },
    extremes: true,
  },
  {
    name: 'managed-pre-join',
    platform: { person: 'ada', policies: { allows: NOTHING_ALLOWED } },
    place: 'meeting',
    call: { meeting: { camera: 'off', microphone: 'off' } },
    extremes: true,
  },
  {
    name: 'managed-stage',
    platform: { person: 'ada', policies: { allows: NOTHING_ALLOWED } },
    call: { joined: true, meeting: { camera: 'off', microphone: 'off' } },
    act: async (page) => {
      await page.getByRole('button', { name: 'Camera' }).first().focus()
    },
    extremes: true,
  },
  {
    name: 'managed-sign-in',
    platform: { signIn: 'byEmail', samples: false, policies: { knowsSignInDomain: true, allows: { guests: false } } },
  },
  { name: 'server-asked', platform: { withoutServer: true }, extremes: true },
  {
    name: 'server-not-allowed',
    platform: { withoutServer: true, policies: { allowedServers: [] } },
    act: askFor('https://meet.example.org'),
  },
  { name: 'server-no-address', platform: { withoutServer: true }, act: askFor('meet.example.org') },
  { name: 'server-locked', platform: { withoutServer: true, policies: { locked: ['server'] } }, extremes: true },
]
