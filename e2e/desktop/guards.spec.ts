/** What the page is kept from doing, though Chromium could. */
import { expect, test } from '@playwright/test'
import { skipWithout } from '../support/skip.ts'
import { Desktop } from './desktop.ts'

let desktop: Desktop
test.beforeEach(async () => {
  desktop = await Desktop.launch()
})
test.afterEach(() => desktop.close())

/** Addresses handed to the system's browser from now on, instead of opening it. */
const recordExternal = () =>
  desktop.app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (address) => {
      opened.push(address)
    }
  })
const opened = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])

test('the page cannot go elsewhere', async () => {
  await desktop.app.evaluate(({ BrowserWindow }) => {
    const wanted: { url: string; isPrevented: boolean }[] = []
    Object.assign(globalThis, { wanted })
    // Comes after the guard, and sees what it decided.
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
      wanted.push({ url: event.url, isPrevented: event.defaultPrevented })
    })
  })
  const wanted = () => desktop.app.evaluate(() => Reflect.get(globalThis, 'wanted') as { url: string; isPrevented: boolean }[])
  await desktop.page.evaluate(() => Object.assign(window, { isSameDocument: true }))

  const targets = ['https://evil.example/', 'http://127.0.0.1:9/', 'https://parley.evil.example/index.html']
  for (const [index, target] of targets.entries()) {
    await desktop.page.evaluate((address) => {
      location.href = address
    }, target)
    await expect.poll(wanted).toHaveLength(2 * index + 1)
    await desktop.page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
    }, target)
    await expect.poll(wanted).toHaveLength(2 * index + 2)
  }
  expect((await wanted()).filter(({ isPrevented }) => !isPrevented)).toEqual([])
  expect(await desktop.ask('getSettings')).toMatchObject({ ok: true })
  expect(await desktop.page.evaluate(() => Reflect.get(window, 'isSameDocument'))).toBe(true)
  expect(await desktop.address()).toBe('app://parley/index.html')
})

test('no window is opened; https goes to the system’s browser', async () => {
  await recordExternal()
  const targets = [
    'https://docs.example.org/help',
    'http://docs.example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'about:blank',
    'smb://server/share',
    '/index.html',
    'https://docs.example.org/last',
  ]
  // One at a time: each is a click of its own, since a page gets one window for each.
  for (const target of targets) await desktop.page.evaluate((address) => void window.open(address), target)
  await expect.poll(opened).toEqual(['https://docs.example.org/help', 'https://docs.example.org/last'])
  await expect.poll(() => desktop.app.windows().length).toBe(1)
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('camera and microphone are given, the rest is denied', async () => {
  const media = await desktop.page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    const kinds = stream.getTracks().map(({ kind }) => kind)
    for (const track of stream.getTracks()) track.stop()
    return kinds.sort()
  })
  expect(media).toEqual(['audio', 'video'])

  const denied = await desktop.page.evaluate(async () => {
    const state = async (name: string) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state
      } catch {
        return 'denied'
      }
    }
    const position = await new Promise<string>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        () => resolve('denied'),
      ),
    )
    const clipboard = await navigator.clipboard.readText().then(
      () => 'given',
      () => 'denied',
    )
    return [position, clipboard, await Notification.requestPermission(), await state('geolocation'), await state('midi')]
  })
  expect(denied).toEqual(['denied', 'denied', 'denied', 'denied', 'denied'])
})

test('a screen is captured only after one was picked, and once', async () => {
  skipWithout(process.platform !== 'linux' || process.env.DISPLAY ? undefined : 'a display')
  const capture = () =>
    desktop.page.evaluate(async () => {
      try {
        const stream = await navigator.mediaDevices.getDisplayMedia({ video: true })
        const sources = stream.getTracks().map(({ kind, readyState }) => `${kind} ${readyState}`)
        for (const track of stream.getTracks()) track.stop()
        return sources.join()
      } catch (error) {
        return (error as DOMException).name
      }
    })
  expect(await capture()).toBe('NotAllowedError')

  const listed = (await desktop.ask('listScreenSources', { thumbnailWidth: 320 })) as { value: { id: string; kind: string }[] }
  const screen = listed.value.find(({ kind }) => kind === 'screen')
  expect(screen).toMatchObject({ name: expect.any(String), thumbnail: expect.stringMatching(/^data:image\/png;base64,/) })
  expect(await desktop.ask('chooseScreenSource', { id: screen?.id, audio: false })).toMatchObject({ ok: true })
  expect(await capture()).toBe('video live')
  expect(await capture()).toBe('NotAllowedError')

  expect(await desktop.ask('chooseScreenSource', { id: 'screen:404:0', audio: false })).toMatchObject({ ok: true })
  expect(await capture()).toBe('NotAllowedError')
})

test('nothing is downloaded but what the page made for the person', async () => {
  await desktop.app.evaluate(({ session }) => {
    const downloads: boolean[] = []
    Object.assign(globalThis, { downloads })
    session.defaultSession.on('will-download', (event) => downloads.push(event.defaultPrevented))
  })
  const offer = (name: string, type: string) =>
    desktop.page.evaluate(
      ([download, mimeType]) => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob(['{}'], { type: mimeType }))
        link.download = download
        document.body.append(link)
        link.click()
      },
      [name, type] as const,
    )
  await offer('x.exe', 'application/x-msdownload')
  await expect.poll(() => desktop.app.evaluate(() => Reflect.get(globalThis, 'downloads'))).toEqual([true])
  await offer('parley-rules.json', 'application/json')
  await expect.poll(() => desktop.app.evaluate(() => Reflect.get(globalThis, 'downloads'))).toEqual([true, false])
})
