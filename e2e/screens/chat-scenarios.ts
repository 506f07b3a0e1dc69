/** States of the chat. */
import type { Page } from '@playwright/test'
import type { Message } from '#shared/contract/chat.ts'
import { fakeParticipant } from '../../renderer/call/fake-people.ts'
import type { FakeScenario } from '../../renderer/call/fake-scenario.ts'
import { UNCHECKED } from './fake-past-chat.ts'
import type { PlatformScenario } from './fake-platform.ts'
import { meetings } from './outside-scenarios.ts'
import type { Scenario } from './scenarios.ts'
import { joined, press } from './stage-scenarios.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const standings: NonNullable<FakeScenario['standings']> = { 3: 'guest', 5: 'trusted', 6: 'anonymous' }

const written = (id: string, person: number, ago: number, text: string, change: Partial<Message> = {}): Message => {
  const { personId, name, standing } = fakeParticipant(person, 0)
  const author = { personId, name, standing: standings[person] ?? standing }
  return { id, author, text, at: Date.now() - ago, mentions: [], reactions: [], ...change }
}

const TALK: Message[] = [
  written('a', 1, DAY + 3 * MINUTE, 'The plan of the second floor is in: https://plans.example.org/floors/2?rooms=all'),
  written('b', 0, DAY, 'Thank you. I will look at it tonight.', {
    replyTo: 'a',
    reactions: [{ reaction: '👍', personIds: ['person-1'] }],
  }),
  written('c', 5, 40 * MINUTE, 'We would need the loading dock from seven until nine, on both days. Is that possible?'),
  written('d', 5, 39 * MINUTE, 'Sorry: three days.', { editedAt: Date.now() }),
  written('e', 3, 30 * MINUTE, '', { deleted: 'byAuthor' }),
  written('f', 2, 20 * MINUTE, '@Ada Moreau, can you ask the house for that?', {
    mentions: ['person-0'],
    reactions: [
      { reaction: '👍', personIds: ['person-0', 'person-1', 'person-5'] },
      { reaction: '🎉', personIds: ['person-3'] },
    ],
  }),
  written('g', 6, 5 * MINUTE, 'This address looks odd to me:\nhttps://раypal.example/invoice', { replyTo: 'c' }),
  written('h', 0, 2 * MINUTE, 'I have asked. They answer by Thursday.'),
  written('i', 4, MINUTE, 'Wonderful 🎉'),
]

const HELD: Message[] = [
  ...TALK.slice(2, 4),
  written('x', 2, 3 * MINUTE, 'Only somebody like you could come up with this.', { held: 'insult' }),
  written('y', 0, MINUTE, 'That is enough now.', { held: 'profanity' }),
]

const CROWD: FakeScenario = { participants: 7, standings }

const opened = (then?: (page: Page) => Promise<void>) => async (page: Page) => {
  await press('Chat')(page)
  await page.getByRole('complementary', { name: 'Chat' }).waitFor()
  await then?.(page)
}

const typing = (text: string) => async (page: Page) => {
  await page.getByRole('textbox', { name: 'Message' }).pressSequentially(text)
}

const ofMessage = (id: string, button: string) => async (page: Page) => {
  const row = page.locator(`[data-message="${id}"]`)
  await row.hover()
  await row.getByRole('button', { name: button, exact: true }).click()
}

/** The same talk, as somebody reads it who is called Ada Moreau and is one of the sample people. */
const READ: Message[] = TALK.map(({ author, ...message }) => ({
  ...message,
  author: author.personId === 'person-0' ? { ...author, personId: 'ada' } : author,
}))

/** From the list of meetings. */
const past = (name: string, platform: PlatformScenario, rest: Partial<Scenario> = {}): Scenario => ({
  name: `past-chat${name}`,
  platform: { person: 'ada', meetings, ...platform },
  act: async (page) => {
    await page.getByRole('button', { name: 'More for Weekly with Bo' }).click()
    await page.getByRole('menuitem', { name: 'Chat' }).click()
    await page.getByRole('dialog', { name: /Chat of/ }).waitFor()
  },
  ...rest,
})

const writtenIn = (text: string, button: string) => async (page: Page) => {
  await past('', {}).act?.(page)
  await page.getByRole('textbox', { name: 'Message' }).pressSequentially(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: button }).waitFor()
}

export const chats: readonly Scenario[] = [
  past(
    '',
    { pastChat: () => ({ messages: READ, more: false, writing: 'open', checks: UNCHECKED, copying: 'allowed' }) },
    { extremes: true },
  ),
  past('-empty', {}),
  past('-loading', { pastChat: 'never' }),
  past('-running', {
    pastChat: () => ({ messages: READ, more: false, writing: 'running', checks: UNCHECKED, copying: 'allowed' }),
  }),
  past('-denied', {
    pastChat: () => ({ messages: READ, more: false, writing: 'denied', checks: UNCHECKED, copying: 'allowed' }),
  }),
  past('-failed', { pastChat: 'SERVICE_UNREACHABLE' }),
  past(
    '-warned',
    {
      pastChat: () => ({
        messages: READ.slice(0, 2),
        more: false,
        writing: 'open',
        checks: { moderation: 'hold', moderator: 'hosted' },
        copying: 'allowed',
      }),
    },
    { act: writtenIn('You are a stupid idiot.', 'Send to an organiser') },
  ),
  {
    name: 'german-past-chat',
    platform: {
      person: 'ada',
      meetings,
      settings: { language: 'de' },
      pastChat: () => ({
        messages: READ,
        more: false,
        writing: 'denied',
        checks: { moderation: 'hold', moderator: 'hosted' },
        copying: 'allowed',
      }),
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Mehr zu Weekly with Bo' }).click()
      await page.getByRole('menuitem', { name: 'Chat' }).click()
      await page.getByRole('dialog', { name: /Chat von/ }).waitFor()
    },
    extremes: true,
  },
  joined(
    'chat-hosted',
    { ...CROWD, messages: TALK, options: { moderation: 'hold' }, moderator: 'hosted' },
    { act: opened(), extremes: true },
  ),
  joined('chat-unread', { ...CROWD, messages: TALK, unread: 12 }),
  joined('chat', { ...CROWD, messages: TALK, unread: 2 }, { act: opened(), extremes: true }),
  joined('chat-empty', CROWD, { act: opened() }),
  joined('chat-mention', { ...CROWD, messages: TALK }, { act: opened(typing('Who else? @')) }),
  joined('chat-answer', { ...CROWD, messages: TALK }, { act: opened(ofMessage('g', 'Answer')) }),
  joined('chat-more', { ...CROWD, messages: TALK }, { act: opened(ofMessage('f', 'More')) }),
  joined(
    'chat-link',
    { ...CROWD, messages: TALK },
    {
      act: opened(async (page) => {
        await page.getByRole('button', { name: /xn--/ }).click()
        await page.getByRole('dialog').waitFor()
      }),
    },
  ),
  joined(
    'chat-checks',
    { ...CROWD, messages: TALK, options: { moderation: 'warn' } },
    {
      act: opened(async (page) => {
        await page.getByText('More about this').click()
      }),
    },
  ),
  joined('chat-held', { ...CROWD, messages: HELD, options: { moderation: 'hold' } }, { act: opened() }),
  joined('chat-without-copying', { ...CROWD, messages: TALK, options: { copying: 'off' } }, { act: opened() }),
  joined('chat-closed', { ...CROWD, role: 'attendee', messages: TALK, options: { chat: 'presenters' } }, { act: opened() }),
]
