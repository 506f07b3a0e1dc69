import { expect, test } from 'vitest'
import { POLICY_NAMES, policyOf } from '#shared/managed-policy/policies.ts'
import { readValue } from '#shared/managed-policy/value.ts'
import { INSTALL_DEFAULTS } from './install-defaults.ts'

test('every policy of Windows that is one value can be given', () => {
  const lists = POLICY_NAMES.filter((name) => policyOf(name).allowed.type === 'servers')
  expect(lists).toEqual(['AllowedServers'])
  expect(INSTALL_DEFAULTS.map(({ policy }) => policy)).toEqual(
    POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('windows') && !lists.includes(name)),
  )
})

test('the names differ from those that Windows Installer has for itself', () => {
  const names = INSTALL_DEFAULTS.map(({ property }) => property)
  expect(new Set(names).size).toBe(names.length)
  for (const name of ['ALLUSERS', 'INSTALLLEVEL', 'PRODUCTLANGUAGE', 'REBOOT', 'REINSTALL', 'REMOVE', 'TRANSFORMS']) {
    expect(names).not.toContain(name)
  }
})

test('what the MSI writes by itself is a value that the policy can have', () => {
  const own = INSTALL_DEFAULTS.filter(({ msiDefault }) => msiDefault !== undefined)
  expect(own.map(({ policy, msiDefault }) => [policy, msiDefault])).toEqual([['AutoUpdate', 'off']])
  for (const { policy, msiDefault } of own) expect(readValue(policyOf(policy).allowed, msiDefault)).toBe(msiDefault)
})
