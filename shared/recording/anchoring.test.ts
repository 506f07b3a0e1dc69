import { describe, expect, it } from 'vitest'
import { Anchoring, MOST_ANCHORS } from './anchoring.ts'
import { mediaTimeOf, wallClockOf } from './rtp-clock.ts'

const HOUR = 3_600_000
const START = 1_790_000_000_000

interface Sender {
  clockRate: number
  firstRtp: number
  /** parts per million */
  drift: number
  /** ms by which a report may be wrong, either way */
  jitter?: number
}

const rtpOf = ({ clockRate, firstRtp, drift }: Sender, elapsed: number): number =>
  (firstRtp + Math.round((elapsed / 1_000) * clockRate * (1 + drift / 1e6))) % 2 ** 32

/** Reports once a second for as long as a meeting lasts. */
const record = (sender: Sender, duration = HOUR) => {
  const anchoring = new Anchoring(sender.clockRate, { rtp: sender.firstRtp, at: START })
  for (let elapsed = 1_000; elapsed <= duration; elapsed += 1_000) {
    const error = (sender.jitter ?? 0) * Math.sin(elapsed)
    anchoring.report({ rtp: rtpOf(sender, elapsed), at: START + elapsed + error })
  }
  const { clockRate, firstRtp } = sender
  return { codec: { mimeType: 'audio/opus', clockRate }, firstRtp, anchors: [...anchoring.anchors] }
}

describe('sound and picture over an hour', () => {
  const audio: Sender = { clockRate: 48_000, firstRtp: 4_294_900_000, drift: 80 }
  const video: Sender = { clockRate: 90_000, firstRtp: 1_234_567, drift: -60 }

  it.each([
    ['clocks that run apart by 140 parts per million', audio, video, 10],
    ['reports that are 20 ms wrong', { ...audio, jitter: 20 }, { ...video, jitter: 15 }, 40],
    ['clocks that wrap around', { ...audio, firstRtp: 2 ** 32 - 1 }, { ...video, firstRtp: 2 ** 32 - 90_000 }, 10],
  ])('%s', (_, heard, seen, tolerance) => {
    const [sound, picture] = [record(heard), record(seen)]
    for (let elapsed = 0; elapsed <= HOUR; elapsed += 7_333) {
      // What was heard and seen at one moment, by the files' own times.
      const mediaOf = ({ drift }: Sender): number => elapsed * (1 + drift / 1e6)
      const [heardAt, seenAt] = [wallClockOf(sound, mediaOf(heard)), wallClockOf(picture, mediaOf(seen))]
      expect(Math.abs(heardAt - seenAt), `at ${elapsed} ms`).toBeLessThan(tolerance)
      expect(Math.abs(heardAt - START - elapsed)).toBeLessThan(tolerance)
    }
  })

  it('keeps few anchors', () => {
    expect(record(audio).anchors.length).toBeLessThan(140)
  })
})

describe('a microphone that was muted', () => {
  it.each([
    ['its clock went on', 60_000],
    ['its clock stood still', 0],
    ['its clock jumped ahead', 600_000],
  ])('%s', (_, jump) => {
    const anchoring = new Anchoring(48_000, { rtp: 0, at: START })
    for (let second = 1; second <= 10; second += 1) anchoring.report({ rtp: second * 48_000, at: START + second * 1_000 })
    anchoring.stop(START + 12_000)
    const rtp = (12_000 + jump) * 48
    anchoring.resume({ rtp, at: START + 72_000 })
    for (let second = 1; second <= 10; second += 1)
      anchoring.report({ rtp: rtp + second * 48_000, at: START + 72_000 + second * 1_000 })
    const clock = { codec: { mimeType: 'audio/opus', clockRate: 48_000 }, firstRtp: 0, anchors: [...anchoring.anchors] }
    expect(mediaTimeOf(clock, START + 11_500)).toBeCloseTo(11_500, 0)
    expect(wallClockOf(clock, 12_000 + jump + 2_000)).toBeCloseTo(START + 74_000, 0)
  })
})

it('takes no report that is not after the last', () => {
  const anchoring = new Anchoring(90_000, { rtp: 0, at: START })
  expect(anchoring.report({ rtp: 90_000, at: START })).toBe(false)
  anchoring.stop(START - 1)
  anchoring.resume({ rtp: 90_000, at: START })
  expect(anchoring.anchors).toHaveLength(1)
})

it('whoever is muted and unmuted without end does not make more of them than a manifest holds', () => {
  const anchoring = new Anchoring(48_000, { rtp: 0, at: START })
  const moments = MOST_ANCHORS + 1_000
  for (let turn = 1; turn <= moments; turn += 1) anchoring.stop(START + turn)
  expect(anchoring.anchors).toHaveLength(MOST_ANCHORS)
  expect(anchoring.last.at).toBe(START + moments)
})
