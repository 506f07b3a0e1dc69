import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Accounts } from './accounts.ts'
import { codeAt, newTotpSecret, periodOfCode } from './authenticator.ts'
import { IN_MEMORY } from './private-file.ts'
import { SAMPLE_ACCOUNTS } from './sample-accounts.ts'

const ADA = 'northwind-1001'
const BO = 'northwind-1002'
const PERIOD = 30_000
/** The first millisecond of a period. */
const START = 60_000 * 30_000_000

let clock: { now: number }
let folder: string

beforeEach(() => {
  clock = { now: START }
  folder = mkdtempSync(join(tmpdir(), 'parley-accounts-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const accountsIn = (where: string): Accounts => new Accounts(where, () => clock.now)

/** Ada's authenticator, set up with the code of the present period. */
const setUp = (accounts: Accounts): string => {
  accounts.offerSecret(ADA)
  const secret = accounts.secretToSetUp(ADA)
  expect(accounts.confirmAuthenticator(ADA, codeAt(secret, clock.now))).toBe(true)
  return secret
}

test('codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect(codeAt(secret, 59_000)).toBe('287082')
  expect(codeAt(secret, 1_111_111_109_000)).toBe('081804')
  expect(periodOfCode(secret, '287082', 59_000)).toBe(1)
})

test.each([
  ['the period before', -PERIOD, true],
  ['the present period', 0, true],
  ['the next period', PERIOD, true],
  ['two periods ago', -2 * PERIOD, false],
  ['two periods ahead', 2 * PERIOD, false],
])('a code of %s', (_, offset, right) => {
  const secret = newTotpSecret()
  expect(periodOfCode(secret, codeAt(secret, START + offset), START) !== undefined).toBe(right)
})

test.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('"%s" is no code', (text) => {
  expect(periodOfCode(newTotpSecret(), text, START)).toBeUndefined()
})

test('a code is accepted once, and none before it afterwards', () => {
  const accounts = accountsIn(IN_MEMORY)
  const secret = setUp(accounts)
  expect(accounts.acceptCode(ADA, codeAt(secret, clock.now))).toBe(false)
  expect(accounts.acceptCode(ADA, codeAt(secret, clock.now - PERIOD))).toBe(false)
  const next = codeAt(secret, clock.now + PERIOD)
  expect(accounts.acceptCode(ADA, next)).toBe(true)
  clock.now += PERIOD
  expect(accounts.acceptCode(ADA, next)).toBe(false)
})

test('a secret counts only when a code of it was given, and a second one takes its place', () => {
  const accounts = accountsIn(IN_MEMORY)
  accounts.offerSecret(ADA)
  const first = accounts.secretToSetUp(ADA)
  expect(accounts.acceptCode(ADA, codeAt(first, clock.now))).toBe(false)
  expect(accounts.hasSecondFactor(ADA)).toBe(false)
  accounts.offerSecret(ADA)
  expect(accounts.confirmAuthenticator(ADA, codeAt(first, clock.now))).toBe(false)
  expect(accounts.confirmAuthenticator(ADA, codeAt(accounts.secretToSetUp(ADA), clock.now))).toBe(true)
  expect(accounts.hasSecondFactor(ADA)).toBe(true)
  expect(accounts.hasSecondFactor(BO)).toBe(false)
})

test('a fresh code is one that will be accepted', () => {
  const accounts = accountsIn(IN_MEMORY)
  expect(accounts.freshCode(ADA)).toBeUndefined()
  accounts.offerSecret(ADA)
  const offered = accounts.freshCode(ADA)
  expect(offered).toEqual({ code: codeAt(accounts.secretToSetUp(ADA), clock.now), usableAt: clock.now })
  expect(accounts.confirmAuthenticator(ADA, offered?.code ?? '')).toBe(true)
  const second = accounts.freshCode(ADA)
  expect(second?.usableAt).toBe(clock.now)
  expect(accounts.acceptCode(ADA, second?.code ?? '')).toBe(true)
  const third = accounts.freshCode(ADA)
  expect(third?.usableAt).toBe(clock.now + PERIOD)
  expect(accounts.acceptCode(ADA, third?.code ?? '')).toBe(false)
  clock.now += PERIOD
  expect(accounts.acceptCode(ADA, third?.code ?? '')).toBe(true)
})

test('second factors are kept, and so is which code was used', () => {
  const passkey = { id: 'AQID', publicKey: 'BAUG', counter: 1, transports: ['internal'] }
  const before = accountsIn(folder)
  const secret = setUp(before)
  before.addPasskey(ADA, passkey)
  before.passkeyUsed(ADA, passkey.id, 7)
  const after = accountsIn(folder)
  expect(after.acceptCode(ADA, codeAt(secret, clock.now))).toBe(false)
  expect(after.acceptCode(ADA, codeAt(secret, clock.now + PERIOD))).toBe(true)
  expect(after.ownerOfPasskey(passkey.id)).toEqual({ account: SAMPLE_ACCOUNTS[0], passkey: { ...passkey, counter: 7 } })
  expect(after.ownerOfPasskey('another')).toBeUndefined()
})

test('a damaged file stops the provider, and its content stays out of the error', () => {
  writeFileSync(join(folder, 'second-factors.json'), '{"northwind-1001":{"passkeys":[],"authenticator":{"secret":"hush"}}}')
  expect(() => accountsIn(folder)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  expect(() => accountsIn(folder)).not.toThrow(/hush/)
})

test('people are found by their e-mail address, whatever its case', () => {
  const accounts = accountsIn(IN_MEMORY)
  expect(accounts.byEmail(' ADA.Moreau@northwind.EXAMPLE ')?.subject).toBe(ADA)
  expect(accounts.byEmail('ada.moreau@contrail.example')).toBeUndefined()
  expect(new Set(SAMPLE_ACCOUNTS.map(({ organisation }) => organisation)).size).toBe(2)
  expect(new Set(SAMPLE_ACCOUNTS.map(({ subject }) => subject)).size).toBe(SAMPLE_ACCOUNTS.length)
})
