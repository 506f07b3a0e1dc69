import { expect, test } from 'vitest'
import { ResumeSecret } from './resume-secret.ts'

test('a token is good until its successor has arrived', () => {
  const { secret, token } = ResumeSecret.create()
  const next = secret.exchange(token)
  expect([token, next].map((each) => secret.opensWith(each))).toEqual([true, true])
  expect(secret.confirm()).toBe(true)
  expect([token, next].map((each) => secret.opensWith(each))).toEqual([false, true])
  expect(secret.confirm()).toBe(false)
})

test('a reply that is lost twice costs nothing', () => {
  const { secret, token } = ResumeSecret.create()
  const lost = secret.exchange(token)
  const next = secret.exchange(token)
  expect([token, lost, next].map((each) => secret.opensWith(each))).toEqual([true, false, true])
})

test('a token that arrived after all, unnoticed, is good', () => {
  const { secret, token } = ResumeSecret.create()
  const arrived = secret.exchange(token)
  const next = secret.exchange(arrived)
  expect([token, arrived, next].map((each) => secret.opensWith(each))).toEqual([false, true, true])
})

test('it is the same after it was kept', () => {
  const { secret, token } = ResumeSecret.create()
  const next = secret.exchange(token)
  const { hash, presented } = secret.hashes
  const kept = new ResumeSecret(hash, presented)
  expect([token, next, 'other', ''].map((each) => kept.opensWith(each))).toEqual([true, true, false, false])
  expect(JSON.stringify(secret.hashes)).not.toContain(token)
})
