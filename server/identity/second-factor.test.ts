import { describe, expect, test } from 'vitest'
import type { Claims } from './claims.ts'
import type { SecondFactorConfig } from './provider-config.ts'
import { AT_UNKNOWN_TIME, secondFactorAt } from './second-factor.ts'

const ISSUED = 1_767_225_600
const MS = ISSUED * 1_000

const rules = (provenBy: SecondFactorConfig['provenBy'], time = ['auth_time']): SecondFactorConfig => ({
  required: true,
  maxAge: 900,
  provenBy,
  ask: {},
  time,
})

/** Authentication contexts of Entra's conditional access: `acrs`, a list. */
const ENTRA = rules([
  { claim: 'acrs', any: ['c1'] },
  { claim: 'amr', all: ['mfa'] },
])
const OKTA = rules([
  { claim: 'amr', any: ['mfa'] },
  { claim: 'acr', any: ['urn:okta:loa:2fa:any', 'phr', 'phrh'] },
])
/** With levels of assurance set up; without them it sends no `acr` worth reading. */
const KEYCLOAK = rules([{ claim: 'acr', any: ['2', 'gold'] }])
/** Names its methods, and every one of them must have been used. */
const PLAIN = rules([
  { claim: 'amr', all: ['password', 'otp'] },
  { claim: 'amr', any: ['passkey', 'hwk'] },
])

describe('secondFactorAt', () => {
  test.each<[string, SecondFactorConfig, Claims, number | undefined]>([
    ['Entra: an authentication context', ENTRA, { acrs: ['c1', 'c3'] }, AT_UNKNOWN_TIME],
    ['Entra: another context', ENTRA, { acrs: ['c3'] }, undefined],
    ['Entra: an older token version', ENTRA, { amr: ['pwd', 'mfa'] }, AT_UNKNOWN_TIME],
    ['Entra: password alone', ENTRA, { amr: ['pwd'] }, undefined],
    ['Okta: methods', OKTA, { amr: ['pwd', 'otp', 'mfa'], auth_time: ISSUED - 60 }, MS - 60_000],
    ['Okta: phishing-resistant', OKTA, { acr: 'phr', auth_time: ISSUED }, MS],
    ['Okta: password alone', OKTA, { amr: ['pwd'], acr: 'urn:okta:loa:1fa:any' }, undefined],
    ['Keycloak: the level as text', KEYCLOAK, { acr: '2' }, AT_UNKNOWN_TIME],
    ['Keycloak: the lower level', KEYCLOAK, { acr: '1' }, undefined],
    ['Keycloak: no acr', KEYCLOAK, {}, undefined],
    ['plain: password and code', PLAIN, { amr: ['password', 'otp'] }, AT_UNKNOWN_TIME],
    ['plain: password alone', PLAIN, { amr: ['password'] }, undefined],
    ['plain: passkey alone', PLAIN, { amr: ['passkey'] }, AT_UNKNOWN_TIME],
    ['auth_time 0', PLAIN, { amr: ['passkey'], auth_time: 0 }, AT_UNKNOWN_TIME],
    ['auth_time below 0', PLAIN, { amr: ['passkey'], auth_time: -1 }, AT_UNKNOWN_TIME],
    ['auth_time as text', PLAIN, { amr: ['passkey'], auth_time: '1' }, AT_UNKNOWN_TIME],
    ['auth_time after the issue', PLAIN, { amr: ['passkey'], auth_time: ISSUED + 3_600 }, AT_UNKNOWN_TIME],
    ['another claim for the time', rules(PLAIN.provenBy, ['mfa_time', 'auth_time']), { amr: ['hwk'], auth_time: 5 }, 5_000],
    ['no claim for the time', rules(PLAIN.provenBy, []), { amr: ['hwk'], auth_time: 5 }, AT_UNKNOWN_TIME],
    [
      'the issue named for the time',
      rules(PLAIN.provenBy, ['auth_time', 'iat']),
      { amr: ['hwk'], auth_time: 0, iat: ISSUED },
      MS,
    ],
    ['a part of a value', PLAIN, { amr: 'passkey-less' }, undefined],
    ['values of another type', PLAIN, { amr: [{ passkey: true }, null, 7] }, undefined],
    ['a value of every object', rules([{ claim: 'constructor', any: ['x'] }]), {}, undefined],
  ])('%s', (_what, config, claims, expected) => {
    expect(secondFactorAt(claims, config, ISSUED)).toBe(expected)
  })
})
