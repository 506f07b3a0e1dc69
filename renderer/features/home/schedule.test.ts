import { describe, expect, it } from 'vitest'
import { dateFieldOf, readSchedule, suggestedStart, timeFieldOf } from './schedule.ts'

const at = (hour: number, minute: number): number => new Date(2026, 4, 12, hour, minute).getTime()

describe('the fields of a new meeting', () => {
  it('read back what they were given', () => {
    const start = at(14, 5)
    expect(readSchedule(dateFieldOf(start), timeFieldOf(start), at(9, 0))).toEqual({ ok: true, startsAt: start })
  })

  it.each([
    ['', '10:00', 'timeMissing'],
    ['2026-05-12', '', 'timeMissing'],
    ['2026-13-40', '10:00', 'timeMissing'],
    ['2026-05-12', '08:59', 'timePast'],
    ['2026-05-12', '09:00', 'timePast'],
  ])('refuse %s %s: %s', (date, time, problem) => expect(readSchedule(date, time, at(9, 0))).toEqual({ ok: false, problem }))

  it.each([
    [at(9, 0), at(9, 30)],
    [at(9, 15), at(9, 30)],
    [at(9, 16), at(10, 0)],
    [at(9, 45), at(10, 0)],
    [at(23, 50), at(24, 30)],
  ])('suggest the next half hour with time to get ready', (now, expected) => expect(suggestedStart(now)).toBe(expected))
})
