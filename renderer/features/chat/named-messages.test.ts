import { expect, test } from 'vitest'
import type { Message } from '#shared/contract/chat.ts'
import { namedMessages } from './named-messages.ts'

const message = (id: string, name: string): Message => ({
  id,
  author: { personId: id, name, standing: 'anonymous' },
  text: id,
  at: 1,
  mentions: [],
  reactions: [],
})

test('words stand where there is no name, and what has one stays what it is', () => {
  const [unnamed, bo] = [message('a', ''), message('b', 'Bo')]
  const named = namedMessages([unnamed, bo], 'Unknown person')
  expect(named.map(({ author }) => author.name)).toEqual(['Unknown person', 'Bo'])
  expect(named[1]).toBe(bo)
})

test('the same messages stay the same, so that no row renders for nothing', () => {
  const list = [message('a', ''), message('b', 'Bo')]
  const named = namedMessages(list, 'Unknown person')
  expect(namedMessages(list, 'Unknown person')).toBe(named)
  expect(namedMessages([...list, message('c', 'Chen')], 'Unknown person')[0]).toBe(named[0])
  expect(namedMessages(list, 'Unbekannte Person')[0]?.author.name).toBe('Unbekannte Person')
})
