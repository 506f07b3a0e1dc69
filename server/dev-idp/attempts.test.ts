import { expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

const MINUTE = 60_000

const attemptsAt = (clock: { now: number }): Attempts => new Attempts(() => clock.now)

test('five wrong tries lock for a minute, and then there are five again', () => {
  const clock = { now: 1_000 }
  const attempts = attemptsAt(clock)
  for (let tries = 1; tries <= 5; tries++) expect(attempts.begin('ada')).toBe(true)
  expect(attempts.begin('ada')).toBe(false)
  clock.now += MINUTE - 1
  expect(attempts.begin('ada')).toBe(false)
  clock.now += 1
  for (let tries = 1; tries <= 5; tries++) expect(attempts.begin('ada')).toBe(true)
  expect(attempts.begin('ada')).toBe(false)
})

test('trying while it is locked does not lock for longer', () => {
  const clock = { now: 1_000 }
  const attempts = attemptsAt(clock)
  for (let tries = 1; tries <= 5; tries++) attempts.begin('ada')
  clock.now += MINUTE / 2
  attempts.begin('ada')
  clock.now += MINUTE / 2
  expect(attempts.begin('ada')).toBe(true)
})

test('a right one makes the wrong ones before it forgotten, the fifth as well', () => {
  const attempts = attemptsAt({ now: 1_000 })
  for (let round = 1; round <= 3; round++) {
    for (let tries = 1; tries <= 5; tries++) expect(attempts.begin('ada')).toBe(true)
    attempts.succeeded('ada')
  }
})

test('one person’s tries are nobody else’s', () => {
  const attempts = attemptsAt({ now: 1_000 })
  for (let tries = 1; tries <= 6; tries++) attempts.begin('ada')
  expect(attempts.begin('bo')).toBe(true)
})

test('there is an end to what is remembered', () => {
  const attempts = attemptsAt({ now: 1_000 })
  for (let tries = 1; tries <= 5; tries++) attempts.begin('first')
  expect(attempts.begin('first')).toBe(false)
  for (let other = 0; other < 10_000; other++) attempts.begin(`other ${other}`)
  expect(attempts.begin('first')).toBe(true)
})
