// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { EndMeetingDialog } from './EndMeetingDialog.tsx'
import { Toolbar } from './Toolbar.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const shown = (
  <>
    <Toolbar />
    <EndMeetingDialog />
  </>
)
const button = (name: string): HTMLElement => screen.getByRole('button', { name })

describe('toolbar', () => {
  test('in the order in which people look for things', () => {
    renderInMeeting(shown)
    expect(screen.getAllByRole('button').map((element) => element.getAttribute('aria-label'))).toEqual([
      'Microphone',
      'Choose microphone and speakers',
      'Camera',
      'Choose camera',
      'Share',
      'Hand',
      'React',
      'People',
      'Chat',
      'More',
      'Leave',
      'More ways to leave',
    ])
  })

  test('what the role may not do is not there', () => {
    renderInMeeting(shown, { role: 'attendee' })
    expect(screen.queryByRole('button', { name: 'Share' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'More ways to leave' })).toBeNull()
    expect(button('Leave')).toBeDefined()
  })

  test('a new role changes what is there at once', () => {
    const { engine } = renderInMeeting(shown, { role: 'attendee' })
    act(() =>
      engine.store.setState(({ participants, selfId }) => ({
        participants: participants.map((person) => (person.id === selfId ? { ...person, role: 'presenter' as const } : person)),
      })),
    )
    expect(button('Share')).toBeDefined()
  })

  test('the microphone says whether it is on, and switches', async () => {
    const { engine } = renderInMeeting(shown)
    expect(button('Microphone').getAttribute('aria-pressed')).toBe('true')
    fireEvent.click(button('Microphone'))
    expect(button('Microphone').getAttribute('aria-pressed')).toBe('false')
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })

  test('a blocked microphone is not on, and its menu says the way out', async () => {
    renderInMeeting(shown, { microphone: 'blocked' })
    expect(button('Microphone').getAttribute('aria-pressed')).toBe('false')
    fireEvent.click(button('Choose microphone and speakers'))
    expect(screen.getByText('Parley may not use the microphone')).toBeDefined()
    expect(screen.getByRole('menuitem', { name: 'Try again' })).toBeDefined()
  })

  test('another microphone is one click away', async () => {
    const { engine } = renderInMeeting(shown)
    fireEvent.click(button('Choose microphone and speakers'))
    fireEvent.click(screen.getAllByRole('menuitemradio', { name: 'Headset' })[0] as HTMLElement)
    expect(engine.store.getState().devices.selected).toEqual({ microphone: 'microphone-2' })
  })

  test('while reconnecting, what needs the service says so and does nothing', async () => {
    const { engine } = renderInMeeting(shown, { reconnectingFor: 9000 })
    const hand = button('Hand')
    expect(hand.getAttribute('aria-disabled')).toBe('true')
    fireEvent.click(hand)
    expect(engine.store.getState().participants[0]?.handRaisedAt).toBeUndefined()
    fireEvent.click(button('Microphone'))
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })

  test('a reaction', async () => {
    const { engine } = renderInMeeting(shown)
    fireEvent.click(button('React'))
    fireEvent.click(await screen.findByRole('button', { name: 'Applause' }))
    expect(engine.store.getState().reactions).toMatchObject([{ participantId: 'participant-0', reaction: 'applause' }])
    expect(screen.queryByRole('button', { name: 'Applause' })).toBeNull()
    await engine.leave()
  })

  test('ending for everyone is asked first', async () => {
    const { engine } = renderInMeeting(shown)
    fireEvent.click(button('More ways to leave'))
    fireEvent.click(screen.getByRole('menuitem', { name: 'End the meeting for everyone' }))
    expect(engine.store.getState().phase).toBe('joined')
    fireEvent.click(await screen.findByRole('button', { name: 'End for everyone' }))
    await waitFor(() => expect(engine.store.getState()).toMatchObject({ phase: 'ended', ended: { reason: 'meetingEnded' } }))
  })
})
