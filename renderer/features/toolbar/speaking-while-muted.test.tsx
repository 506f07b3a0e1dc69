// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Banner } from '../notices/Banner.tsx'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'

let loudness = 0
const closed = vi.fn()

/** A microphone whose copies are known. */
const microphone = () => {
  const copies: { enabled: boolean; stop: ReturnType<typeof vi.fn> }[] = []
  const track = {
    enabled: false,
    clone: () => {
      const copy = { enabled: false, stop: vi.fn() }
      copies.push(copy)
      return copy
    },
  }
  return { track: track as unknown as MediaStreamTrack, copies }
}

beforeEach(() => {
  loudness = 0
  closed.mockClear()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const begin = (state: 'on' | 'off') => {
  const meeting = renderInMeeting(<Banner />, { microphone: state })
  vi.stubGlobal('MediaStream', class {})
  vi.stubGlobal(
    'AudioContext',
    class {
      close = closed
      createMediaStreamSource() {
        return { connect: () => undefined }
      }
    },
  )
  vi.stubGlobal(
    'AnalyserNode',
    class {
      fftSize = 1024
      getFloatTimeDomainData(samples: Float32Array) {
        samples.fill(loudness)
      }
    },
  )
  const mine = microphone()
  act(() => meeting.engine.store.setState(({ local }) => ({ local: { ...local, microphone: { state, track: mine.track } } })))
  return { ...meeting, ...mine }
}
const talk = (): void => {
  loudness = 0.2
  act(() => void vi.advanceTimersByTime(1500))
}
const said = (): boolean => screen.queryByText('You are talking, but your microphone is off.') !== null

test('who talks while muted is told, by a copy: the microphone itself stays silent', () => {
  const { track, copies, unmount } = begin('off')
  act(() => void vi.advanceTimersByTime(3000))
  expect(said()).toBe(false)
  talk()
  expect(said()).toBe(true)
  expect(track.enabled).toBe(false)
  expect(copies.map(({ enabled }) => enabled)).toEqual([true])
  unmount()
  expect(copies[0]?.stop).toHaveBeenCalled()
  expect(closed).toHaveBeenCalled()
})

test('the hint goes with the reason for it', () => {
  const { engine } = begin('off')
  talk()
  act(() => engine.store.setState(({ local }) => ({ local: { ...local, microphone: { ...local.microphone, state: 'on' } } })))
  expect(said()).toBe(false)
})

test('nobody is listened to while the microphone is on', () => {
  const { copies } = begin('on')
  talk()
  expect(copies).toEqual([])
  expect(said()).toBe(false)
})
