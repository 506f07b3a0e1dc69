import { expect, test } from 'vitest'
import type { Changes } from './members.ts'
import { COMING_OVER, ToldMembers } from './told-members.ts'

const members = (names: string) =>
  [...names].map((name, leafIndex) => ({ leafIndex, signatureKey: new TextEncoder().encode(name), verdict: name }))
const words = ({ joined, left }: Changes<string>): string =>
  `+${joined.map(({ verdict }) => verdict).join('')} -${left.map(({ verdict }) => verdict).join('')}`

test('says who came and went', () => {
  const told = new ToldMembers<string>()
  expect(words(told.enter(members('ab'), true, 0))).toBe('+ab -')
  expect(words(told.enter(members('bc'), false, 1))).toBe('+c -a')
})

test('whoever comes over into another group has neither left nor joined', () => {
  const told = new ToldMembers<string>()
  told.enter(members('abc'), true, 0)
  expect(words(told.enter(members('a'), true, 100))).toBe('+ -')
  expect(words(told.enter(members('abcd'), false, 200))).toBe('+d -')
  expect(words(told.enter(members('abd'), false, 300))).toBe('+ -')
})

test('whoever has not come over in time has left', () => {
  const told = new ToldMembers<string>()
  told.enter(members('abc'), true, 0)
  told.enter(members('ab'), true, 100)
  expect(words(told.enter(members('abd'), false, 100 + COMING_OVER))).toBe('+d -c')
  expect(words(told.enter(members('abdc'), false, 200 + COMING_OVER))).toBe('+c -')
})
