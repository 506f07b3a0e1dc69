import { expect, test } from 'vitest'
import type { LogEntry } from '#shared/contract/moderation.ts'
import { changedOption, logOf } from './log-lines.ts'

const entry = (id: string, at: number): LogEntry => ({ id, at, by: { personId: 'ada', name: 'Ada' }, action: 'muteAll' })

test('what was read and told stands there once, the newest first', () => {
  const log = logOf([entry('a', 1), entry('b', 2)], [entry('b', 2), entry('c', 3)])
  expect(log.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
})

test.each([
  ['lobby: everyone', { name: 'lobby', value: 'everyone' }],
  ['constructor: everyone', undefined],
  ['lobby', undefined],
  [undefined, undefined],
])('the option of %s', (detail, option) => {
  expect(changedOption(detail)).toEqual(option)
})
