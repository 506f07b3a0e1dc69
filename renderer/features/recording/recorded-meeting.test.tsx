// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import { Stage } from '../stage/Stage.tsx'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { StandInObserver } from './testing/stand-in-observer.ts'

let hidden = false

beforeEach(() => {
  hidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1280, 660))
  StandInObserver.install()
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const show = (scenario: FakeScenario) => renderInMeeting(<Stage />, scenario)
const banner = (): HTMLElement | null => document.querySelector('[data-banner]')
const said = (): string => document.querySelector('[data-recording-said]')?.textContent ?? ''
const openMenu = async () => {
  fireEvent.click(screen.getByRole('button', { name: 'More' }))
  await screen.findByRole('menu')
}
const button = (name: string): HTMLElement => screen.getByRole('button', { name })

describe('the notice', () => {
  test('says who records, what becomes of it and where that is written, and stays when it is paused', async () => {
    const { engine } = show({
      role: 'organiser',
      recording: { regular: 'running', notice: { text: 'Kept for 60 days.', address: 'https://northwind.example/privacy' } },
    })
    const shown = within(banner() ?? document.body)
    expect(shown.getByText('Bo Lindqvist is recording this meeting.')).toBeTruthy()
    expect(shown.getByText(/Kept for 60 days\./)).toBeTruthy()
    const link = shown.getByRole('link')
    expect(link.getAttribute('href')).toBe('https://northwind.example/privacy')
    expect(link.getAttribute('target')).toBe('_blank')
    expect(said()).toContain('Bo Lindqvist is recording this meeting. Kept for 60 days.')
    await act(() => engine.recording.pauseRecording())
    expect(banner()?.textContent).toContain('The recording that Bo Lindqvist started is paused.')
    expect(said()).toBe('The recording that Bo Lindqvist started is paused.')
    await act(() => engine.recording.resumeRecording())
    expect(said()).toBe('The recording goes on.')
  })

  test.each(['http://northwind.example/', 'javascript:alert(1)', 'https://you@northwind.example/', 'file:///etc/passwd'])(
    'has no link to %s',
    (address) => {
      show({ recording: { regular: 'running', notice: { address } } })
      expect(within(banner() ?? document.body).queryByRole('link')).toBeNull()
    },
  )

  test('put away, it is gone, and the red mark is not', async () => {
    show({ recording: { regular: 'running' } })
    fireEvent.click(button('Dismiss'))
    expect(banner()).toBeNull()
    expect(button('Recording').dataset.recording).toBe('running')
    fireEvent.click(button('Recording'))
    const panel = await screen.findByRole('complementary', { name: 'Recording' })
    expect(within(panel).getByText(/^Started by Bo Lindqvist at/)).toBeTruthy()
    expect(within(panel).getByText(/names of those who were there/)).toBeTruthy()
  })

  test('is acknowledged when it is on screen, not before', () => {
    const { engine } = show({ recording: { regular: 'starting', untold: [0] } })
    expect(engine.noticesSeen).toEqual([])
    act(() => StandInObserver.show(0.3))
    expect(engine.noticesSeen).toEqual([])
    act(() => StandInObserver.show(1))
    expect(engine.noticesSeen).toEqual(['recording-1'])
    expect(engine.store.getState().participants[0]?.recorded?.told).toBe(true)
    expect(banner()).not.toBeNull()
  })

  test('where the window is on no screen, it is acknowledged because it was said', () => {
    hidden = true
    const { engine } = show({ recording: { regular: 'starting', untold: [0] } })
    expect(said()).not.toBe('')
    expect(engine.noticesSeen).toEqual(['recording-1'])
  })

  test('comes back, and is acknowledged again, where the service no longer knows that it was shown', () => {
    const { engine } = show({ recording: { regular: 'running' } })
    fireEvent.click(button('Dismiss'))
    expect(banner()).toBeNull()
    act(() =>
      engine.store.setState(({ participants }) => ({
        participants: participants.map((each) => ({ ...each, recorded: { told: false } })),
      })),
    )
    expect(banner()).not.toBeNull()
    act(() => StandInObserver.show(1))
    expect(engine.noticesSeen).toEqual(['recording-1'])
  })

  test('of what begins meanwhile is said by the system, too, and what ends is said', async () => {
    const { engine, notify } = show({ role: 'organiser', recording: {} })
    expect(banner()).toBeNull()
    await act(() => engine.recording.startRecording())
    expect(notify).toHaveBeenCalledExactlyOnceWith(
      'Moving into the new building',
      expect.stringContaining('You are recording this meeting.'),
    )
    await act(() => engine.recording.stopRecording())
    expect(said()).toBe('The recording has stopped.')
    expect(screen.queryByRole('button', { name: 'Recording' })).toBeNull()
    expect(banner()).toBeNull()
  })

  test('of what begins meanwhile is heard, and what is done to it later is not', async () => {
    const { engine } = show({ role: 'organiser', recording: {} })
    const played = vi.fn()
    const ramp = () => undefined
    class Loudness {
      readonly gain = { setValueAtTime: ramp, linearRampToValueAtTime: ramp, exponentialRampToValueAtTime: ramp }
      connect(): void {}
    }
    class Tone extends EventTarget {
      readonly connect = (to: unknown): unknown => to
      readonly start = played
      stop(): void {}
    }
    vi.stubGlobal('AudioContext', class {})
    vi.stubGlobal('OscillatorNode', Tone)
    vi.stubGlobal('GainNode', Loudness)
    await act(() => engine.recording.startRecording())
    const notes = played.mock.calls.length
    expect(notes).toBeGreaterThan(0)
    await act(() => engine.recording.pauseRecording())
    await act(() => engine.recording.resumeRecording())
    await act(() => engine.recording.stopRecording())
    expect(played).toHaveBeenCalledTimes(notes)
  })

  test('of a compliance recording says why, and who can open it', () => {
    show({ recording: { compliance: 'running' } })
    expect(banner()?.textContent).toContain('because an organisation requires it')
    expect(banner()?.textContent).toContain('Only the compliance officers')
  })
})

describe('starting and stopping', () => {
  test('is in the menu for whoever may', async () => {
    const { engine } = show({ role: 'organiser', recording: {} })
    await openMenu()
    fireEvent.click(screen.getByRole('menuitem', { name: 'Start recording' }))
    await vi.waitFor(() => expect(engine.store.getState().recording.active).toHaveLength(1))
    await openMenu()
    fireEvent.click(screen.getByRole('menuitem', { name: 'Pause recording' }))
    await vi.waitFor(() => expect(engine.store.getState().recording.active[0]?.state).toBe('paused'))
    await openMenu()
    expect(screen.getByRole('menuitem', { name: 'Continue recording' })).toBeTruthy()
    fireEvent.click(screen.getByRole('menuitem', { name: 'Stop recording' }))
    await vi.waitFor(() => expect(engine.store.getState().recording.active).toEqual([]))
  })

  test('is not there for attendees', async () => {
    show({ role: 'attendee' })
    await openMenu()
    expect(screen.queryByRole('menuitem', { name: /recording/i })).toBeNull()
  })

  test.each<[string, FakeScenario, RegExp]>([
    ['end-to-end encryption', { options: { encryption: 'on' } }, /end-to-end encrypted/],
    ['the option', { options: { recording: 'nobody' } }, /The organiser has turned recording off/],
    ['the role, by the option', { role: 'presenter', options: { recording: 'organisers' } }, /Only organisers/],
    [
      'the organisation',
      { rules: [{ source: 'policy', name: 'Everyone', rules: { recording: { fixed: 'nobody' } } }] },
      /Your organisation doesn’t allow/,
    ],
    ['a service without a recorder', { recording: { unavailable: 'noRecorder' } }, /ffmpeg/],
    ['a service without a vault', { recording: { unavailable: 'noVault' } }, /key vault/],
  ])('says why it can’t be done: %s', async (_why, scenario, reason) => {
    show({ role: 'organiser', ...scenario })
    await openMenu()
    const item = screen.getByRole('menuitem', { name: /^Start recording/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toMatch(reason)
  })

  test('can’t be started where administrators have turned it off on this computer, but stopped', async () => {
    const managed = { allows: { recording: false } }
    const { unmount } = renderInMeeting(<Stage />, { role: 'organiser' }, managed)
    await openMenu()
    const item = screen.getByRole('menuitem', { name: /^Start recording/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toMatch(/turned this off on this computer/)
    unmount()
    const { engine } = renderInMeeting(<Stage />, { role: 'organiser', recording: { regular: 'running' } }, managed)
    await openMenu()
    fireEvent.click(screen.getByRole('menuitem', { name: 'Stop recording' }))
    await vi.waitFor(() => expect(engine.store.getState().recording.active).toEqual([]))
  })
})

describe('consent', () => {
  const ASKED: FakeScenario = {
    role: 'attendee',
    recording: { regular: 'running', consentAsked: true, answers: { 0: 'asked' } },
  }

  test('is asked with the notice; until it is given, each control says why it is off', async () => {
    const { engine } = show(ASKED)
    const dialog = await screen.findByRole('alertdialog', { name: 'Do you agree to being recorded?' })
    expect(within(dialog).getByText('Bo Lindqvist is recording this meeting.')).toBeTruthy()
    expect(engine.store.getState().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } })
    expect(button('Microphone').getAttribute('aria-disabled')).toBe('true')
    fireEvent.click(button('Microphone'))
    expect(engine.store.getState().local.microphone.state).toBe('off')
    fireEvent.click(within(dialog).getByRole('button', { name: 'Agree' }))
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(button('Microphone').getAttribute('aria-disabled')).toBe('false')
    expect(engine.store.getState().local.microphone.state).toBe('off')
  })

  test('refused, the banner says what that means and asks again when one wants it to', async () => {
    show(ASKED)
    fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Not now' }))
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(banner()?.textContent).toContain('You have not agreed to being recorded.')
    fireEvent.click(button('Answer'))
    fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Agree' }))
    await vi.waitFor(() => expect(banner()?.textContent).not.toContain('You have not agreed'))
  })

  test('can be taken back among the people', async () => {
    const { engine } = show({ role: 'attendee', recording: { regular: 'running', consentAsked: true } })
    fireEvent.click(button('People'))
    const panel = await screen.findByRole('complementary', { name: 'People' })
    expect(within(panel).getByText('You agreed to being recorded.')).toBeTruthy()
    fireEvent.click(within(panel).getByRole('button', { name: 'Take it back' }))
    await vi.waitFor(() => expect(engine.store.getState().participants[0]?.recorded?.consent).toBe('refused'))
    expect(engine.store.getState().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } })
    // That was an answer: nobody is asked again unless they want to be.
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  test('organisers see who is left out and why, others do not', async () => {
    const recording: FakeScenario['recording'] = {
      regular: 'running',
      consentAsked: true,
      answers: { 2: 'asked', 3: 'refused' },
      untold: [1],
    }
    const marks = (): (string | undefined)[] =>
      [...document.querySelectorAll<HTMLElement>('[data-left-out]')].map(({ dataset }) => dataset.leftOut)
    const { unmount } = show({ participants: 5, role: 'organiser', recording })
    fireEvent.click(button('People'))
    await screen.findByRole('complementary', { name: 'People' })
    expect(marks().sort()).toEqual(['asked', 'refused', 'untold'])
    unmount()
    show({ participants: 5, role: 'attendee', recording })
    fireEvent.click(button('People'))
    await screen.findByRole('complementary', { name: 'People' })
    expect(marks()).toEqual([])
  })
})

test('the window is kept out of pictures for as long as the meeting asks for it', async () => {
  const { setContentProtection, unmount } = show({ options: { capturing: 'prevented' } })
  expect(setContentProtection).toHaveBeenLastCalledWith(true)
  unmount()
  expect(setContentProtection).toHaveBeenLastCalledWith(false)
})
