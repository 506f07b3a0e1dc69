import { expect, test } from 'vitest'
import { isAdmitted } from './admission.ts'
import type { CredentialVerdict } from './credential.ts'

const verified = (organisation: string | undefined): CredentialVerdict => ({
  status: 'verified',
  personKey: 'k',
  issuer: 'https://id.example.org',
  organisation,
  name: 'Ada',
  email: undefined,
})

test.each<[string, CredentialVerdict, boolean, boolean]>([
  ['one’s own organisation', verified('Northwind'), true, true],
  ['another that the same provider signs in', verified(undefined), true, false],
  ['a guest', { status: 'guest', name: 'Gus' }, false, true],
  ['somebody whom another provider vouches for', { status: 'failed', reason: 'issuer' }, true, false],
  ['somebody with a forged token', { status: 'failed', reason: 'signature' }, true, false],
])('%s', (_who, verdict, withoutGuests, withoutExternals) => {
  expect(isAdmitted(verdict, { guests: 'allowed', externals: 'allowed' })).toBe(true)
  expect(isAdmitted(verdict, { guests: 'off', externals: 'allowed' })).toBe(withoutGuests)
  expect(isAdmitted(verdict, { guests: 'allowed', externals: 'off' })).toBe(withoutExternals)
})
