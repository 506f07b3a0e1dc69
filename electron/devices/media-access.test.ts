import { expect, test, vi } from 'vitest'
import type { MediaKind } from '#shared/desktop-bridge.ts'
import { SystemMediaAccess } from './media-access.ts'

const make = (platform: NodeJS.Platform, status = 'granted') => {
  const openExternal = vi.fn(async () => undefined)
  const askForMediaAccess = vi.fn(async () => false)
  const getMediaAccessStatus = vi.fn(() => status as never)
  const access = new SystemMediaAccess({
    platform,
    preferences: { getMediaAccessStatus, askForMediaAccess },
    shell: { openExternal },
  })
  return { access, openExternal, askForMediaAccess, getMediaAccessStatus }
}

test.each([
  ['darwin', 'not-determined', 'notDetermined'],
  ['darwin', 'denied', 'denied'],
  ['win32', 'restricted', 'restricted'],
  ['linux', 'denied', 'unknown'],
] as const)('%s says %s: %s', (platform, status, expected) => {
  expect(make(platform, status).access.all()).toEqual({ camera: expected, microphone: expected, screen: expected })
})

test('Linux is not asked what it does not know', () => {
  const { access, getMediaAccessStatus } = make('linux')
  access.all()
  expect(getMediaAccessStatus).not.toHaveBeenCalled()
})

test('macOS asks the person', async () => {
  const { access, askForMediaAccess } = make('darwin', 'not-determined')
  expect(await access.request('camera')).toBe(false)
  expect(askForMediaAccess).toHaveBeenCalledWith('camera')
})

test.each([
  ['win32', 'granted', true],
  ['win32', 'unknown', true],
  ['win32', 'denied', false],
  ['linux', 'denied', true],
] as const)('%s with %s: %s', async (platform, status, expected) => {
  expect(await make(platform, status).access.request('microphone')).toBe(expected)
})

test.each<[NodeJS.Platform, MediaKind[]]>([
  ['darwin', ['camera', 'microphone', 'screen']],
  ['win32', ['camera', 'microphone']],
  ['linux', []],
])('%s has settings for %j, which the page is told', (platform, kinds) => {
  expect(make(platform).access.settings).toEqual(kinds)
})

test.each<[NodeJS.Platform, MediaKind, string]>([
  ['darwin', 'camera', 'x-apple.systempreferences:com.apple.preference.security?Privacy_Camera'],
  ['darwin', 'screen', 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'],
  ['win32', 'microphone', 'ms-settings:privacy-microphone'],
])('%s has settings for %s', async (platform, kind, page) => {
  const { access, openExternal } = make(platform)
  await access.openSettings(kind)
  expect(openExternal).toHaveBeenCalledWith(page)
})

test.each<[NodeJS.Platform, MediaKind]>([
  ['win32', 'screen'],
  ['linux', 'camera'],
])('%s has no settings for %s', async (platform, kind) => {
  await expect(make(platform).access.openSettings(kind)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
