// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderInMeeting } from './testing/render-in-meeting.tsx'
import { useControlsShown } from './use-controls-shown.ts'
import { useFullScreen } from './use-full-screen.ts'

const Controls = () => {
  useFullScreen()
  return (
    <div data-controls>
      <button type="button">{useControlsShown() ? 'shown' : 'hidden'}</button>
    </div>
  )
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))
const controls = (): string => screen.getByRole('button').textContent

const toFullScreen = () => {
  const meeting = renderInMeeting(<Controls />, { participants: 2 })
  const change = (on: boolean) => act(() => meeting.tell('fullScreenChanged', { on }))
  change(true)
  return { change }
}

test('in a window the controls stay', () => {
  renderInMeeting(<Controls />, { participants: 2 })
  pass(60_000)
  expect(controls()).toBe('shown')
})

test('on full screen they go four seconds after the last move, and come with the next', () => {
  toFullScreen()
  pass(3_000)
  fireEvent.pointerMove(document)
  pass(3_999)
  expect(controls()).toBe('shown')
  pass(1)
  expect(controls()).toBe('hidden')
  fireEvent.keyDown(document)
  expect(controls()).toBe('shown')
})

test('they stay while a menu of theirs is open', () => {
  toFullScreen()
  const menu = document.createElement('div')
  menu.role = 'menu'
  document.body.append(menu)
  pass(20_000)
  expect(controls()).toBe('shown')
  menu.remove()
  pass(4_000)
  expect(controls()).toBe('hidden')
})

test('they are back when the system ends full screen', () => {
  const { change } = toFullScreen()
  pass(4_000)
  expect(controls()).toBe('hidden')
  change(false)
  expect(controls()).toBe('shown')
  pass(60_000)
  expect(controls()).toBe('shown')
})
