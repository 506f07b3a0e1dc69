import { expect, test } from 'vitest'
import { isPermitted, type PermissionQuestion } from './permissions.ts'

const question = (changes: Partial<PermissionQuestion>): PermissionQuestion => ({
  permission: 'media',
  media: ['audio', 'video'],
  allows: { camera: true, microphone: true, screenShare: true },
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

const EVERYTHING = { camera: true, microphone: true, screenShare: true }
test.each<[string, (string | undefined)[], Partial<PermissionQuestion['allows']>, boolean]>([
  ['media', ['video'], { camera: false }, false],
  ['media', ['audio'], { camera: false }, true],
  ['media', ['audio', 'video'], { camera: false }, false],
  ['media', ['audio'], { microphone: false }, false],
  ['media', ['video'], { microphone: false }, true],
  ['media', ['unknown'], { microphone: false }, false],
  ['media', [undefined], { camera: false }, false],
  ['media', [], { camera: false }, false],
  ['media', [], {}, true],
  ['display-capture', [], { screenShare: false }, false],
  ['display-capture', [], { camera: false, microphone: false }, true],
  ['fullscreen', [], { camera: false, microphone: false, screenShare: false }, true],
])('%s of %j where administrators say %j: %s', (permission, media, allows, given) =>
  expect(isPermitted(question({ permission, media, allows: { ...EVERYTHING, ...allows } }))).toBe(given),
)
