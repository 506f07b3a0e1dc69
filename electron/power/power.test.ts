import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { watchPower } from './power-events.ts'
import { StayAwake } from './stay-awake.ts'

test.each([
  ['suspend', 'suspend'],
  ['resume', 'resume'],
  ['lock-screen', 'lock'],
  ['unlock-screen', 'unlock'],
])('%s is told as %s', (event, told) => {
  const monitor = new EventEmitter()
  const tell = vi.fn()
  watchPower(monitor as never, tell)
  monitor.emit(event)
  expect(tell.mock.calls).toEqual([[{ event: told }]])
})

test('the screen stays on from the beginning of a meeting to its end', () => {
  const start = vi.fn(() => 5)
  const stop = vi.fn(() => true)
  const stayAwake = new StayAwake({ start, stop, isStarted: () => false } as never)
  stayAwake.set(false)
  stayAwake.set(true)
  stayAwake.set(true)
  expect(start.mock.calls).toEqual([['prevent-display-sleep']])
  expect(stop).not.toHaveBeenCalled()
  stayAwake.set(false)
  stayAwake.set(false)
  expect(stop.mock.calls).toEqual([[5]])
})
