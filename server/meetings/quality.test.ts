import { expect, test } from 'vitest'
import { QualityMeter } from './quality.ts'

/** The words after each second of these scores of one producer. */
const words = (scores: readonly number[]): string[] => {
  const meter = new QualityMeter()
  return scores.map((score, second) => {
    meter.score('p', score)
    meter.update(second * 1_000)
    return meter.current
  })
}

test.each([
  ['perfect stays good', [10, 10, 10], ['good', 'good', 'good']],
  ['a hiccup says nothing', [10, 2, 10, 10], ['good', 'good', 'good', 'good']],
  ['bad news is believed after 2 s', [10, 2, 2, 2], ['good', 'good', 'good', 'poor']],
  ['half bad is fair', [6, 6, 6], ['good', 'good', 'fair']],
  [
    'good news must prove itself for 6 s',
    [2, 2, 2, 10, 10, 10, 10, 10, 10, 10],
    ['good', 'good', 'poor', 'poor', 'poor', 'poor', 'poor', 'poor', 'poor', 'good'],
  ],
])('%s', (_name, scores, expected) => {
  expect(words(scores)).toEqual(expected)
})

test('the worst of several counts, and a producer that is paused does not', () => {
  const meter = new QualityMeter()
  meter.score('camera', 10)
  meter.score('microphone', 1)
  meter.update(0)
  expect(meter.update(2_000)).toBe(true)
  expect(meter.current).toBe('poor')
  meter.forget('microphone')
  meter.update(3_000)
  meter.update(9_000)
  expect(meter.current).toBe('good')
})

test('whoever comes back starts afresh', () => {
  const meter = new QualityMeter()
  meter.score('p', 0)
  meter.update(0)
  meter.update(2_000)
  meter.reset()
  expect(meter.current).toBe('good')
  expect(meter.update(60_000)).toBe(false)
})
