import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Message, MessageReaction } from '#shared/contract/chat.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { OPTION_VALUES, type OptionsChange } from '#shared/meeting/options.ts'
import { isOrganising, ROLES, type Role } from '#shared/meeting/roles.ts'
import { Chat } from './chat.ts'
import { FakeMeeting, FakeProvider } from './testing/fake-meeting.ts'
import { MemoryMessageRecords } from './testing/memory-message-records.ts'

let now: number
let records: MemoryMessageRecords
let provider: FakeProvider
let meeting: FakeMeeting
let chat: Chat

beforeEach(() => {
  now = 1_000_000
  records = new MemoryMessageRecords()
  provider = new FakeProvider()
  meeting = new FakeMeeting()
  meeting.add('org', 'organiser')
  meeting.add('co', 'coOrganiser')
  meeting.add('pia', 'presenter')
  meeting.add('ann', 'attendee')
  meeting.add('ben', 'attendee')
  chat = new Chat({ records, attendance: meeting, moderation: provider, now: () => now })
})

const set = (change: OptionsChange): void => {
  meeting.options = { ...meeting.options, ...change } as typeof meeting.options
}
const send = async (
  personId: string,
  text = 'Hello',
  { replyTo, mentions = [] }: { replyTo?: string; mentions?: string[] } = {},
): Promise<Message> => (await chat.send(meeting.place(personId), { text, mentions, replyTo })).message
const edit = (personId: string, messageId: string, text: string) =>
  chat.edit(meeting.place(personId), { messageId, text, mentions: [] })
const remove = (personId: string, messageId: string) => chat.delete(meeting.place(personId), { messageId })
const react = (personId: string, messageId: string, reaction: MessageReaction | null) =>
  chat.react(meeting.place(personId), { messageId, reaction })
const decide = (personId: string, messageId: string, allowed: boolean) =>
  chat.decide(meeting.place(personId), { messageId, allowed })
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    return error.detail === undefined ? error.code : `${error.code} ${error.detail}`
  }
}
const EVERYBODY = ['org', 'co', 'pia', 'ann', 'ben']
const knowing = (id: string): string[] => EVERYBODY.filter((personId) => meeting.inbox(personId).message(id) !== undefined)

describe('writing', () => {
  test('reaches everybody, the author included, as it was given', async () => {
    const text = 'see <https://example.org/?a=1&b=2> @Name of ben\n\tyes'
    const message = await send('ann', text, { mentions: ['ben', 'ben'] })
    expect(message).toMatchObject({
      text,
      author: { personId: 'ann', name: 'Name of ann', standing: 'member' },
      at: now,
      mentions: ['ben'],
      reactions: [],
    })
    expect(knowing(message.id)).toEqual(EVERYBODY)
    expect(meeting.inbox('ben').message(message.id)).toEqual(message)
  })

  const ALLOWED: Record<(typeof OPTION_VALUES.chat)[number], readonly Role[]> = {
    everyone: ['organiser', 'coOrganiser', 'presenter', 'attendee'],
    presenters: ['organiser', 'coOrganiser', 'presenter'],
    nobody: [],
  }
  test.each(OPTION_VALUES.chat.flatMap((value) => ROLES.map((role) => [value, role] as const)))(
    'with chat for %s, as %s: what the table allows, for new messages and edits',
    async (value, role) => {
      meeting.add('x', role)
      const { id } = await send('x')
      set({ chat: value })
      const expected = ALLOWED[value].includes(role) ? 'done' : 'FORBIDDEN option'
      expect(await codeOf(send('x'))).toBe(expected)
      expect(await codeOf(edit('x', id, 'Other'))).toBe(expected)
      // What one has written can be taken back whatever the option says.
      expect(await codeOf(remove('x', id))).toBe('done')
    },
  )

  test('ends with the occurrence where it is only for that time', async () => {
    meeting.running = false
    expect(await codeOf(send('ann'))).toBe('done')
    set({ chatTime: 'duringMeeting' })
    expect(await codeOf(send('ann'))).toBe('FORBIDDEN option')
    expect(await codeOf(send('org'))).toBe('FORBIDDEN option')
    meeting.running = true
    expect(await codeOf(send('ann'))).toBe('done')
  })

  test('is for those who are in the meeting', async () => {
    const { id } = await send('ben')
    meeting.leave('ann')
    expect(await codeOf(send('ann'))).toBe('WRONG_STATE no longer in the meeting')
    expect(await codeOf(chat.list(meeting.place('ann'), { before: id }))).toBe('WRONG_STATE no longer in the meeting')
    expect(await codeOf(chat.markRead(meeting.place('ann'), { messageId: id }))).toBe('WRONG_STATE no longer in the meeting')
  })

  test('answers what everybody can see, in the same meeting', async () => {
    const first = await send('ann')
    const reply = await send('ben', 'Yes', { replyTo: first.id })
    expect(reply.replyTo).toBe(first.id)
    expect(await codeOf(send('ben', 'Yes', { replyTo: 'nothing' }))).toBe('NOT_FOUND messageId')
    const other = new FakeMeeting('other')
    other.add('ben', 'attendee')
    const elsewhere = chat.send(other.place('ben'), { text: 'Yes', mentions: [], replyTo: first.id })
    expect(await codeOf(elsewhere)).toBe('NOT_FOUND messageId')
    await remove('ann', first.id)
    expect(await codeOf(send('ben', 'Yes', { replyTo: first.id }))).toBe('NOT_FOUND messageId')
    set({ moderation: 'hold' })
    const held = await send('ann', 'hold this')
    for (const personId of EVERYBODY) {
      expect(await codeOf(send(personId, 'Yes', { replyTo: held.id }))).toBe('NOT_FOUND messageId')
    }
  })

  test('mentions people of this meeting, here or gone', async () => {
    meeting.leave('ben')
    expect(await codeOf(send('ann', '@Name of ben', { mentions: ['ben'] }))).toBe('done')
    expect(await codeOf(send('ann', '@nobody', { mentions: ['ben', 'nobody'] }))).toBe('INVALID_INPUT mentions')
    const { id } = await send('ann')
    const editing = chat.edit(meeting.place('ann'), { messageId: id, text: 'Hi', mentions: ['nobody'] })
    expect(await codeOf(editing)).toBe('INVALID_INPUT mentions')
  })

  test('is possible ten times in ten seconds, edits counted, refusals not', async () => {
    set({ chat: 'nobody' })
    for (let index = 0; index < 20; index += 1) expect(await codeOf(send('ann'))).toBe('FORBIDDEN option')
    set({ chat: 'everyone' })
    const { id } = await send('ann')
    for (let index = 0; index < 9; index += 1) await (index % 2 === 0 ? send('ann') : edit('ann', id, `${index}`))
    expect(await codeOf(send('ann'))).toBe('TOO_MANY_REQUESTS')
    expect(await codeOf(edit('ann', id, 'x'))).toBe('TOO_MANY_REQUESTS')
    expect(await codeOf(send('ben'))).toBe('done')
    now += 9_999
    expect(await codeOf(send('ann'))).toBe('TOO_MANY_REQUESTS')
    now += 1
    expect(await codeOf(send('ann'))).toBe('done')
  })

  test('too often does not reach the moderation provider', async () => {
    set({ moderation: 'hold' })
    for (let index = 0; index < 30; index += 1) await codeOf(send('ann'))
    expect(provider.asked.length).toBe(10)
  })
})

describe('own messages', () => {
  test('can be edited: everybody sees it, and that it was', async () => {
    const { id, at } = await send('ann', 'Helo')
    now += 500
    await edit('ann', id, 'Hello')
    expect(meeting.inbox('ben').message(id)).toMatchObject({ text: 'Hello', at, editedAt: at + 500 })
  })

  test.each(EVERYBODY.filter((personId) => personId !== 'ann'))('are edited by nobody else: not by %s', async (personId) => {
    const { id } = await send('ann')
    expect(await codeOf(edit(personId, id, 'Changed'))).toBe('FORBIDDEN target')
    expect(meeting.inbox('ann').message(id)?.text).toBe('Hello')
  })

  test('keep their place when they are deleted, without text, mentions or reactions, and stay so', async () => {
    const { id } = await send('ann', 'secret', { mentions: ['ben'] })
    await react('ben', id, '👍')
    await remove('ann', id)
    const expected = { text: '', mentions: [], reactions: [], deleted: 'byAuthor' }
    expect(meeting.inbox('ben').message(id)).toMatchObject(expected)
    expect((await chat.opening('m', meeting.reader('org'))).messages).toMatchObject([expected])
    expect((await records.find('m', id))?.text).toBe('')
    expect(await codeOf(edit('ann', id, 'again'))).toBe('WRONG_STATE deleted')
    expect(await codeOf(react('ben', id, '👍'))).toBe('NOT_FOUND messageId')
    const told = meeting.inbox('ben').count()
    await remove('org', id)
    expect(meeting.inbox('ben').count()).toBe(told)
    expect((await records.find('m', id))?.deleted).toBe('byAuthor')
    expect(meeting.logged).toEqual([])
  })
})

describe("others' messages", () => {
  const RANK: Record<string, Role> = { org: 'organiser', co: 'coOrganiser', pia: 'presenter', ann: 'attendee', ben: 'attendee' }
  const pairs = EVERYBODY.flatMap((actor) => EVERYBODY.filter((each) => each !== actor).map((author) => [actor, author] as const))
  test.each(pairs)('%s deletes what %s wrote as the table allows', async (actor, author) => {
    const { id } = await send(author)
    const organising = isOrganising(RANK[actor] as Role)
    const expected = !organising ? 'FORBIDDEN role' : actor === 'co' && author === 'org' ? 'FORBIDDEN target' : 'done'
    expect(await codeOf(remove(actor, id))).toBe(expected)
    expect(meeting.inbox('ben').message(id)?.deleted).toBe(expected === 'done' ? 'byOrganiser' : undefined)
    expect(meeting.logged).toEqual(expected === 'done' ? [`${actor} deleteMessage Name of ${author}`] : [])
  })

  test('of the organiser are safe from co-organisers when the organiser has left, too', async () => {
    const { id } = await send('org')
    meeting.leave('org')
    expect(await codeOf(remove('co', id))).toBe('FORBIDDEN target')
  })

  test('of somebody who has left and had no role can be deleted', async () => {
    const { id } = await send('ann')
    meeting.leave('ann')
    meeting.roles.delete('ann')
    expect(await codeOf(remove('co', id))).toBe('done')
  })

  test('are deleted by no organiser of another meeting', async () => {
    const { id } = await send('ann')
    const other = new FakeMeeting('other')
    other.add('eve', 'organiser')
    const place = other.place('eve')
    expect(await codeOf(chat.delete(place, { messageId: id }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.decide(place, { messageId: id, allowed: true }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.edit(place, { messageId: id, text: 'x', mentions: [] }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.react(place, { messageId: id, reaction: '👍' }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.markRead(place, { messageId: id }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.report(place, { messageId: id }))).toBe('NOT_FOUND messageId')
    expect(await codeOf(chat.list(place, { before: id }))).toBe('NOT_FOUND before')
  })

  test('go to the list of the organisation when they are reported, as they were, once for each person', async () => {
    const { id } = await send('ann', 'mean')
    await chat.report(meeting.place('ben'), { messageId: id })
    await chat.report(meeting.place('ben'), { messageId: id })
    await chat.report(meeting.place('org'), { messageId: id })
    await edit('ann', id, 'kind')
    await remove('ann', id)
    expect(records.reports.map(({ tenant, message, reporter }) => [tenant, message.text, reporter])).toEqual([
      ['northwind', 'mean', { personId: 'ben', name: 'Name of ben' }],
      ['northwind', 'mean', { personId: 'org', name: 'Name of org' }],
    ])
    expect(await codeOf(chat.report(meeting.place('pia'), { messageId: id }))).toBe('NOT_FOUND messageId')
    const own = await send('ben')
    expect(await codeOf(chat.report(meeting.place('ben'), { messageId: own.id }))).toBe('FORBIDDEN target')
  })
})

describe('reactions', () => {
  test('are one of each person', async () => {
    const { id } = await send('ann')
    await react('ben', id, '👍')
    await react('org', id, '👍')
    now += 1
    await react('ben', id, '🎉')
    expect(meeting.inbox('pia').message(id)?.reactions).toEqual([
      { reaction: '👍', personIds: ['org'] },
      { reaction: '🎉', personIds: ['ben'] },
    ])
    await react('ben', id, null)
    expect(meeting.inbox('pia').message(id)?.reactions).toEqual([{ reaction: '👍', personIds: ['org'] }])
  })

  test('are off for those for whom the option turns them off, who may still take theirs back', async () => {
    const { id } = await send('ann')
    await react('ben', id, '👍')
    set({ reactions: 'off' })
    expect(await codeOf(react('ben', id, '🎉'))).toBe('FORBIDDEN option')
    expect(await codeOf(react('co', id, '🎉'))).toBe('done')
    expect(await codeOf(react('ben', id, null))).toBe('done')
    expect(meeting.inbox('ann').message(id)?.reactions).toEqual([{ reaction: '🎉', personIds: ['co'] }])
  })

  test('do not flood anybody', async () => {
    const { id } = await send('ann')
    for (let index = 0; index < 40; index += 1) await react('ben', id, index % 2 === 0 ? '👍' : null)
    expect(await codeOf(react('ben', id, '👍'))).toBe('TOO_MANY_REQUESTS')
  })
})

describe('moderation', () => {
  test.each([
    ['off', 'fine', 'open'],
    ['off', 'hold this', 'open'],
    ['off', 'refuse this', 'open'],
    ['warn', 'fine', 'open'],
    ['warn', 'hold this', 'open'],
    ['warn', 'refuse this', 'MESSAGE_REFUSED threat'],
    ['hold', 'fine', 'open'],
    ['hold', 'hold this', 'held'],
    ['hold', 'refuse this', 'MESSAGE_REFUSED threat'],
  ] as const)('%s: “%s” is %s, from anybody, new or edited', async (moderation, text, expected) => {
    for (const personId of EVERYBODY) {
      set({ moderation: 'off' })
      const before = await send(personId, 'before')
      set({ moderation })
      const code = await codeOf(send(personId, text))
      const newest = (await chat.opening('m', { personId, organising: true })).messages.at(-1)
      expect(code).toBe(expected === 'open' || expected === 'held' ? 'done' : expected)
      if (code === 'done') expect(newest).toMatchObject(expected === 'held' ? { held: 'insult' } : { text })
      if (code === 'done') expect(newest?.held === undefined).toBe(expected !== 'held')
      expect(await codeOf(edit(personId, before.id, text))).toBe(code)
      expect(meeting.inbox(personId).message(before.id)).toMatchObject({ text: code === 'done' ? text : 'before' })
    }
    if (moderation === 'off') expect(provider.asked).toEqual([])
  })

  test('fails closed where the provider can’t be reached, and not where nothing is judged', async () => {
    provider.reachable = false
    for (const moderation of ['warn', 'hold'] as const) {
      set({ moderation })
      expect(await codeOf(send('org'))).toBe('MODERATION_UNREACHABLE')
    }
    set({ moderation: 'off' })
    expect(await codeOf(send('ann'))).toBe('done')
    expect(knowing((await chat.opening('m', meeting.reader('ann'))).messages[0]?.id ?? '')).toEqual(EVERYBODY)
  })

  test('held: author and organisers see it, until an organiser lets it through', async () => {
    set({ moderation: 'hold' })
    const { id, held } = await send('ann', 'hold this')
    expect(held).toBe('insult')
    expect(knowing(id)).toEqual(['org', 'co', 'ann'])
    for (const personId of ['pia', 'ann', 'ben']) expect(await codeOf(decide(personId, id, true))).toBe('FORBIDDEN role')
    await decide('co', id, true)
    expect(knowing(id)).toEqual(EVERYBODY)
    expect(meeting.inbox('ben').message(id)).toMatchObject({ text: 'hold this' })
    expect(meeting.inbox('ben').message(id)).not.toHaveProperty('held', 'insult')
    expect(meeting.logged).toEqual(['co reviewMessages Name of ann allowed'])
  })

  test('refused: it is gone for all, and only those who had it are told', async () => {
    set({ moderation: 'hold' })
    const { id } = await send('ann', 'hold this')
    const told = meeting.inbox('ben').count()
    await decide('org', id, false)
    for (const personId of ['org', 'co', 'ann']) {
      expect(meeting.inbox(personId).events.at(-1)).toEqual({ type: 'messageRefused', messageId: id })
    }
    expect(meeting.inbox('ben').count()).toBe(told)
    expect((await chat.opening('m', meeting.reader('org'))).messages).toEqual([])
    expect((await records.find('m', id))?.text).toBe('')
    for (const work of [edit('ann', id, 'x'), remove('ann', id), decide('org', id, true), react('org', id, '👍')]) {
      expect(await codeOf(work)).toBe('NOT_FOUND messageId')
    }
  })

  test('two organisers at once: the first decides', async () => {
    set({ moderation: 'hold' })
    const { id } = await send('ann', 'hold this')
    const codes = await Promise.all([codeOf(decide('org', id, true)), codeOf(decide('co', id, false))])
    expect(codes).toEqual(['done', 'WRONG_STATE not held'])
    expect(knowing(id)).toEqual(EVERYBODY)
  })

  test('what is not held can’t be decided, nor what its author took back', async () => {
    const { id } = await send('ann')
    expect(await codeOf(decide('org', id, false))).toBe('WRONG_STATE not held')
    set({ moderation: 'hold' })
    const held = await send('ann', 'hold this')
    await remove('ann', held.id)
    expect(knowing(held.id)).toEqual(['org', 'co', 'ann'])
    expect(await codeOf(decide('org', held.id, true))).toBe('WRONG_STATE not held')
  })

  test('an edit that is held takes the message away from the others', async () => {
    set({ moderation: 'hold' })
    const { id } = await send('ann', 'fine')
    await edit('ann', id, 'hold this')
    expect(knowing(id)).toEqual(['org', 'co', 'ann'])
    expect((await chat.opening('m', meeting.reader('ben'))).messages).toEqual([])
    await decide('org', id, true)
    expect(meeting.inbox('ben').message(id)?.text).toBe('hold this')
  })

  test('a held message that is edited goes through only where the new text was looked at', async () => {
    set({ moderation: 'hold' })
    const { id } = await send('ann', 'hold this')
    set({ moderation: 'off' })
    await edit('ann', id, 'refuse this')
    expect(knowing(id)).toEqual(['org', 'co', 'ann'])
    set({ moderation: 'hold' })
    await edit('ann', id, 'fine')
    expect(knowing(id)).toEqual(EVERYBODY)
  })

  test('somebody who becomes an organiser is told what waits', async () => {
    set({ moderation: 'hold' })
    await send('ann', 'fine')
    const { id } = await send('ann', 'hold this')
    await remove('ann', (await send('ann', 'hold that')).id)
    const told: MeetingEvent[] = []
    await chat.tellHeld('m', (event) => told.push(event))
    expect(told).toMatchObject([{ type: 'message', message: { id, held: 'insult' } }])
  })

  test('whoever is demoted while a text is judged has lost what they lost', async () => {
    set({ moderation: 'hold', chat: 'presenters' })
    const sending = codeOf(send('pia'))
    meeting.roles.set('pia', 'attendee')
    expect(await sending).toBe('FORBIDDEN option')
    const leaving = codeOf(send('co'))
    meeting.leave('co')
    expect(await leaving).toBe('WRONG_STATE no longer in the meeting')
    expect((await chat.opening('m', meeting.reader('org'))).messages).toEqual([])
  })
})

describe('reading', () => {
  test('begins with the newest page, and goes back page by page', async () => {
    const total = 2 * LIMITS.messagePage + 3
    for (let index = 0; index < total; index += 1) {
      await send('ann', `${index}`)
      now += 1_001
    }
    const opening = await chat.opening('m', meeting.reader('ben'))
    expect(opening).toMatchObject({ more: true, unread: total })
    let texts = opening.messages.map(({ text }) => text)
    let first = opening.messages[0]
    let more = true
    while (more && first !== undefined) {
      const page = await chat.list(meeting.place('ben'), { before: first.id })
      texts = [...page.messages.map(({ text }) => text), ...texts]
      first = page.messages[0]
      more = page.more
    }
    expect(texts).toEqual(Array.from({ length: total }, (_, index) => `${index}`))
  })

  test('is marked up to a message that one can see', async () => {
    const first = await send('ann')
    await send('ann')
    await send('ben')
    const unread = async () => (await chat.opening('m', meeting.reader('ben'))).unread
    expect(await unread()).toBe(2)
    await chat.markRead(meeting.place('ben'), { messageId: first.id })
    expect(await unread()).toBe(1)
    set({ moderation: 'hold' })
    const held = await send('ann', 'hold this')
    expect(await codeOf(chat.markRead(meeting.place('ben'), { messageId: held.id }))).toBe('NOT_FOUND messageId')
  })

  test('afterwards is for those who were in the meeting, up to when they were taken out', async () => {
    await send('ann', 'first')
    now += 10
    meeting.taken.set('ben', now)
    meeting.left.set('ann', now)
    meeting.taken.set('co', now)
    now += 10
    const second = await send('pia', 'second')
    const read = async (personId: string, { before, outside = false }: { before?: string; outside?: boolean } = {}) =>
      (await chat.history('m', { personId, organising: false }, { before, outside })).messages.map(({ text }) => text)
    expect(await read('ann')).toEqual(['first', 'second'])
    expect(await read('ann', { before: second.id })).toEqual(['first'])
    expect(await read('ann', { outside: true })).toEqual(['first'])
    expect(await read('ben')).toEqual(['first'])
    expect(await codeOf(read('stranger'))).toBe('FORBIDDEN not of those who were in the meeting')
    const ofOrganiser = (personId: string) => chat.history('m', { personId, organising: true }, { outside: false })
    expect((await ofOrganiser('owner')).messages).toHaveLength(2)
    expect((await ofOrganiser('co')).messages).toHaveLength(1)
  })
})

describe('whatever anybody does in whatever order', () => {
  const person = fc.constantFrom(...EVERYBODY)
  const which = fc.nat({ max: 7 })
  const text = fc.constantFrom('fine', 'hold', 'refuse')
  const step = fc.oneof(
    fc.record({ do: fc.constant('send' as const), who: person, text }),
    fc.record({ do: fc.constant('edit' as const), who: person, which, text }),
    fc.record({ do: fc.constant('delete' as const), who: person, which }),
    fc.record({ do: fc.constant('react' as const), who: person, which }),
    fc.record({ do: fc.constant('decide' as const), who: person, which, allowed: fc.boolean() }),
    fc.record({ do: fc.constant('list' as const), who: person, which }),
    fc.record({ do: fc.constant('role' as const), who: fc.constantFrom('pia', 'ann', 'co'), role: fc.constantFrom(...ROLES) }),
    fc.record({ do: fc.constant('moderation' as const), value: fc.constantFrom(...OPTION_VALUES.moderation) }),
    fc.record({ do: fc.constant('chat' as const), value: fc.constantFrom(...OPTION_VALUES.chat) }),
  )

  test('nobody but author and organisers is told a text that is held, and nobody one that was deleted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, together) => {
        const room = new FakeMeeting()
        for (const personId of EVERYBODY)
          room.add(personId, ({ org: 'organiser', co: 'coOrganiser', pia: 'presenter' } as const)[personId] ?? 'attendee')
        room.options = { ...room.options, moderation: 'hold' }
        let time = 0
        const kept = new MemoryMessageRecords()
        const tried = new Chat({ records: kept, attendance: room, moderation: new FakeProvider(), now: () => (time += 2_000) })
        const ids: string[] = []
        let serial = 0

        // At the moment of telling: whoever is told must be one who may know then.
        for (const [personId, inbox] of room.inboxes) {
          const push = inbox.events.push.bind(inbox.events)
          inbox.events.push = (...events) => {
            for (const event of events) {
              if (event.type !== 'message') continue
              const { held, deleted, author, text: told } = event.message
              if (held !== undefined) expect(room.reader(personId).organising || author.personId === personId).toBe(true)
              if (deleted !== undefined) expect(told).toBe('')
            }
            return push(...events)
          }
        }

        const run = async (each: (typeof steps)[number]): Promise<void> => {
          if (each.do === 'moderation') room.options = { ...room.options, moderation: each.value }
          else if (each.do === 'chat') room.options = { ...room.options, chat: each.value }
          else if (each.do === 'role') room.roles.set(each.who, each.role)
          else {
            const place = room.place(each.who)
            const messageId = 'which' in each ? (ids[each.which] ?? 'none') : 'none'
            const unique = 'text' in each ? `${each.text} ${serial++}` : ''
            if (each.do === 'send') ids.push((await tried.send(place, { text: unique, mentions: [] })).message.id)
            if (each.do === 'edit') await tried.edit(place, { messageId, text: unique, mentions: [] })
            if (each.do === 'delete') await tried.delete(place, { messageId })
            if (each.do === 'react') await tried.react(place, { messageId, reaction: '👍' })
            if (each.do === 'decide') await tried.decide(place, { messageId, allowed: each.allowed })
            if (each.do === 'list') {
              const { messages } = await tried.list(place, { before: messageId })
              for (const { held, author } of messages) {
                if (held !== undefined) expect(room.reader(each.who).organising || author.personId === each.who).toBe(true)
              }
            }
          }
        }
        const harmless = (thrown: unknown): void => {
          if (!(thrown instanceof ParleyError)) throw thrown
        }
        if (together) await Promise.all(steps.map((each) => run(each).catch(harmless)))
        else for (const each of steps) await run(each).catch(harmless)

        // In the end each client knows of each message what the service would tell it anew, and nothing more.
        for (const personId of EVERYBODY) {
          const reader = room.reader(personId)
          const { messages } = await tried.opening('m', reader)
          for (const { held, deleted, text: shown, author } of messages) {
            if (held !== undefined) expect(reader.organising || author.personId === personId).toBe(true)
            if (deleted !== undefined) expect(shown).toBe('')
          }
          for (const id of ids) {
            const told = room.inbox(personId).message(id)
            const open = messages.find((message) => message.id === id)
            if (open !== undefined && open.held === undefined) expect(told).toEqual(open)
            // Somebody who was an organiser when it was held may have seen it; nobody else has.
            const wasOrganiser = ['pia', 'ann', 'co', 'org'].includes(personId)
            if (open === undefined && !wasOrganiser) expect(told).toBeUndefined()
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
