import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Continuity } from './continuity.ts'

test('what was not there is missing, whatever the order and however often a number came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 0, max: 35 }), (numbers, end) => {
      const continuity = new Continuity()
      for (const number of numbers) continuity.take(number)
      const all = Array.from({ length: Math.max(end, ...numbers) }, (_, at) => at + 1)
      const absent = all.filter((number) => !numbers.includes(number))
      const missing = continuity.missing(end).flatMap(({ from, to }) => all.filter((number) => from <= number && number <= to))
      expect(missing.sort((a, b) => a - b)).toEqual(absent)
      expect(all.filter((number) => continuity.isMissing(number))).toEqual(absent)
      expect(continuity.last).toBe(Math.max(0, ...numbers))
    }),
  )
})
