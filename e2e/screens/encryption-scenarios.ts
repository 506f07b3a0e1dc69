/** States of what surrounds end-to-end encryption: the switch, the explanation, the door. */
import type { Locator, Page } from '@playwright/test'
import type { DoorCode } from '#shared/encryption/refusal-codes.ts'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import type { PlatformScenario } from './fake-platform.ts'
import { settingUp } from './organising-scenarios.ts'
import { meetings } from './outside-scenarios.ts'
import type { Scenario } from './scenarios.ts'
import { choose, joined } from './stage-scenarios.ts'

const ada = { person: 'ada', meetings } as const
const guest = { kind: 'web', person: 'guest' } as const
const german = { settings: { language: 'de' } } as const

const label: RuleSet = { source: 'label', name: 'Highly confidential', rules: { encryption: { atLeast: 'on' } } }
const policy: RuleSet = { source: 'policy', name: 'Sales', rules: { encryption: { atMost: 'off' } } }
const licence: RuleSet = { source: 'licence', name: 'premium', rules: { encryption: { atMost: 'off' } } }

const row = (page: Page): Locator => page.locator('[data-option="encryption"]')

const door = (name: string, code: DoorCode, platform: PlatformScenario, extremes = false): Scenario => ({
  name: `encrypted-door-${name}`,
  platform,
  call: { state: { phase: 'failed', failure: { code, retryable: false } } },
  extremes,
})

const option = (name: string, platform: PlatformScenario, more: Partial<Scenario> = {}): Scenario => ({
  name: `encryption-${name}`,
  platform: { ...ada, ...platform },
  act: settingUp(undefined, (page) => row(page).waitFor()),
  shows: row,
  ...more,
})

const turningOn = settingUp(undefined, async (page) => {
  await page.getByRole('switch', { name: 'End-to-end encryption' }).click()
  await page.getByRole('dialog', { name: 'Turn on end-to-end encryption?' }).waitFor()
})

export const encryption: readonly Scenario[] = [
  option('offered', {}, { extremes: true }),
  option('on', { options: { encryption: 'on' } }, { extremes: true }),
  option('by-label', { rules: [label] }),
  option('not-by-policy', { rules: [policy] }),
  option('not-by-licence', { rules: [licence] }),
  option('not-on-linux', { os: 'linux' }),
  option('not-in-browser', { kind: 'web' }),
  option('asked', {}, { act: turningOn, shows: (page) => page.getByRole('dialog').last(), extremes: true }),
  option(
    'explained',
    {},
    {
      act: async (page) => {
        await turningOn(page)
        await page.getByText('Dialling in by phone').scrollIntoViewIfNeeded()
      },
      shows: (page) => page.getByText('Checking messages'),
    },
  ),
  {
    ...joined(
      'encryption-in-meeting',
      { participants: 3, options: { encryption: 'on' } },
      {
        act: async (page) => {
          await choose('More', 'Meeting options')(page)
          await row(page).waitFor()
        },
        extremes: true,
      },
    ),
    shows: row,
  },
  door('browser', 'ENCRYPTED_NEEDS_DESKTOP', { ...guest, os: 'windows' }, true),
  door('browser-elsewhere', 'ENCRYPTED_NEEDS_DESKTOP', { ...guest, os: 'linux' }),
  door('system', 'ENCRYPTED_NEEDS_SYSTEM', { person: 'ada', os: 'linux' }),
  door('virtual', 'ENCRYPTED_NEEDS_OWN_COMPUTER', { person: 'ada' }),
  door('old', 'ENCRYPTED_NEEDS_UPDATE', { person: 'ada' }),
  door('recorded', 'ENCRYPTED_NOT_RECORDED', { person: 'ada' }),
  door('full', 'ENCRYPTED_MEETING_FULL', { person: 'ada' }),
  door('german', 'ENCRYPTED_NEEDS_DESKTOP', { ...guest, os: 'macos', ...german }, true),
  {
    name: 'encryption-german',
    platform: { ...ada, ...german },
    act: async (page) => {
      await page.getByRole('button', { name: 'Mehr zu Quarterly' }).click()
      await page.getByRole('menuitem', { name: 'Optionen, Personen und Gäste' }).click()
      await page.getByRole('switch', { name: 'Ende-zu-Ende-Verschlüsselung' }).click()
      await page.getByRole('dialog', { name: 'Ende-zu-Ende-Verschlüsselung einschalten?' }).waitFor()
    },
    shows: (page) => page.getByRole('dialog').last(),
    extremes: true,
  },
]
