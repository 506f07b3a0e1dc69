// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { I18nextProvider } from 'react-i18next'
import { afterEach, expect, test, vi } from 'vitest'
import type { PastChat } from '#shared/contract/chat.ts'
import type { Meeting } from '#shared/contract/common.ts'
import { ParleyError } from '#shared/errors.ts'
import { type Navigation, NavigationContext } from '../../app/navigation.ts'
import { ServicesContext } from '../../app/services.ts'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { Platform } from '../../platform/platform.ts'
import { standIns } from '../../testing/stand-ins.ts'
import { createI18n } from '../../ui/i18n.ts'
import { ThemeRoot } from '../../ui/ThemeRoot.tsx'
import { Agenda } from '../home/Agenda.tsx'
import { DeviceJudgeContext } from './device-judge.ts'
import { withNewest } from './past-chat.ts'
import { fakeMessage } from './testing/messages.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const CODE = 'abc-defg-hjk'
const DAY = 86_400_000
const NOW = Date.now()
const MEETING: Meeting = {
  id: '1',
  code: CODE,
  title: 'Moving',
  organiser: { id: 'person-1', name: 'Bo Lindqvist' },
  kind: 'meeting',
  createdAt: NOW - DAY,
  startsAt: NOW - DAY,
  present: 0,
}
const past = (change: Partial<PastChat> = {}): PastChat => ({
  messages: [fakeMessage('a', 1), fakeMessage('b', 0)],
  more: false,
  writing: 'open',
  checks: { moderation: 'off', moderator: 'bundled' },
  copying: 'allowed',
  ...change,
})

const judge = {
  name: 'fake',
  judge: (text: string) =>
    text.includes('mean') ? ({ verdict: 'hold', objection: 'insult' } as const) : ({ verdict: 'allow' } as const),
}

const show = (first: PastChat | ParleyError) => {
  standIns()
  vi.stubGlobal('open', vi.fn())
  const listMessages = vi.fn(async (_asked: { code: string; before?: string }): Promise<PastChat> => {
    if (first instanceof ParleyError) throw first
    return first
  })
  const sendMessage = vi.fn(async ({ text, replyTo }: { code: string; text: string; replyTo?: string }) => ({
    message: fakeMessage('sent', 0, { text, at: NOW, ...(replyTo === undefined ? {} : { replyTo }) }),
  }))
  const open = vi.fn()
  const platform = {
    serviceOrigin: 'https://meet.example.org',
    service: {
      about: async () => ({ webOrigin: 'https://meet.example.org' }),
      meetings: { listMessages, sendMessage },
    },
    identity: { current: () => identity, subscribe: () => () => undefined },
  } as unknown as Platform
  render(
    <ServicesContext value={{ platform, engine: FakeCallEngine.create() }}>
      <NavigationContext value={{ open } as unknown as Navigation}>
        <I18nextProvider i18n={createI18n('en')}>
          <ThemeRoot appearance="light">
            <DeviceJudgeContext value={judge}>
              <Agenda meetings={[MEETING]} now={NOW} empty={() => null} onChanged={() => undefined} />
            </DeviceJudgeContext>
          </ThemeRoot>
        </I18nextProvider>
      </NavigationContext>
    </ServicesContext>,
  )
  return { listMessages, sendMessage, open }
}
const identity = { state: 'signedIn', account: { person: { id: 'person-0', kind: 'member', name: 'Ada Moreau' } } }

const openChat = async (first: PastChat | ParleyError = past()) => {
  const shown = show(first)
  fireEvent.click(screen.getByRole('button', { name: 'Earlier meetings' }))
  fireEvent.click(screen.getByRole('button', { name: 'More for Moving' }))
  fireEvent.click(screen.getByRole('menuitem', { name: 'Chat' }))
  const dialog = await screen.findByRole('dialog', { name: 'Chat of “Moving”' })
  await act(async () => undefined)
  return { ...shown, dialog }
}
const field = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Message' })
const row = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-message="${id}"]`)
  if (found === null) throw new Error(`${id} is not shown`)
  return found
}

test('what was written is read after the meeting, with links as in it and nothing to change', async () => {
  const { listMessages, dialog } = await openChat(
    past({ messages: [fakeMessage('a', 1, { text: 'see https://example.org/plan' }), fakeMessage('b', 0)] }),
  )
  expect(listMessages).toHaveBeenCalledExactlyOnceWith({ code: CODE })
  expect(row('a').textContent).toContain('Bo Lindqvist')
  expect(row('b').textContent).toContain('Ada Moreau (you)')
  for (const name of ['React', 'More']) expect(within(dialog).queryByRole('button', { name })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'https://example.org/plan' }))
  expect(window.open).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Open in browser' }))
  expect(window.open).toHaveBeenCalledExactlyOnceWith('https://example.org/plan', '_blank', 'noopener,noreferrer')
})

test('one writes and answers, and sees it', async () => {
  const { sendMessage } = await openChat()
  expect(document.activeElement).toBe(field())
  fireEvent.click(within(row('a')).getByRole('button', { name: 'Answer' }))
  await userEvent.type(field(), 'One more thing{Enter}')
  expect(sendMessage).toHaveBeenCalledExactlyOnceWith({ code: CODE, text: 'One more thing', replyTo: 'a' })
  await waitFor(() => expect(row('sent').textContent).toContain('One more thing'))
  expect(field().value).toBe('')
})

test('arrow up changes nothing here', async () => {
  await openChat()
  await userEvent.type(field(), '{ArrowUp}')
  expect(field().value).toBe('')
})

test('older messages come in as one goes back to them', async () => {
  const { listMessages } = await openChat(past({ more: true }))
  listMessages.mockResolvedValueOnce(past({ messages: [fakeMessage('z', 2)] }))
  fireEvent.scroll(screen.getByRole('region', { name: 'Messages' }))
  expect(listMessages).toHaveBeenLastCalledWith({ code: CODE, before: 'a' })
  await waitFor(() => expect(row('z').compareDocumentPosition(row('a'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING))
})

test('the device warns before sending, where the options ask for that', async () => {
  const { sendMessage } = await openChat(past({ checks: { moderation: 'warn', moderator: 'hosted' } }))
  expect(screen.getByRole('region', { name: 'What is checked' }).textContent).toContain('moderation service')
  await userEvent.type(field(), 'so mean{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('it seems to insult somebody')
  expect(sendMessage).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Send anyway' }))
  await waitFor(() => expect(sendMessage).toHaveBeenCalledOnce())
})

test('while the meeting runs one is led into it', async () => {
  const { open } = await openChat(past({ writing: 'running' }))
  expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull()
  expect(screen.getByText(/^The meeting is on\./)).toBeTruthy()
  expect(within(row('a')).queryByRole('button', { name: 'Answer' })).toBeNull()
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Join' }))
  expect(open).toHaveBeenCalledExactlyOnceWith(CODE)
})

test('where one may not write, it says why', async () => {
  await openChat(past({ writing: 'denied' }))
  expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull()
  expect(screen.getByText(/^You can’t write here\./)).toBeTruthy()
})

test('a meeting that begins meanwhile is told where one wanted to write, and the text is kept', async () => {
  const { listMessages, sendMessage } = await openChat()
  listMessages.mockResolvedValue(past({ writing: 'running' }))
  sendMessage.mockRejectedValue(new ParleyError('WRONG_STATE'))
  await userEvent.type(field(), 'Late{Enter}')
  expect(await screen.findByText(/^The meeting is on\./)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  listMessages.mockResolvedValue(past())
  fireEvent.click(screen.getByRole('button', { name: 'More for Moving' }))
  fireEvent.click(screen.getByRole('menuitem', { name: 'Chat' }))
  await waitFor(() => expect(field().value).toBe('Late'))
})

test('what could not be sent stays, and what could not be loaded is asked for again', async () => {
  const { sendMessage } = await openChat()
  sendMessage.mockRejectedValue(new ParleyError('TOO_MANY_REQUESTS'))
  await userEvent.type(field(), 'Hello{Enter}')
  expect((await screen.findByRole('alert')).textContent).not.toBe('')
  expect(field().value).toBe('Hello')
  cleanup()
  const { listMessages } = await openChat(new ParleyError('SERVICE_UNREACHABLE'))
  expect((await screen.findByRole('alert')).textContent).toContain('SERVICE_UNREACHABLE')
  listMessages.mockResolvedValue(past())
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(row('a')).toBeTruthy())
})

test('what others write meanwhile is shown, each message once', () => {
  const chat = {
    messages: [fakeMessage('a', 1), fakeMessage('b', 0)],
    more: true,
    unread: 0,
    refused: [],
    moderator: 'bundled',
  } as const
  const edited = fakeMessage('b', 0, { text: 'other' })
  const after = withNewest(chat, past({ messages: [edited, fakeMessage('c', 2)] }), 'person-0')
  expect(after.messages.map(({ id, text }) => `${id} ${text}`)).toEqual(['a Text of a', 'b other', 'c Text of c'])
  expect(after).toMatchObject({ more: true, unread: 0 })
  const far = withNewest(chat, past({ messages: [fakeMessage('x', 2)], more: true }), 'person-0')
  expect(far.messages.map(({ id }) => id)).toEqual(['x'])
})

test('and is asked for when one comes back to the window', async () => {
  const { listMessages } = await openChat()
  listMessages.mockResolvedValue(past({ messages: [fakeMessage('b', 0), fakeMessage('c', 2)] }))
  fireEvent(document, new Event('visibilitychange'))
  await waitFor(() => expect(row('c').textContent).toContain('Chen Wei'))
})
