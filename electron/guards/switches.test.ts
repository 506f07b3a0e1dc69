import { expect, test } from 'vitest'
import { hasRefusedSwitch } from './switches.ts'

const startedWith = (...switches: string[]) => hasRefusedSwitch({ hasSwitch: (name) => switches.includes(name) })

test.each([
  'inspect',
  'inspect-brk',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'no-sandbox',
  'load-extension',
  'js-flags',
])('--%s is refused', (name) => expect(startedWith('lang', name)).toBe(true))

test('what people and systems start a program with is not', () => {
  expect(startedWith()).toBe(false)
  expect(startedWith('profile', 'user-data-dir', 'lang', 'ozone-platform-hint', 'allow-file-access', 'updated')).toBe(false)
})
