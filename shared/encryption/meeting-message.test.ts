import { utf8ToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { LIMITS } from '../meeting/limits.ts'
import { decodeMeetingMessage, encodeMeetingMessage, type MeetingMessage } from './meeting-message.ts'

const id = 'message-1'

test.each<MeetingMessage>([
  { v: 1, is: 'chat', id, text: 'Grüße 👋', mentions: ['bo'], replyTo: 'message-0' },
  { v: 1, is: 'edit', id, text: 'x', mentions: [] },
  { v: 1, is: 'delete', id },
  { v: 1, is: 'messageReaction', id, reaction: '👍' },
  { v: 1, is: 'messageReaction', id, reaction: null },
  { v: 1, is: 'reaction', reaction: 'applause' },
  { v: 1, is: 'hand', raised: true },
  { v: 1, is: 'lowerHand', participantId: 'p-1' },
  { v: 1, is: 'lowerHand' },
])('$is is read as it was written', (message) => {
  expect(decodeMeetingMessage(encodeMeetingMessage(message))).toEqual(message)
})

test('the longest text fits, in the longest letters', () => {
  const message: MeetingMessage = { v: 1, is: 'chat', id, text: '𝔘'.repeat(LIMITS.message / 2), mentions: [] }
  expect(decodeMeetingMessage(encodeMeetingMessage(message))).toEqual(message)
})

test.each([
  ['no JSON', '{'],
  ['another version', '{"v":2,"is":"hand","raised":true}'],
  ['another kind', '{"v":1,"is":"vote"}'],
  ['more than belongs to it', '{"v":1,"is":"hand","raised":true,"by":"ada"}'],
  ['an overlong text', JSON.stringify({ v: 1, is: 'chat', id, text: 'x'.repeat(LIMITS.message + 1), mentions: [] })],
  ['a text that is turned around', JSON.stringify({ v: 1, is: 'chat', id, text: 'a\u202Eb', mentions: [] })],
  ['an unknown reaction', '{"v":1,"is":"reaction","reaction":"boo"}'],
])('%s is none', (_what, text) => {
  expect(decodeMeetingMessage(utf8ToBytes(text))).toBeUndefined()
})

test('what is no UTF-8 or too long is none', () => {
  expect(decodeMeetingMessage(Uint8Array.of(0xff, 0xfe))).toBeUndefined()
  expect(decodeMeetingMessage(new Uint8Array(LIMITS.encryptedContent + 1))).toBeUndefined()
})
