// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EndReason } from '#shared/contract/signalling.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { renderInMeeting } from '../features/stage/testing/render-in-meeting.tsx'
import { EndedScreen } from './EndedScreen.tsx'
import { type Navigation, NavigationContext } from './navigation.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const end = (reason: EndReason) => {
  const again = vi.fn()
  const { engine } = renderInMeeting(
    <NavigationContext value={{ again } as unknown as Navigation}>
      <EndedScreen />
    </NavigationContext>,
  )
  act(() => engine.store.setState({ phase: 'ended', ended: { reason } }))
  return again
}
const buttons = (): (string | null)[] => screen.getAllByRole('button').map(({ textContent }) => textContent)

test.each<[EndReason, string, string[]]>([
  ['left', 'You left the meeting', ['Back to home', 'Join again']],
  ['removed', 'You were removed from the meeting', ['Back to home']],
  ['blocked', 'You can’t join this meeting', ['Back to home']],
  ['waitedTooLong', 'Nobody let you in', ['Back to home', 'Knock again']],
  ['denied', 'You were not let in', ['Back to home', 'Knock again']],
])('%s: why, and where one can go from here', (reason, title, ways) => {
  end(reason)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title)
  expect(buttons()).toEqual(ways)
})

test('whoever was denied knocks again when they may, and not before', () => {
  const again = end('denied')
  const knock = screen.getByRole('button', { name: 'Knock again' })
  expect(screen.getByText(/^From .* on you can knock again\.$/)).toBeDefined()
  fireEvent.click(knock)
  expect(again).not.toHaveBeenCalled()
  act(() => void vi.advanceTimersByTime(LIMITS.denial + 10_000))
  expect(screen.queryByText(/you can knock again/)).toBeNull()
  fireEvent.click(knock)
  expect(again).toHaveBeenCalledOnce()
})
