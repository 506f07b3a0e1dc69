import { expect, test } from 'vitest'
import { ACR, acrOf, amrOf, type Method, satisfies, wantedAcr } from './assurance.ts'

test.each<[unknown, string]>([
  [undefined, ACR.secondFactor],
  ['', ACR.secondFactor],
  ['urn:of:somebody:else', ACR.secondFactor],
  [ACR.password, ACR.password],
  [ACR.secondFactor, ACR.secondFactor],
  [`urn:of:somebody:else ${ACR.password}`, ACR.password],
  [`${ACR.secondFactor} ${ACR.password}`, ACR.secondFactor],
  [1, ACR.secondFactor],
])('acr_values %j want %s', (acrValues, wanted) => {
  expect(wantedAcr(acrValues)).toBe(wanted)
})

test.each<[Method[], string, string[]]>([
  [['password'], ACR.password, ['pwd']],
  [['password', 'code'], ACR.secondFactor, ['pwd', 'otp', 'mfa']],
  [['passkey'], ACR.secondFactor, ['pop', 'user', 'mfa']],
  [['password', 'passkey'], ACR.secondFactor, ['pwd', 'pop', 'user', 'mfa']],
  [['code'], ACR.password, ['otp']],
])('%j is %s, %j', (methods, acr, amr) => {
  expect([acrOf(methods), amrOf(methods)]).toEqual([acr, amr])
})

test('the stronger satisfies who wants the weaker, and not the other way round', () => {
  expect(satisfies(ACR.secondFactor, ACR.password)).toBe(true)
  expect(satisfies(ACR.secondFactor, ACR.secondFactor)).toBe(true)
  expect(satisfies(ACR.password, ACR.secondFactor)).toBe(false)
  expect(satisfies(undefined, ACR.password)).toBe(false)
  expect(satisfies('urn:of:somebody:else', ACR.password)).toBe(false)
})
