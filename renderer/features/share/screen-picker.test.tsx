// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { ScreenPicker } from './ScreenPicker.tsx'
import { SharingBadge } from './SharingBadge.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const screens = [{ id: 'screen:1', name: 'Screen 1', kind: 'screen' as const, thumbnail: 'data:image/png;base64,' }]
const shown = (
  <>
    <ScreenPicker />
    <SharingBadge />
  </>
)
const button = (name: string): HTMLElement => screen.getByRole('button', { name })

test('nothing is captured before something was picked', async () => {
  const { engine, choose, tell } = renderInMeeting(shown, {}, { screens, abilities: { shareSystemAudio: true } })
  act(() => tell('menuAction', { action: 'toggleShare' }))
  const source = await screen.findByRole('radio', { name: 'Screen 1' })
  fireEvent.click(button('Share'))
  expect(choose).not.toHaveBeenCalled()
  fireEvent.click(source)
  fireEvent.click(screen.getByRole('checkbox', { name: 'Share the sound of this computer' }))
  fireEvent.click(button('Share'))
  expect(choose).toHaveBeenCalledExactlyOnceWith('screen:1', true)
  await waitFor(() => expect(engine.store.getState().local.screen.state).toBe('on'))
  fireEvent.click(await screen.findByRole('button', { name: 'Stop sharing' }))
  expect(engine.store.getState().local.screen.state).toBe('off')
})

test('a source that has gone can’t be shared any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { list, choose, tell } = renderInMeeting(shown, {}, { screens })
  act(() => tell('menuAction', { action: 'toggleShare' }))
  await act(() => vi.advanceTimersByTimeAsync(10))
  fireEvent.click(screen.getByRole('radio', { name: 'Screen 1' }))
  list.mockResolvedValue([])
  await act(() => vi.advanceTimersByTimeAsync(1100))
  expect(screen.queryByRole('radio')).toBeNull()
  fireEvent.click(button('Share'))
  expect(choose).not.toHaveBeenCalled()
})

test('the list is asked for only while the picker is open', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { list, tell } = renderInMeeting(shown, {}, { screens })
  await act(() => vi.advanceTimersByTimeAsync(3000))
  expect(list).not.toHaveBeenCalled()
  act(() => tell('menuAction', { action: 'toggleShare' }))
  await act(() => vi.advanceTimersByTimeAsync(2500))
  expect(list).toHaveBeenCalledTimes(3)
  fireEvent.click(button('Cancel'))
  list.mockClear()
  await act(() => vi.advanceTimersByTimeAsync(5000))
  expect(list).not.toHaveBeenCalled()
})
