import { describe, expect, it } from 'vitest'
import type { Meeting } from '#shared/contract/common.ts'
import { agendaOf, earlierOf, isNear } from './agenda.ts'

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 4, day, hour, minute).getTime()
const NOW = at(12, 10)
const meeting = (id: string, rest: Partial<Meeting>): Meeting => ({
  id,
  code: 'abc-defg-hjk',
  title: id,
  organiser: { id: 'ada', name: 'Ada' },
  createdAt: at(11, 9),
  present: 0,
  kind: 'meeting',
  ...rest,
})

describe('agendaOf', () => {
  it('shows what runs, then today, then the days to come, each in order', () => {
    const sections = agendaOf(
      [
        meeting('in three days', { startsAt: at(15, 9) }),
        meeting('this afternoon', { startsAt: at(12, 15) }),
        meeting('running', { startsAt: at(12, 9), present: 2 }),
        meeting('this morning', { startsAt: at(12, 8) }),
        meeting('tomorrow', { startsAt: at(13, 9) }),
      ],
      NOW,
    )
    expect(sections.map(({ kind, at: day, meetings }) => [kind, day, ...meetings.map(({ id }) => id)])).toEqual([
      ['now', at(12, 0), 'running'],
      ['day', at(12, 0), 'this morning', 'this afternoon'],
      ['day', at(13, 0), 'tomorrow'],
      ['day', at(15, 0), 'in three days'],
    ])
  })

  it('leaves out earlier days, but not a meeting that is still going on', () => {
    const sections = agendaOf([meeting('yesterday', {}), meeting('all night', { present: 1 })], NOW)
    expect(sections.flatMap(({ meetings }) => meetings.map(({ id }) => id))).toEqual(['all night'])
  })

  it('puts a meeting without a time on the day it was made', () => {
    expect(agendaOf([meeting('made today', { createdAt: at(12, 9) })], NOW)[0]?.meetings[0]?.id).toBe('made today')
  })
})

describe('earlierOf', () => {
  it('holds the days before today, the last one first, and nothing that is still going on', () => {
    const sections = earlierOf(
      [
        meeting('last week', { startsAt: at(5, 9) }),
        meeting('yesterday late', { startsAt: at(11, 16) }),
        meeting('all night', { startsAt: at(11, 23), present: 1 }),
        meeting('yesterday early', { startsAt: at(11, 8) }),
        meeting('this morning', { startsAt: at(12, 8) }),
      ],
      NOW,
    )
    expect(sections.map(({ at: day, meetings }) => [day, ...meetings.map(({ id }) => id)])).toEqual([
      [at(11, 0), 'yesterday early', 'yesterday late'],
      [at(5, 0), 'last week'],
    ])
  })
})

describe('isNear', () => {
  const rows: [string, Partial<Meeting>, boolean][] = [
    ['somebody is in it', { present: 1 }, true],
    ['in eleven minutes', { startsAt: NOW + 11 * 60_000 }, false],
    ['in ten minutes', { startsAt: NOW + 10 * 60_000 }, true],
    ['going on', { startsAt: NOW - 29 * 60_000, durationMinutes: 30 }, true],
    ['just over', { startsAt: NOW - 30 * 60_000, durationMinutes: 30 }, false],
    ['at any time', {}, false],
  ]
  it.each(rows)('%s', (_name, rest, expected) => expect(isNear(meeting('m', rest), NOW)).toBe(expected))
})
