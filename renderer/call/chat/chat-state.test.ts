import { expect, test } from 'vitest'
import type { Message } from '#shared/contract/chat.ts'
import { emptyChat, withMessage, withOlder, withRead, withRefused } from './chat-state.ts'

const message = (id: string, by: string, at: number, change: Partial<Message> = {}): Message => ({
  id,
  author: { personId: by, name: by, standing: 'member' },
  text: id,
  at,
  mentions: [],
  reactions: [],
  ...change,
})
const ids = ({ messages }: { messages: readonly Message[] }): string => messages.map(({ id }) => id).join(' ')
const chat = [message('a', 'bo', 1), message('b', 'ada', 2), message('c', 'bo', 3)].reduce(
  (state, each) => withMessage(state, each, 'ada'),
  emptyChat(),
)

test('of others is unread, one’s own is not', () => {
  expect(ids(chat)).toBe('a b c')
  expect(chat.unread).toBe(2)
})

test('a message that is otherwise now stays in its place, and is not new', () => {
  const edited = withMessage(chat, message('b', 'ada', 2, { text: 'other', editedAt: 9 }), 'ada')
  expect(ids(edited)).toBe('a b c')
  expect(edited.messages[1]?.text).toBe('other')
  expect(edited.unread).toBe(2)
})

test('one that was let through stands where it was written', () => {
  expect(ids(withMessage(chat, message('late', 'bo', 2.5), 'ada'))).toBe('a b late c')
})

test('what was refused is gone for all but its author', () => {
  expect(ids(withRefused(chat, 'a', 'ada'))).toBe('b c')
  const own = withRefused(chat, 'b', 'ada')
  expect(ids(own)).toBe('a b c')
  expect(own.refused).toEqual(['b'])
})

test('an older page comes before, each message once', () => {
  const more = withOlder(chat, { messages: [message('z', 'bo', 0), message('a', 'bo', 1)], more: true })
  expect(ids(more)).toBe('z a b c')
  expect(more.more).toBe(true)
})

test('what was seen is read, and nothing that came after', () => {
  expect(withRead(chat, 'a', 'ada').unread).toBe(1)
  expect(withRead(chat, 'c', 'ada').unread).toBe(0)
  expect(withRead(chat, 'unknown', 'ada').unread).toBe(2)
})
