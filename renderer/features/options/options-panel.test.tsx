// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { LogPanel } from './LogPanel.tsx'
import { OptionsPanel } from './OptionsPanel.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const RULES: RuleSet[] = [
  { source: 'policy', name: 'Northwind', rules: { lobby: { atLeast: 'organisation' } } },
  { source: 'label', name: 'Confidential', rules: { watermark: { fixed: 'on' } } },
]
const option = (name: string): HTMLSelectElement => screen.getByRole('combobox', { name })

test('what is chosen holds at once', async () => {
  const { engine } = renderInMeeting(<OptionsPanel />)
  expect(option('Who comes in directly').value).toBe('organisationAndGuests')
  await act(async () => void fireEvent.change(option('Who comes in directly'), { target: { value: 'organisers' } }))
  expect(engine.store.getState().options.lobby.value).toBe('organisers')
  expect(engine.store.getState().logged).toMatchObject([{ action: 'changeOptions', detail: 'lobby: organisers' }])
})

test('what is bound says by what, and offers what is left', () => {
  renderInMeeting(<OptionsPanel />, { rules: RULES })
  const watermark = option('Watermark')
  expect(watermark.disabled).toBe(true)
  expect(document.getElementById(watermark.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    'Set by the label “Confidential”',
  )
  const lobby = option('Who comes in directly')
  expect(lobby.disabled).toBe(false)
  expect(within(lobby).getByRole<HTMLOptionElement>('option', { name: 'Everyone' }).disabled).toBe(true)
  expect(within(lobby).getByRole<HTMLOptionElement>('option', { name: 'Only invited people' }).disabled).toBe(false)
  expect(screen.getByText('Narrowed by the policy “Northwind”')).toBeDefined()
})

test('whoever is no organiser any more, or is cut off, changes nothing', () => {
  const { engine } = renderInMeeting(<OptionsPanel />)
  act(() =>
    engine.store.setState(({ participants }) => ({
      participants: participants.map((each) => ({ ...each, role: 'presenter' as const })),
    })),
  )
  expect(option('Reactions').disabled).toBe(true)
})

test('the log tells who did what, the newest first, as it happens', async () => {
  const { engine } = renderInMeeting(<LogPanel />, {
    log: [
      { action: 'admit', target: 'Kim' },
      { action: 'changeOptions', detail: 'chat: nobody' },
    ],
  })
  const lines = (): (string | null)[] =>
    screen.getAllByRole('listitem').map((line) => line.querySelector('div')?.textContent ?? null)
  await screen.findByText('Admitted: Kim')
  expect(lines()).toEqual(['Changed an option: Who may write in the chat, NobodyAda Moreau', 'Admitted: KimAda Moreau'])
  await act(() => engine.moderation.setLocked({ locked: true }))
  expect(lines()[0]).toBe('Locked the meetingAda Moreau')
})
