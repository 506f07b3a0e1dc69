import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Scope } from './scope.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('releases in reverse order, once', () => {
  const scope = new Scope()
  const released: string[] = []
  scope.defer(() => released.push('first'))
  const second = scope.defer(() => released.push('second'))
  scope.defer(() => released.push('third'))
  second()
  scope.close()
  scope.close()
  expect(released).toEqual(['second', 'third', 'first'])
})

test('counts what is open, children included, down to nothing', () => {
  const scope = new Scope()
  const child = scope.child()
  const target = new EventTarget()
  let heard = 0
  child.listen(target, 'ping', () => {
    heard += 1
  })
  child.interval(10, () => undefined)
  scope.hold('sockets', () => undefined)
  expect(scope.inventory()).toEqual({ sockets: 1, transports: 0, tracks: 0, workers: 0, timers: 1, listeners: 1 })
  target.dispatchEvent(new Event('ping'))
  scope.close()
  target.dispatchEvent(new Event('ping'))
  expect(heard).toBe(1)
  expect(child.closed).toBe(true)
  expect(scope.inventory()).toEqual({ sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 })
  expect(vi.getTimerCount()).toBe(0)
})

test('a timer that has fired is not counted any more', () => {
  const scope = new Scope()
  let fired = 0
  scope.timeout(10, () => {
    fired += 1
  })
  vi.advanceTimersByTime(10)
  expect(fired).toBe(1)
  expect(scope.inventory().timers).toBe(0)
})

test('what is opened too late is released at once', () => {
  const scope = new Scope()
  scope.close()
  let stopped = false
  scope.hold('tracks', () => {
    stopped = true
  })
  const child = scope.child()
  expect(stopped).toBe(true)
  expect(child.closed).toBe(true)
  scope.timeout(10, () => expect.unreachable())
  vi.advanceTimersByTime(20)
  expect(scope.inventory()).toEqual({ sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 })
})
