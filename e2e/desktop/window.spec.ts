/** The window and the computer around it: place, settings, notices, sleep, and closing under a meeting. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { DesktopBridge } from '#shared/desktop-bridge.ts'
import { defaultSettings } from '#shared/settings.ts'
import { Desktop } from './desktop.ts'

let userData: string
let desktop: Desktop | undefined
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'parley-desktop-'))
})
test.afterEach(async () => {
  await desktop?.close()
  desktop = undefined
  rmSync(userData, { recursive: true, force: true })
})
const launch = async (options: { args?: string[] } = {}): Promise<Desktop> => {
  desktop = await Desktop.launch({ userData, ...options })
  return desktop
}
const bounds = (of: Desktop) => of.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())

test('the window opens where it was', async () => {
  const first = await launch()
  const wanted = { x: 60, y: 40, width: 900, height: 600 }
  await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), wanted)
  await expect
    .poll(() => existsSync(join(userData, 'window.json')) && JSON.parse(readFileSync(join(userData, 'window.json'), 'utf8')))
    .toEqual({
      ...wanted,
      maximized: false,
    })
  await first.close()
  expect(await bounds(await launch())).toEqual(wanted)
})

test('a window that was on a display which is gone comes back', async () => {
  writeFileSync(
    join(userData, 'window.json'),
    JSON.stringify({ x: 90_000, y: -9_000, width: 700, height: 500, maximized: false }),
  )
  const opened = await launch()
  const area = await opened.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  const place = await bounds(opened)
  expect(place).toMatchObject({ width: 700, height: 500 })
  expect(place?.x).toBeGreaterThanOrEqual(area.x)
  expect(place?.x).toBeLessThan(area.x + area.width)
  expect(place?.y).toBeGreaterThanOrEqual(area.y)
})

test('settings outlive the program, and a broken file does not break it', async () => {
  const first = await launch()
  // The service that the program was started with counts as the person's own.
  const unset = { ...defaultSettings(), server: first.serviceOrigin }
  const settings = { ...unset, appearance: 'dark' as const, dataSaver: true }
  expect(await first.ask('getSettings')).toEqual({ ok: true, value: unset })
  expect(await first.ask('setSettings', settings)).toMatchObject({ ok: true })
  expect(await first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await first.close()

  const second = await launch()
  expect(await second.ask('getSettings')).toEqual({ ok: true, value: settings })
  expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await second.close()

  writeFileSync(join(userData, 'settings.json'), '{"appearance": "dark", ')
  writeFileSync(join(userData, 'window.json'), '\0\0\0')
  const third = await launch()
  expect(await third.ask('getSettings')).toEqual({ ok: true, value: unset })
  expect(readFileSync(join(userData, 'settings.json.broken'), 'utf8')).toBe('{"appearance": "dark", ')
})

test('a profile keeps its data apart', async () => {
  const apart = await launch({ args: ['--profile=second'] })
  expect(await apart.ask('setSettings', { ...defaultSettings(), appearance: 'light' })).toMatchObject({ ok: true })
  expect(JSON.parse(readFileSync(join(userData, 'profiles/second/settings.json'), 'utf8'))).toMatchObject({ appearance: 'light' })
  expect(existsSync(join(userData, 'settings.json'))).toBe(false)
})

test('a notice is shown only for what would be missed, and brings the window back', async () => {
  const { app, ask, page } = await launch()
  await app.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = []
    Object.assign(globalThis, { shown })
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this)
    }
  })
  const titles = () => app.evaluate(() => (Reflect.get(globalThis, 'shown') as Electron.Notification[]).map(({ title }) => title))
  const isMinimized = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus())
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(true)
  expect(await ask('notify', { title: 'In view', body: 'Ada joined' })).toMatchObject({ ok: true })
  expect(await titles()).toEqual([])

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  await expect.poll(isMinimized).toBe(true)
  expect(await ask('notify', { title: 'Out of view', body: 'Ada joined' })).toMatchObject({ ok: true })
  expect(await titles()).toEqual(['Out of view'])

  await app.evaluate(() => (Reflect.get(globalThis, 'shown') as Electron.Notification[])[0]?.emit('click', {}))
  await expect.poll(isMinimized).toBe(false)
  expect(page.isClosed()).toBe(false)
})

test('sleep and lock reach the page', async () => {
  const { app, page } = await launch()
  await page.evaluate(() => {
    const { on } = Reflect.get(window, 'parley') as { on: (event: string, listener: (data: { event: string }) => void) => void }
    const power: string[] = []
    Object.assign(window, { power })
    on('power', ({ event }) => power.push(event))
  })
  await app.evaluate(({ powerMonitor }) => {
    for (const event of ['lock-screen', 'suspend', 'resume', 'unlock-screen']) powerMonitor.emit(event)
  })
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'power'))).toEqual(['lock', 'suspend', 'resume', 'unlock'])
})

test('a meeting keeps the screen on and the window careful', async () => {
  const { app, ask, page } = await launch()
  await app.evaluate(({ dialog, powerSaveBlocker }) => {
    const asked: string[][] = []
    const blockers = new Set<number>()
    const { start, stop } = powerSaveBlocker
    Object.assign(globalThis, { asked, blockers, answer: 1 })
    powerSaveBlocker.start = (kind) => {
      const id = start.call(powerSaveBlocker, kind)
      blockers.add(id)
      return id
    }
    powerSaveBlocker.stop = (id) => {
      blockers.delete(id)
      return stop.call(powerSaveBlocker, id)
    }
    Reflect.set(dialog, 'showMessageBox', async (_parent: unknown, { buttons }: Electron.MessageBoxOptions) => {
      asked.push(buttons ?? [])
      return { response: Reflect.get(globalThis, 'answer'), checkboxChecked: false }
    })
  })
  const blockers = () => app.evaluate(() => (Reflect.get(globalThis, 'blockers') as Set<number>).size)
  const asked = () => app.evaluate(() => (Reflect.get(globalThis, 'asked') as string[][]).length)
  const closeWindow = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

  expect(await ask('setInMeeting', { inMeeting: true })).toMatchObject({ ok: true })
  expect(await blockers()).toBe(1)
  await closeWindow()
  await expect.poll(asked).toBe(1)
  expect(await ask('getSettings')).toMatchObject({ ok: true })

  await page.reload()
  await expect.poll(blockers).toBe(0)

  expect(await ask('setInMeeting', { inMeeting: true })).toMatchObject({ ok: true })
  await app.evaluate(() => Reflect.set(globalThis, 'answer', 0))
  const closed = page.waitForEvent('close')
  await closeWindow()
  await closed
})

test('the page hears of full screen, whoever began and ended it', async () => {
  const { app, page, ask } = await launch()
  await page.evaluate(() => {
    const told: boolean[] = []
    Object.assign(window, { told })
    const bridge = Reflect.get(window, 'parley') as DesktopBridge
    bridge.on('fullScreenChanged', ({ on }) => told.push(on))
  })
  const told = () => page.evaluate(() => Reflect.get(window, 'told') as boolean[])
  await ask('setFullScreen', { on: true })
  await expect.poll(told).toEqual([true])
  // As the window manager does it.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(false))
  await expect.poll(told).toEqual([true, false])
})

test('the window is kept out of pictures while the page asks for it, and no longer than the page is there', async () => {
  const { app, page, ask } = await launch()
  const isProtected = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isContentProtected())
  expect(await ask('setContentProtection', { on: 'yes' })).toMatchObject({ ok: false, code: 'INVALID_INPUT' })
  expect(await isProtected()).toBe(false)
  expect(await ask('setContentProtection', { on: true })).toMatchObject({ ok: true })
  expect(await isProtected()).toBe(true)
  await page.reload()
  await expect.poll(isProtected).toBe(false)
})
