import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, expect, test } from '@playwright/test'
import { skipWithout } from '../support/skip.ts'
import { type Example, launchExample } from './example.ts'
import { electronProgram, host, isHost } from './launch.ts'

test.describe('a program that runs', () => {
  let example: Example
  test.beforeAll(async () => {
    example = await launchExample()
  })
  test.afterAll(async () => {
    await example.app.close()
  })

  const windowState = async () => {
    const session = await example.page.context().newCDPSession(example.page)
    const { bounds } = await session.send('Browser.getWindowForTarget')
    await session.detach()
    return bounds.windowState
  }

  test('a second instance hands over its link and leaves', async () => {
    const { args, env } = example.command
    const { status } = spawnSync(electronProgram, ['--no-sandbox', ...args, 'example://meeting/abc'], { env, timeout: 15_000 })
    expect(status).toBe(0)
    await expect.poll(() => example.page.evaluate(() => window.heard)).toEqual(['example://meeting/abc'])
  })

  test('sleep and waking reach the page', async () => {
    await example.page.evaluate(() => {
      window.heard.length = 0
    })
    await example.app.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('suspend')
      powerMonitor.emit('resume')
    })
    await expect.poll(() => example.page.evaluate(() => window.heard)).toEqual(['suspend', 'resume'])
  })

  test('what the system is asked for can be looked at', async () => {
    skipWithout(isHost ? undefined : 'only the host keeps records')
    await example.page.evaluate(() => window.example.notify('Ada is here'))
    await example.page.evaluate(() => window.example.stayAwake())
    const records = await host(example.app).records()
    expect(records.notifications).toMatchObject([{ title: 'Ada is here', isShown: true }])
    const heard = example.app.evaluate(
      ({ BrowserWindow }) => new Promise<void>((resolve) => void BrowserWindow.getAllWindows()[0]?.once('focus', resolve)),
    )
    await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
    await host(example.app).clickNotification(String(records.notifications[0]?.id))
    await heard
    expect(records.powerSaveBlockers).toEqual(['prevent-display-sleep'])
    expect(records.protocolClients).toEqual(['example'])
  })

  test('a window that is minimised is so in Chromium too, and comes back', async () => {
    const events = await example.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      const heard: string[] = []
      window?.on('minimize', () => heard.push('minimize'))
      window?.on('blur', () => heard.push('blur'))
      window?.minimize()
      return { heard, isMinimized: window?.isMinimized(), isFocused: window?.isFocused() }
    })
    expect(events).toEqual({ heard: ['blur', 'minimize'], isMinimized: true, isFocused: false })
    // Playwright makes every page believe that it is seen.
    if (isHost) await expect.poll(windowState).toBe('minimized')
    await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore())
    if (isHost) await expect.poll(windowState).toBe('normal')
  })

  test('the page has the size that the window was given', async () => {
    const size = () => example.page.evaluate(() => [innerWidth, innerHeight])
    await expect.poll(size).toEqual([900, 600])
    await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ width: 640, height: 480 }))
    await expect.poll(size).toEqual([640, 480])
    await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(true))
    await expect.poll(size).toEqual([1280, 800])
    await example.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(false))
    await expect.poll(size).toEqual([640, 480])
  })

  test('a page that crashes is told of, and can be loaded again', async () => {
    const gone = await example.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          contents?.once('render-process-gone', (_event, details) => resolve(details.reason))
          contents?.forcefullyCrashRenderer()
        }),
    )
    expect(gone).toBe(isHost ? 'crashed' : 'killed')
    const state = await example.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      await contents?.loadURL('app://example/index.html')
      return await contents?.executeJavaScript('document.getElementById("state").textContent')
    })
    expect(state).toBe('ready')
  })
})

/** Whether a secret should be sealed anew: under the version it was sealed with, and under another. */
const sealedAnew = (app: ElectronApplication, sealed: string) =>
  app.evaluate(async ({ safeStorage }, text) => {
    const ask = async () => (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).shouldReEncrypt
    const before = await ask()
    process.env.HOST_KEYSTORE_VERSION = '2'
    return [before, await ask()]
  }, sealed)

test('a secret is sealed, and read again by the next run; without a keyring there is none', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'parley-keystore-'))
  const first = await launchExample({ HOST_KEYSTORE: 'gnome_libsecret' }, { userData })
  expect(await first.page.evaluate(() => window.example.store('hünter2'))).toMatchObject({ result: 'hünter2', isSealed: true })
  const sealed = await first.app.evaluate(async ({ safeStorage }) =>
    (await safeStorage.encryptStringAsync('for later')).toString('base64'),
  )
  await first.app.close()

  const second = await launchExample({ HOST_KEYSTORE: 'gnome_libsecret' }, { userData })
  const read = await second.app.evaluate(
    async ({ safeStorage }, text) => (await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'))).result,
    sealed,
  )
  expect(read).toBe('for later')
  if (isHost) expect(await sealedAnew(second.app, sealed)).toEqual([false, true])
  const without = await second.app.evaluate(async ({ safeStorage }) => {
    process.env.HOST_KEYSTORE = 'none'
    return [await safeStorage.isAsyncEncryptionAvailable(), await safeStorage.encryptStringAsync('x').catch(() => 'refused')]
  })
  if (isHost) expect(without).toEqual([false, 'refused'])
  await second.app.close()
  rmSync(userData, { recursive: true, force: true })
})

/** Processes of Chromium with this folder on their command line. */
const chromiumsOf = (folder: string): number =>
  readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`--user-data-dir=${folder}`)
    } catch {
      return false
    }
  }).length

/** By the system call: Debian's `kill -9 -1234` takes the first digit alone for the group, and -1 is everybody. */
const endGroup = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

test('closing leaves neither a process nor a file', async () => {
  skipWithout(isHost && process.platform === 'linux' ? undefined : 'processes are counted in /proc')
  const { app, userData } = await launchExample()
  expect(chromiumsOf(userData)).toBeGreaterThan(1)
  await app.close()
  await expect.poll(() => chromiumsOf(userData)).toBe(0)
  expect(existsSync(userData)).toBe(false)
})

for (const [what, victim] of [
  ['whoever started it', 'parent'],
  ['the main process', 'main'],
] as const) {
  test(`Chromium ends with ${what}`, async () => {
    skipWithout(isHost && process.platform === 'linux' ? undefined : 'processes are counted in /proc')
    const userData = mkdtempSync(join(tmpdir(), 'parley-orphan-'))
    // A program in between that can be killed: its death closes the pipes, as that of a test runner does.
    const args = ['--inspect=0', join(import.meta.dirname, 'example'), `--user-data-dir=${userData}`]
    const between = spawn(
      process.execPath,
      [
        '-e',
        `const child = require('node:child_process').spawn(${JSON.stringify(electronProgram)}, ${JSON.stringify(args)}, { detached: true, stdio: ['pipe', 'ignore', 'pipe'] })
         child.stderr.on('data', (text) => String(text).includes('DevTools listening') && process.stdout.write(String(child.pid)))`,
      ],
      { env: { ...process.env, HOST_TEMPORARY_USER_DATA: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [output] = await once(between.stdout, 'data')
    const main = Number(String(output))
    try {
      expect(chromiumsOf(userData)).toBeGreaterThan(1)
      process.kill(victim === 'main' ? main : Number(between.pid), 'SIGKILL')
      await expect.poll(() => chromiumsOf(userData)).toBe(0)
      if (victim === 'parent') await expect.poll(() => existsSync(userData)).toBe(false)
    } finally {
      between.kill('SIGKILL')
      endGroup(main)
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

test('a window that stays keeps the program; the next attempt succeeds', async () => {
  const { app } = await launchExample()
  const kept = await app.evaluate(
    ({ app: program, BrowserWindow }) =>
      new Promise<number>((resolve) => {
        const window = BrowserWindow.getAllWindows()[0]
        window?.once('close', (event) => {
          event.preventDefault()
          setImmediate(() => resolve(BrowserWindow.getAllWindows().length))
        })
        program.quit()
      }),
  )
  expect(kept).toBe(1)
  await app.close()
})
