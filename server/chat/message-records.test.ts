import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../storage/database.ts'
import type { MessageRecords, NewMessage } from './message-records.ts'
import { SqliteMessageRecords } from './sqlite-message-records.ts'
import { addMeeting } from './testing/add-meeting.ts'
import { MemoryMessageRecords } from './testing/memory-message-records.ts'

const databases: Database[] = []
afterEach(async () => {
  for (const database of databases.splice(0)) await database.destroy()
})

const MAKERS: [string, () => Promise<MessageRecords>][] = [
  ['memory', async () => new MemoryMessageRecords()],
  [
    'SQLite',
    async () => {
      const database = await openDatabase(':memory:')
      databases.push(database)
      await addMeeting(database, { id: 'm' })
      await addMeeting(database, { id: 'other' })
      return new SqliteMessageRecords(database)
    },
  ],
]

const ada = { personId: 'ada', name: 'Ada Moreau', standing: 'member' } as const
const bo = { personId: 'bo', name: 'Bo Lindqvist', standing: 'external' } as const
const organiser = { personId: 'org', organising: true }
const readerOf = (personId: string) => ({ personId, organising: false })

let written = 0
const message = (id: string, change: Partial<NewMessage> = {}): NewMessage => ({
  id,
  meetingId: 'm',
  author: ada,
  text: `text of ${id}`,
  at: 1_000 + written++,
  replyTo: undefined,
  mentions: [],
  held: undefined,
  ...change,
})

describe.each(MAKERS)('messages in %s', (_, make) => {
  let records: MessageRecords
  beforeEach(async () => {
    written = 0
    records = await make()
  })
  const ids = async (...given: Parameters<MessageRecords['page']>) => (await records.page(...given)).map(({ id }) => id)

  test('come back as they were given, text to the letter', async () => {
    const text = '<b>&amp; "quoted"\n\thttps://xn--e1afmkfd.example/ 👩‍👩‍👧 \u00e9e\u0301 %s \'; drop table messages; --'
    const added = await records.add(message('a', { text, replyTo: 'x', mentions: ['bo', 'chen'] }))
    expect(added).toMatchObject({ text, replyTo: 'x', mentions: ['bo', 'chen'], author: ada, refused: false, reactions: [] })
    expect(await records.find('m', 'a')).toEqual(added)
  })

  test('belong to one meeting', async () => {
    await records.add(message('a'))
    expect(await records.find('other', 'a')).toBeUndefined()
    expect(await records.page('other', organiser, 9)).toEqual([])
    expect(await records.countUnread('other', organiser)).toBe(0)
  })

  test('come in pages, the newest last, in the order of writing even within a millisecond', async () => {
    const positions = []
    for (const id of ['a', 'b', 'c', 'd']) positions.push((await records.add(message(id, { at: 5 }))).position)
    expect(await ids('m', organiser, 9)).toEqual(['a', 'b', 'c', 'd'])
    expect(await ids('m', organiser, 2)).toEqual(['c', 'd'])
    expect(await ids('m', organiser, 2, { before: positions[2] })).toEqual(['a', 'b'])
    expect(await ids('m', organiser, 2, { before: positions[0] })).toEqual([])
  })

  test('can be bounded in time', async () => {
    await records.add(message('a', { at: 10 }))
    await records.add(message('b', { at: 11 }))
    expect(await ids('m', organiser, 9, { until: 10 })).toEqual(['a'])
  })

  test('that are held are for author and organisers, those that were refused for nobody', async () => {
    await records.add(message('open'))
    await records.add(message('held', { author: bo, held: 'insult' }))
    await records.add(message('refused', { held: 'threat' }))
    await records.change('refused', { refused: true, text: '' })
    expect(await ids('m', organiser, 9)).toEqual(['open', 'held'])
    expect(await ids('m', readerOf('bo'), 9)).toEqual(['open', 'held'])
    expect(await ids('m', readerOf('ada'), 9)).toEqual(['open'])
    expect(await ids('m', readerOf('chen'), 9)).toEqual(['open'])
    await records.change('held', { held: undefined })
    expect(await ids('m', readerOf('chen'), 9)).toEqual(['open', 'held'])
  })

  test('change in what is named, and in nothing else', async () => {
    const before = await records.add(message('a', { mentions: ['bo'], held: 'other' }))
    await records.change('a', { text: 'new', editedAt: 7 })
    expect(await records.find('m', 'a')).toEqual({ ...before, text: 'new', editedAt: 7 })
    await records.change('a', { deleted: 'byOrganiser', mentions: [], held: undefined })
    expect(await records.find('m', 'a')).toEqual({
      ...before,
      text: 'new',
      editedAt: 7,
      deleted: 'byOrganiser',
      mentions: [],
      held: undefined,
    })
  })

  test('have one reaction of each person, the first of a kind first', async () => {
    await records.add(message('a'))
    await records.add(message('b'))
    await records.setReaction('a', 'bo', '🎉', 1)
    await records.setReaction('a', 'ada', '👍', 2)
    await records.setReaction('a', 'chen', '🎉', 3)
    await records.setReaction('b', 'bo', '😢', 4)
    const reactions = async () => (await records.find('m', 'a'))?.reactions
    expect(await reactions()).toEqual([
      { reaction: '🎉', personIds: ['bo', 'chen'] },
      { reaction: '👍', personIds: ['ada'] },
    ])
    await records.setReaction('a', 'bo', '👍', 5)
    await records.setReaction('a', 'chen', undefined, 6)
    await records.setReaction('a', 'nobody', undefined, 6)
    expect(await reactions()).toEqual([{ reaction: '👍', personIds: ['ada', 'bo'] }])
    await records.clearReactions('a')
    expect(await reactions()).toEqual([])
    expect((await records.find('m', 'b'))?.reactions).toEqual([{ reaction: '😢', personIds: ['bo'] }])
  })

  test('are unread until they are marked, and a mark never goes back', async () => {
    const first = await records.add(message('a'))
    const second = await records.add(message('b'))
    await records.add(message('own', { author: bo }))
    await records.add(message('held', { held: 'insult' }))
    await records.add(message('gone'))
    await records.change('gone', { deleted: 'byAuthor', text: '' })
    const unread = (reader = readerOf('bo')) => records.countUnread('m', reader)
    expect(await unread()).toBe(2)
    expect(await unread(organiser)).toBe(4)
    await records.markRead('m', 'bo', second.position)
    expect(await unread()).toBe(0)
    await records.markRead('m', 'bo', first.position)
    expect(await unread()).toBe(0)
    await records.markRead('m', 'chen', first.position)
    expect(await unread(readerOf('chen'))).toBe(2)
    expect(await unread(readerOf('dara'))).toBe(3)
  })
})
