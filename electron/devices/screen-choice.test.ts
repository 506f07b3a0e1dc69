import { expect, test } from 'vitest'
import { CHOICE_LIFETIME, PendingScreenChoice } from './screen-choice.ts'

const choice = { id: 'screen:0:0', audio: true }

test('a choice is good for one capture', () => {
  const pending = new PendingScreenChoice(() => 0)
  pending.choose(choice)
  expect(pending.take()).toEqual(choice)
  expect(pending.take()).toBeUndefined()
})

test.each([
  [CHOICE_LIFETIME - 1, choice],
  [CHOICE_LIFETIME, undefined],
  [CHOICE_LIFETIME * 100, undefined],
])('after %i ms', (later, expected) => {
  let now = 5_000
  const pending = new PendingScreenChoice(() => now)
  pending.choose(choice)
  now += later
  expect(pending.take()).toEqual(expected)
})

test('a new choice takes the place of the last', () => {
  const pending = new PendingScreenChoice(() => 0)
  pending.choose(choice)
  pending.choose({ id: 'window:1:0', audio: false })
  expect(pending.take()).toEqual({ id: 'window:1:0', audio: false })
})
