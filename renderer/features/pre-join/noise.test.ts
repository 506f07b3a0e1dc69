import { describe, expect, it } from 'vitest'
import { hasSteadyNoise, LEVEL_HISTORY, loudnessOf, meterOf } from './noise.ts'

const series = (level: (index: number) => number): number[] => Array.from({ length: LEVEL_HISTORY }, (_, index) => level(index))

describe('hasSteadyNoise', () => {
  const rows: [string, number[], boolean][] = [
    ['a fan', series((index) => -42 + (index % 3)), true],
    ['a quiet room', series((index) => -70 + (index % 3)), false],
    ['speech in a quiet room', series((index) => (index % 5 < 3 ? -25 : -68)), false],
    ['speech over a fan, now and then', series((index) => (index % 25 === 0 ? -22 : -44)), true],
    ['the first second', series(() => -40).slice(0, 10), false],
    ['silence', series(() => -100), false],
  ]
  it.each(rows)('%s', (_name, levels, expected) => expect(hasSteadyNoise(levels)).toBe(expected))

  it('forgets what was longer ago than its history', () => {
    expect(hasSteadyNoise([...series(() => -40), ...series((index) => (index % 2 === 0 ? -30 : -70))])).toBe(false)
  })
})

describe('loudness and meter', () => {
  it('measures full scale and silence', () => {
    expect(loudnessOf(new Float32Array(64).fill(1))).toBeCloseTo(0)
    expect(loudnessOf(new Float32Array(64))).toBe(-100)
    expect(loudnessOf(new Float32Array(64).fill(0.1))).toBeCloseTo(-20)
  })

  it('stays between empty and full', () => {
    expect([-100, -60, -33, 0].map(meterOf)).toEqual([0, 0, 0.5, 1])
  })
})
