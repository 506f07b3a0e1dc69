import { expect, test } from 'vitest'
import { defaultSettings } from '#shared/settings.ts'
import { parseSettings, webSettings } from './web-settings.ts'

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['something else', '"dark"'],
  ['a value that does not exist', '{"appearance":"pink"}'],
])('%s is as if nothing had been set', (_what, text) => {
  expect(parseSettings(text)).toEqual(defaultSettings())
})

test('what is kept is read again', () => {
  const kept = new Map<string, string>()
  const settings = webSettings(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }))
  settings.write({ ...defaultSettings(), appearance: 'dark', cameraId: 'cam' })
  expect(settings.read()).toEqual({ ...defaultSettings(), appearance: 'dark', cameraId: 'cam' })
})

test('a browser that keeps nothing is no failure', () => {
  const settings = webSettings(() => {
    throw new DOMException('no', 'SecurityError')
  })
  settings.write(defaultSettings())
  expect(settings.read()).toEqual(defaultSettings())
})
