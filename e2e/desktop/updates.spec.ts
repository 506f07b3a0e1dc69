/**
 * Updates of the unchanged main process from a feed on this computer, with the real electron-updater. What it would start on Windows
 * to be asked for an administrator are scripts here: one passes on, as Windows' command interpreter does, the other writes down what
 * it was given.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { LocalFeed } from '../../electron/updates/testing/local-feed.ts'
import { RunningService } from '../support/service.ts'
import { skipWithout } from '../support/skip.ts'
import { Desktop } from './desktop.ts'

const PLACE = { platform: 'windows', architecture: process.arch === 'arm64' ? 'arm64' : 'x64', channel: 'stable' } as const
const MANIFEST = `stable-windows-${PLACE.architecture}.json`

let feed: LocalFeed
let folder: string
const open: { close: () => Promise<void> }[] = []

test.beforeEach(async () => {
  skipWithout(process.platform === 'win32' ? 'a system on which starting an installer can be watched' : undefined)
  feed = await LocalFeed.start()
  folder = mkdtempSync(join(tmpdir(), 'parley-updates-'))
  const powershell = join(folder, 'System32/WindowsPowerShell/v1.0')
  mkdirSync(powershell, { recursive: true })
  const script = join(powershell, 'powershell.exe')
  writeFileSync(
    script,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(folder, 'part')}' && mv '${join(folder, 'part')}' '${join(folder, 'started')}'\n`,
  )
  chmodSync(script, 0o755)
  const interpreter = join(folder, 'System32/cmd.exe')
  writeFileSync(interpreter, '#!/bin/sh\nshift 2\nexec "$@"\n')
  chmodSync(interpreter, 0o755)
})
test.afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
  await feed?.close()
  rmSync(folder, { recursive: true, force: true })
})

const keep = <T extends { close: () => Promise<void> }>(each: T): T => {
  open.push(each)
  return each
}

const launch = async ({
  policies,
  ownFeed = true,
  ...options
}: Parameters<typeof Desktop.launch>[0] & {
  policies?: Record<string, unknown>
  /** The test's feed holds, whatever the policies say. */
  ownFeed?: boolean
} = {}) => {
  const places = join(folder, 'policies')
  mkdirSync(places, { recursive: true })
  writeFileSync(join(places, 'policy.json'), JSON.stringify(policies ?? {}), { mode: 0o644 })
  return keep(
    await Desktop.launch({
      ...options,
      env: {
        PARLEY_PRETEND_OS: 'windows',
        PARLEY_POLICIES: places,
        ...(ownFeed ? { PARLEY_UPDATE_URL: feed.address } : {}),
        PARLEY_UPDATE_KEY: feed.publicKey,
        XDG_CACHE_HOME: join(folder, 'cache'),
        SystemRoot: folder,
        ...options.env,
      },
    }),
  )
}

const progressOf = async (desktop: Desktop) =>
  (await desktop.ask('getUpdates')) as { value: { progress: Record<string, unknown> } }
const expectState = (desktop: Desktop, expected: Record<string, unknown>) =>
  expect.poll(async () => (await progressOf(desktop)).value.progress).toMatchObject(expected)
/** Where the settings tell of updates, to somebody who is signed in. */
const settingsOf = async ({ page }: Desktop) => {
  await page.getByRole('button', { name: en.settings.title }).click()
  return page.getByRole('region', { name: en.updates.title })
}
const packages = () => feed.requests.filter((path) => path.endsWith('.exe'))
/** What was started, once it was. */
const started = async (): Promise<string> => {
  await expect.poll(() => existsSync(join(folder, 'started'))).toBe(true)
  return readFileSync(join(folder, 'started'), 'utf8')
}

test('a newer version is downloaded, told of, and installed when the person says so', async () => {
  const content = Buffer.alloc(200_000, 5)
  const file = feed.publish({ version: '9.1.0', content, place: PLACE, manifest: { notes: 'Quicker.' } })
  const service = keep(await RunningService.start())
  const desktop = await launch({ serviceOrigin: service.origin, args: ['--person=ada'] })
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'ready', release: { version: '9.1.0', notes: 'Quicker.' } })
  await expect(desktop.page.getByText('Version 9.1.0 lies ready')).toBeVisible()
  await desktop.page.getByRole('button', { name: 'Restart and install' }).first().click()
  await desktop.closed()
  const given = await started()
  expect(given).toContain(`'--updated','/S' -Verb RunAs -Wait`)
  expect(given).toMatch(/; Start-Process -FilePath '[^']+'\n$/)
  const path = /-FilePath '([^']+)'/.exec(given)?.[1] ?? ''
  expect(path).toMatch(new RegExp(`/pending/${file}$`))
  expect(readFileSync(path).equals(content)).toBe(true)
})

test('what lies ready is installed when the program ends, and it does not come back by itself', async () => {
  feed.publish({ version: '9.1.0', place: PLACE })
  const desktop = await launch()
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'ready' })
  await desktop.app.evaluate(({ app }) => void setTimeout(() => app.quit()))
  await desktop.closed()
  const given = await started()
  expect(given).toContain(`'--updated','/S' -Verb RunAs -Wait`)
  expect(given.match(/Start-Process/g)).toHaveLength(1)
})

test('never in a meeting', async () => {
  feed.publish({ version: '9.1.0', place: PLACE })
  const desktop = await launch()
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'ready' })
  await desktop.ask('setInMeeting', { inMeeting: true })
  expect(await desktop.ask('installUpdate')).toEqual({ ok: false, code: 'WRONG_STATE', detail: 'meeting' })
  await expectState(desktop, { state: 'ready', waitsFor: 'meeting' })
  expect(existsSync(join(folder, 'started'))).toBe(false)
  await desktop.ask('setInMeeting', { inMeeting: false })
  await desktop.ask('installUpdate').catch(() => undefined)
  await desktop.closed()
  await started()
})

test('a package that was changed on its way is refused, and the person is told', async () => {
  const file = feed.publish({ version: '9.1.0', place: PLACE })
  feed.tamper(file, (text) => text.replace('package', 'pAckage'))
  const desktop = await launch()
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'failed', code: 'UPDATE_UNTRUSTED' })
  expect(packages()).toEqual([file])
  expect(await desktop.ask('installUpdate')).toMatchObject({ ok: false, code: 'WRONG_STATE' })
  await desktop.close()
  expect(existsSync(join(folder, 'started'))).toBe(false)
})

test('a manifest that was changed is refused before any package is asked for', async () => {
  feed.publish({ version: '9.1.0', place: PLACE })
  feed.tamper(MANIFEST, (text) => text.replace('9.1.0', '9.2.0'))
  const desktop = await launch()
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'failed', code: 'UPDATE_UNTRUSTED' })
  expect(packages()).toEqual([])
})

test('an older version is none', async () => {
  feed.publish({ version: '0.0.9', place: PLACE })
  const desktop = await launch()
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'current', checkedAt: expect.any(Number) })
  expect(packages()).toEqual([])
})

test.describe('a policy', () => {
  let service: RunningService
  test.beforeAll(async () => {
    service = await RunningService.start()
  })
  test.afterAll(() => service?.close())

  const signedIn = (options: Parameters<typeof launch>[0]) =>
    launch({ ...options, serviceOrigin: service.origin, args: ['--person=ada'] })

  for (const [name, policies, state, shown, { asks, installs }] of [
    [
      'switches updates off',
      { AutoUpdate: 'off' },
      { state: 'off', reason: 'policy' },
      en.updates.off.policy,
      { asks: false, installs: false },
    ],
    [
      'lets the person decide',
      { AutoUpdate: 'ask' },
      { state: 'available', release: { version: '9.1.0' } },
      'Version 9.1.0 is there',
      { asks: true, installs: false },
    ],
    [
      'keeps the installed version',
      { TargetVersionPrefix: 'current' },
      { state: 'current' },
      'This is the newest version',
      { asks: true, installs: false },
    ],
    [
      'allows no hours',
      { UpdateWindow: 'never' },
      { state: 'ready', waitsFor: 'window' },
      en.updates.windowNever,
      { asks: true, installs: false },
    ],
    [
      'wants betas',
      { UpdateChannel: 'beta' },
      { state: 'ready', release: { version: '9.2.0-beta.1' } },
      'Version 9.2.0-beta.1 lies ready',
      { asks: true, installs: true },
    ],
  ] as const) {
    test(`that ${name} holds, and is seen`, async () => {
      feed.publish({ version: '9.1.0', place: PLACE })
      feed.publish({ version: '9.2.0-beta.1', place: { ...PLACE, channel: 'beta' } })
      const desktop = await signedIn({ policies })
      await desktop.ask('checkForUpdates')
      await expectState(desktop, state)
      await expect((await settingsOf(desktop)).getByText(shown)).toBeVisible()
      expect(feed.requests.includes(MANIFEST)).toBe(asks)
      await desktop.close()
      expect(existsSync(join(folder, 'started'))).toBe(installs)
    })
  }

  for (const [name, policies, shown] of [
    ['that names no feed leaves none', {}, en.updates.off.noFeed],
    ['that names a feed is followed there', { UpdateUrl: 'https://127.0.0.1:9/parley' }, en.error.UPDATE_UNREACHABLE.title],
  ] as const) {
    test(name, async () => {
      const desktop = await signedIn({ policies, ownFeed: false })
      const settings = await settingsOf(desktop)
      await desktop.ask('checkForUpdates')
      await expect(settings.getByText(shown)).toBeVisible()
      expect(feed.requests).toEqual([])
    })
  }
})

test('a build without a key believes no feed', async () => {
  feed.publish({ version: '9.1.0', place: PLACE })
  const desktop = await launch({ env: { PARLEY_UPDATE_KEY: '' } })
  await desktop.ask('checkForUpdates')
  await expectState(desktop, { state: 'off', reason: 'noKey' })
  expect(feed.requests).toEqual([])
})

test('whoever is too old for the service is told so, and shown the way to a newer version', async () => {
  feed.publish({ version: '9.1.0', place: PLACE })
  const service = keep(await RunningService.start({ minimumClientVersion: '9.0.0' }))
  const desktop = await launch({ serviceOrigin: service.origin, policies: { AutoUpdate: 'ask' } })
  await desktop.page.getByRole('button', { name: /Ada Moreau/ }).click()
  const card = desktop.page.getByRole('alert').filter({ hasText: 'This Parley is too old' })
  await expect(card).toBeVisible()
  await card.getByRole('button', { name: 'Look for updates' }).click()
  await card.getByRole('button', { name: 'Download' }).click()
  await expect(card.getByRole('button', { name: 'Restart and install' })).toBeVisible()
})

test('a policy that wants a newer version lets nobody into meetings with this one', async () => {
  const service = keep(await RunningService.start())
  const desktop = await launch({ serviceOrigin: service.origin, args: ['--person=ada'], policies: { MinimumVersion: '9.0.0' } })
  await expect.poll(() => desktop.ask('getIdentity')).toMatchObject({ value: { state: 'signedIn' } })
  expect(await desktop.ask('openTicket')).toMatchObject({ ok: false, code: 'CLIENT_TOO_OLD', detail: 'oldest: 9.0.0' })
})
