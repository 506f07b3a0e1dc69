import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '#shared/contract/chat.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import { apiClient, signIn, TestClient } from '../testing/client.ts'
import { startService, type TestService } from '../testing/service.ts'
import type { TestSession } from '../testing/test-session.ts'
import { FakeProvider } from './testing/fake-meeting.ts'

type Name = 'ada' | 'bo' | 'chen' | 'dara'

const provider = new FakeProvider()
let service: TestService
let sessions: Record<Name, TestSession>
beforeAll(async () => {
  service = await startService({ judge: provider, limits: { socketsPerSession: 20 } })
  const { origin } = service
  sessions = {
    ada: await signIn(origin, { personId: 'ada' }),
    bo: await signIn(origin, { personId: 'bo' }),
    chen: await signIn(origin, { personId: 'chen' }),
    dara: await signIn(origin, { personId: 'dara' }),
  }
})
afterAll(() => service.stop())

const as = (who: Name) => apiClient(service.origin, sessions[who])
const createMeeting = async (change: OptionsChange = {}): Promise<string> => {
  const { code } = await as('ada').meetings.create({ title: 'Weekly' })
  await as('ada').meetings.setOptions({ code, change })
  return code
}
const comeIn = async (session: TestSession, code: string) => {
  const client = await TestClient.connect(service.origin, session)
  await client.prepare(code)
  const joined = await client.join()
  return { client, joined }
}
const enter = async (who: Name, code: string): Promise<TestClient> => (await comeIn(sessions[who], code)).client
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )
const write = async (client: TestClient, text: string, mentions: string[] = []): Promise<Message> =>
  (await client.rpc.sendMessage({ text, mentions })).message
const told = ({ events }: TestClient, id: string): MeetingEvent[] =>
  events.filter(
    (event) =>
      (event.type === 'message' && event.message.id === id) || (event.type === 'messageRefused' && event.messageId === id),
  )
const messageOf = (client: TestClient, id: string, matches: (message: Message) => boolean = () => true) =>
  client.next('message', ({ message }) => message.id === id && matches(message))
/** Everything that was announced before this has arrived when it resolves. */
const settled = async (clients: readonly TestClient[], by: TestClient): Promise<void> => {
  const { id } = await write(by, `mark ${Math.random()}`)
  await Promise.all(clients.map((client) => messageOf(client, id)))
}
const closeAll = (clients: readonly TestClient[]) => Promise.all(clients.map((client) => client.close()))

/** Every procedure of the chat, as somebody calls it who has no business to. */
const attempts = (client: TestClient, messageId: string): Record<string, Promise<unknown>> => ({
  sendMessage: client.rpc.sendMessage({ text: 'Hello', mentions: [] }),
  editMessage: client.rpc.editMessage({ messageId, text: 'Changed', mentions: [] }),
  deleteMessage: client.rpc.deleteMessage({ messageId }),
  reactToMessage: client.rpc.reactToMessage({ messageId, reaction: '👍' }),
  listMessages: client.rpc.listMessages({ before: messageId }),
  markRead: client.rpc.markRead({ messageId }),
  reportMessage: client.rpc.reportMessage({ messageId }),
  decideMessage: client.rpc.decideMessage({ messageId, allowed: true }),
})
const refusals = async (work: Record<string, Promise<unknown>>): Promise<Record<string, unknown>> =>
  Object.fromEntries(await Promise.all(Object.entries(work).map(async ([name, each]) => [name, await refusal(each)])))
const allOf = (code: string) => ({
  sendMessage: code,
  editMessage: code,
  deleteMessage: code,
  reactToMessage: code,
  listMessages: code,
  markRead: code,
  reportMessage: code,
  decideMessage: code,
})

describe('the chat of a meeting', () => {
  test('is written, answered, changed and reacted to before the eyes of all; whoever comes later has it all', async () => {
    const code = await createMeeting()
    const [ada, bo] = [await enter('ada', code), await enter('bo', code)]
    const first = await write(ada, 'Hello @Bo Lindqvist', ['bo'])
    expect(first).toMatchObject({ author: { personId: 'ada', name: 'Ada Moreau', standing: 'member' }, mentions: ['bo'] })
    expect((await messageOf(bo, first.id)).message).toEqual(first)
    const { message: answer } = await bo.rpc.sendMessage({ text: 'Hi', replyTo: first.id, mentions: [] })
    await ada.rpc.editMessage({ messageId: first.id, text: 'Good morning', mentions: [] })
    await bo.rpc.reactToMessage({ messageId: first.id, reaction: '🎉' })
    await bo.rpc.deleteMessage({ messageId: answer.id })

    const { client: chen, joined } = await comeIn(sessions.chen, code)
    expect(joined.chat).toMatchObject({
      unread: 1,
      more: false,
      messages: [
        { id: first.id, text: 'Good morning', editedAt: expect.any(Number), reactions: [{ reaction: '🎉', personIds: ['bo'] }] },
        { id: answer.id, text: '', deleted: 'byAuthor', replyTo: first.id },
      ],
    })
    await chen.rpc.markRead({ messageId: answer.id })
    await chen.close()
    const again = await comeIn(sessions.chen, code)
    expect(again.joined.chat.unread).toBe(0)
    await closeAll([ada, bo, again.client])
  })

  test('obeys an option from the moment at which it is changed, and roles likewise', async () => {
    const code = await createMeeting()
    const [ada, bo] = [await enter('ada', code), await enter('bo', code)]
    const { participant } = await ada.next('participantJoined', (event) => event.participant.personId === 'bo')
    await ada.rpc.setOptions({ chat: 'presenters' })
    expect(await refusal(write(bo, 'As a presenter'))).toBe('done')
    await ada.rpc.setRole({ participantId: participant.id, role: 'attendee' })
    expect(await refusal(write(bo, 'As an attendee'))).toBe('FORBIDDEN')
    await ada.rpc.setOptions({ chat: 'nobody' })
    expect(await refusal(write(ada, 'As the organiser'))).toBe('FORBIDDEN')
    await ada.rpc.setOptions({ chat: 'everyone' })
    expect(await refusal(write(bo, 'As anybody'))).toBe('done')
    await closeAll([ada, bo])
  })

  test('takes nothing that is no plain text of its length', async () => {
    const code = await createMeeting()
    const ada = await enter('ada', code)
    for (const text of ['', '   ', 'x'.repeat(4_001), 'a\u0000b', 'a\u202Eb', 'a\u2066b']) {
      expect(await refusal(write(ada, text)), JSON.stringify(text)).toBe('INVALID_INPUT')
    }
    expect(await refusal(write(ada, 'x', ['nobody']))).toBe('INVALID_INPUT')
    expect(await refusal(ada.rpc.reactToMessage({ messageId: 'x', reaction: '💩' as never }))).toBe('INVALID_INPUT')
    const { text } = await write(ada, '<script>alert(1)</script> https://example.org/?a=1&b=2')
    expect(text).toBe('<script>alert(1)</script> https://example.org/?a=1&b=2')
    await ada.close()
  })

  test('is not flooded', async () => {
    const code = await createMeeting()
    const bo = await enter('bo', code)
    const codes = await Promise.all(Array.from({ length: 14 }, (_, index) => refusal(write(bo, `${index}`))))
    expect(codes.filter((each) => each === 'done')).toHaveLength(10)
    expect(codes.filter((each) => each === 'TOO_MANY_REQUESTS')).toHaveLength(4)
    await bo.close()
  })
})

describe('a hostile client', () => {
  test('before the mirror, in the lobby and after it was taken out gets and does nothing', async () => {
    const code = await createMeeting()
    const ada = await enter('ada', code)
    const { id } = await write(ada, 'Not for everybody')

    const outside = await TestClient.connect(service.origin, sessions.bo)
    expect(await refusals(attempts(outside, id))).toEqual(allOf('WRONG_STATE'))
    await outside.prepare(code)
    expect(await refusals(attempts(outside, id))).toEqual(allOf('WRONG_STATE'))

    const guest = await signIn(service.origin, { code, name: 'Gil' })
    const waiting = await TestClient.connect(service.origin, guest)
    await waiting.prepare(code)
    await waiting.knock()
    await waiting.next('waiting')
    expect(await refusals(attempts(waiting, id))).toEqual(allOf('WRONG_STATE'))
    expect(await refusal(apiClient(service.origin, guest).meetings.listMessages({ code }))).toBe('FORBIDDEN')

    const bo = await enter('bo', code)
    const { participant } = await ada.next('participantJoined', (event) => event.participant.personId === 'bo')
    await ada.rpc.remove({ participantId: participant.id })
    await bo.next('ended')
    const since = bo.events.length
    const removed = await refusals(attempts(bo, id))
    for (const each of Object.values(removed)) expect(each).not.toBe('done')
    await write(ada, 'After the removal')
    await write(ada, 'And the lobby')
    await settled([ada], ada)
    expect(waiting.events.map(({ type }) => type)).toEqual(['waiting'])
    expect(bo.events.slice(since)).toEqual([])
    // Nor by the other way.
    const past = await as('bo').meetings.listMessages({ code })
    expect(past.messages.map(({ text }) => text)).toEqual(['Not for everybody'])
    await closeAll([ada, outside, waiting])
  })

  test('reaches nothing of another meeting', async () => {
    const [code, other] = [await createMeeting(), await createMeeting()]
    const ada = await enter('ada', code)
    const { id } = await write(ada, 'Here')
    const elsewhere = await enter('ada', other)
    const { sendMessage, ...onMessage } = attempts(elsewhere, id)
    await sendMessage
    expect(new Set(Object.values(await refusals(onMessage)))).toEqual(new Set(['NOT_FOUND']))
    expect(await refusal(elsewhere.rpc.sendMessage({ text: 'x', mentions: [], replyTo: id }))).toBe('NOT_FOUND')
    await settled([ada], ada)
    expect(told(ada, id)).toHaveLength(1)
    await closeAll([ada, elsewhere])
  })

  const CASES: [string, Role, Record<string, unknown>][] = [
    ['an attendee', 'attendee', { editMessage: 'FORBIDDEN', deleteMessage: 'FORBIDDEN', decideMessage: 'FORBIDDEN' }],
    ['a presenter', 'presenter', { editMessage: 'FORBIDDEN', deleteMessage: 'FORBIDDEN', decideMessage: 'FORBIDDEN' }],
    // The organiser's own message: not even a co-organiser's to take away.
    ['a co-organiser', 'coOrganiser', { editMessage: 'FORBIDDEN', deleteMessage: 'FORBIDDEN', decideMessage: 'WRONG_STATE' }],
  ]
  test.each(CASES)('as %s does to the organiser’s message what the table allows', async (_, role, expected) => {
    const code = await createMeeting()
    const [ada, bo] = [await enter('ada', code), await enter('bo', code)]
    const { participant } = await ada.next('participantJoined', (event) => event.participant.personId === 'bo')
    if (role !== 'presenter') await ada.rpc.setRole({ participantId: participant.id, role })
    const { id } = await write(ada, 'Mine')
    expect(await refusals(attempts(bo, id))).toEqual({ ...allOf('done'), ...expected })
    await settled([bo], ada)
    expect(told(bo, id).at(-1)).toMatchObject({ message: { text: 'Mine', reactions: [{ reaction: '👍', personIds: ['bo'] }] } })
    await closeAll([ada, bo])
  })
})

describe('what is held', () => {
  test('is told to author and organisers alone, also to those who come or become organisers later', async () => {
    const code = await createMeeting({ moderation: 'hold' })
    const ada = await enter('ada', code)
    const bo = await enter('bo', code)
    const chen = await enter('chen', code)
    const { id, held } = await write(bo, 'hold this')
    expect(held).toBe('insult')
    expect((await messageOf(ada, id)).message).toMatchObject({ text: 'hold this', held: 'insult' })
    const { client: dara, joined } = await comeIn(sessions.dara, code)
    expect(joined.chat).toMatchObject({ messages: [], unread: 0 })
    await settled([ada, bo, chen, dara], ada)
    expect(told(chen, id)).toEqual([])
    expect(told(dara, id)).toEqual([])
    expect((await as('chen').meetings.listMessages({ code })).messages.some((message) => message.id === id)).toBe(false)

    const { participant } = await ada.next('participantJoined', (event) => event.participant.personId === 'chen')
    await ada.rpc.setRole({ participantId: participant.id, role: 'coOrganiser' })
    expect((await messageOf(chen, id)).message.held).toBe('insult')
    await ada.rpc.setRole({ participantId: participant.id, role: 'presenter' })
    const second = await write(bo, 'hold that')
    await messageOf(ada, second.id)
    await settled([chen], ada)
    expect(told(chen, second.id)).toEqual([])

    const decisions = await Promise.all([
      refusal(ada.rpc.decideMessage({ messageId: id, allowed: true })),
      refusal(chen.rpc.decideMessage({ messageId: id, allowed: false })),
    ])
    expect(decisions).toEqual(['done', 'FORBIDDEN'])
    expect((await messageOf(dara, id)).message).toMatchObject({ text: 'hold this' })
    await ada.rpc.decideMessage({ messageId: second.id, allowed: false })
    await bo.next('messageRefused', ({ messageId }) => messageId === second.id)
    await settled([chen, dara], ada)
    expect([...told(chen, second.id), ...told(dara, second.id)]).toEqual([])
    const log = await ada.rpc.readLog()
    expect(log.filter(({ action }) => action === 'reviewMessages')).toMatchObject([
      { by: { personId: 'ada' }, target: 'Bo Lindqvist', detail: 'allowed' },
      { by: { personId: 'ada' }, target: 'Bo Lindqvist', detail: 'refused' },
    ])
    await closeAll([ada, bo, chen, dara])
  })

  test('what is refused reaches nobody, warned of or not', async () => {
    const code = await createMeeting({ moderation: 'warn' })
    const [ada, bo] = [await enter('ada', code), await enter('bo', code)]
    expect(await refusal(write(bo, 'refuse this'))).toBe('MESSAGE_REFUSED')
    expect(await refusal(write(bo, 'hold this'))).toBe('done')
    await settled([ada], ada)
    expect(ada.events.filter(({ type }) => type === 'message')).toHaveLength(2)
    await closeAll([ada, bo])
  })
})

describe('after the meeting', () => {
  test('the chat is for those who were in it, also after the service was restarted', async () => {
    const restarted = await startService({ judge: new FakeProvider() })
    try {
      const ada = await signIn(restarted.origin, { personId: 'ada' })
      const { code } = await apiClient(restarted.origin, ada).meetings.create({ title: 'Weekly' })
      const client = await TestClient.connect(restarted.origin, ada)
      await client.prepare(code)
      await client.join()
      const { id } = await write(client, 'To be kept')
      await client.rpc.endMeeting()
      await client.closed.catch(() => undefined)
      await restarted.service.close()
      await using later = await startService({ dataDir: restarted.dataDir })
      const again = apiClient(later.origin, await signIn(later.origin, { personId: 'ada' })).meetings
      const page = await again.listMessages({ code })
      expect(page.writing).toBe('open')
      expect(page).toMatchObject({ messages: [{ id, text: 'To be kept' }], more: false })
      expect(await refusal(again.listMessages({ code, before: 'nothing' }))).toBe('NOT_FOUND')
      const bo = await signIn(later.origin, { personId: 'bo' })
      expect(await refusal(apiClient(later.origin, bo).meetings.listMessages({ code }))).toBe('FORBIDDEN')
    } finally {
      await restarted.stop()
    }
  })

  const meetings = (who: Name) => as(who).meetings
  const writing = async (who: Name, code: string) => (await meetings(who).listMessages({ code })).writing
  const answer = (who: Name, code: string, text = 'Later', replyTo?: string) =>
    meetings(who).sendMessage(replyTo === undefined ? { code, text } : { code, text, replyTo })
  /** A meeting that Ada held with others, Chen was removed from, and that is over. */
  const hold = async (change: OptionsChange = {}) => {
    const code = await createMeeting(change)
    const [ada, bo, chen] = [await enter('ada', code), await enter('bo', code), await enter('chen', code)]
    const { id } = await write(ada, 'In the meeting')
    const { participant } = await ada.next('participantJoined', (event) => event.participant.personId === 'chen')
    await ada.rpc.remove({ participantId: participant.id })
    await bo.rpc.ping()
    return { code, id, ada, end: () => ada.rpc.endMeeting().then(() => closeAll([ada, bo, chen])) }
  }

  test('those write who were in it and were not removed, once it is over', async () => {
    const { code, id, end } = await hold()
    expect(await writing('bo', code)).toBe('running')
    expect(await refusal(answer('bo', code))).toBe('WRONG_STATE')
    expect(await refusal(answer('chen', code))).toBe('WRONG_STATE')
    await end()
    await expect.poll(() => writing('bo', code)).toBe('open')
    const { message } = await answer('bo', code, 'Thank you all', id)
    expect(message).toMatchObject({ text: 'Thank you all', author: { personId: 'bo', standing: 'member' }, replyTo: id })
    expect((await meetings('ada').listMessages({ code })).messages.map(({ text }) => text)).toEqual([
      'In the meeting',
      'Thank you all',
    ])
    expect(await writing('chen', code)).toBe('denied')
    expect(await refusal(answer('chen', code))).toBe('FORBIDDEN')
    expect((await meetings('chen').listMessages({ code })).messages.map(({ text }) => text)).toEqual(['In the meeting'])
    expect(await refusal(answer('dara', code))).toBe('FORBIDDEN')
    expect(await refusal(answer('bo', code, 'Yes', 'nothing'))).toBe('NOT_FOUND')
    expect(await refusal(answer('bo', code, '\u202e'))).toBe('INVALID_INPUT')
    const { client, joined } = await comeIn(sessions.ada, code)
    expect(joined.chat).toMatchObject({ unread: 1, moderator: 'hosted' })
    await client.close()
  })

  test('its options hold, and what is objected to is held or refused', async () => {
    const { code, end } = await hold({ moderation: 'hold' })
    await end()
    await expect.poll(() => writing('bo', code)).toBe('open')
    const { checks } = await meetings('bo').listMessages({ code })
    expect(checks).toEqual({ moderation: 'hold', moderator: 'hosted' })
    expect((await answer('bo', code, 'hold this')).message.held).toBe('insult')
    expect(await refusal(answer('bo', code, 'refuse this'))).toBe('MESSAGE_REFUSED')
    expect((await meetings('ada').listMessages({ code })).messages.at(-1)?.held).toBe('insult')
    for (const change of [{ chatTime: 'duringMeeting' }, { chatTime: 'always', chat: 'nobody' }] as const) {
      await meetings('ada').setOptions({ code, change })
      expect([await writing('bo', code), await refusal(answer('bo', code))]).toEqual(['denied', 'FORBIDDEN'])
    }
    await meetings('ada').setOptions({ code, change: { chat: 'presenters', presenting: 'organisers' } })
    expect([await writing('bo', code), await writing('ada', code)]).toEqual(['denied', 'open'])
  })

  test('what is decided while a message is looked at holds for it', async () => {
    const { code, end } = await hold({ moderation: 'hold' })
    await end()
    await expect.poll(() => writing('bo', code)).toBe('open')
    const looked = async (meanwhile: () => Promise<unknown>) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      provider.until = promise
      const asked = provider.asked.length
      const answered = refusal(answer('bo', code))
      await expect.poll(() => provider.asked.length).toBeGreaterThan(asked)
      await meanwhile()
      provider.until = undefined
      resolve()
      return answered
    }
    expect(await looked(() => meetings('ada').setOptions({ code, change: { chat: 'nobody' } }))).toBe('FORBIDDEN')
    await meetings('ada').setOptions({ code, change: { chat: 'everyone' } })
    let ada: TestClient | undefined
    const begin = async () => {
      ada = await enter('ada', code)
    }
    expect(await looked(begin)).toBe('WRONG_STATE')
    await ada?.close()
  })

  test('nobody writes more often than in it', async () => {
    const { code, end } = await hold()
    await end()
    await expect.poll(() => writing('bo', code)).toBe('open')
    const answers = await Promise.all(Array.from({ length: 12 }, () => refusal(answer('bo', code))))
    expect(answers.filter((each) => each === 'done')).toHaveLength(10)
    expect(answers.filter((each) => each === 'TOO_MANY_REQUESTS')).toHaveLength(2)
  })
})
