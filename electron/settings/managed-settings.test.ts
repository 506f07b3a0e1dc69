import { expect, test } from 'vitest'
import { MANAGED_SETTINGS } from '#shared/managed-policy/managed-settings.ts'
import { POLICY_NAMES, policyOf } from '#shared/managed-policy/policies.ts'
import { resolvePolicies, type SourceReading, type SourceReadings } from '#shared/managed-policy/resolve-policies.ts'
import { defaultSettings, type Settings } from '#shared/settings.ts'
import { asPolicies, lockedSettings, OwnSettings, ownAfter, settingsThatHold } from './managed-settings.ts'

const ABSENT: SourceReading = { state: 'absent' }
const NOTHING: SourceReadings = { machinePolicy: ABSENT, userPolicy: ABSENT, userSetting: ABSENT, installDefault: ABSENT }
const read = (values: Record<string, unknown>): SourceReading => ({ state: 'read', values })
const own = (given: Partial<Settings> = {}): OwnSettings => OwnSettings.parse(given)
const resolve = (person: OwnSettings, readings: Partial<SourceReadings>) =>
  resolvePolicies({ ...NOTHING, ...readings, userSetting: read(asPolicies(person)) }, 'windows')

test('every policy that locks a setting has that setting, and no other has', () =>
  expect(Object.values(MANAGED_SETTINGS).toSorted()).toEqual(POLICY_NAMES.filter((name) => policyOf(name).lockable).toSorted()))

test('where nobody says anything, the defaults of settings and policies are the same', () => {
  expect(settingsThatHold(own(), resolve(own(), {}).values)).toEqual(defaultSettings())
  expect(asPolicies(own())).toEqual({})
})

test.each<[string, Partial<SourceReadings>, Partial<Settings>, Partial<Settings>]>([
  ['what was given at installation', { installDefault: read({ Language: 'de' }) }, {}, { language: 'de' }],
  ['what the person set over it', { installDefault: read({ Language: 'de' }) }, { language: 'system' }, { language: 'system' }],
  ['what a policy says over both', { machinePolicy: read({ Language: 'de' }) }, { language: 'en' }, { language: 'de' }],
  ['a server of their own', {}, { server: 'https://own.example' }, { server: 'https://own.example' }],
  [
    'none that is not allowed',
    { machinePolicy: read({ AllowedServers: [] }) },
    { server: 'https://own.example' },
    { server: '' },
  ],
])('what holds: %s', (_case, readings, given, held) =>
  expect(settingsThatHold(own(given), resolve(own(given), readings).values)).toMatchObject(held),
)

test('only what was changed was set by the person', () => {
  const resolved = resolve(own(), { installDefault: read({ Language: 'de', StartAtLogin: true }) })
  const shown = settingsThatHold(own(), resolved.values)
  expect(asPolicies(ownAfter(own(), { ...shown, appearance: 'dark' }, resolved))).toEqual({})
  const after = ownAfter(own(), { ...shown, language: 'system' }, resolved)
  expect(asPolicies(after)).toEqual({ Language: 'system' })
  expect(ownAfter(after, { ...shown, appearance: 'dark' }, resolved)).toMatchObject({ appearance: 'dark', language: 'system' })
})

test('what is locked is not set, and what was set before is kept for when it is not locked any more', () => {
  const person = own({ language: 'en' })
  const resolved = resolve(person, { machinePolicy: read({ Language: 'de', HardwareAcceleration: false }) })
  expect(lockedSettings(resolved)).toEqual(['language', 'hardwareAcceleration'])
  const shown = settingsThatHold(person, resolved.values)
  const after = ownAfter(person, { ...shown, language: 'system', hardwareAcceleration: true }, resolved)
  expect(asPolicies(after)).toEqual({ Language: 'en' })
})
