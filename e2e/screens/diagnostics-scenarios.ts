/** States of the self-check, and the question after a crash. */
import type { Page } from '@playwright/test'
import type { PlatformScenario } from './fake-platform.ts'
import type { Scenario } from './scenarios.ts'

const ada = { person: 'ada' } as const

const open = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Start the self-check' }).click()
}

const until = (summary: string | RegExp) => async (page: Page) => {
  await open(page)
  await page.getByRole('status').filter({ hasText: summary }).waitFor()
}

const selfCheck = (name: string, platform: PlatformScenario, rest: Partial<Scenario> = {}): Scenario => ({
  name: `diagnostics-${name}`,
  platform: { ...ada, ...platform },
  place: 'settings',
  ...rest,
})

const TROUBLE = {
  versions: { finding: 'updateWaits', facts: { client: '0.1.0', newer: '0.2.0' } },
  policies: { finding: 'policiesIgnored', facts: { count: 7, ignored: 2 } },
  graphics: { finding: 'graphicsSoftware' },
  certificate: { finding: 'certificateRefused', facts: { reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } },
  signIn: { finding: 'signedOut' },
  mediaUdp: { finding: 'udpBlocked' },
  mediaTcp: { finding: 'tcpBlocked' },
  roundTrip: { finding: 'roundTripNone' },
} satisfies PlatformScenario['found']

export const diagnostics: readonly Scenario[] = [
  // The page's own look finds no camera in a browser without any: the rest is what the main process says.
  selfCheck('done', {}, { act: until(/wrong|worth/), extremes: true }),
  selfCheck('running', { found: { service: 'never' } }, { act: until('6 of 12 checked') }),
  selfCheck('trouble', { found: TROUBLE }, { act: until('things are wrong'), extremes: true }),
  selfCheck(
    'report',
    {},
    {
      act: async (page) => {
        await until(/wrong|worth/)(page)
        await page.getByLabel('Add my name and e-mail address').click()
        await page.getByLabel('What happened').fill('It stutters when I share my screen.')
        await page.getByRole('button', { name: 'Save report' }).click()
        await page.getByText('The report is saved.').waitFor()
      },
      shows: (page) => page.getByRole('button', { name: 'Save report' }),
    },
  ),
  selfCheck(
    'not-saved',
    { saveRefusal: 'FILE_NOT_SAVED' },
    {
      act: async (page) => {
        await until(/wrong|worth/)(page)
        await page.getByRole('button', { name: 'Save report' }).click()
        await page.getByText('Code FILE_NOT_SAVED').waitFor()
      },
      shows: (page) => page.getByText('Code FILE_NOT_SAVED'),
    },
  ),
  {
    name: 'diagnostics-signed-out',
    platform: {},
    act: async (page) => {
      await page.evaluate(() => window.showcase.chooseMenu('openDiagnostics'))
      await page
        .getByRole('status')
        .filter({ hasText: /wrong|worth/ })
        .waitFor()
    },
  },
  {
    name: 'diagnostics-crashed',
    platform: {
      ...ada,
      crashes: [
        {
          id: 'a',
          at: Date.parse('2026-05-12T07:12:00Z'),
          version: '0.1.0',
          os: 'windows',
          process: 'page',
          reason: 'oom',
          exitCode: 5,
        },
      ],
    },
    act: async (page) => {
      await page.getByText('What would be sent').click()
    },
    extremes: true,
  },
]
