import { describe, expect, test } from 'vitest'
import { actsOf } from '#shared/audit/acts.ts'
import { AuditFilter } from '#shared/audit/record.ts'
import { type AuditQuestion, filterOf, isAnything, isBackwards, NO_QUESTION } from './audit-question.ts'

const asked = (part: Partial<AuditQuestion>): AuditFilter => filterOf({ ...NO_QUESTION, ...part })

test('who asks for nothing in particular gets everything', () => {
  expect(asked({})).toEqual({})
  expect(isAnything(asked({}))).toBe(true)
})

describe('what is asked for', () => {
  test.each<{ name: string; question: Partial<AuditQuestion>; filter: object }>([
    {
      name: 'times are the person’s own',
      question: { from: '2026-05-12T09:00', until: '2026-05-12T10:30' },
      filter: { from: new Date(2026, 4, 12, 9).getTime(), until: new Date(2026, 4, 12, 10, 30).getTime() },
    },
    { name: 'a time that is none is left out', question: { from: 'soon', until: '' }, filter: {} },
    { name: 'one act', question: { what: 'policyChanged' }, filter: { acts: ['policyChanged'] } },
    { name: 'an area', question: { what: 'of chat' }, filter: { acts: actsOf('chat') } },
    { name: 'an area that is none', question: { what: 'of weather' }, filter: {} },
    {
      name: 'whoever did it, and to what',
      question: { by: { id: 'ada', name: 'Ada Moreau' }, about: { id: 'm-sales', name: 'Sales' } },
      filter: { actor: 'ada', subject: 'm-sales' },
    },
    { name: 'a kind of subject', question: { kind: 'label' }, filter: { subjectKind: 'label' } },
    { name: 'an outcome', question: { outcome: 'refused' }, filter: { outcome: 'refused' } },
  ])('$name', ({ question, filter }) => {
    expect(asked(question)).toEqual(filter)
    expect(AuditFilter.safeParse(asked(question)).success).toBe(true)
  })
})

test('nothing can be between an end and a later beginning', () => {
  const times = (from: string, until: string): boolean => isBackwards({ ...NO_QUESTION, from, until })
  expect(times('2026-05-12T10:00', '2026-05-12T09:00')).toBe(true)
  expect(times('2026-05-12T10:00', '2026-05-12T10:00')).toBe(true)
  expect(times('2026-05-12T10:00', '2026-05-12T10:01')).toBe(false)
  expect(times('', '2026-05-12T10:01')).toBe(false)
})
