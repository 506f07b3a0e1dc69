import { describe, expect, test } from 'vitest'
import { deferUntil, type InstallSituation, isInWindow, whenToInstall } from './install-time.ts'
import { manifestNameOf, UpdateManifest } from './manifest.ts'
import { isTooOld, minimumOf } from './minimum-version.ts'
import { judgeOffer, type Offering } from './offer.ts'
import { isNewer, isVersion, startsWith } from './version.ts'

const HOUR = 60 * 60_000

describe('versions', () => {
  test.each([
    ['1.4.1', '1.4.0', true],
    ['1.10.0', '1.9.9', true],
    ['2.0.0', '1.99.99', true],
    ['1.4.0', '1.4.0', false],
    ['1.3.9', '1.4.0', false],
    ['1.4.0', '1.4.0-beta.9', true],
    ['1.4.0-beta.9', '1.4.0', false],
    ['1.4.0-beta.10', '1.4.0-beta.9', true],
    ['1.5.0-beta.1', '1.4.9', true],
    ['latest', '1.0.0', false],
    ['2.0.0', 'unknown', false],
  ])('%s is newer than %s: %s', (version, than, expected) => expect(isNewer(version, than)).toBe(expected))

  test.each(['1.4', '1.4.0.1', 'v1.4.0', '1.4.0-rc.1', '1.4.0+5', '', '1.4.-1', '999999.0.0'])('%j is none', (text) =>
    expect(isVersion(text)).toBe(false),
  )

  test.each([
    ['1.4.2', '1.4', true],
    ['1.40.0', '1.4', false],
    ['1.4.2', '1', true],
    ['1.4.2', '1.4.2', true],
    ['1.4.2-beta.1', '1.4.2', true],
    ['1.4.20', '1.4.2', false],
    ['2.0.0', '1', false],
  ])('%s starts with %s: %s', (version, prefix, expected) => expect(startsWith(version, prefix)).toBe(expected))
})

describe('whether an offer is for this computer', () => {
  const judge = (
    change: Partial<Omit<Offering, 'policies' | 'manifest'>> & { version?: string; percentage?: number; target?: string },
  ) =>
    judgeOffer({
      installed: '1.4.0',
      ring: 42,
      failed: [],
      ...change,
      manifest: { version: change.version ?? '1.5.0', stagingPercentage: change.percentage ?? 100 },
      policies: { TargetVersionPrefix: change.target ?? '' },
    })

  test.each([
    [{}, 'take'],
    [{ version: '1.4.0' }, 'notNewer'],
    [{ version: '1.3.9' }, 'notNewer'],
    [{ version: '1.4.0-beta.1' }, 'notNewer'],
    [{ installed: 'development' }, 'notNewer'],
    [{ version: '1.3.0', target: '1.3' }, 'notNewer'],
    [{ target: '1.5' }, 'take'],
    [{ target: '1.4' }, 'otherTarget'],
    [{ target: 'current' }, 'otherTarget'],
    [{ percentage: 43 }, 'take'],
    [{ percentage: 42 }, 'laterRing'],
    [{ percentage: 0, ring: 0 }, 'laterRing'],
    [{ percentage: 0.01, ring: 0 }, 'take'],
    [{ percentage: 100, ring: 99.99 }, 'take'],
    [{ failed: ['1.5.0'] }, 'failedBefore'],
    [{ failed: ['1.4.9'] }, 'take'],
  ] as const)('%j: %s', (change, verdict) => expect(judge(change)).toBe(verdict))
})

describe('when it may be installed', () => {
  const when = (change: Partial<Omit<InstallSituation, 'policies'>> & { auto?: 'automatic' | 'ask' | 'off'; window?: string }) =>
    whenToInstall({
      occasion: 'time',
      now: 1_000 * HOUR,
      minutes: 12 * 60,
      inMeeting: false,
      idle: 0,
      deferredUntil: undefined,
      installBy: undefined,
      ...change,
      policies: { AutoUpdate: change.auto ?? 'automatic', UpdateWindow: change.window ?? '' },
    })
  const [past, future] = [999 * HOUR, 1_001 * HOUR]

  test.each([
    [{ occasion: 'asked' }, 'now'],
    [{ occasion: 'quit' }, 'now'],
    [{}, 'attended'],
    [{ idle: 599 }, 'attended'],
    [{ idle: 600 }, 'now'],
    // Never in a meeting, whoever asks and however late it is.
    [{ occasion: 'asked', inMeeting: true }, 'meeting'],
    [{ occasion: 'quit', inMeeting: true }, 'meeting'],
    [{ inMeeting: true, idle: 9_999, installBy: past }, 'meeting'],
    // Outside the window not even for whoever asks.
    [{ occasion: 'asked', window: '20:00-06:00' }, 'window'],
    [{ occasion: 'asked', window: 'never' }, 'window'],
    [{ window: '20:00-06:00', installBy: past }, 'window'],
    [{ occasion: 'quit', window: '20:00-06:00', minutes: 21 * 60 }, 'now'],
    // Put off, until the last date.
    [{ occasion: 'quit', deferredUntil: future }, 'person'],
    [{ occasion: 'quit', deferredUntil: past }, 'now'],
    [{ deferredUntil: future, idle: 9_999 }, 'person'],
    [{ deferredUntil: future, installBy: past }, 'now'],
    [{ installBy: future }, 'attended'],
    [{ installBy: past }, 'now'],
    // The person decides, until the last date.
    [{ auto: 'ask', occasion: 'quit' }, 'person'],
    [{ auto: 'ask', idle: 9_999 }, 'person'],
    [{ auto: 'ask', occasion: 'asked' }, 'now'],
    [{ auto: 'ask', installBy: past }, 'now'],
    // Switched off while it lay ready.
    [{ auto: 'off', occasion: 'asked' }, 'off'],
    [{ auto: 'off', occasion: 'quit', installBy: past }, 'off'],
  ] as const)('%j: %s', (change, verdict) => expect(when(change)).toBe(verdict))

  test.each([
    ['', 0, true],
    ['never', 0, false],
    ['nonsense', 0, false],
    ['09:00-17:30', 9 * 60, true],
    ['09:00-17:30', 17 * 60 + 29, true],
    ['09:00-17:30', 17 * 60 + 30, false],
    ['09:00-17:30', 8 * 60 + 59, false],
    ['20:00-06:00', 23 * 60, true],
    ['20:00-06:00', 0, true],
    ['20:00-06:00', 6 * 60, false],
    ['20:00-06:00', 19 * 60 + 59, false],
    ['00:00-00:00', 700, true],
  ])('window %j at minute %i: %s', (window, minutes, expected) => expect(isInWindow(window, minutes)).toBe(expected))

  test('it is put off by a day, but never beyond the last date', () => {
    expect(deferUntil(0, undefined)).toBe(24 * HOUR)
    expect(deferUntil(0, 5 * HOUR)).toBe(5 * HOUR)
    expect(deferUntil(0, 50 * HOUR)).toBe(24 * HOUR)
  })
})

test.each([
  ['1.4.0', '1.4.0', false],
  ['1.3.9', '1.4.0', true],
  ['1.4.0-beta.1', '1.4.0', true],
  ['1.5.0', '1.4.0', false],
  ['1.0.0', undefined, false],
  [undefined, '1.4.0', true],
  [undefined, undefined, false],
  ['development', '1.4.0', true],
])('a client of version %s where %s is the oldest: too old is %s', (version, minimum, expected) =>
  expect(isTooOld(version, minimum)).toBe(expected),
)

test.each([
  ['', '2.0.0', undefined],
  ['1.4.0', '2.0.0', '1.4.0'],
  ['1.4', '2.0.0', '1.4.0'],
  ['2', undefined, '2.0.0'],
  ['latest', '2.0.0', '2.0.0'],
  ['latest', undefined, undefined],
])('the policy %j with %s on offer: %s', (MinimumVersion, offered, expected) =>
  expect(minimumOf({ MinimumVersion }, offered)).toBe(expected),
)

describe('a manifest', () => {
  const GOOD = {
    format: 1,
    product: 'app.parley.desktop',
    platform: 'windows',
    architecture: 'x64',
    channel: 'stable',
    version: '1.5.0',
    issuedAt: 1,
    package: { file: 'parley-1.5.0-x64.exe', size: 3, sha512: `${'A'.repeat(86)}==` },
  }

  test('says what is offered, to whom and until when', () => {
    expect(UpdateManifest.parse(GOOD)).toEqual({ ...GOOD, stagingPercentage: 100 })
    expect(manifestNameOf({ platform: 'windows', architecture: 'x64', channel: 'stable' })).toBe('stable-windows-x64.json')
  })

  test.each([
    { package: { ...GOOD.package, file: '../parley.exe' } },
    { package: { ...GOOD.package, file: 'https://elsewhere.example/parley.exe' } },
    { package: { ...GOOD.package, file: 'parley.sh' } },
    { package: { ...GOOD.package, file: '.exe' } },
    { package: { ...GOOD.package, sha512: '' } },
    { package: { ...GOOD.package, size: 0 } },
    { format: 2 },
    { product: 'another.program' },
    { version: 'newest' },
    { stagingPercentage: 101 },
    { surprise: true },
  ])('with %j is none', (change) => expect(UpdateManifest.safeParse({ ...GOOD, ...change }).success).toBe(false))
})
