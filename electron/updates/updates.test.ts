/** When updates are looked for, downloaded and installed, with a clock and an engine of the test's. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { UpdatePolicies } from '#shared/managed-policy/update-policies.ts'
import type { UpdateManifest } from '#shared/updates/manifest.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import { createLog } from '../diagnostics/log.ts'
import { FakeEngine } from './testing/fake-engine.ts'
import { PLACE } from './testing/local-feed.ts'
import type { Offer } from './update-feed.ts'
import { UpdateMemory } from './update-memory.ts'
import { Updates, type UpdatesOptions } from './updates.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const POLICIES: UpdatePolicies = {
  AutoUpdate: 'automatic',
  UpdateChannel: 'stable',
  UpdateUrl: 'https://updates.example.org/parley',
  TargetVersionPrefix: '',
  UpdateWindow: '',
  MinimumVersion: '',
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-updates-'))
  vi.useFakeTimers({ now: new Date(2026, 4, 12, 12, 0) })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const offerOf = (manifest: Partial<UpdateManifest> = {}): Offer => ({
  manifest: {
    format: 1,
    product: 'app.parley.desktop',
    ...PLACE,
    version: '1.5.0',
    issuedAt: 1_000,
    package: { file: 'parley.exe', size: 1, sha512: '' },
    stagingPercentage: 100,
    ...manifest,
  },
  package: new URL('https://updates.example.org/parley/parley.exe'),
})

const start = (policies: Partial<UpdatePolicies> = {}, options: Partial<UpdatesOptions> & { ring?: number } = {}) => {
  const engine = new FakeEngine()
  const states: UpdateState[] = []
  const situation = {
    policies: { ...POLICIES, ...policies },
    offers: { stable: offerOf() as Offer | ParleyError | undefined, beta: undefined as Offer | undefined },
    idle: 0,
  }
  const read = vi.fn(async (_address: string, { channel }: { channel: 'stable' | 'beta' }) => {
    const offer = situation.offers[channel]
    if (offer instanceof ParleyError) throw offer
    return offer
  })
  const log = createLog(() => undefined)
  const updates = new Updates({
    installed: '1.4.0',
    place: { platform: 'windows', architecture: 'x64' },
    feed: { read },
    engine: () => engine,
    memory: new UpdateMemory({ file: join(folder, 'updates.json'), log, random: () => (options.ring ?? 50) / 100 }),
    policies: () => situation.policies,
    neverBecause: undefined,
    now: () => new Date(),
    idle: () => situation.idle,
    onChange: (state) => states.push(state),
    log,
    ...options,
  })
  updates.start()
  const progress = () => updates.current.progress
  return { updates, engine, states, situation, read, progress }
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

test('a minute after the start it is looked for, downloaded and told of; then every four hours', async () => {
  const { states, read, engine, progress } = start()
  engine.downloading = async (onProgress) => {
    onProgress(12.5)
    onProgress(12.7)
    onProgress(100)
  }
  expect(progress()).toEqual({ state: 'current' })
  await pass(MINUTE)
  expect(states.map(({ progress: { state, ...rest } }) => ('percent' in rest ? `${state} ${rest.percent}` : state))).toEqual([
    'checking',
    'downloading 0',
    'downloading 12',
    'downloading 100',
    'ready',
  ])
  expect(read.mock.calls[0]).toEqual([POLICIES.UpdateUrl, PLACE])
  await pass(4 * HOUR)
  expect(read).toHaveBeenCalledTimes(2)
  expect(engine.downloads).toEqual(['1.5.0'])
  expect(engine.installations).toEqual([])
})

describe('nothing is asked for', () => {
  test.each([
    [{ AutoUpdate: 'off' }, 'policy'],
    [{ UpdateUrl: '' }, 'noFeed'],
  ] as const)('with %j', async (policies, reason) => {
    const { updates, read, progress } = start(policies)
    expect(progress()).toEqual({ state: 'off', reason })
    await pass(DAY)
    await updates.check(true)
    expect(read).not.toHaveBeenCalled()
  })

  test.each(['managed', 'noKey', 'unsupported'] as const)('by a client that is %s, whatever the policies say', async (reason) => {
    const { updates, read, progress } = start({ AutoUpdate: 'automatic' }, { neverBecause: reason })
    await updates.check(true)
    expect(progress()).toEqual({ state: 'off', reason })
    expect(read).not.toHaveBeenCalled()
    expect(updates.takesQuit(() => undefined)).toBe(false)
  })

  test('once it is switched off, even for what lies ready; and again when it is switched on', async () => {
    const { updates, situation, engine, progress } = start()
    await updates.check()
    expect(progress().state).toBe('ready')
    situation.policies = { ...situation.policies, AutoUpdate: 'off' }
    updates.policiesChanged()
    expect(progress()).toEqual({ state: 'off', reason: 'policy' })
    expect(updates.takesQuit(() => undefined)).toBe(false)
    await expect(updates.install()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(engine.installations).toEqual([])
    situation.policies = { ...situation.policies, AutoUpdate: 'automatic' }
    updates.policiesChanged()
    await pass(0)
    expect(progress().state).toBe('ready')
  })

  test('of what lies ready, once a policy keeps this version', async () => {
    const { updates, situation, engine, progress } = start()
    await updates.check()
    expect(progress().state).toBe('ready')
    situation.policies = { ...situation.policies, TargetVersionPrefix: 'current' }
    expect(updates.takesQuit(() => undefined)).toBe(false)
    updates.policiesChanged()
    await pass(0)
    expect(progress().state).toBe('current')
    await expect(updates.install()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(engine.installations).toEqual([])
  })

  test.each([
    ['the channel of betas', { UpdateChannel: 'stable' }],
    ['the feed', { UpdateUrl: 'https://elsewhere.example.org/parley' }],
  ] as const)('of what lies ready, once a policy leaves %s that it came from', async (_name, change) => {
    const { updates, situation, engine, progress } = start({ UpdateChannel: 'beta' })
    situation.offers = { stable: undefined, beta: offerOf({ version: '1.5.0-beta.1', channel: 'beta' }) }
    await updates.check()
    expect(progress().state).toBe('ready')
    situation.offers = { stable: undefined, beta: undefined }
    situation.policies = { ...situation.policies, ...change }
    expect(updates.takesQuit(() => undefined)).toBe(false)
    updates.policiesChanged()
    await pass(0)
    expect(progress().state).toBe('current')
    expect(engine.installations).toEqual([])
  })

  test('and a download that ends after it was switched off is not kept', async () => {
    const { updates, situation, engine, progress } = start()
    const download = Promise.withResolvers<void>()
    engine.downloading = () => download.promise
    const checked = updates.check()
    await pass(0)
    situation.policies = { ...situation.policies, AutoUpdate: 'off' }
    updates.policiesChanged()
    download.resolve()
    await checked
    expect(progress()).toEqual({ state: 'off', reason: 'policy' })
    expect(updates.takesQuit(() => undefined)).toBe(false)
  })
})

describe('what is not for this computer is not downloaded', () => {
  test.each([
    ['older', { version: '1.3.0' }, {}],
    ['the same', { version: '1.4.0' }, {}],
    ['another target', {}, { TargetVersionPrefix: '1.4' }],
    ['the installed version', {}, { TargetVersionPrefix: 'current' }],
    ['a later ring', { stagingPercentage: 50 }, {}],
  ] as const)('%s', async (_name, manifest, policies) => {
    const { updates, situation, engine, progress } = start(policies)
    situation.offers.stable = offerOf(manifest)
    await updates.check()
    expect(progress()).toMatchObject({ state: 'current', checkedAt: Date.now() })
    expect(engine.downloads).toEqual([])
  })

  test('what lies ready and is taken back, is not installed', async () => {
    const { updates, situation, progress } = start()
    await updates.check()
    situation.offers.stable = offerOf({ stagingPercentage: 0, issuedAt: 2_000 })
    await updates.check()
    expect(progress().state).toBe('current')
    expect(updates.takesQuit(() => undefined)).toBe(false)
  })

  test('what lies ready and is signed anew gets its new last date, and another package is downloaded', async () => {
    const { updates, situation, engine, progress } = start()
    await updates.check()
    const installBy = Date.now() + DAY
    situation.offers.stable = offerOf({ installBy, issuedAt: 2_000 })
    await updates.check()
    expect(progress()).toMatchObject({ state: 'ready', release: { installBy } })
    expect(engine.downloads).toHaveLength(1)
    situation.offers.stable = offerOf({ issuedAt: 3_000, package: { file: 'parley.exe', size: 1, sha512: 'another' } })
    await updates.check()
    expect(engine.downloads).toHaveLength(2)
  })

  test('its place among all computers is drawn once and stays', async () => {
    const first = start({}, { ring: 30 })
    first.situation.offers.stable = offerOf({ stagingPercentage: 31 })
    await first.updates.check()
    expect(first.engine.downloads).toEqual(['1.5.0'])
    const again = start({}, { ring: 90 })
    again.situation.offers.stable = offerOf({ stagingPercentage: 31 })
    await again.updates.check()
    expect(again.engine.downloads).toEqual(['1.5.0'])
  })

  test('a manifest from before one that was seen', async () => {
    const { updates, situation, engine, progress } = start()
    situation.offers.stable = offerOf({ version: '1.4.0', issuedAt: 5_000 })
    await updates.check()
    situation.offers.stable = offerOf({ version: '1.5.0', issuedAt: 4_999 })
    await updates.check()
    expect(progress()).toMatchObject({ state: 'failed', code: 'UPDATE_UNTRUSTED' })
    expect(engine.downloads).toEqual([])
  })

  test('a stable manifest from before one that was seen, in the place of betas', async () => {
    const { updates, situation, engine, progress } = start()
    situation.offers.stable = offerOf({ version: '1.4.0', issuedAt: 5_000 })
    await updates.check()
    situation.policies = { ...situation.policies, UpdateChannel: 'beta' }
    situation.offers.beta = offerOf({ version: '1.5.0', issuedAt: 4_999 })
    await updates.check()
    expect(progress()).toMatchObject({ state: 'failed', code: 'UPDATE_UNTRUSTED' })
    expect(engine.downloads).toEqual([])
  })

  test('the newest of both channels is, where betas are wanted', async () => {
    const { updates, situation, engine } = start({ UpdateChannel: 'beta' })
    situation.offers.beta = offerOf({ version: '1.6.0-beta.1', channel: 'beta' })
    await updates.check()
    expect(engine.downloads).toEqual(['1.6.0-beta.1'])
    situation.offers.stable = offerOf({ version: '1.6.0' })
    await updates.check()
    expect(engine.downloads).toEqual(['1.6.0-beta.1', '1.6.0'])
  })
})

describe('it is installed', () => {
  const ready = async (policies: Partial<UpdatePolicies> = {}, manifest: Partial<UpdateManifest> = {}) => {
    const started = start(policies)
    started.situation.offers.stable = offerOf(manifest)
    await started.updates.check()
    if (started.progress().state === 'available') await started.updates.download()
    expect(started.progress().state).toBe('ready')
    return started
  }

  test('when the person says so, and Parley comes back', async () => {
    const { updates, engine, progress } = await ready()
    await updates.install()
    expect(engine.installations).toEqual([true])
    expect(progress().state).toBe('installing')
  })

  test('when Parley ends, and it does not come back; once', async () => {
    const { updates, engine } = await ready()
    const quit = vi.fn()
    expect(updates.takesQuit(quit)).toBe(true)
    expect(updates.takesQuit(quit)).toBe(false)
    await pass(0)
    expect(engine.installations).toEqual([false])
    expect(quit).not.toHaveBeenCalled()
  })

  test('when nobody has been at the computer for a while', async () => {
    const { situation, engine } = await ready()
    await pass(10 * MINUTE)
    expect(engine.installations).toEqual([])
    situation.idle = 600
    await pass(MINUTE)
    expect(engine.installations).toEqual([true])
  })

  test('never in a meeting, whoever asks; after it, it is', async () => {
    const { updates, situation, engine, progress } = await ready({}, { installBy: Date.now() - DAY })
    updates.setInMeeting(true)
    situation.idle = 9_999
    expect(progress()).toMatchObject({ state: 'ready', waitsFor: 'meeting' })
    await pass(DAY)
    await expect(updates.install()).rejects.toMatchObject({ code: 'WRONG_STATE', detail: 'meeting' })
    expect(updates.takesQuit(() => undefined)).toBe(false)
    expect(engine.installations).toEqual([])
    updates.setInMeeting(false)
    await pass(MINUTE)
    expect(engine.installations).toEqual([true])
  })

  test('not where a meeting begins in the last moment', async () => {
    const { updates, engine, progress } = await ready()
    engine.installing = async () => updates.setInMeeting(true)
    await expect(updates.install()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(engine.installations).toEqual([])
    expect(progress()).toMatchObject({ state: 'ready', waitsFor: 'meeting' })
  })

  test('in the window only', async () => {
    const { updates, situation, engine, progress } = await ready({ UpdateWindow: '20:00-06:00' })
    situation.idle = 9_999
    expect(progress()).toMatchObject({ state: 'ready', waitsFor: 'window' })
    expect(updates.current.window).toBe('20:00-06:00')
    await expect(updates.install()).rejects.toMatchObject({ detail: 'window' })
    expect(updates.takesQuit(() => undefined)).toBe(false)
    await pass(7 * HOUR + 58 * MINUTE)
    expect(engine.installations).toEqual([])
    await pass(3 * MINUTE)
    expect(engine.installations).toEqual([true])
  })

  test('not before it is downloaded where the person decides, and not by itself', async () => {
    const { updates, situation, engine, progress } = start({ AutoUpdate: 'ask' })
    await updates.check()
    expect(progress()).toMatchObject({ state: 'available', release: { version: '1.5.0' } })
    expect(engine.downloads).toEqual([])
    await updates.download()
    expect(progress()).toMatchObject({ state: 'ready', onlyIfAsked: true })
    situation.idle = 9_999
    await pass(DAY)
    expect(updates.takesQuit(() => undefined)).toBe(false)
    expect(engine.installations).toEqual([])
    await updates.install()
    expect(engine.installations).toEqual([true])
  })

  test('where it was left to the person and no longer is', async () => {
    const { updates, situation, engine, progress } = start({ AutoUpdate: 'ask' })
    await updates.check()
    expect(progress().state).toBe('available')
    situation.policies = { ...situation.policies, AutoUpdate: 'automatic' }
    updates.policiesChanged()
    await pass(0)
    expect(progress().state).toBe('ready')
    expect(engine.downloads).toEqual(['1.5.0'])
  })

  test('later, where it is put off, but not after the last date: then Parley says so a minute before', async () => {
    const installBy = Date.now() + 6 * HOUR
    const { updates, engine, progress } = await ready({}, { installBy })
    updates.defer()
    expect(progress()).toMatchObject({ state: 'ready', deferredUntil: installBy, release: { installBy } })
    expect(updates.takesQuit(() => undefined)).toBe(false)
    await pass(6 * HOUR - 1)
    expect(engine.installations).toEqual([])
    updates.defer()
    await pass(1)
    await pass(MINUTE - 1)
    expect(progress()).toMatchObject({ state: 'ready', restartAt: expect.any(Number) })
    expect(engine.installations).toEqual([])
    await pass(MINUTE)
    expect(engine.installations).toEqual([true])
  })

  test('not in the minute of notice in which a meeting begins', async () => {
    const { updates, engine, progress } = await ready({}, { installBy: Date.now() - 1 })
    expect(progress()).toMatchObject({ restartAt: expect.any(Number) })
    updates.setInMeeting(true)
    expect(progress()).not.toHaveProperty('restartAt')
    await pass(HOUR)
    expect(engine.installations).toEqual([])
  })

  test('where it can not be, Parley ends all the same, and the version that runs goes on', async () => {
    const { updates, engine, progress } = await ready()
    engine.installing = () => Promise.reject(new ParleyError('UPDATE_UNTRUSTED'))
    const quit = vi.fn()
    expect(updates.takesQuit(quit)).toBe(true)
    await pass(0)
    expect(quit).toHaveBeenCalledOnce()
    expect(progress()).toMatchObject({ state: 'failed', code: 'UPDATE_UNTRUSTED' })
    expect(updates.takesQuit(quit)).toBe(false)
  })

  test('where the installer changed nothing it is tried once more, then left until a person asks', async () => {
    for (const attempt of [1, 2]) {
      const { updates, engine } = await ready()
      expect(engine.downloads, String(attempt)).toEqual(['1.5.0'])
      await updates.install()
      updates.close()
    }
    const { updates, engine, progress } = start()
    await updates.check()
    expect(engine.downloads).toEqual([])
    expect(progress().state).toBe('current')
    await updates.check(true)
    expect(engine.downloads).toEqual(['1.5.0'])
  })

  test('where it succeeded, nothing is left to do', async () => {
    const { updates } = await ready()
    await updates.install()
    updates.close()
    const after = start({}, { installed: '1.5.0' })
    await after.updates.check()
    expect(after.progress().state).toBe('current')
    expect(after.engine.downloads).toEqual([])
  })
})

describe('what is decided while the feed is asked, or a package comes, holds for it', () => {
  test('a version that was found and is not meant any more is not downloaded; the feed is asked anew', async () => {
    const { updates, situation, engine, read, progress } = start()
    const answer = Promise.withResolvers<void>()
    read.mockImplementationOnce(async () => {
      await answer.promise
      return offerOf()
    })
    const checked = updates.check()
    situation.policies = { ...situation.policies, TargetVersionPrefix: '1.4' }
    updates.policiesChanged()
    situation.offers.stable = offerOf({ version: '1.4.9' })
    answer.resolve()
    await checked
    await pass(0)
    expect(engine.downloads).toEqual(['1.4.9'])
    expect(progress()).toMatchObject({ state: 'ready', release: { version: '1.4.9' } })
  })

  test('a package that came is not kept where its version is not meant any more', async () => {
    const { updates, situation, engine, read, progress } = start()
    const download = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<undefined>()
    engine.downloading = () => download.promise
    const checked = updates.check()
    await pass(0)
    situation.policies = { ...situation.policies, TargetVersionPrefix: 'current' }
    updates.policiesChanged()
    situation.idle = 9_999
    read.mockImplementationOnce(() => answer.promise)
    download.resolve()
    await checked
    await pass(0)
    expect(progress().state).toBe('checking')
    answer.resolve(undefined)
    await pass(0)
    expect(progress().state).toBe('current')
    expect(engine.installations).toEqual([])
  })

  test('a version that is allowed since then is looked for at once; other policies ask nobody', async () => {
    const { updates, situation, engine, read, progress } = start({ TargetVersionPrefix: 'current' })
    await updates.check()
    expect(progress().state).toBe('current')
    const asked = read.mock.calls.length
    situation.policies = { ...situation.policies, UpdateWindow: '00:00-00:00' }
    updates.policiesChanged()
    await pass(0)
    expect(read).toHaveBeenCalledTimes(asked)
    situation.policies = { ...situation.policies, TargetVersionPrefix: '' }
    updates.policiesChanged()
    await pass(0)
    expect(engine.downloads).toEqual(['1.5.0'])
  })

  test('whoever asks is not content with a search that goes on without them', async () => {
    for (const _attempt of [1, 2]) {
      const { updates } = start()
      await updates.check()
      await updates.install()
      updates.close()
    }
    const { updates, engine } = start()
    const ongoing = updates.check()
    await updates.check(true)
    await ongoing
    expect(engine.downloads).toEqual(['1.5.0'])
  })
})

describe('a failure', () => {
  test('is told with its code, and the next time is as good as the first', async () => {
    const { updates, situation, engine, progress } = start()
    situation.offers.stable = new ParleyError('UPDATE_UNREACHABLE')
    await updates.check()
    expect(progress()).toMatchObject({ state: 'failed', code: 'UPDATE_UNREACHABLE' })
    situation.offers.stable = offerOf()
    engine.downloading = () => Promise.reject(new ParleyError('UPDATE_NO_SPACE'))
    await updates.check()
    expect(progress()).toMatchObject({ state: 'failed', code: 'UPDATE_NO_SPACE' })
    engine.downloading = async () => undefined
    await updates.check()
    expect(progress().state).toBe('ready')
  })

  test('to reach the feed takes nothing away that lies ready', async () => {
    const { updates, situation, progress } = start()
    await updates.check()
    situation.offers.stable = new ParleyError('UPDATE_UNREACHABLE')
    await updates.check()
    expect(progress().state).toBe('ready')
  })
})

describe('a policy keeps old versions out of meetings', () => {
  test.each([
    ['1.4.1', true],
    ['1.4.0', false],
    ['', false],
  ])('oldest %j: %s', (MinimumVersion, refused) => {
    const { updates } = start({ MinimumVersion, AutoUpdate: 'off' })
    if (refused) expect(() => updates.requireCurrent()).toThrow('CLIENT_TOO_OLD')
    else updates.requireCurrent()
    expect(updates.current.minimum).toBe(refused ? MinimumVersion : undefined)
  })

  test('the newest that is offered, once it is known', async () => {
    const { updates } = start({ MinimumVersion: 'latest' })
    updates.requireCurrent()
    await updates.check()
    expect(() => updates.requireCurrent()).toThrow('CLIENT_TOO_OLD')
  })
})
