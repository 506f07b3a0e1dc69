import { expect, test } from 'vitest'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { problemsIn } from './problems.ts'

const found = (change: (rules: OrganisationRules) => OrganisationRules) => problemsIn(change(sampleRules()))

test('rules that can be saved have none', () => expect(problemsIn(sampleRules())).toEqual([]))

test('a name that is missing or there twice', () => {
  const named = (first: string, second: string) =>
    found((rules) => ({
      ...rules,
      meetings: {
        ...rules.meetings,
        policies: rules.meetings.policies.map((policy, at) => ({ ...policy, name: at === 0 ? first : second })),
      },
    }))
  expect(named(' ', 'Staff')).toEqual([{ what: 'nameMissing', name: ' ', place: { at: 'meetings', entry: 'm-sales' } }])
  expect(named('staff ', 'Staff').map(({ what }) => what)).toEqual(['nameTwice', 'nameTwice'])
})

test('a group or a label that is not there', () => {
  expect(found((rules) => ({ ...rules, groups: rules.groups.filter(({ id }) => id !== 'g-board') }))).toEqual([
    { what: 'groupGone', name: 'Board', place: { at: 'encryption', entry: 'e-board' } },
    { what: 'groupGone', name: '', place: { at: 'licences' } },
  ])
  expect(found((rules) => ({ ...rules, labels: { ...rules.labels, default: 'l-secret' } }))).toEqual([
    { what: 'labelGone', name: '', place: { at: 'labels' } },
  ])
})

test('whatever else the rules may not be', () => {
  const [problem] = problemsIn({ ...sampleRules(), meetings: { policies: [], default: { options: {}, maximumSize: 1 } } })
  expect(problem).toMatchObject({ what: 'other', problem: { place: 'meetings.default.maximumSize', what: 'tooLow' } })
})
