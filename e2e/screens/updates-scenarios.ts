/** How updates stand: in the settings, above the screens outside meetings, and where a version is too old. */
import type { UpdateProgress, UpdateState } from '#shared/updates/update-state.ts'
import type { PlatformScenario } from './fake-platform.ts'
import { NOW } from './now.ts'
import type { Scenario } from './scenarios.ts'

const HOUR = 3_600_000
const ada = { person: 'ada' } as const
const now = NOW.getTime()
const release = {
  version: '1.5.0',
  notes: 'Shared screens come up twice as fast.\nThe lobby says how somebody was verified.',
  installBy: now + 72 * HOUR,
}

const inSettings = (
  name: string,
  progress: UpdateProgress,
  rest: Partial<UpdateState> = {},
  more: Partial<Scenario> = {},
): Scenario => ({
  name: `updates-${name}`,
  platform: { ...ada, updates: { progress, ...rest } },
  place: 'settings',
  shows: (page) => page.getByRole('region', { name: 'Updates' }),
  ...more,
})

const atHome = (name: string, progress: UpdateProgress, more: Partial<Scenario> = {}): Scenario => ({
  name: `updates-home-${name}`,
  platform: { ...ada, updates: { progress } },
  ...more,
})

const tooOld = (name: string, updates: UpdateState, platform: PlatformScenario = {}): Scenario => ({
  name: `updates-too-old-${name}`,
  platform: { ...ada, ...platform, updates },
  call: { state: { phase: 'failed', failure: { code: 'CLIENT_TOO_OLD', retryable: false } } },
})

export const updates: readonly Scenario[] = [
  inSettings('off-managed', { state: 'off', reason: 'managed' }),
  inSettings('off-policy', { state: 'off', reason: 'policy' }),
  inSettings('current', { state: 'current', checkedAt: now - 20 * 60_000 }, { window: '20:00-06:00' }),
  inSettings('checking', { state: 'checking' }),
  inSettings('available', { state: 'available', release }),
  inSettings('downloading', { state: 'downloading', release, percent: 42 }),
  inSettings('ready', { state: 'ready', release }, {}, { extremes: true }),
  inSettings('ready-ask', { state: 'ready', release, onlyIfAsked: true }),
  inSettings('waits-window', { state: 'ready', release, waitsFor: 'window' }, { window: '20:00-06:00' }),
  inSettings('deferred', { state: 'ready', release, deferredUntil: now + 24 * HOUR }),
  inSettings('installing', { state: 'installing', release }),
  inSettings('failed', { state: 'failed', code: 'UPDATE_UNTRUSTED', checkedAt: now - 60_000 }),
  inSettings('minimum', { state: 'available', release }, { minimum: '1.5.0' }),
  atHome('ready', { state: 'ready', release }, { extremes: true }),
  atHome('available', { state: 'available', release: { version: '1.5.0' } }),
  atHome('restart', { state: 'ready', release, restartAt: now + 60_000 }),
  tooOld('ready', { progress: { state: 'ready', release }, minimum: '1.5.0' }),
  tooOld('managed', { progress: { state: 'off', reason: 'managed' } }),
  tooOld('current', { progress: { state: 'current' } }),
  {
    name: 'updates-too-old-sign-in',
    platform: { samples: false, signInRefusal: 'CLIENT_TOO_OLD', updates: { progress: { state: 'available', release } } },
    act: async (page) => {
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('Code CLIENT_TOO_OLD').waitFor()
    },
  },
]
