import { describe, expect, test } from 'vitest'
import type { Message } from '#shared/contract/chat.ts'
import { fakeCallState } from '../../call/fake-scenario.ts'
import { chatItems, firstUnread, lastOwn, shownTo } from './chat-list.ts'
import { messagePermissions } from './message-permissions.ts'
import { fakeMessage } from './testing/messages.ts'

const MINUTE = 60_000
const noon = new Date(2026, 2, 4, 12).getTime()
const at = (id: string, person: number, time: number, change: Partial<Message> = {}): Message =>
  fakeMessage(id, person, { at: time, ...change })

test('messages of one author stand together, until somebody else, another day, an answer or a pause', () => {
  const items = chatItems(
    [
      at('a', 1, noon),
      at('b', 1, noon + MINUTE),
      at('c', 2, noon + 2 * MINUTE),
      at('d', 1, noon + 3 * MINUTE),
      at('e', 1, noon + 4 * MINUTE, { replyTo: 'a' }),
      at('f', 1, noon + 10 * MINUTE),
      at('g', 1, noon + 24 * 60 * MINUTE),
      at('h', 1, noon + 24 * 60 * MINUTE + 1),
    ],
    'h',
  )
  expect(
    items.map((item) => (item.kind === 'message' ? `${item.message.id}${item.follows ? ' follows' : ''}` : item.kind)),
  ).toEqual(['day', 'a', 'b follows', 'c', 'd', 'e', 'f', 'day', 'g', 'unread', 'h'])
})

test('the line stands above the first of the unread messages of others', () => {
  const messages = [at('a', 1, 1), at('own', 0, 2), at('gone', 1, 3, { deleted: 'byAuthor' }), at('b', 2, 4)]
  expect(firstUnread(messages, 0, 'person-0')).toBeUndefined()
  expect(firstUnread(messages, 1, 'person-0')).toBe('b')
  expect(firstUnread(messages, 2, 'person-0')).toBe('a')
  expect(firstUnread(messages, 9, 'person-0')).toBe('a')
})

test('held messages of others are shown to those alone who decide on them', () => {
  const messages = [at('own', 0, 1, { held: 'insult' }), at('other', 1, 2, { held: 'insult' }), at('open', 1, 3)]
  const shown = (selfPersonId: string | undefined, seesHeld: boolean) =>
    shownTo(messages, { selfPersonId, seesHeld }).map(({ id }) => id)
  expect(shown('person-0', true)).toEqual(['own', 'other', 'open'])
  expect(shown('person-0', false)).toEqual(['own', 'open'])
  expect(shown(undefined, false)).toEqual(['open'])
})

test('the last own message that can be edited', () => {
  const messages = [at('a', 0, 1), at('b', 1, 2), at('c', 0, 3), at('d', 0, 4, { deleted: 'byAuthor' })]
  expect(lastOwn(messages, [], 'person-0')?.id).toBe('c')
  expect(lastOwn(messages, ['c'], 'person-0')?.id).toBe('a')
  expect(lastOwn(messages, [], 'person-9')).toBeUndefined()
})

describe('what one may do with a message', () => {
  const may = (scenario: Parameters<typeof fakeCallState>[0], message: Message): string =>
    Object.entries(messagePermissions(fakeCallState(scenario, 0), message))
      .filter(([, allowed]) => allowed)
      .map(([name]) => name)
      .join(' ')
  const others = fakeMessage('a', 1)
  const own = fakeMessage('b', 0)
  const held = fakeMessage('c', 1, { held: 'insult' })
  test.each([
    ['organiser', {}, others, 'reply react delete report'],
    ['organiser', {}, own, 'reply react edit delete'],
    ['organiser', {}, held, 'delete report decide'],
    ['attendee', {}, others, 'reply react report'],
    ['attendee', {}, own, 'reply react edit delete'],
    ['attendee', {}, { ...own, held: 'insult' }, 'edit delete'],
    ['attendee', { chat: 'nobody' }, own, 'react delete'],
    ['attendee', { reactions: 'off' }, others, 'reply report'],
    ['organiser', {}, { ...others, deleted: 'byAuthor', text: '' }, ''],
  ] as const)('as %s with %o', (role, options, message, allowed) => {
    expect(may({ role, options }, { ...message })).toBe(allowed)
  })

  test('nothing while one is cut off', () => {
    expect(may({ reconnectingFor: 10_000 }, own)).toBe('')
  })
})
