import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Closing, LEAVING_TIME } from './closing.ts'

const ask = vi.fn<() => Promise<boolean>>()
const leave = vi.fn()
const close = vi.fn()
let closing: Closing

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetAllMocks()
  closing = new Closing({ ask, leave, close })
})
afterEach(() => vi.useRealTimers())

test('outside a meeting nobody is asked', () => {
  expect(closing.mayClose()).toBe(true)
  closing.setInMeeting(true)
  closing.setInMeeting(false)
  expect(closing.mayClose()).toBe(true)
  expect(ask).not.toHaveBeenCalled()
})

test('in a meeting the person is asked, once at a time, and may stay', async () => {
  ask.mockResolvedValue(false)
  closing.setInMeeting(true)
  expect(closing.mayClose()).toBe(false)
  expect(closing.mayClose()).toBe(false)
  await vi.runAllTimersAsync()
  expect(ask).toHaveBeenCalledTimes(1)
  expect(leave).not.toHaveBeenCalled()
  expect(close).not.toHaveBeenCalled()
  expect(closing.mayClose()).toBe(false)
  expect(ask).toHaveBeenCalledTimes(2)
})

test('who leaves is out of the meeting before the window goes', async () => {
  ask.mockResolvedValue(true)
  closing.setInMeeting(true)
  closing.mayClose()
  await vi.advanceTimersByTimeAsync(100)
  expect(leave).toHaveBeenCalledTimes(1)
  expect(close).not.toHaveBeenCalled()
  closing.setInMeeting(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(close).toHaveBeenCalledWith(false)
  expect(closing.mayClose()).toBe(true)
})

test('a page that does not answer is not waited for', async () => {
  ask.mockResolvedValue(true)
  closing.setInMeeting(true)
  closing.mayClose()
  await vi.advanceTimersByTimeAsync(LEAVING_TIME - 1)
  expect(close).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(close).toHaveBeenCalledTimes(1)
})

test('who was quitting goes on quitting, and who changed their mind does not', async () => {
  closing.setInMeeting(true)
  ask.mockResolvedValueOnce(false)
  closing.quitRequested()
  closing.mayClose()
  await vi.runAllTimersAsync()
  ask.mockResolvedValueOnce(true)
  closing.mayClose()
  await vi.runAllTimersAsync()
  expect(close).toHaveBeenLastCalledWith(false)

  closing.windowClosed()
  ask.mockResolvedValueOnce(true)
  closing.quitRequested()
  closing.mayClose()
  await vi.runAllTimersAsync()
  expect(close).toHaveBeenLastCalledWith(true)
})

test('a dialog that fails keeps the meeting', async () => {
  ask.mockRejectedValue(new Error('no display'))
  closing.setInMeeting(true)
  expect(closing.mayClose()).toBe(false)
  await vi.runAllTimersAsync()
  expect(close).not.toHaveBeenCalled()
})

test('a computer that shuts down is not held up', () => {
  closing.setInMeeting(true)
  closing.shuttingDown()
  expect(closing.mayClose()).toBe(true)
  expect(ask).not.toHaveBeenCalled()
})
