/** What members of an encrypted meeting say to each other, and what their clients make of it when somebody says more than they may. */
import { beforeEach, describe, expect, test } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { MeetingEvent, Participant } from '#shared/contract/signalling.ts'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import { encodeMeetingMessage, type MeetingMessage } from '#shared/encryption/meeting-message.ts'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import type { Heard } from '../../encryption/worker-protocol.ts'
import { type CallState, initialCallState } from '../call-state.ts'
import { fakeParticipant } from '../fake-people.ts'
import { applyEvent } from '../meeting-events.ts'
import { Talk } from './talk.ts'

const person = (id: string, role: Participant['role'] = 'presenter'): Participant => ({
  ...fakeParticipant(1, 0),
  id,
  personId: `person-${id}`,
  name: id,
  role,
})
const PEOPLE = [person('ada', 'organiser'), person('bo'), person('chen', 'attendee')]

class Member {
  readonly store: StoreApi<CallState>
  readonly talk: Talk
  readonly said: Uint8Array[] = []
  readonly events: MeetingEvent[] = []

  constructor(selfId: string, options: Parameters<typeof resolveOptions>[1] = {}) {
    this.store = createStore<CallState>(() => ({
      ...initialCallState(),
      phase: 'joined',
      selfId,
      participants: PEOPLE,
      options: resolveOptions([], { encryption: 'on', ...options }),
    }))
    let id = 0
    this.talk = new Talk({
      store: this.store,
      say: async (content) => void this.said.push(content),
      show: (event) => {
        this.events.push(event)
        this.store.setState(applyEvent(this.store.getState(), event, { now: 1, nextId: () => ++id }))
      },
      now: () => 1,
    })
  }

  get messages() {
    return this.store.getState().chat.messages
  }

  raised(id: string): boolean {
    return this.store.getState().participants.find((each) => each.id === id)?.handRaisedAt !== undefined
  }

  hears(from: string, message: MeetingMessage, more: Partial<Heard> = {}): void {
    this.talk.hear({
      participantId: from,
      memberId: `key-${from}`,
      verdict: { status: 'guest', name: from.toUpperCase() },
      content: encodeMeetingMessage(message),
      ...more,
    })
  }
}

const chat = (id: string, text: string): MeetingMessage => ({ v: 1, is: 'chat', id, text, mentions: [] })

let ada: Member
beforeEach(() => {
  ada = new Member('ada')
})

describe('a message', () => {
  test('has the name that is proven, and counts as unread', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    expect(ada.messages).toMatchObject([{ id: 'm1', text: 'Hello', author: { personId: 'person-bo', name: 'BO' } }])
    expect(ada.store.getState().chat.unread).toBe(1)
  })

  test.each<[string, CredentialVerdict, string]>([
    ['verified', { status: 'verified', personKey: 'k', issuer: 'i', organisation: 'o', name: 'Bo L', email: undefined }, 'Bo L'],
    ['failed', { status: 'failed', reason: 'issuer' }, ''],
  ])('of somebody %s has no other name', (_status, verdict, name) => {
    ada.hears('bo', chat('m1', 'Hello'), { verdict })
    expect(ada.messages[0]?.author.name).toBe(name)
  })

  test('never stands as one’s own, whatever the service says of whose leaf is whose', () => {
    ada.hears('ada', chat('m1', 'I resign'), { memberId: 'key-mallory' })
    expect(ada.messages[0]?.author.personId).toBe('key-mallory')
  })

  test('is edited and deleted by its author alone, known by their key', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    ada.hears('bo', { v: 1, is: 'edit', id: 'm1', text: 'Forged', mentions: [] }, { memberId: 'key-mallory' })
    ada.hears('chen', { v: 1, is: 'delete', id: 'm1' })
    expect(ada.messages).toMatchObject([{ text: 'Hello' }])
    ada.hears('bo', { v: 1, is: 'edit', id: 'm1', text: 'Hello all', mentions: [] })
    expect(ada.messages).toMatchObject([{ text: 'Hello all', editedAt: 1 }])
    ada.hears('bo', { v: 1, is: 'delete', id: 'm1' })
    expect(ada.messages).toMatchObject([{ text: '', deleted: 'byAuthor' }])
    ada.hears('bo', { v: 1, is: 'edit', id: 'm1', text: 'Back', mentions: [] })
    expect(ada.messages).toMatchObject([{ text: '' }])
  })

  test('does not take the place of another with the same id', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    ada.hears('chen', chat('m1', 'Goodbye'))
    expect(ada.messages).toMatchObject([{ text: 'Hello', author: { personId: 'person-bo' } }])
  })

  test('of another is deleted by whoever organises', () => {
    const chen = new Member('chen')
    chen.hears('bo', chat('m1', 'Hello'))
    chen.hears('ada', { v: 1, is: 'delete', id: 'm1' })
    expect(chen.messages).toMatchObject([{ deleted: 'byOrganiser' }])
  })

  test('of somebody who may not write, or is on nobody’s tile, is not shown', () => {
    const bo = new Member('bo', { chat: 'presenters' })
    bo.hears('chen', chat('m1', 'Hello'))
    bo.hears('nobody', chat('m2', 'Hello'))
    expect(bo.messages).toEqual([])
  })

  test('has one reaction of each', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    for (const reaction of ['👍', '🎉'] as const) ada.hears('chen', { v: 1, is: 'messageReaction', id: 'm1', reaction })
    expect(ada.messages[0]?.reactions).toEqual([{ reaction: '🎉', personIds: ['person-chen'] }])
    ada.hears('chen', { v: 1, is: 'messageReaction', id: 'm1', reaction: null })
    expect(ada.messages[0]?.reactions).toEqual([])
  })

  test('that does not arrive as one is dropped', () => {
    ada.talk.hear({ participantId: 'bo', memberId: 'k', verdict: { status: 'guest', name: 'Bo' }, content: Uint8Array.of(1, 2) })
    expect(ada.events).toEqual([])
  })

  test.each([
    ['off', 'You are an idiot', undefined],
    ['warn', 'You are an idiot', undefined],
    ['hold', 'You are an idiot', 'MESSAGE_REFUSED'],
    ['warn', 'I will kill you', 'MESSAGE_REFUSED'],
  ] as const)('is looked at before it is said: %s, %s', async (moderation, text, code) => {
    const bo = new Member('bo', { moderation })
    const sent = bo.talk.calls.sendMessage({ text, mentions: [] })
    if (code === undefined) expect((await sent).message.text).toBe(text)
    else await expect(sent).rejects.toMatchObject({ code })
    expect(bo.said).toHaveLength(code === undefined ? 1 : 0)
  })
})

describe('hands and reactions', () => {
  test('are seen, and lowered by whoever presents', async () => {
    ada.hears('chen', { v: 1, is: 'hand', raised: true })
    expect(ada.raised('chen')).toBe(true)
    ada.hears('bo', { v: 1, is: 'lowerHand', participantId: 'chen' })
    expect(ada.raised('chen')).toBe(false)
    await ada.talk.calls.setHand({ raised: true })
    ada.hears('chen', { v: 1, is: 'lowerHand' })
    ada.hears('bo', { v: 1, is: 'lowerHand', participantId: 'ada' })
    expect(ada.raised('ada')).toBe(true)
    ada.hears('bo', { v: 1, is: 'lowerHand' })
    expect(ada.raised('ada')).toBe(false)
    expect(ada.store.getState().moderation).toMatchObject([{ what: 'handLowered', by: 'BO' }])
  })

  test('a raised hand is told to those who come later', async () => {
    ada.talk.greet()
    expect(ada.said).toEqual([])
    await ada.talk.calls.setHand({ raised: true })
    ada.talk.greet()
    expect(ada.said[1]).toEqual(ada.said[0])
  })

  test('a reaction that is turned off is not shown and not said', async () => {
    const chen = new Member('chen', { reactions: 'off' })
    chen.hears('bo', { v: 1, is: 'reaction', reaction: 'like' })
    await expect(chen.talk.calls.react({ reaction: 'like' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect([chen.events, chen.said]).toEqual([[], []])
  })
})

describe('of the service', () => {
  test('no message, reaction or hand is believed', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    const [message] = ada.messages
    if (message === undefined) throw new Error('no message')
    expect(ada.talk.fromService({ type: 'message', message: { ...message, text: 'Forged' } })).toBeUndefined()
    expect(ada.talk.fromService({ type: 'messageRefused', messageId: 'm1' })).toBeUndefined()
    expect(ada.talk.fromService({ type: 'reaction', participantId: 'bo', reaction: 'like' })).toBeUndefined()
    const raised = { ...person('bo'), handRaisedAt: 5 }
    expect(ada.talk.fromService({ type: 'participantUpdated', participant: raised })).toEqual({
      type: 'participantUpdated',
      participant: person('bo'),
    })
  })

  const joinedAs = (participantId: string, participants: Participant[]) => {
    const joined = ada.talk.fromService({
      type: 'joined',
      participantId,
      resumeToken: 't',
      startedAt: 0,
      participants,
      consumers: [],
      options: ada.store.getState().options,
      locked: false,
      spotlight: null,
      waiting: [],
      removed: [],
      chat: { messages: [], more: true, unread: 9, moderator: 'hosted' },
    })
    if (joined?.type !== 'joined') throw new Error('not joined')
    return joined
  }
  const raisedIn = ({ participants }: ReturnType<typeof joinedAs>) =>
    participants.filter(({ handRaisedAt }) => handRaisedAt !== undefined).map(({ id }) => id)

  test('what was said is kept over a new beginning', () => {
    ada.hears('bo', chat('m1', 'Hello'))
    ada.hears('bo', { v: 1, is: 'hand', raised: true })
    const joined = joinedAs('ada', PEOPLE)
    expect(joined).toMatchObject({ chat: { messages: [{ id: 'm1' }], more: false, unread: 1, moderator: 'bundled' } })
    expect(raisedIn(joined)).toEqual(['bo'])
  })

  test('one’s own hand stays up where all are called otherwise, and is told again', async () => {
    await ada.talk.calls.setHand({ raised: true })
    ada.hears('bo', { v: 1, is: 'hand', raised: true })
    expect(raisedIn(joinedAs('ada 2', [person('ada 2', 'organiser'), person('bo 2')]))).toEqual(['ada 2'])
    ada.store.setState({ selfId: 'ada 2' })
    ada.talk.greet()
    expect(ada.said).toHaveLength(2)
  })
})
