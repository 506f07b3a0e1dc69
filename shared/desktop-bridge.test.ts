import { expect, it, test } from 'vitest'
import { type BridgeVerb, bridgeChannel, bridgeEvents, bridgeVerbs } from './desktop-bridge.ts'
import { defaultSettings } from './settings.ts'

const refused: [BridgeVerb, unknown][] = [
  ['signInAsSample', { personId: '../x' }],
  ['signInAsSample', undefined],
  ['signIn', { email: 'nobody' }],
  ['callService', { path: [], input: 1 }],
  ['callService', { path: 'meetings' }],
  ['setSettings', { appearance: 'pink' }],
  ['requestMediaAccess', { kind: 'screen' }],
  ['listScreenSources', { thumbnailWidth: 1e9 }],
  ['chooseScreenSource', { id: 'x'.repeat(201), audio: true }],
  ['notify', { title: 't', body: 'b'.repeat(301) }],
  ['setFullScreen', { on: 'yes' }],
]
test.each(refused)('%s refuses %j', (verb, input) => {
  expect(bridgeVerbs[verb].input.safeParse(input).success).toBe(false)
})

it('gives each verb and event a channel of its own', () => {
  const names = [...Object.keys(bridgeVerbs), ...Object.keys(bridgeEvents)]
  expect(new Set(names.map((name) => bridgeChannel(name as BridgeVerb))).size).toBe(names.length)
})

it('accepts the default settings', () => {
  expect(bridgeVerbs.setSettings.input.parse(defaultSettings())).toEqual(defaultSettings())
})
