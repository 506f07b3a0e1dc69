/**
 * The program as it is packed, against whoever wants to start it as something else. The host plays Electron: what Electron itself
 * refuses by its fuses is shown by the fuses alone, and waits for a real one (docs/support.md).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { extractAll } from '@electron/asar'
import { expect, test } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { checkFuses, readFuses } from '../../build/dist/fuses.ts'
import { type Packed, pack, partsOf } from '../../build/dist/pack.ts'
import { PRODUCT } from '../../build/dist/product.ts'
import { writeStandIn } from '../../build/dist/standin/electron.ts'
import { checkPacked } from '../../build/dist/verify/packed.ts'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { electronProgram, isHost, launchDesktop } from '../electron-host/launch.ts'
import { skipWithout } from '../support/skip.ts'

let folder: string
let packed: Packed
/** What was in the archive. */
let application: string

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = await mkdtemp(join(tmpdir(), 'parley-packed-'))
  const electronFolder = join(folder, 'electron')
  await writeStandIn(electronFolder, 'linux', 'x64')
  packed = await pack({
    platform: 'linux',
    arch: 'x64',
    bundles: join(PROJECT_ROOT, 'out'),
    output: folder,
    electronFolder,
    macos: { identity: null, notarise: false },
  })
  application = join(folder, 'application')
  extractAll(partsOf(packed).archive, application)
})
test.afterAll(async () => await rm(folder, { recursive: true, force: true }))

test('the packed program is in order: fuses, archive, nothing beside it', async () => {
  const checks = await checkPacked(packed, { version: PRODUCT.version, signed: false })
  expect(checks.flatMap(({ problems }) => problems)).toEqual([])
})

test('as Node, with NODE_OPTIONS or with --inspect it is started by nobody: its fuses', async () => {
  const fuses = await readFuses(partsOf(packed).program)
  expect(checkFuses(fuses)).toEqual([])
  // ELECTRON_RUN_AS_NODE, NODE_OPTIONS and NODE_EXTRA_CA_CERTS, --inspect and its kind.
  expect(fuses).toMatchObject({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
  })
})

/** Starts it as a packaged program, and waits for its end. */
const startPackaged = async (args: readonly string[]): Promise<{ said: string; code: number | null }> => {
  const userData = await mkdtemp(join(tmpdir(), 'parley-desktop-'))
  const program = spawn(electronProgram, [application, `--user-data-dir=${userData}`, ...args], {
    env: { ...process.env, HOST_PACKAGED: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')])
  await rm(userData, { recursive: true, force: true })
  return { said, code }
}

for (const argument of [
  '--inspect=0',
  '--inspect-brk=0',
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--load-extension=/tmp/extension',
  '--disable-web-security',
  '--ignore-certificate-errors',
  '--renderer-cmd-prefix=/tmp/program',
  '--use-fake-ui-for-media-stream',
]) {
  test(`${argument} ends it at once`, async () => {
    skipWithout(isHost ? undefined : 'the host: a real Electron is not a packaged program here')
    const { said, code } = await startPackaged([argument])
    expect(said).toContain(en.desktop.start.switches)
    expect(code).toBe(1)
  })
}

test('it stays on its page: no remote page, no file, no frame, no foreign link', async () => {
  const { app, userData, command } = await launchDesktop({ appDir: application })
  try {
    const page = await app.firstWindow()
    await expect.poll(() => page.evaluate(() => Reflect.has(window, 'parley')).catch(() => false)).toBe(true)
    await page.waitForLoadState()
    await app.evaluate(({ BrowserWindow, shell }) => {
      const wanted: { url: string; isPrevented: boolean }[] = []
      const opened: string[] = []
      const links: unknown[] = []
      Object.assign(globalThis, { wanted, opened, links })
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
        wanted.push({ url: event.url, isPrevented: event.defaultPrevented })
      })
      shell.openExternal = async (address) => {
        opened.push(address)
      }
    })
    const noted = <Noted>(name: string) =>
      app.evaluate((_, key) => Reflect.get(globalThis, key) as unknown, name) as Promise<Noted>

    for (const target of ['https://evil.example/', 'file:///etc/passwd']) {
      await page.evaluate((address) => {
        location.href = address
      }, target)
      await page.evaluate((address) => void window.open(address), target)
    }
    // Chromium itself keeps a page from a file; what it asked the program about was refused.
    await expect.poll(() => noted<{ url: string }[]>('wanted').then((all) => all.length)).toBeGreaterThan(0)
    expect((await noted<{ isPrevented: boolean }[]>('wanted')).filter(({ isPrevented }) => !isPrevented)).toEqual([])
    expect(await noted('opened')).toEqual(['https://evil.example/'])

    const frame = await page.evaluate(async () => {
      const violation = new Promise<string>((resolve) =>
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), {
          once: true,
        }),
      )
      const element = document.createElement('iframe')
      element.src = 'https://evil.example/'
      document.body.append(element)
      return await violation
    })
    expect(frame).toBe('frame-src')
    await expect(page.evaluate(() => fetch('file:///etc/passwd'))).rejects.toThrow()

    await page.evaluate(() => {
      const { on } = Reflect.get(window, 'parley') as { on: (event: string, listener: (data: unknown) => void) => void }
      const links: unknown[] = []
      Object.assign(window, { links })
      on('linkOpened', (data) => links.push(data))
    })
    for (const link of ['parley://evil.example/join/abc-defg-hjk', 'parley://join/abc-defg-hjk/../../x', 'file:///etc/passwd']) {
      const [code] = await once(spawn(electronProgram, [...command.args, link], { env: command.env, stdio: 'ignore' }), 'exit')
      expect(code).toBe(0)
    }
    expect(await page.evaluate(() => Reflect.get(window, 'links'))).toEqual([])
    expect(
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getURL())),
    ).toEqual(['app://parley/index.html'])
  } finally {
    await app.close()
    await rm(userData, { recursive: true, force: true })
  }
})
