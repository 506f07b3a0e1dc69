// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { ModerationProvider } from '#shared/moderation/provider.ts'
import { withMessage, withRefused } from '../../call/chat/chat-state.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import { useView } from '../stage/stage-view.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { ChatButton } from './ChatButton.tsx'
import { ChatPanel } from './ChatPanel.tsx'
import { DeviceJudgeContext } from './device-judge.ts'
import { fakeMessage } from './testing/messages.ts'

beforeEach(() => {
  vi.stubGlobal('open', vi.fn())
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const judge: ModerationProvider = {
  name: 'fake',
  judge: (text) => {
    if (text.includes('mean')) return { verdict: 'hold', objection: 'insult' }
    return text.includes('threat') ? { verdict: 'refuse', objection: 'threat' } : { verdict: 'allow' }
  },
}

const Shown = ({ on = judge }: { on?: ModerationProvider | undefined }) => (
  <DeviceJudgeContext value={on}>
    {useView(({ panel }) => panel) === 'chat' ? <ChatPanel /> : null}
    <ChatButton />
  </DeviceJudgeContext>
)

const show = (scenario: FakeScenario = {}) => {
  const shown = renderInMeeting(<Shown />, { participants: 5, ...scenario })
  return {
    ...shown,
    spyOn: (verb: keyof typeof shown.engine.chat) => vi.spyOn(shown.engine.chat, verb as 'sendMessage'),
  }
}
const button = (): HTMLElement => screen.getByRole('button', { name: 'Chat' })
const openPanel = (scenario?: FakeScenario) => {
  const shown = show(scenario)
  button().focus()
  fireEvent.click(button())
  return shown
}
const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' })
const row = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-message="${id}"]`)
  if (found === null) throw new Error(`${id} is not shown`)
  return found
}
const arrive = ({ engine }: ReturnType<typeof show>, ...message: Parameters<typeof fakeMessage>): void =>
  act(() => engine.store.setState(({ chat }) => ({ chat: withMessage(chat, fakeMessage(...message), 'person-0') })))

test('where copying is off, what others wrote stays here, and one’s own unsent text is one’s own', () => {
  openPanel({ messages: [fakeMessage('a', 1)], options: { copying: 'off' } })
  expect(screen.getByText('The text here can’t be selected or copied.')).toBeTruthy()
  // Firing tells whether the browser would go on with it.
  expect(fireEvent.copy(row('a'))).toBe(false)
  expect(fireEvent.copy(field())).toBe(true)
  cleanup()
  openPanel({ messages: [fakeMessage('a', 1)] })
  expect(fireEvent.copy(row('a'))).toBe(true)
  expect(screen.queryByRole('region', { name: 'Copying' })).toBeNull()
})

describe('opening and closing', () => {
  test('the focus goes to where one writes and comes back; Ctrl+Alt+C and Esc do the same as the button', () => {
    openPanel()
    expect(document.activeElement).toBe(field())
    fireEvent.keyDown(field(), { key: 'Escape' })
    expect(screen.queryByRole('complementary')).toBeNull()
    expect(document.activeElement).toBe(button())
    fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC', ctrlKey: true, altKey: true })
    expect(screen.getByRole('complementary', { name: 'Chat' })).toBeTruthy()
  })

  test('the button says how much is unread, and whoever listens who writes', () => {
    const shown = show({ messages: [fakeMessage('a', 1)], unread: 1 })
    expect(button().textContent).toContain('1')
    arrive(shown, 'b', 2)
    expect(button().textContent).toContain('2')
    expect(screen.getByRole('status').textContent).toBe('Chen Wei wrote in the chat')
  })

  test('what has been read is marked, and the line stays where one had read to', () => {
    const shown = show({ messages: [fakeMessage('a', 1), fakeMessage('b', 1), fakeMessage('c', 2)], unread: 1 })
    const markRead = shown.spyOn('markRead')
    fireEvent.click(button())
    expect(markRead).toHaveBeenCalledWith({ messageId: 'c' })
    expect(shown.engine.store.getState().chat.unread).toBe(0)
    expect(screen.getByText('New').nextElementSibling).toBe(row('c'))
    arrive(shown, 'd', 2)
    expect(markRead).toHaveBeenLastCalledWith({ messageId: 'd' })
    expect(screen.getByText('New').nextElementSibling).toBe(row('c'))
    expect(screen.getByText('Chen Wei wrote: Text of d')).toBeTruthy()
  })

  test('what was begun is there again', async () => {
    openPanel()
    await userEvent.type(field(), 'Half a sent')
    fireEvent.keyDown(field(), { key: 'Escape' })
    fireEvent.click(button())
    expect(field().value).toBe('Half a sent')
  })
})

describe('writing', () => {
  test('Enter sends, Shift+Enter begins a line, and an empty message is none', async () => {
    const { spyOn } = openPanel()
    const send = spyOn('sendMessage')
    await userEvent.type(field(), '  {Enter}')
    expect(send).not.toHaveBeenCalled()
    await userEvent.type(field(), 'One{Shift>}{Enter}{/Shift}two{Enter}')
    expect(send).toHaveBeenCalledExactlyOnceWith({ text: 'One\ntwo', mentions: [] })
    await waitFor(() => expect(field().value).toBe(''))
    expect(screen.getByText(/^One\s*two$/)).toBeTruthy()
  })

  test('an @ offers people: arrows and Enter pick one, Esc closes the list and nothing else', async () => {
    const { spyOn } = openPanel()
    const send = spyOn('sendMessage')
    await userEvent.type(field(), 'Ask @')
    const names = () =>
      within(screen.getByRole('listbox'))
        .getAllByRole('option')
        .map(({ textContent }) => textContent)
    expect(names()).toHaveLength(4)
    await userEvent.type(field(), 'e')
    expect(names()).toEqual(['ENEli Novak'])
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(screen.getByRole('complementary')).toBeTruthy()
    await userEvent.keyboard('{Backspace}{Backspace}@{ArrowDown}')
    const second = screen.getAllByRole('option')[1]
    expect(field().getAttribute('aria-activedescendant')).toBe(second?.id)
    expect(second?.getAttribute('aria-selected')).toBe('true')
    await userEvent.keyboard('{Enter}')
    expect(field().value).toBe('Ask @Chen Wei ')
    await userEvent.keyboard('about it{Enter}')
    expect(send).toHaveBeenCalledExactlyOnceWith({ text: 'Ask @Chen Wei about it', mentions: ['person-2'] })
  })

  test('arrow up changes the last own message, Esc gives that up', async () => {
    const { spyOn } = openPanel({ messages: [fakeMessage('a', 0, { text: 'Helo' }), fakeMessage('b', 1)] })
    const edit = spyOn('editMessage')
    await userEvent.type(field(), '{ArrowUp}')
    expect(field().value).toBe('Helo')
    expect(field().selectionStart).toBe(4)
    expect(document.activeElement).toBe(field())
    await userEvent.keyboard('{Escape}')
    expect(field().value).toBe('')
    expect(screen.getByRole('complementary')).toBeTruthy()
    await userEvent.type(field(), '{ArrowUp}')
    await userEvent.clear(field())
    await userEvent.type(field(), 'Hello{Enter}')
    expect(edit).toHaveBeenCalledExactlyOnceWith({ messageId: 'a', text: 'Hello', mentions: [] })
    await waitFor(() => expect(row('a').textContent).toContain('Hello'))
    expect(row('a').textContent).toContain('Edited')
    await waitFor(() => expect(field().value).toBe(''))
  })

  test('an answer says what it answers', async () => {
    const { spyOn } = openPanel({ messages: [fakeMessage('a', 1)] })
    const send = spyOn('sendMessage')
    fireEvent.click(within(row('a')).getByRole('button', { name: 'Answer' }))
    expect(screen.getByText('Answering Bo Lindqvist')).toBeTruthy()
    await userEvent.type(field(), 'Yes{Enter}')
    expect(send).toHaveBeenCalledExactlyOnceWith({ text: 'Yes', mentions: [], replyTo: 'a' })
    expect(await screen.findByRole('button', { name: 'Answer to Bo Lindqvist: Text of a' })).toBeTruthy()
    expect(screen.queryByText('Answering Bo Lindqvist')).toBeNull()
  })

  test('what could not be sent stays, and says why', async () => {
    const { spyOn } = openPanel()
    spyOn('sendMessage').mockRejectedValue(new ParleyError('TOO_MANY_REQUESTS'))
    await userEvent.type(field(), 'Hello{Enter}')
    expect((await screen.findByRole('alert')).textContent).not.toBe('')
    expect(field().value).toBe('Hello')
  })

  test.each([
    [{ role: 'attendee', options: { chat: 'presenters' } }, 'Only organisers and presenters can write.'],
    [{ options: { chat: 'nobody' } }, 'Nobody can write in this chat.'],
    [{ reconnectingFor: 9_000 }, 'You can write when you are connected again.'],
  ] as const)('where one may not: %o', (scenario, words) => {
    openPanel(scenario)
    expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull()
    expect(screen.getByText(words)).toBeTruthy()
  })
})

describe('what is checked', () => {
  test('the notice says what, where and what follows; nothing where nothing is checked', () => {
    const { unmount } = openPanel({ options: { moderation: 'hold' } })
    const notice = screen.getByRole('region', { name: 'What is checked' })
    expect(notice.textContent).toContain('and nothing leaves it for that')
    expect(notice.textContent).toContain('asks nobody about them')
    expect(notice.textContent).toContain('waits for an organiser')
    unmount()
    const hosted = openPanel({ options: { moderation: 'warn' }, moderator: 'hosted' })
    const other = screen.getByRole('region', { name: 'What is checked' })
    expect(other.textContent).toContain('by a moderation service that the organisation')
    expect(other.textContent).toContain('without your name')
    expect(other.textContent).not.toContain('asks nobody')
    hosted.unmount()
    openPanel()
    expect(screen.queryByRole('region', { name: 'What is checked' })).toBeNull()
  })

  test('a warning comes before sending: change it, or send it anyway', async () => {
    const { spyOn } = openPanel({ options: { moderation: 'warn' } })
    const send = spyOn('sendMessage')
    await userEvent.type(field(), 'so mean{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('it seems to insult somebody')
    expect(send).not.toHaveBeenCalled()
    await userEvent.type(field(), 't')
    expect(screen.queryByRole('alert')).toBeNull()
    await userEvent.type(field(), '{Enter}')
    fireEvent.click(await screen.findByRole('button', { name: 'Send anyway' }))
    await waitFor(() => expect(send).toHaveBeenCalledExactlyOnceWith({ text: 'so meant', mentions: [] }))
  })

  test('with hold, it says that an organiser decides first; what would be refused can’t be sent', async () => {
    const { spyOn } = openPanel({ options: { moderation: 'hold' } })
    const send = spyOn('sendMessage')
    await userEvent.type(field(), 'a threat{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('This can’t be sent')
    expect(screen.queryByRole('button', { name: /Send/ })).toBe(screen.getByRole('button', { name: 'Send' }))
    await userEvent.clear(field())
    await userEvent.type(field(), 'mean{Enter}')
    fireEvent.click(await screen.findByRole('button', { name: 'Send to an organiser' }))
    await waitFor(() => expect(send).toHaveBeenCalledExactlyOnceWith({ text: 'mean', mentions: [] }))
  })

  test('off: nothing is looked at', async () => {
    const looked = vi.spyOn(judge, 'judge')
    const { spyOn } = openPanel()
    const send = spyOn('sendMessage')
    await userEvent.type(field(), 'mean{Enter}')
    await waitFor(() => expect(send).toHaveBeenCalledOnce())
    expect(looked).not.toHaveBeenCalled()
  })

  test('what the service refuses is explained with its objection', async () => {
    const { spyOn } = openPanel({ options: { moderation: 'warn' } })
    spyOn('sendMessage').mockRejectedValue(new ParleyError('MESSAGE_REFUSED', 'threat'))
    await userEvent.type(field(), 'subtle{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('it seems to threaten somebody')
  })

  test('held: the author is told that it waits, and that it was refused', () => {
    const shown = openPanel({ role: 'attendee', messages: [fakeMessage('a', 0, { held: 'insult' })] })
    expect(row('a').textContent).toContain('Waits for an organiser')
    expect(within(row('a')).queryByRole('button', { name: 'Allow' })).toBeNull()
    act(() => shown.engine.store.setState(({ chat }) => ({ chat: withRefused(chat, 'a', 'person-0') })))
    expect(row('a').textContent).toContain('An organiser refused this message')
    expect(within(row('a')).queryByRole('button', { name: 'More' })).toBeNull()
  })

  test('held: organisers allow or refuse it; whoever is one no more sees it no more', () => {
    const shown = openPanel({ messages: [fakeMessage('a', 1, { held: 'threat' }), fakeMessage('b', 1, { held: 'insult' })] })
    const decide = shown.spyOn('decideMessage')
    expect(row('a').textContent).toContain('it seems to threaten somebody')
    fireEvent.click(within(row('a')).getByRole('button', { name: 'Allow' }))
    expect(decide).toHaveBeenCalledExactlyOnceWith({ messageId: 'a', allowed: true })
    act(() =>
      shown.engine.store.setState(({ participants }) => ({
        participants: participants.map((each, index) => (index === 0 ? { ...each, role: 'attendee' } : each)),
      })),
    )
    expect(document.querySelector('[data-message="b"]')).toBeNull()
  })
})

describe('messages', () => {
  test('say who wrote them and what they are to the meeting', () => {
    openPanel({ messages: [fakeMessage('a', 0), fakeMessage('b', 3)] })
    expect(row('a').textContent).toContain('Ada Moreau (you)')
    expect(row('b').textContent).toContain('Dara Okafor')
    expect(row('b').textContent).toMatch(/Guest|Anonymous/)
  })

  test('a link is opened after a question that says whose address it is', () => {
    openPanel({ messages: [fakeMessage('a', 1, { text: 'see https://раypal.example/login' })] })
    fireEvent.click(screen.getByRole('button', { name: 'https://xn--ypal-43d9g.example/login' }))
    expect(window.open).not.toHaveBeenCalled()
    const dialog = screen.getByRole('dialog')
    expect(dialog.textContent).toContain('xn--ypal-43d9g.example')
    expect(dialog.textContent).toContain('letters that can look like others')
    fireEvent.click(within(dialog).getByRole('button', { name: 'Open in browser' }))
    expect(window.open).toHaveBeenCalledExactlyOnceWith('https://xn--ypal-43d9g.example/login', '_blank', 'noopener,noreferrer')
  })

  test('nothing that is written becomes anything but text', () => {
    const text = '<img src=x onerror=alert(1)> javascript:alert(1) **bold**'
    openPanel({ messages: [fakeMessage('a', 1, { text })] })
    expect(row('a').textContent).toContain(text)
    expect(row('a').querySelector('img, a, script, b, strong')).toBeNull()
  })

  test('are deleted after a question, and keep their place', () => {
    const { spyOn } = openPanel({ messages: [fakeMessage('a', 0)] })
    const remove = spyOn('deleteMessage')
    fireEvent.click(within(row('a')).getByRole('button', { name: 'More' }))
    fireEvent.click(screen.getByRole('menuitem', { name: 'Delete' }))
    expect(remove).not.toHaveBeenCalled()
    fireEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }))
    expect(remove).toHaveBeenCalledExactlyOnceWith({ messageId: 'a' })
    expect(row('a').textContent).toContain('Deleted by its author')
  })

  test('are reacted to once by each, and a second press takes it back', () => {
    const { spyOn } = openPanel({
      messages: [fakeMessage('a', 1, { reactions: [{ reaction: '👍', personIds: ['person-1'] }] })],
    })
    const react = spyOn('reactToMessage')
    fireEvent.click(within(row('a')).getByRole('button', { name: 'Thumbs up, 1 person' }))
    expect(react).toHaveBeenLastCalledWith({ messageId: 'a', reaction: '👍' })
    const own = within(row('a')).getByRole('button', { name: 'Thumbs up, 2 people' })
    expect(own.getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(own)
    expect(react).toHaveBeenLastCalledWith({ messageId: 'a', reaction: null })
  })

  test('are reported, which says so', async () => {
    const { spyOn } = openPanel({ role: 'attendee', messages: [fakeMessage('a', 1)] })
    const report = spyOn('reportMessage')
    fireEvent.click(within(row('a')).getByRole('button', { name: 'More' }))
    fireEvent.click(screen.getByRole('menuitem', { name: 'Report to the organisation' }))
    expect(report).toHaveBeenCalledExactlyOnceWith({ messageId: 'a' })
    expect(await within(row('a')).findByText('You reported this message to the organisation.')).toBeTruthy()
  })

  test('older ones are asked for as one goes back', async () => {
    const shown = openPanel({ messages: [fakeMessage('a', 0), fakeMessage('b', 1)] })
    const older = vi.spyOn(shown.engine.chat, 'listMessages').mockResolvedValueOnce({ messages: [], more: false })
    const list = screen.getByRole('region', { name: 'Messages' })
    fireEvent.scroll(list)
    expect(older).not.toHaveBeenCalled()
    act(() => shown.engine.store.setState(({ chat }) => ({ chat: { ...chat, more: true, refused: ['a'] } })))
    fireEvent.scroll(list)
    fireEvent.scroll(list)
    expect(older).toHaveBeenCalledExactlyOnceWith({ before: 'b' })
    await act(async () => undefined)
  })
})
