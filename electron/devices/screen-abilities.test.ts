import { expect, test } from 'vitest'
import { screenAbilitiesOf } from './screen-abilities.ts'

test.each([
  ['darwin', '15.0', undefined, 'macos', false],
  ['darwin', '26.1.2', undefined, 'macos', false],
  ['darwin', '14.7.4', undefined, 'page', false],
  ['win32', '', undefined, 'page', true],
  ['linux', '', 'x11', 'page', false],
  ['linux', '', undefined, 'page', false],
  ['linux', '', 'wayland', 'portal', false],
] as const)('%s %s %s: picked by %s, sound %s', (platform, version, sessionType, picker, systemAudio) =>
  expect(screenAbilitiesOf({ platform, version, sessionType })).toEqual({ picker, systemAudio }),
)
