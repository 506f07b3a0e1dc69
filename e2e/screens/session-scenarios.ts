/** States of the list of where one is signed in, and of what asks for a second factor. */
import type { Page } from '@playwright/test'
import type { SessionInfo } from '#shared/contract/identity.ts'
import type { PlatformScenario } from './fake-platform.ts'
import type { Scenario } from './scenarios.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const sessionsOf = (now: number): SessionInfo[] => {
  const session = (id: string, device: SessionInfo['device'], ago: number): SessionInfo => ({
    id,
    current: ago === 0,
    device,
    createdAt: now - 20 * DAY,
    lastUsedAt: now - ago,
    expiresAt: now + 10 * DAY,
  })
  return [
    session('1', { kind: 'desktop', os: 'windows', name: 'NW-ADA-DESK' }, 0),
    session(
      '2',
      { kind: 'desktop', os: 'macos', name: 'Ada’s MacBook in the meeting room on the third floor, by the lifts' },
      MINUTE,
    ),
    session('3', { kind: 'desktop', os: 'linux', name: 'ada-laptop' }, 3 * HOUR),
    session('4', { kind: 'web', os: 'other' }, 9 * DAY),
  ]
}

const ada = { person: 'ada', sessions: sessionsOf } as const

const settings = (name: string, platform: PlatformScenario, rest: Partial<Scenario> = {}): Scenario => ({
  name: `sessions-${name}`,
  platform,
  place: 'settings',
  ...rest,
})

/** The list itself, which is below what fits on a screen. */
const listed = (name: string, platform: PlatformScenario, rest: Partial<Scenario> = {}): Scenario =>
  settings(name, platform, {
    shows: (page) => page.getByRole('region', { name: 'Where you are signed in' }).locator('> :last-child'),
    ...rest,
  })

const askToEnd = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sign out there: ada-laptop' }).click()
}

const end = async (page: Page): Promise<void> => {
  await askToEnd(page)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out there', exact: true }).click()
}

const confirm = async (page: Page): Promise<void> => {
  await end(page)
  await page.getByRole('button', { name: 'Continue in your browser' }).click()
}

const stale = { ...ada, endRefusal: 'SECOND_FACTOR_STALE' } as const

export const sessionScenarios: readonly Scenario[] = [
  listed('list', ada, { extremes: true }),
  listed('loading', { ...ada, sessions: 'never' }),
  listed('unreachable', { ...ada, sessions: 'SERVICE_UNREACHABLE' }),
  listed('only-this', { ...ada, sessions: (now) => sessionsOf(now).slice(0, 1) }),
  settings('ask', ada, { act: askToEnd }),
  listed('ended', ada, {
    act: async (page) => {
      await end(page)
      await page.getByText('Signed out just now').waitFor()
    },
  }),
  listed(
    'not-ended',
    { ...ada, endRefusal: 'SERVICE_UNREACHABLE' },
    {
      act: async (page) => {
        await end(page)
        await page.getByText('Code SERVICE_UNREACHABLE').waitFor()
      },
    },
  ),
  settings('confirm', stale, {
    act: async (page) => {
      await end(page)
      await page.getByRole('alertdialog', { name: 'Confirm that it is you' }).waitFor()
    },
    extremes: true,
  }),
  settings(
    'confirm-browser',
    { ...stale, confirmation: 'browser' },
    {
      act: async (page) => {
        await confirm(page)
        await page.getByRole('button', { name: 'Open again' }).waitFor()
      },
    },
  ),
  settings(
    'confirm-refused',
    { ...stale, confirmation: 'ANOTHER_PERSON' },
    {
      act: async (page) => {
        await confirm(page)
        await page.getByText('Code ANOTHER_PERSON').waitFor()
      },
    },
  ),
  listed('confirmed', stale, {
    act: async (page) => {
      await confirm(page)
      await page.getByText('Signed out just now').waitFor()
    },
  }),
  {
    name: 'sessions-confirm-in-meeting',
    platform: stale,
    call: { joined: true },
    act: async (page) => {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Settings' }).click()
      await end(page)
      await page.getByRole('alertdialog', { name: 'Confirm that it is you' }).waitFor()
    },
  },
]
