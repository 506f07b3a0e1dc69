import { describe, expect, test } from 'vitest'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { changedOptions, effectOf, firstSubject, type Subject } from './effect.ts'

const others: Subject = { kind: 'others' }
const person = (id: string, ...claimed: string[]): Subject => ({ kind: 'person', id, claimed })
const group = (id: string): Subject => ({ kind: 'group', id })

describe('which policies and licence somebody has', () => {
  test.each([
    { who: others, encryption: '', meetings: '', licence: 'standard', size: 200 },
    { who: group('g-board'), encryption: 'Board', meetings: '', licence: 'premium', size: 200 },
    { who: group('g-sales'), encryption: '', meetings: 'Sales', licence: 'standard', size: 50 },
    { who: person('ada'), encryption: 'Board', meetings: '', licence: 'premium', size: 200 },
    { who: person('chen'), encryption: 'Staff', meetings: 'Staff', licence: 'standard', size: 300 },
    // The policy that comes first holds.
    { who: person('dara', 'sales'), encryption: 'Staff', meetings: 'Sales', licence: 'standard', size: 50 },
  ])('$who.kind $who.id', ({ who, encryption, meetings, licence, size }) => {
    const effect = effectOf(sampleRules(), who, {})
    expect([effect.encryptionPolicy, effect.meetingPolicy, effect.licence, effect.maximumSize.value]).toEqual([
      encryption,
      meetings,
      licence,
      size,
    ])
  })
})

test('a label forces what policy and licence forbid', () => {
  const { encryption, watermark } = effectOf(sampleRules(), others, { labelId: 'l-highly-confidential' }).options
  expect(encryption).toMatchObject({ value: 'on', boundBy: { source: 'label', name: 'Highly confidential' } })
  expect(watermark).toMatchObject({ value: 'on', choices: ['on'] })
})

test('what is changed is told, and nothing else', () => {
  const before = effectOf(sampleRules(), group('g-sales'), {})
  const rules = sampleRules()
  rules.meetings.policies = []
  expect([...changedOptions(before, effectOf(rules, group('g-sales'), {}))].sort()).toEqual(['chat', 'lobby', 'recording'])
  expect(changedOptions(before, before).size).toBe(0)
})

test.each([
  [undefined, others],
  [{ people: [], groups: [] }, others],
  [{ people: ['bo'], groups: [] }, person('bo')],
  [{ people: ['bo'], groups: ['g'] }, group('g')],
])('of %j one asks about %j first', (assignedTo, expected) => expect(firstSubject(assignedTo)).toEqual(expected))
