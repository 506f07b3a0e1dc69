/** What administrators decide for a computer: each policy's effect, which of several holds, changes while it runs, and broken files. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { de } from '#shared/catalogue/de.ts'
import { en } from '#shared/catalogue/en.ts'
import { deepLinkOf } from '#shared/meeting/code.ts'
import { TinyProvider } from '../../electron/identity/testing/tiny-provider.ts'
import { TinyService } from '../../electron/identity/testing/tiny-service.ts'
import { host, isHost } from '../electron-host/launch.ts'
import { filled } from '../support/organising.ts'
import { missingForPolicies, PolicyFolder } from '../support/policy-folder.ts'
import { RunningService } from '../support/service.ts'
import { skipWithout } from '../support/skip.ts'
import { Desktop } from './desktop.ts'

const ok = (value: unknown) => ({ ok: true, value })

let policies: PolicyFolder
let folder: string
let desktop: Desktop | undefined
test.beforeEach(() => {
  skipWithout(isHost ? missingForPolicies() : 'a program that is not a person’s own')
  policies = new PolicyFolder()
  folder = mkdtempSync(join(tmpdir(), 'parley-managed-'))
})
test.afterEach(async () => {
  await desktop?.close()
  desktop = undefined
  policies?.close()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

const start = async (options: Parameters<typeof Desktop.launch>[0] = {}): Promise<Desktop> => {
  desktop = await Desktop.launch({ ...options, env: { ...policies.env, XDG_CONFIG_HOME: folder, ...options.env } })
  return desktop
}
const allowed = async ({ ask }: Desktop) =>
  ((await ask('getPolicies')) as { value: { allows: Record<string, boolean> } }).value.allows
const NOTHING_ALLOWED = { camera: false, microphone: false, screenShare: false, recording: false, guests: false }

/** The program ends by what is done, which may not hear of it any more. */
const endedBy = async (client: Desktop, deed: Promise<void>): Promise<void> => {
  await Promise.all([client.closed(), deed.catch(() => undefined)])
}

/** What the page gets when it asks for a device itself, past all controls. */
const capture = ({ page }: Desktop, constraints: MediaStreamConstraints) =>
  page.evaluate(async (asked) => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(asked)
      for (const track of stream.getTracks()) track.stop()
      return 'given'
    } catch (error) {
      return (error as DOMException).name
    }
  }, constraints)

test.describe('with a service', () => {
  let service: RunningService
  test.beforeAll(async () => {
    service = await RunningService.start()
  })
  test.afterAll(() => service?.close())

  test('what is not allowed is off and says why; as soon as it is allowed, and no longer, it can be used', async () => {
    policies.write({ AllowCamera: false, AllowMicrophone: false, AllowScreenShare: false, AllowRecording: false })
    const client = await start({ serviceOrigin: service.origin, args: ['--person=ada'] })
    const { page, ask } = client
    expect(await capture(client, { video: true })).toBe('NotAllowedError')
    expect(await capture(client, { audio: true })).toBe('NotAllowedError')
    expect(await ask('listScreenSources', { thumbnailWidth: 320 })).toMatchObject({ ok: false, code: 'MANAGED' })

    const created = (await ask('callService', { path: ['meetings', 'create'], input: { title: 'Plan' } })) as {
      value: { code: string }
    }
    await client.startAgain([deepLinkOf(created.value.code)])
    await expect(page.getByText(en.managed.camera)).toBeVisible()
    await expect(page.getByText(en.managed.microphone)).toBeVisible()
    for (const name of [en.common.camera, en.common.microphone]) await expect(page.getByRole('switch', { name })).toBeDisabled()
    await page.getByRole('button', { name: en.preJoin.join }).click()

    const toolbar = page.getByRole('region', { name: en.toolbar.region })
    const control = (name: string) => toolbar.getByRole('button', { name, exact: true })
    const controls = [en.toolbar.camera, en.toolbar.microphone, en.toolbar.share]
    for (const name of controls) await expect(control(name)).toBeDisabled()
    await control(en.toolbar.camera).hover()
    await expect(page.getByRole('tooltip', { name: en.actions.reason.managed })).toBeVisible()
    await control(en.toolbar.more).click()
    const record = page.getByRole('menuitem', { name: en.recording.menu.start })
    await expect(record).toBeDisabled()
    await expect(record).toContainText(en.actions.reason.managed)

    policies.write({})
    await expect(record).toBeEnabled()
    await page.keyboard.press('Escape')
    for (const name of controls) await expect(control(name)).toBeEnabled()
    await control(en.toolbar.camera).click()
    await control(en.toolbar.microphone).click()
    await expect(control(en.toolbar.camera)).toHaveAttribute('aria-pressed', 'true')
    await expect(control(en.toolbar.microphone)).toHaveAttribute('aria-pressed', 'true')

    policies.write({ AllowCamera: false, AllowMicrophone: false })
    for (const name of [en.toolbar.camera, en.toolbar.microphone]) {
      await expect(control(name)).toBeDisabled()
      await expect(control(name)).toHaveAttribute('aria-pressed', 'false')
    }
    await expect(control(en.toolbar.share)).toBeEnabled()
    expect(await capture(client, { video: true })).toBe('NotAllowedError')
  })

  test('what is set for the computer holds from the start, is shown as locked, and goes when it is taken back', async () => {
    const logs = join(folder, 'logs')
    policies.write({
      ServerUrl: service.origin,
      Language: 'de',
      StartAtLogin: true,
      HardwareAcceleration: false,
      CrashReports: 'never',
      ContentProtection: true,
      ProxyMode: 'fixed',
      ProxyServer: 'proxy.example.org:3128',
      VdiMode: 'on',
      LogDirectory: logs,
      LogLevel: 'warn',
      AllowRecording: false,
      Nonsense: 1,
    })
    // As on Windows: on Linux no window is kept out of pictures of the screen.
    const client = await start({ args: ['--person=ada'], env: { PARLEY_PRETEND_OS: 'windows' } })
    const { app, page, ask } = client
    const records = () => host(app).records()

    await test.step('in what the system and the service are told', async () => {
      expect(await ask('getEnvironment')).toMatchObject(ok({ serviceOrigin: service.origin, platform: { virtual: true } }))
      expect(await records()).toMatchObject({
        hardwareAcceleration: false,
        contentProtection: true,
        proxy: { mode: 'fixed_servers', proxyRules: 'proxy.example.org:3128' },
      })
      expect(readFileSync(join(folder, 'autostart', 'parley.desktop'), 'utf8')).toContain('Exec=')
      expect(await allowed(client)).toMatchObject({ camera: true, recording: false })
    })

    await test.step('in the log, which is where and as long as it is told to be', async () => {
      const lines = readFileSync(join(logs, 'parley.log'), 'utf8').trimEnd().split('\n')
      const entries = lines.map((line) => JSON.parse(line) as { level: string; event: string })
      expect(entries).toContainEqual(expect.objectContaining({ event: 'policy.unknownPolicy', name: 'Nonsense' }))
      expect(entries.filter(({ level }) => level === 'info')).toEqual([])
    })

    await test.step('on the screen, in the language of the policy', async () => {
      await expect(page.locator('html')).toHaveAttribute('lang', 'de')
      await page.getByRole('button', { name: de.settings.title }).click()
      // Server, language, start with the computer, hardware acceleration, crash reports.
      await expect(page.getByText(de.managed.mark)).toHaveCount(5)
      for (const name of [de.computer.startAtLogin, de.computer.hardwareAcceleration]) {
        await expect(page.getByRole('switch', { name })).toBeDisabled()
      }
      await expect(page.getByRole('switch', { name: de.computer.startAtLogin })).toBeChecked()
      await expect(page.getByRole('switch', { name: de.computer.hardwareAcceleration })).not.toBeChecked()
      await expect(page.getByRole('button', { name: de.server.change })).toHaveCount(0)
    })

    await test.step('in the settings, which the page can’t change either', async () => {
      const settings = ((await ask('getSettings')) as { value: object }).value
      expect(settings).toMatchObject({ language: 'de', startAtLogin: true, hardwareAcceleration: false, crashReports: 'never' })
      const own = {
        language: 'en',
        startAtLogin: false,
        hardwareAcceleration: true,
        crashReports: 'always',
        server: 'https://x.example',
      }
      expect(await ask('setSettings', { ...settings, ...own })).toMatchObject({ ok: true })
      expect(await ask('getSettings')).toEqual(ok(settings))
    })

    await test.step('until it is taken back', async () => {
      policies.write({ LogDirectory: logs })
      await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      await expect.poll(async () => (await records()).contentProtection).toBe(false)
      await expect.poll(() => existsSync(join(folder, 'autostart', 'parley.desktop'))).toBe(false)
      await expect(page.getByText(en.managed.mark)).toHaveCount(0)
      await endedBy(client, page.getByRole('button', { name: en.managed.restart }).click())
    })
  })

  test('machine policy over user policy over the person’s setting over what was given at installation', async () => {
    const { page } = await start({ serviceOrigin: service.origin, args: ['--person=ada'] })
    await page.getByRole('button', { name: en.settings.title }).click()
    const language = page.getByRole('combobox').filter({ has: page.locator('option[value="de"]') })
    const row = page.locator('[data-managed]').filter({ hasText: new RegExp(`${en.managed.mark}|${de.managed.mark}`) })
    const rows: [string, () => unknown, 'en' | 'de', boolean][] = [
      ['nothing', () => undefined, 'en', false],
      ['installation', () => policies.write({ Language: 'de' }, 'installDefault'), 'de', false],
      ['the person', () => language.selectOption('en'), 'en', false],
      ['user policy', () => policies.write({ Language: 'de' }, 'userPolicy'), 'de', true],
      ['machine policy', () => policies.write({ Language: 'en' }, 'machinePolicy'), 'en', true],
      ['a machine policy that can’t be read', () => policies.write({ Language: 'xx' }, 'machinePolicy'), 'en', true],
      ['user policy, once more', () => policies.remove('machinePolicy'), 'de', true],
      ['the person, once more', () => policies.remove('userPolicy'), 'en', false],
    ]
    for (const [who, happens, lang, locked] of rows) {
      await test.step(who, async () => {
        await happens()
        await expect(page.locator('html')).toHaveAttribute('lang', lang)
        await expect(row).toHaveCount(locked ? 1 : 0)
        await expect(language).toBeEnabled({ enabled: !locked })
      })
    }
  })

  test('whoever has no second factor is refused where one is wanted, by way of the proxy script that is given', async () => {
    policies.write({ RequireMfa: true, ProxyMode: 'pac', ProxyPac: 'https://proxy.example.org/proxy.pac' })
    const { app, page } = await start({ serviceOrigin: service.origin })
    expect((await host(app).records()).proxy).toEqual({ mode: 'pac_script', pacScript: 'https://proxy.example.org/proxy.pac' })
    const ada = page.getByRole('button', { name: /Ada Moreau/ })
    await ada.click()
    await expect(page.getByText(en.error.SECOND_FACTOR_REQUIRED.title)).toBeVisible()
    policies.write({ ProxyMode: 'pac', ProxyPac: 'https://proxy.example.org/proxy.pac' })
    await expect(async () => {
      if (await ada.isVisible()) await ada.click()
      await expect(page.getByRole('heading', { level: 1, name: en.home.title })).toBeVisible({ timeout: 5_000 })
    }).toPass()
  })

  test('a computer that counts as a virtual desktop is offered no end-to-end encryption, and says why', async () => {
    for (const [VdiMode, offered] of [
      ['automatic', true],
      ['on', false],
    ] as const) {
      policies.write({ VdiMode })
      const client = await start({
        serviceOrigin: service.origin,
        args: ['--person=ada'],
        env: { PARLEY_PRETEND_OS: 'windows' },
        userData: join(folder, VdiMode),
      })
      const title = `Plan on ${VdiMode}`
      expect(await client.ask('callService', { path: ['meetings', 'create'], input: { title } })).toMatchObject({ ok: true })
      const { page } = client
      await page.reload()
      await page.getByRole('button', { name: filled(en.home.more, { title }) }).click()
      await page.getByRole('menuitem', { name: en.setup.open, exact: true }).click()
      const setup = page.getByRole('dialog', { name: filled(en.setup.title, { title }) })
      await expect(setup.getByText(en.encryption.refused.virtualDesktop)).toHaveCount(offered ? 0 : 1)
      await expect(setup.getByRole('switch', { name: en.options.name.encryption })).toHaveCount(offered ? 1 : 0)
      await client.close()
    }
  })

  test('a crash is told of where a policy lets it be, and after a question where it wants one', async () => {
    policies.write({ CrashReports: 'never' })
    const options = { serviceOrigin: service.origin, args: ['--person=ada'], userData: join(folder, 'data') }
    const client = await start(options)
    const { app, page } = client
    const setting = async () => ((await client.ask('getSettings')) as { value: { crashReports: string } }).value.crashReports
    const crash = (reason: string) =>
      app.evaluate(({ app: program, BrowserWindow }, why) => {
        const [window] = BrowserWindow.getAllWindows()
        program.emit('render-process-gone', {}, window?.webContents, { reason: why, exitCode: 5 })
      }, reason)
    const told = () =>
      readFileSync(service.logFile, 'utf8')
        .split('\n')
        .filter((line) => line.includes('a client crashed')).length
    const question = page.getByText(en.diagnostics.crash.title)
    const home = page.getByRole('heading', { level: 1, name: en.home.title })

    await crash('oom')
    await page.reload()
    await expect(home).toBeVisible()
    await expect(question).toHaveCount(0)

    policies.write({ CrashReports: 'ask' })
    await expect.poll(setting).toBe('ask')
    await page.reload()
    await expect(question).toBeVisible()
    expect(told()).toBe(0)
    await page.getByRole('button', { name: en.diagnostics.crash.keepOut }).click()
    await expect(question).toHaveCount(0)

    await crash('killed')
    await client.close()
    policies.write({ CrashReports: 'always' })
    const again = await start(options)
    await expect.poll(told).toBe(1)
    await expect(again.page.getByRole('heading', { level: 1, name: en.home.title })).toBeVisible()
    await expect(again.page.getByText(en.diagnostics.crash.title)).toHaveCount(0)
  })

  test('a version that is too old joins nothing, and says so', async () => {
    policies.write({ MinimumVersion: '99.0.0', ServerUrl: service.origin })
    const client = await start({ args: ['--person=ada'] })
    expect(await client.ask('openTicket')).toMatchObject({ ok: false, code: 'CLIENT_TOO_OLD' })
    const created = (await client.ask('callService', { path: ['meetings', 'create'], input: { title: 'Plan' } })) as {
      value: { code: string }
    }
    await client.startAgain([deepLinkOf(created.value.code)])
    await expect(client.page.getByText(en.error.CLIENT_TOO_OLD.title)).toBeVisible()
  })
})

test('a broken file, and one that somebody else could have written, opens nothing and stops nothing', async () => {
  policies.write({ AllowCamera: 'yes', Language: 'klingon' })
  const client = await start()
  const said: string[] = []
  client.app.process().stderr?.on('data', (chunk: Buffer) => said.push(String(chunk)))
  expect(await allowed(client)).toEqual({
    ...NOTHING_ALLOWED,
    microphone: true,
    screenShare: true,
    recording: true,
    guests: true,
  })
  const everything = { AllowCamera: true, ServerUrl: 'https://evil.example', Language: 'de' }
  const rows: [string, () => void, string][] = [
    ['half a file', () => policies.write('{"AllowCamera": tr'), 'malformed'],
    ['another user’s', () => policies.write(everything, 'machinePolicy', { owner: 1000 }), 'untrusted'],
    ['one that everybody can write', () => policies.write(everything, 'machinePolicy', { mode: 0o666 }), 'untrusted'],
    ['one that a group can write', () => policies.write(everything, 'machinePolicy', { mode: 0o664 }), 'untrusted'],
    ['a link', () => policies.link(everything), 'untrusted'],
  ]
  for (const [what, happens, reason] of rows) {
    await test.step(what, async () => {
      policies.write({})
      await expect.poll(() => allowed(client)).toMatchObject({ camera: true })
      said.splice(0)
      happens()
      await expect.poll(() => allowed(client)).toEqual(NOTHING_ALLOWED)
      await expect.poll(() => said.join('')).toContain(`"policy.sourceUnusable","source":"machinePolicy","reason":"${reason}"`)
      expect(said.join('')).not.toMatch(/evil|klingon/)
      await expect(client.page.locator('html')).toHaveAttribute('lang', 'en')
    })
  }
  await test.step('the self-check tells the person', async () => {
    await client.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('openDiagnostics')?.click())
    const found = client.page.getByRole('dialog').getByText(en.diagnostics.finding.policiesUnusable)
    await expect(found).toBeVisible()
  })
})

test('started with a file that can’t be trusted, the client uses no service at all', async () => {
  policies.write({ ServerUrl: 'https://evil.example' }, 'machinePolicy', { owner: 1000 })
  const { page, ask } = await start()
  await expect(page.getByRole('heading', { name: en.server.lockedTitle })).toBeVisible()
  await expect(page.getByText(en.managed.mark)).toBeVisible()
  expect(await ask('getEnvironment')).toMatchObject(ok({ serviceOrigin: '', platform: { virtual: true } }))
  expect(await ask('callService', { path: ['identity', 'provider'], input: {} })).toMatchObject({
    ok: false,
    code: 'SERVICE_UNREACHABLE',
  })
})

test('a person names the service where nobody has, and only one that is allowed', async () => {
  const service = await RunningService.start()
  try {
    policies.write({ AllowedServers: [service.origin] })
    const userData = join(folder, 'data')
    const first = await start({ serviceOrigin: null, userData })
    const enter = async (address: string): Promise<void> => {
      await first.page.getByLabel(en.server.address).fill(address)
      await first.page.getByRole('button', { name: en.server.use }).click()
    }
    await enter('meet.example.org')
    await expect(first.page.getByText(en.server.invalid)).toBeVisible()
    await enter('https://meet.example.org')
    await expect(first.page.getByText(en.server.notAllowed)).toBeVisible()
    // The page alone changes nothing: the program itself asks, and the person says no first.
    await host(first.app).setSurroundings({ messageBoxAnswer: 1 })
    await enter(service.origin)
    await expect.poll(async () => (await host(first.app).records()).dialogs).toHaveLength(1)
    expect((await host(first.app).records()).dialogs[0]?.detail).toContain(service.origin)
    const settings = ((await first.ask('getSettings')) as { value: object }).value
    expect(await first.ask('setSettings', { ...settings, server: service.origin })).toMatchObject({ ok: true })
    expect(await first.ask('getSettings')).toEqual(ok(settings))
    expect(await first.ask('moveToService', { address: 'https://evil.example' })).toMatchObject({ ok: false, code: 'MANAGED' })
    await host(first.app).setSurroundings({ messageBoxAnswer: 0 })
    await endedBy(first, enter(service.origin))

    const second = await start({ serviceOrigin: null, userData })
    expect(await second.ask('getEnvironment')).toMatchObject(ok({ serviceOrigin: service.origin }))
    await expect(second.page.getByRole('heading', { name: en.signIn.title })).toBeVisible()
    await second.close()

    policies.write({ ServerLocked: true })
    const locked = await start({ serviceOrigin: null, userData })
    await expect(locked.page.getByRole('heading', { name: en.server.lockedTitle })).toBeVisible()
  } finally {
    await service.close()
  }
})

test('signing in asks for a second factor, shows guests no way, and is not remembered', async () => {
  const provider = await TinyProvider.start()
  const service = await TinyService.start()
  service.provider = provider.info()
  try {
    policies.write({
      RequireMfa: true,
      AllowGuestsToUseDesktop: false,
      AllowRememberDevice: false,
      SignInDomainHint: 'unknown.example',
    })
    const userData = join(folder, 'data')
    const { app, page, ask } = await start({ serviceOrigin: service.origin, userData })
    await app.evaluate(({ shell }) => {
      shell.openExternal = async (address) => {
        void fetch(address).catch(() => undefined)
      }
    })
    const signIn = page.getByRole('button', { name: en.signIn.signIn, exact: true })
    await expect(signIn).toBeVisible()
    await expect(page.getByRole('button', { name: en.signIn.joinAsGuest })).toHaveCount(0)
    await signIn.click()
    await expect(page.getByText(en.error.ORGANISATION_UNKNOWN.title)).toBeVisible()
    expect(await ask('signInAsSample', { personId: 'ada' })).toMatchObject({ ok: false, code: 'SECOND_FACTOR_REQUIRED' })

    policies.write({ RequireMfa: true, AllowRememberDevice: false, SignInDomainHint: 'northwind.example' })
    await expect(page.getByRole('button', { name: en.signIn.joinAsGuest })).toBeVisible()
    await signIn.click()
    await expect(page.getByRole('heading', { level: 1, name: en.home.title })).toBeVisible()
    expect(provider.requests.map((asked) => asked.get('acr_values'))).toEqual(['urn:example:second-factor'])
    const kept = (): string[] => {
      const file = join(userData, 'keystore.json')
      return existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8'))) : []
    }
    expect(kept()).toEqual([])
    policies.write({})
    await expect.poll(() => kept().toSorted()).toEqual(['deviceKey', 'dpopKey', 'progress', 'proof'])
    await desktop?.close()

    policies.write({ AllowRememberDevice: false })
    const again = await start({ serviceOrigin: service.origin, userData })
    expect(await again.ask('getIdentity')).toEqual(ok({ state: 'signedOut' }))
    await expect(again.page.getByRole('button', { name: en.signIn.signIn, exact: true })).toBeVisible()
    await expect.poll(kept).toEqual([])
  } finally {
    await provider.close()
    await service.close()
  }
})
