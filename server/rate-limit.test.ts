import { expect, test } from 'vitest'
import { AddressLimiter, TokenBucket } from './rate-limit.ts'

const takeAll = (take: () => boolean): number => {
  let taken = 0
  while (take()) taken += 1
  return taken
}

test('a bucket gives its burst at once and its rate from then on', () => {
  const bucket = new TokenBucket(10, 30, 0)
  expect(takeAll(() => bucket.take(0))).toBe(30)
  expect(takeAll(() => bucket.take(1_000))).toBe(10)
  expect(takeAll(() => bucket.take(1_050))).toBe(0)
  expect(takeAll(() => bucket.take(60_000))).toBe(30)
})

test('a clock that is set back gives nothing away', () => {
  const bucket = new TokenBucket(10, 1, 1_000)
  expect(bucket.take(1_000)).toBe(true)
  expect(bucket.take(0)).toBe(false)
})

test('addresses are told apart', () => {
  const limiter = new AddressLimiter(60, () => 0)
  expect(takeAll(() => limiter.take('a'))).toBe(60)
  expect(limiter.take('b')).toBe(true)
})
