import { describe, expect, test } from 'vitest'
import { LIMITS } from '#shared/meeting/limits.ts'
import { mentionedIn, mentionQuery, withMention } from './mentions.ts'
import { cleaned, excessOf, isSendable } from './message-text.ts'

describe('what is asked for', () => {
  test.each([
    ['@|', ''],
    ['@ad|', 'ad'],
    ['Hello @Ada Mo|', 'Ada Mo'],
    ['(@ad|', 'ad'],
    ['@one @tw|', 'tw'],
    ['@ad|a and more', 'ad'],
    ['|@ada', undefined],
    ['ada@example|', undefined],
    ['@ ada|', undefined],
    ['@ada\nmore|', undefined],
    ['no at all|', undefined],
    [`@${'x'.repeat(LIMITS.name + 1)}|`, undefined],
  ])('in “%s”: %s', (marked, query) => {
    const caret = marked.indexOf('|')
    expect(mentionQuery(marked.replace('|', ''), caret)?.query).toBe(query)
  })
})

test('a picked name takes the place of what was typed, and the caret goes behind it', () => {
  expect(withMention('Hello @ad', { start: 6, query: 'ad' }, 'Ada Moreau')).toEqual({ text: 'Hello @Ada Moreau ', caret: 18 })
  expect(withMention('@ad, hello', { start: 0, query: 'ad' }, 'Ada')).toEqual({ text: '@Ada , hello', caret: 5 })
  expect(withMention('@ad hello', { start: 0, query: 'ad' }, 'Ada')).toEqual({ text: '@Ada hello', caret: 5 })
})

test('those whose name was taken out again are not mentioned', () => {
  const picked = ['Ada', 'Bo'].map((name) => ({ personId: name, name }))
  expect(mentionedIn('@Ada and Bo', picked)).toEqual(['Ada'])
  expect(mentionedIn('@Ada @Bo @Ada', [...picked, ...picked])).toEqual(['Ada', 'Bo'])
})

test('what is sent is plain text of the length that the service takes', () => {
  expect(cleaned('  a\r\nb\u0000\u202Ec\t ')).toBe('a\nbc')
  expect(isSendable(cleaned('\u200F \u0007'))).toBe(false)
  expect(isSendable('x'.repeat(LIMITS.message))).toBe(true)
  expect(isSendable('x'.repeat(LIMITS.message + 1))).toBe(false)
  expect(excessOf('x'.repeat(LIMITS.message + 3))).toBe(3)
})
