// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Navigation, NavigationContext } from '../../app/navigation.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { LobbyScreen } from './LobbyScreen.tsx'
import { LobbyToast } from './LobbyToast.tsx'

afterEach(cleanup)

describe('in the lobby', () => {
  const waiting = (minutes: number) => {
    const leave = vi.fn(async () => undefined)
    const place = renderInMeeting(
      <NavigationContext value={{ leave } as unknown as Navigation}>
        <LobbyScreen />
      </NavigationContext>,
    )
    const now = Date.now()
    const lobby = { since: now - minutes * 60_000, until: now + 600_000, reconnecting: false, sentBack: false }
    act(() => place.engine.store.setState({ phase: 'waiting', participants: [], lobby }))
    return { ...place, leave, lobby }
  }

  test('one reads who one waits for and since when, with the own devices at hand', () => {
    waiting(3)
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Waiting for someone to let you in')
    expect(screen.getByText('Organised by Ada Moreau')).toBeDefined()
    expect(screen.getByText(/^You have waited for 3 minutes\./)).toBeDefined()
    expect(screen.getByRole('switch', { name: 'Camera' })).toBeDefined()
    expect(screen.getByRole('switch', { name: 'Microphone' })).toBeDefined()
  })

  test('whoever has just come is not told of minutes', () => {
    waiting(0)
    expect(screen.getByText(/^You have just arrived\./)).toBeDefined()
  })

  test('whoever was sent back reads that it was done to them', () => {
    const { engine, lobby } = waiting(0)
    expect(screen.queryByText(/sent back/)).toBeNull()
    act(() => engine.store.setState({ lobby: { ...lobby, sentBack: true } }))
    expect(screen.getByText('You were sent back to the lobby')).toBeDefined()
  })

  test('a lost connection is told, and one can leave', () => {
    const { engine, lobby, leave } = waiting(3)
    expect(screen.getByRole('status').textContent).toBe('')
    act(() => engine.store.setState({ lobby: { ...lobby, reconnecting: true } }))
    expect(screen.getByRole('status').textContent).toContain('Your place is kept')
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }))
    expect(leave).toHaveBeenCalledOnce()
  })
})

describe('the toast for those who may let people in', () => {
  test('comes with a sound once, and admits at once', async () => {
    const sound = vi.fn()
    const { engine } = renderInMeeting(<LobbyToast sound={sound} />, { waiting: 1 })
    expect(screen.getByText('Grace Mensah is waiting in the lobby')).toBeDefined()
    expect(screen.getByRole('status').textContent).toContain('From Northwind')
    expect(screen.getByRole('status').textContent).toContain('Signed in')
    expect(sound).toHaveBeenCalledTimes(1)
    act(() => engine.store.setState({ locked: true }))
    expect(sound).toHaveBeenCalledTimes(1)
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Admit' })))
    expect(engine.store.getState().waiting).toEqual([])
    expect(screen.queryByText(/is waiting/)).toBeNull()
  })

  test('put away, it comes back only for somebody new', () => {
    const sound = vi.fn()
    const { engine } = renderInMeeting(<LobbyToast sound={sound} />, { waiting: 1 })
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText(/is waiting/)).toBeNull()
    act(() =>
      engine.store.setState(({ waiting: [first] }) =>
        first === undefined ? {} : { waiting: [first, { ...first, id: 'next', name: 'Kim' }] },
      ),
    )
    expect(screen.getByText('Kim is waiting in the lobby')).toBeDefined()
    expect(sound).toHaveBeenCalledTimes(2)
  })

  test('says of several how many nobody has checked, before all are let in', () => {
    renderInMeeting(<LobbyToast />, { waiting: 4 })
    expect(screen.getByText('Nobody has checked the name of 1 of them')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Admit all' })).toBeDefined()
  })

  test('goes when one may let nobody in any more, and rests while one is cut off', () => {
    const { engine } = renderInMeeting(<LobbyToast />, { waiting: 1 })
    act(() => engine.store.setState({ phase: 'reconnecting' }))
    expect(screen.getByRole('button', { name: 'Admit' }).getAttribute('aria-disabled')).toBe('true')
    act(() =>
      engine.store.setState(({ participants: [self, ...others] }) => ({
        participants: self === undefined ? [] : [{ ...self, role: 'attendee' }, ...others],
      })),
    )
    expect(screen.queryByRole('button')).toBeNull()
  })
})
