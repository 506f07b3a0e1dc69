import { describe, expect, it, test } from 'vitest'
import { mediaTimeOf, ticksBetween, wallClockOf } from './rtp-clock.ts'
import { at, segment } from './testing/sample-manifest.ts'

test.each([
  [0, 0, 0],
  [1, 5, 4],
  [5, 1, -4],
  [2 ** 32 - 2, 3, 5],
  [3, 2 ** 32 - 2, -5],
  [0, 2 ** 31, -(2 ** 31)],
])('from %d to %d are %d ticks', (from, to, ticks) => {
  expect(ticksBetween(from, to)).toBe(ticks)
})

describe('the clock of a segment', () => {
  it('goes by the codec’s rate where there is one anchor', () => {
    const one = { ...segment('s1', 'video', [10]), firstRtp: 1_000, anchors: [{ rtp: 1_000 + 90_000, at: at(11) }] }
    expect(wallClockOf(one, 0)).toBe(at(10))
    expect(wallClockOf(one, 2_500)).toBe(at(12.5))
    expect(mediaTimeOf(one, at(9))).toBe(-1_000)
  })

  it.each(['audio', 'video'] as const)('of %s is found both ways for an hour, through a wrap and with drift', (kind) => {
    const clock = segment('s1', kind, [0, 3_600], { firstRtp: 2 ** 32 - 10_000, drift: 120 })
    for (const second of [0, 0.02, 1, 899.5, 1_800, 3_599, 3_600, 3_610]) {
      const media = mediaTimeOf(clock, at(second))
      expect(Math.abs(media - second * 1_000 * (1 + 120e-6))).toBeLessThan(2)
      expect(wallClockOf(clock, media)).toBeCloseTo(at(second), 2)
    }
  })

  it('goes through several wraps', () => {
    const hours = 30 * 3_600
    const clock = segment('s1', 'video', [0, hours], { every: 600 })
    expect(mediaTimeOf(clock, at(hours))).toBe(hours * 1_000)
  })

  it('keeps voice and lips together for an hour though both clocks drift apart', () => {
    const voice = segment('s1', 'audio', [0, 3_600], { drift: 100, firstRtp: 77 })
    const lips = segment('s2', 'video', [0.3, 3_600.3], { drift: -100, firstRtp: 2 ** 31 })
    for (let second = 1; second < 3_600; second += 13) {
      const heard = wallClockOf(voice, mediaTimeOf(voice, at(second)))
      const seen = wallClockOf(lips, mediaTimeOf(lips, at(second)))
      expect(Math.abs(heard - seen)).toBeLessThan(1)
      // Without anchors they would be apart by 720 ms at the end.
      const apart = mediaTimeOf(voice, at(second)) - 300 - mediaTimeOf(lips, at(second))
      expect(apart).toBeCloseTo(second * 0.2, 0)
    }
  })
})
