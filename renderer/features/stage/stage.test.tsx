// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Stage } from './Stage.tsx'
import { useStageView } from './stage-view.ts'
import { renderInMeeting } from './testing/render-in-meeting.tsx'

let hidden = false

beforeEach(() => {
  hidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1280, 660))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const Opener = ({ panel }: { panel: 'options' | 'log' }) => {
  const view = useStageView()
  return <button type="button" aria-label="open" onClick={() => view.setState({ panel })} />
}

const tiles = (): string[] => screen.getAllByRole('figure').map((tile) => tile.dataset.tile ?? '')

describe('stage', () => {
  test('says of each person what is worth saying', () => {
    renderInMeeting(<Stage />, { participants: 5, muted: [1], hands: [2], cutOff: [3], poor: [4] })
    expect(
      screen
        .getAllByRole('figure')
        .map((tile) => document.getElementById(tile.getAttribute('aria-labelledby') ?? '')?.textContent),
    ).toEqual([
      'Bo Lindqvist, Microphone off, Camera off',
      'Chen Wei, Hand raised, Microphone on, Camera off',
      'Dara Okafor, Guest, Reconnecting, Microphone on, Camera off',
      'Eli Novak, From Northwind, Microphone on, Camera off, Poor connection',
      'Ada Moreau (you), Microphone on, Camera off',
    ])
  })

  test('alone, it offers the link', () => {
    renderInMeeting(<Stage />, { participants: 1 })
    expect(screen.getByText('You are the only one here')).toBeDefined()
    expect(screen.getByText('https://meet.example.org/join/fkd-mpqr-tuv')).toBeDefined()
  })

  test('the options and the log close for whoever does not lead the meeting any more', () => {
    for (const panel of ['options', 'log'] as const) {
      const { engine } = renderInMeeting(
        <>
          <Stage />
          <Opener panel={panel} />
        </>,
        { participants: 3 },
      )
      fireEvent.click(screen.getByRole('button', { name: 'open' }))
      expect(document.querySelector(`[data-panel=${panel}]`)).not.toBeNull()
      act(() =>
        engine.store.setState(({ participants: [self, ...others] }) => ({
          participants: self === undefined ? [] : [{ ...self, role: 'presenter' }, ...others],
        })),
      )
      expect(document.querySelector('[data-panel]')).toBeNull()
      cleanup()
    }
  })

  test('a share takes the stage while it lasts', () => {
    const { engine } = renderInMeeting(<Stage />, { participants: 3 })
    const share = (on: boolean) =>
      act(() =>
        engine.store.setState(({ participants }) => ({
          participants: participants.map((person) => {
            if (person.id !== 'participant-1') return person
            const others = person.producers.filter(({ source }) => source !== 'screen')
            return { ...person, producers: on ? [...others, { id: 's', source: 'screen' as const, paused: false }] : others }
          }),
        })),
      )
    share(true)
    expect(tiles()[0]).toBe('participant-1 screen')
    share(false)
    expect(tiles()).toEqual(['participant-1 camera', 'participant-2 camera', 'participant-0 camera'])
  })

  test('the arrow keys walk the tiles, of which Tab knows one', () => {
    renderInMeeting(<Stage />, { participants: 5 })
    const [first, second] = screen.getAllByRole('figure')
    if (first === undefined || second === undefined) throw new Error('two tiles expected')
    act(() => first.focus())
    fireEvent.keyDown(first, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(second)
    expect(screen.getAllByRole('figure').map((tile) => tile.tabIndex)).toEqual([-1, 0, -1, -1, -1])
  })

  test('a person is pinned by keyboard, and let go', async () => {
    renderInMeeting(<Stage />, { participants: 4 })
    const tile = screen.getByRole('figure', { name: /^Chen Wei/ })
    act(() => tile.focus())
    fireEvent.keyDown(tile, { key: 'Enter' })
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Pin' }))
    expect(tiles()[0]).toBe('participant-2 camera')
    expect(screen.getByRole('figure', { name: /^Chen Wei.*Pinned/ })).toBe(document.activeElement)
    fireEvent.keyDown(screen.getByRole('figure', { name: /^Chen Wei/ }), { key: 'Enter' })
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Unpin' }))
    expect(screen.queryByRole('figure', { name: /Pinned/ })).toBeNull()
  })

  test('the engine is told what is on screen, and of nothing once it is not', () => {
    const { engine, unmount } = renderInMeeting(<Stage />, { participants: 60, withoutCamera: [2] })
    const visible = () => engine.visible.map(({ producerId }) => producerId)
    const firstPage = visible()
    expect(firstPage).toContain('participant-1-camera')
    expect(firstPage).not.toContain('participant-0-camera')
    expect(firstPage).not.toContain('participant-2-camera')
    expect(firstPage).not.toContain('participant-59-camera')
    expect(engine.visible[0]?.width).toBeGreaterThan(100)
    fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
    expect(visible()).toContain('participant-59-camera')
    expect(visible()).not.toContain('participant-1-camera')
    hidden = true
    fireEvent(document, new Event('visibilitychange'))
    expect(visible()).toEqual([])
    hidden = false
    fireEvent(document, new Event('visibilitychange'))
    expect(visible()).toContain('participant-59-camera')
    unmount()
    expect(visible()).toEqual([])
  })

  test('who is far down the list and speaks comes to the first page', () => {
    const { engine } = renderInMeeting(<Stage />, { participants: 60 })
    expect(tiles()).not.toContain('participant-59 camera')
    act(() => engine.store.setState({ activeSpeakerId: 'participant-59' }))
    expect(tiles()).toContain('participant-59 camera')
  })

  test('levels of 49 people render the tiles of those who begin or cease to speak, and nothing else', () => {
    let commits = 0
    const { engine } = renderInMeeting(
      <Profiler id="stage" onRender={() => (commits += 1)}>
        <Stage />
      </Profiler>,
      { participants: 49 },
    )
    const levels = (level: number) =>
      act(() =>
        engine.store.setState({
          audioLevels: Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`participant-${index}`, level])),
        }),
      )
    levels(-70)
    const before = commits
    levels(-71)
    levels(-65)
    expect(commits).toBe(before)
    act(() => engine.store.setState({ audioLevels: { 'participant-7': -20 } }))
    expect(commits).toBe(before + 1)
    expect(document.querySelectorAll('[data-speaking]')).toHaveLength(1)
  })
})

describe('notices', () => {
  test('reconnecting says what it means, and for how long', () => {
    renderInMeeting(<Stage />, { reconnectingFor: 42_000 })
    expect(screen.getByRole('alert').textContent).toMatch(/Others can’t hear or see you now\..*42 more seconds/)
  })

  test('a lost device is put away by hand', async () => {
    const { engine } = renderInMeeting(<Stage />, { notices: [{ kind: 'deviceLost', name: 'Headset' }] })
    expect(screen.getByRole('alert').textContent).toBe('Headset was unplugged.')
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(engine.store.getState().notices).toEqual([])
  })

  test('who comes is told through the system only while the page is not in sight', () => {
    const { engine, notify } = renderInMeeting(<Stage />)
    const join = (id: number, name: string) =>
      act(() =>
        engine.store.setState(({ notices }) => ({
          notices: [...notices, { id, kind: 'participantJoined' as const, name, at: Date.now() }],
        })),
      )
    join(1, 'Bo')
    expect(notify).not.toHaveBeenCalled()
    expect(screen.getByRole('log').textContent).toBe('Bo joined')
    hidden = true
    join(2, 'Chen')
    expect(notify).toHaveBeenCalledExactlyOnceWith('Moving into the new building', 'Chen joined')
  })
})
