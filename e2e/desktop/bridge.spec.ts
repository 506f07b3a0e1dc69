/** What the page can reach of the main process: the bridge, all of it, and nothing beside it. */
import { expect, test } from '@playwright/test'
import { bridgeVerbs } from '#shared/desktop-bridge.ts'
import { Desktop, PRELOAD } from './desktop.ts'

test.describe.configure({ mode: 'serial' })
let desktop: Desktop
test.beforeAll(async () => {
  desktop = await Desktop.launch()
})
test.afterAll(() => desktop.close())

const VERBS = Object.keys(bridgeVerbs)

test('the page has the bridge and nothing else of the computer', async () => {
  const world = await desktop.page.evaluate(() => {
    const bridge = Reflect.get(window, 'parley') as Record<string, unknown>
    const attempt = (change: () => void): boolean => {
      try {
        change()
      } catch {
        return false
      }
      return true
    }
    attempt(() => Reflect.set(window, 'parley', { fake: true }))
    attempt(() => Reflect.set(bridge, 'getSettings', () => 'fake'))
    attempt(() => Reflect.set(bridge, 'extra', 1))
    return {
      names: Object.keys(bridge).sort(),
      kinds: [...new Set(Object.values(bridge).map((value) => typeof value))],
      isFrozen: Object.isFrozen(bridge),
      isReplaced: Reflect.get(window, 'parley') !== bridge || 'extra' in bridge || String(bridge.getSettings).includes('fake'),
      others: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global', '__dirname'].filter(
        (name) => name in window,
      ),
    }
  })
  expect(world).toEqual({
    names: [...VERBS, 'on'].sort(),
    kinds: ['function'],
    isFrozen: true,
    isReplaced: false,
    others: [],
  })
})

test.describe('wrong input', () => {
  const WRONG: unknown[] = [
    null,
    0,
    -1,
    'text',
    true,
    [],
    ['x'],
    { appearance: 'pink', on: 'yes', kind: 'toaster', email: 'nobody' },
  ]
  for (const verb of VERBS) {
    test(`${verb} refuses it`, async () => {
      for (const input of WRONG) {
        expect(await desktop.ask(verb, input), JSON.stringify(input)).toMatchObject({ ok: false, code: 'INVALID_INPUT' })
      }
      expect(await desktop.ask('getSettings')).toMatchObject({ ok: true })
    })
  }

  test('what cannot be sent, or is far too much, is refused as well', async () => {
    const replies = await desktop.page.evaluate(async () => {
      const { notify, callService, signInAsSample, signIn, signWithDeviceKey } = Reflect.get(window, 'parley') as Record<
        string,
        (input: unknown) => Promise<unknown>
      >
      const endless: Record<string, unknown> = {}
      let place = endless
      for (let depth = 0; depth < 1_000; depth++) {
        const next = {}
        place.next = next
        place = next
      }
      return [
        await notify?.({ title: 'x'.repeat(5_000_000), body: '' }),
        await callService?.({ path: Array(100).fill('meetings'), input: undefined }),
        await callService?.({ path: ['meetings', 'create'], input: endless }),
        await signInAsSample?.({ personId: 'a'.repeat(100_000) }),
        await signIn?.({ email: `${'a'.repeat(100_000)}@example.org` }),
        await signWithDeviceKey?.({ purpose: 'mls', bytes: new Uint8Array(1_000_000) }),
        await signWithDeviceKey?.({ purpose: 'session', bytes: new Uint8Array(10) }),
      ]
    })
    for (const reply of replies) expect(reply).toMatchObject({ ok: false, code: 'INVALID_INPUT' })
  })

  test('events need a name of ours and a listener', async () => {
    const outcomes = await desktop.page.evaluate(() => {
      const { on } = Reflect.get(window, 'parley') as { on: (event: unknown, listener: unknown) => unknown }
      return [
        ['power', undefined],
        ['power', 'text'],
        ['parley:power', () => undefined],
        ['__proto__', () => undefined],
        [undefined, () => undefined],
      ].map(([event, listener]) => {
        try {
          return typeof on(event, listener)
        } catch {
          return 'refused'
        }
      })
    })
    expect(outcomes).toEqual(Array(5).fill('refused'))
  })
})

test('a listener hears the data alone, until it is taken away', async () => {
  await desktop.page.evaluate(() => {
    const { on } = Reflect.get(window, 'parley') as { on: (event: string, listener: (...all: unknown[]) => void) => () => void }
    const heard: unknown[][] = []
    const stop = on('menuAction', (...all) => heard.push(all))
    Object.assign(window, { heard, stop })
  })
  const heard = () => desktop.page.evaluate(() => Reflect.get(window, 'heard'))
  await desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('showShortcuts')?.click())
  await expect.poll(heard).toEqual([[{ action: 'showShortcuts' }]])
  await desktop.page.evaluate(() => (Reflect.get(window, 'stop') as () => void)())
  await desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('openSettings')?.click())
  expect(await desktop.ask('getSettings')).toMatchObject({ ok: true })
  expect(await heard()).toHaveLength(1)
})

for (const address of ['app://parley/index.html', 'data:text/html,<title>elsewhere</title>']) {
  test(`another window with our preload is refused, with ${address}`, async () => {
    const replies = await desktop.app.evaluate(
      async ({ BrowserWindow }, { preload, target }) => {
        const webPreferences = { preload, sandbox: true, contextIsolation: true, nodeIntegration: false }
        const foreign = new BrowserWindow({ show: false, webPreferences })
        await foreign.loadURL(target)
        const ask = `Promise.all([parley.getSettings(), parley.openTicket(), parley.setInMeeting({ inMeeting: true })])`
        const answers: unknown = await foreign.webContents.executeJavaScript(ask)
        foreign.destroy()
        return answers
      },
      { preload: PRELOAD, target: address },
    )
    expect(replies).toEqual(Array(3).fill({ ok: false, code: 'FORBIDDEN', detail: 'sender' }))
    expect(await desktop.ask('getSettings')).toMatchObject({ ok: true })
  })
}

test('what the computer is, and what it can do', async () => {
  const os = { linux: 'linux', darwin: 'macos', win32: 'windows' }[process.platform as string]
  expect(await desktop.ask('getEnvironment')).toMatchObject({
    ok: true,
    value: { platform: { kind: 'desktop', os }, serviceOrigin: desktop.serviceOrigin },
  })
  const access = await desktop.ask('getMediaAccess')
  expect(access).toMatchObject({
    ok: true,
    value: { camera: expect.any(String), microphone: expect.any(String), screen: expect.any(String) },
  })
})

for (const os of ['windows', 'macos']) {
  test(`in development it can take itself for ${os}`, async () => {
    const pretending = await Desktop.launch({ env: { PARLEY_PRETEND_OS: os } })
    try {
      expect(await pretending.ask('getEnvironment')).toMatchObject({ ok: true, value: { platform: { os, virtual: false } } })
    } finally {
      await pretending.close()
    }
  })
}

test('a refusal of the operating system has a way out only where there is one', async () => {
  const requested = await desktop.ask('requestMediaAccess', { kind: 'camera' })
  expect(requested).toEqual({ ok: true, value: expect.any(Boolean) })
  await desktop.app.evaluate(({ shell }) => {
    shell.openExternal = async () => undefined
  })
  const expected = process.platform === 'linux' ? { ok: false, code: 'FORBIDDEN', detail: 'unsupported' } : { ok: true }
  expect(await desktop.ask('openMediaSettings', { kind: 'camera' })).toMatchObject(expected)
})
