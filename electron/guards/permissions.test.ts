import { expect, test } from 'vitest'
import { isPermitted, type PermissionQuestion } from './permissions.ts'

const question = (changes: Partial<PermissionQuestion>): PermissionQuestion => ({
  permission: 'media',
  address: 'app://parley/',
  isMainFrame: true,
  isOurWindow: true,
  ...changes,
})

test.each(['media', 'display-capture', 'speaker-selection', 'fullscreen', 'clipboard-sanitized-write', 'loopback-network'])(
  '%s is given to our page',
  (permission) => expect(isPermitted(question({ permission }))).toBe(true),
)

test.each([
  'geolocation',
  'notifications',
  'clipboard-read',
  'midi',
  'midiSysex',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'hid',
  'serial',
  'usb',
  'fileSystem',
  'idle-detection',
  'window-management',
  'storage-access',
  'unknown',
  'something that comes with the next Chromium',
])('%s is given to nobody', (permission) => expect(isPermitted(question({ permission }))).toBe(false))

test.each([
  ['another origin', { address: 'https://evil.example/' }],
  ['no origin', { address: undefined }],
  ['an origin that is none', { address: 'null' }],
  ['a frame within the page', { isMainFrame: false }],
  ['other web contents', { isOurWindow: false }],
])('not to %s', (_case, changes) => expect(isPermitted(question(changes))).toBe(false))
