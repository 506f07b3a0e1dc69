// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import { RequestDialog } from '../notices/RequestDialog.tsx'
import { Toasts } from '../notices/Toasts.tsx'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { ConfirmPersonDialog } from './ConfirmPersonDialog.tsx'
import { PeoplePanel } from './PeoplePanel.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const shown = (scenario: FakeScenario = {}) => {
  const place = renderInMeeting(
    <>
      <PeoplePanel />
      <ConfirmPersonDialog />
      <RequestDialog />
      <Toasts />
    </>,
    { participants: 6, standings: { 5: 'anonymous' }, ...scenario },
  )
  const state = () => place.engine.store.getState()
  return { ...place, state, person: (index: number) => state().participants.find(({ id }) => id === `participant-${index}`) }
}
const menuOf = async (name: string): Promise<string[]> => {
  fireEvent.click(screen.getByRole('button', { name: `Options for ${name}` }))
  await screen.findByRole('menu')
  return screen.getAllByRole('menuitem').map((item) => item.textContent ?? '')
}
const choose = async (name: string, item: string): Promise<void> => {
  await menuOf(name)
  await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: item })))
}

describe('the lobby in the panel', () => {
  test('says who waits, from where, and how that is known', () => {
    shown({ waiting: 5 })
    const [first, second, , , member] = within(screen.getByRole('list', { name: 'People in the lobby' })).getAllByRole('listitem')
    expect(first?.textContent).toContain('From Northwind')
    expect(first?.textContent).toContain('Signed in')
    expect(second?.textContent).toContain('Anonymous')
    expect(second?.textContent).toContain('Nobody has checked the name')
    expect(member?.textContent).toContain('Member of ')
  })

  test('is nothing to somebody who may not let people in any more, and neither is who was removed', () => {
    const { engine } = shown({ waiting: 2, removed: 1 })
    act(() => engine.store.setState({ phase: 'reconnecting' }))
    for (const name of ['Admit Grace Mensah', /^Allow .* again$/]) {
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
    }
    act(() =>
      engine.store.setState(({ participants }) => ({
        participants: participants.map((each, index) => (index === 0 ? { ...each, role: 'attendee' } : each)),
      })),
    )
    expect(screen.queryByRole('list', { name: 'People in the lobby' })).toBeNull()
    expect(screen.queryByRole('button', { name: /again$/ })).toBeNull()
  })

  test('lets one in, all in, nobody in', async () => {
    const { state } = shown({ waiting: 3 })
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Admit Grace Mensah' })))
    expect(state().waiting).toHaveLength(2)
    expect(state().participants.at(-1)?.name).toBe('Grace Mensah')
    fireEvent.click(screen.getByRole('button', { name: 'More for Amir Haddad' }))
    const block = await screen.findByRole('menuitem', { name: /and block/ })
    await act(async () => void fireEvent.click(block))
    expect(state().logged.at(-1)).toMatchObject({ action: 'block', target: 'Amir Haddad' })
    expect(state().participants).toHaveLength(7)
    act(() => void state())
    cleanup()
    const again = shown({ waiting: 3 })
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Admit all' })))
    expect(again.state()).toMatchObject({ waiting: [] })
    expect(again.state().participants).toHaveLength(9)
  })

  test('a request that the service refuses is told', async () => {
    const { engine } = shown({ waiting: 1 })
    vi.spyOn(engine.moderation, 'admit').mockRejectedValue(new Error('no'))
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Admit Grace Mensah' })))
    expect(screen.getByRole('log').textContent).toContain('Something went wrong')
  })
})

describe('what one may do to others', () => {
  test('is the whole menu for an organiser', async () => {
    shown({ roles: { 1: 'attendee' }, hands: [1] })
    expect(await menuOf('Bo Lindqvist')).toEqual([
      'Mute',
      'Turn off camera',
      'Lower hand',
      'Spotlight for everyone',
      'Make presenter',
      'Make co-organiser',
      'Make organiser',
      'Send to the lobby',
      'Remove from the meeting',
    ])
  })

  test('is less for a presenter, nothing for an attendee, and nothing about oneself', async () => {
    shown({ role: 'presenter', roles: { 1: 'attendee', 2: 'organiser' }, muted: [1] })
    expect(await menuOf('Bo Lindqvist')).toEqual(['Ask to unmute', 'Turn off camera', 'Spotlight for everyone'])
    expect(screen.queryByRole('button', { name: 'Options for Chen Wei' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Options for Ada Moreau' })).toBeNull()
    cleanup()
    shown({ role: 'attendee' })
    expect(screen.queryByRole('button', { name: /^Options for/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Manage the meeting' })).toBeNull()
  })

  test('allows single people what is held back, and takes it again', async () => {
    const { person } = shown({ options: { microphones: 'heldBack' }, roles: { 1: 'attendee' }, muted: [1] })
    await choose('Bo Lindqvist', 'Allow to unmute')
    expect(person(1)?.mayUnmute).toBe(true)
    await choose('Bo Lindqvist', 'Hold back microphone')
    expect(person(1)?.mayUnmute).toBe(false)
  })

  test('removes nobody before that was confirmed, and can be taken back', async () => {
    const { state, person } = shown()
    await choose('Bo Lindqvist', 'Remove from the meeting')
    expect(person(1)).toBeDefined()
    const dialog = screen.getByRole('alertdialog', { name: 'Remove Bo Lindqvist?' })
    await act(async () => void fireEvent.click(within(dialog).getByRole('button', { name: 'Remove' })))
    expect(person(1)).toBeUndefined()
    expect(state().removed).toMatchObject([{ name: 'Bo Lindqvist' }])
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Allow Bo Lindqvist again' })))
    expect(state().removed).toEqual([])
  })

  test('passes the role of the organiser on after a question', async () => {
    const { person } = shown()
    await choose('Bo Lindqvist', 'Make organiser')
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Make organiser' })))
    expect(person(1)?.role).toBe('organiser')
    expect(person(0)?.role).toBe('coOrganiser')
  })

  test('asks for a microphone, and turns none on', async () => {
    const { person } = shown({ muted: [1] })
    await choose('Bo Lindqvist', 'Ask to unmute')
    expect(person(1)?.producers.find(({ source }) => source === 'microphone')?.paused).toBe(true)
    expect(screen.getByRole('log').textContent).toContain('The question was sent')
  })
})

describe('what one may do to the meeting', () => {
  const open = async (): Promise<void> => {
    fireEvent.click(screen.getByRole('button', { name: 'Manage the meeting' }))
    await screen.findByRole('menu')
  }

  test('mute everyone and hold back, lock and unlock', async () => {
    const { state } = shown({ hands: [1, 2] })
    await open()
    await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: 'Mute everyone and hold back' })))
    expect(state().options.microphones.value).toBe('heldBack')
    expect(
      state()
        .participants.slice(1)
        .every(({ producers }) => producers[0]?.paused),
    ).toBe(true)
    await open()
    expect(screen.queryByRole('menuitem', { name: 'Mute everyone and hold back' })).toBeNull()
    await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: 'Lower all hands' })))
    expect(state().participants.some(({ handRaisedAt }) => handRaisedAt !== undefined)).toBe(false)
    await open()
    await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: 'Lock the meeting' })))
    expect(state().locked).toBe(true)
    await open()
    await act(async () => void fireEvent.click(screen.getByRole('menuitem', { name: 'Unlock the meeting' })))
    expect(state().locked).toBe(false)
  })

  test('a presenter mutes, and does no more', async () => {
    shown({ role: 'presenter', roles: { 1: 'organiser' } })
    await open()
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Mute everyone', 'Lower all hands'])
  })
})

describe('being asked', () => {
  test('turns the microphone on only when one says so', async () => {
    const { engine, state } = shown({ microphone: 'off' })
    act(() => engine.moderate('microphoneRequested', 'Bo Lindqvist'))
    const dialog = await screen.findByRole('alertdialog', { name: 'Bo Lindqvist asks you to unmute' })
    expect(state().local.microphone.state).toBe('off')
    await act(async () => void fireEvent.click(within(dialog).getByRole('button', { name: 'Not now' })))
    expect(state().local.microphone.state).toBe('off')
    act(() => engine.moderate('microphoneRequested', 'Bo Lindqvist'))
    await act(async () => void fireEvent.click(await screen.findByRole('button', { name: 'Unmute' })))
    expect(state().local.microphone.state).toBe('on')
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  test('is over when it may not be done any more', async () => {
    const { engine } = shown({ role: 'attendee', roles: { 1: 'organiser' }, microphone: 'off' })
    act(() => engine.moderate('microphoneRequested', 'Bo Lindqvist'))
    await screen.findByRole('alertdialog')
    act(() => engine.store.setState({ options: resolveOptions([], { microphones: 'heldBack' }) }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })
})
