import { expect, test } from 'vitest'
import { INSTALL_DEFAULTS } from './install-defaults.ts'
import { customActions, SECURE_PROPERTIES } from './msi-edits.ts'
import { keptPropertyOf } from './msi-source.ts'

const conditionsOf = (policy: string): Record<string, string> =>
  Object.fromEntries(
    customActions()
      .filter(({ name }) => new RegExp(`^[A-Z][a-z]+${policy}$`).test(name))
      .map(({ name, target, condition }) => [`${name}: ${target}`, condition]),
  )

test('what is given holds at an installation alone; a repair, which is open to everybody, keeps what is there', () => {
  expect(conditionsOf('ServerUrl')).toEqual({
    'GiveServerUrl: [SERVERURL]': 'SERVERURL AND NOT Installed',
    'KeepServerUrl: [KEPT_SERVERURL]': 'KEPT_SERVERURL AND (Installed OR NOT SERVERURL)',
  })
  expect(conditionsOf('AutoUpdate')).toEqual({
    'GiveAutoUpdate: [AUTOUPDATE]': 'AUTOUPDATE AND NOT Installed',
    'KeepAutoUpdate: [KEPT_AUTOUPDATE]': 'KEPT_AUTOUPDATE AND (Installed OR NOT AUTOUPDATE)',
    'SetAutoUpdate: off': 'NOT KEPT_AUTOUPDATE AND (Installed OR NOT AUTOUPDATE)',
  })
})

test('yes and no are numbers, and nothing else becomes one', () => {
  expect(conditionsOf('ServerLocked')).toEqual({
    'GiveServerLocked: [SERVERLOCKED]': 'SERVERLOCKED AND NOT Installed',
    'NumberServerLocked: #[SERVERLOCKED]': '(SERVERLOCKED = "0" OR SERVERLOCKED = "1") AND NOT Installed',
    'KeepServerLocked: [KEPT_SERVERLOCKED]': 'KEPT_SERVERLOCKED AND (Installed OR NOT SERVERLOCKED)',
  })
})

test('what was found in the registry comes from there alone', () => {
  for (const each of INSTALL_DEFAULTS) expect(SECURE_PROPERTIES).not.toContain(keptPropertyOf(each))
  expect(SECURE_PROPERTIES).not.toContain('FOUND_INSTALL_KIND')
})

test('a repair leaves the firewall as it is', () => {
  const condition = (wanted: string) => customActions().find(({ name }) => name === wanted)?.condition
  expect(condition('ClearFirewall')).toBe('NOT Installed OR REMOVE = "ALL"')
  expect(condition('OpenFirewall')).toBe('NOT Installed AND NOT (FIREWALL = "0")')
})

test('each step has a place of its own', () => {
  const places = customActions().map(({ sequence }) => sequence)
  expect(new Set(places).size).toBe(places.length)
})
