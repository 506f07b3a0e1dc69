import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../meeting/effective-options.ts'
import type { MeetingKind } from '../meeting/kinds.ts'
import { LIMITS } from '../meeting/limits.ts'
import { OPTION_NAMES, strictnessOf } from '../meeting/options.ts'
import { assigneeOf, isWeaker, licenceOf, mayUseTemplates, rulingsOf } from './rule-sets.ts'
import { NO_RULES, OrganisationRules } from './rules.ts'
import { sampleRules } from './testing/sample-rules.ts'

const rules = sampleRules()
const question = (
  id: string,
  {
    claimed = [] as string[],
    kind = 'meeting' as MeetingKind,
    templateId,
    labelId,
  }: Partial<Record<'templateId' | 'labelId', string>> & { claimed?: string[]; kind?: MeetingKind } = {},
) => ({
  organiser: assigneeOf(rules, id, claimed),
  kind,
  templateId,
  labelId,
})
const effective = (...asked: Parameters<typeof question>) => resolveOptions(rulingsOf(rules, question(...asked)).ruleSets, {})

test('the sample holds', () => {
  expect(OrganisationRules.parse(rules)).toEqual(rules)
  expect(OrganisationRules.parse(NO_RULES)).toEqual(NO_RULES)
})

test('without rules nothing is bound', () => {
  const { ruleSets, maximumSize } = rulingsOf(NO_RULES, {
    organiser: assigneeOf(NO_RULES, 'ada', []),
    kind: 'meeting',
    templateId: 'x',
    labelId: 'y',
  })
  expect(resolveOptions(ruleSets, {})).toEqual(resolveOptions([], {}))
  expect(maximumSize).toEqual({ value: LIMITS.participants, boundBy: undefined })
})

test('kinds of meeting: a webinar begins with attendees who listen, a town hall stays so', () => {
  const byKind = (kind: MeetingKind, chosen = {}) => {
    const { ruleSets } = rulingsOf(NO_RULES, { ...question('ada', { kind }), templateId: undefined, labelId: undefined })
    const { presenting, microphones, cameras } = resolveOptions(ruleSets, chosen)
    return [presenting.value, microphones.value, cameras.value, microphones.boundBy]
  }
  const open = { presenting: 'everyone', microphones: 'allowed', cameras: 'allowed' }
  expect(byKind('meeting')).toEqual(['everyone', 'allowed', 'allowed', undefined])
  expect(byKind('webinar')).toEqual(['named', 'heldBack', 'heldBack', undefined])
  expect(byKind('webinar', open)).toEqual(['everyone', 'allowed', 'allowed', undefined])
  const boundBy = { source: 'kind', name: 'townHall' }
  expect(byKind('townHall', open)).toEqual(['named', 'heldBack', 'heldBack', boundBy])
})

describe('whom a policy is for', () => {
  test.each([
    ['ada', [], 'by name', undefined, 'premium'],
    ['bo', [], 'by a group of the organisation’s own', undefined, 'premium'],
    ['chen', [], 'a policy of a group that enables nothing', 'Staff', 'standard'],
    ['eli', ['staff'], 'by a claim of the provider', 'Staff', 'standard'],
    ['eli', [], 'nobody’s: the default', '', 'standard'],
  ] as const)('%s with %j: %s', (id, claimed, _case, policy, licence) => {
    const { ruleSets } = rulingsOf(rules, question(id, { claimed: [...claimed] }))
    const [encryption] = ruleSets
    expect(encryption?.rules.encryption === undefined ? undefined : encryption.name).toBe(policy)
    expect(licenceOf(rules, assigneeOf(rules, id, claimed))).toBe(licence)
  })

  test('the first of those that apply holds, alone', () => {
    const options = effective('chen', { claimed: ['sales'] })
    expect(options.recording).toMatchObject({ value: 'nobody', boundBy: { name: 'Sales' } })
    expect(options.externals).toMatchObject({ value: 'allowed', boundBy: undefined })
    expect(options.chat.value).toBe('presenters')
  })

  test('a policy that is gone leaves the default', () => {
    const without = { ...rules, meetings: { ...rules.meetings, policies: [] } }
    const { ruleSets, maximumSize } = rulingsOf(without, { ...question('chen', { claimed: ['sales'] }) })
    const options = resolveOptions(ruleSets, {})
    expect([options.recording.boundBy, options.lobby.boundBy]).toEqual([undefined, { source: 'policy', name: '' }])
    expect(maximumSize).toEqual({ value: 200, boundBy: { source: 'policy', name: '' } })
  })
})

describe('template', () => {
  const options = effective('ada', { templateId: 't-interview' })
  test('fixes, presets and hides', () => {
    expect(options.lobby).toMatchObject({ value: 'organisers', choices: ['organisers'], hidden: false })
    expect(options.reactions).toMatchObject({ value: 'off', boundBy: undefined })
    expect(options.recording).toMatchObject({ value: 'nobody', hidden: true })
  })
  test('has a size of its own, and the smallest counts', () => {
    const sales = { claimed: ['sales'] }
    expect(rulingsOf(rules, question('eli', { ...sales, templateId: 't-interview' })).maximumSize).toEqual({
      value: 8,
      boundBy: { source: 'template', name: 'Interview' },
    })
    expect(rulingsOf(rules, question('eli', sales)).maximumSize).toMatchObject({ value: 50, boundBy: { name: 'Sales' } })
  })
  test('is for the premium licence', () => {
    expect(['ada', 'eli'].map((id) => mayUseTemplates(rules, assigneeOf(rules, id, [])))).toEqual([true, false])
  })
})

describe('licence', () => {
  test('that is missing keeps organisers from what it is for, by its name', () => {
    const { watermark, encryption } = effective('eli')
    expect([watermark.choices, watermark.boundBy]).toEqual([['off'], { source: 'licence', name: 'premium' }])
    expect(encryption).toMatchObject({ choices: ['off'], boundBy: { source: 'policy' } })
  })
})

describe('label', () => {
  test('demands what the policy does not enable and the licence does not cover', () => {
    const options = effective('eli', { labelId: 'l-highly-confidential' })
    for (const name of ['encryption', 'watermark', 'copying', 'lobby'] as const) {
      expect([name, options[name].boundBy]).toEqual([name, { source: 'label', name: 'Highly confidential' }])
    }
    // What encryption turns off stays off without the label's own word.
    expect(options.recording.boundBy?.source).toBe('encryption')
    expect([options.encryption.value, options.watermark.value, options.lobby.value]).toEqual(['on', 'on', 'invited'])
  })

  test('whatever the rules, is never weakened', () => {
    const labels = fc.constantFrom(...rules.labels.list)
    const people = fc.constantFrom('ada', 'bo', 'chen', 'dara', 'eli')
    const templates = fc.constantFrom(undefined, 't-interview')
    fc.assert(
      fc.property(labels, people, templates, fc.subarray(['sales', 'staff']), (label, id, templateId, claimed) => {
        const options = effective(id, { claimed, labelId: label.id, ...(templateId === undefined ? {} : { templateId }) })
        for (const name of OPTION_NAMES) {
          const least = label.atLeast[name]
          if (least !== undefined)
            expect(strictnessOf(name, options[name].value)).toBeGreaterThanOrEqual(strictnessOf(name, least))
        }
      }),
    )
  })

  test.each([
    ['l-general', 'l-confidential', false],
    ['l-confidential', 'l-general', true],
    ['l-confidential', undefined, true],
    [undefined, 'l-public', false],
    ['l-general', 'l-general', false],
  ])('from %s to %s is weaker: %s', (before, next, weaker) => {
    expect(isWeaker(rules, before, next)).toBe(weaker)
  })
})

test('in which order people and groups are assigned means nothing', () => {
  const ids = ['ada', 'bo', 'chen', 'dara', 'eli']
  fc.assert(
    fc.property(
      fc.shuffledSubarray(ids),
      fc.shuffledSubarray(['g-board', 'g-sales', 'g-staff']),
      fc.constantFrom(...ids),
      fc.subarray(['sales', 'staff']),
      (people, groups, id, claimed) => {
        const withOrder = (assignedTo: { people: string[]; groups: string[] }) => ({
          ...rules,
          meetings: { ...rules.meetings, policies: rules.meetings.policies.map((policy) => ({ ...policy, assignedTo })) },
          licences: { ...rules.licences, premium: assignedTo },
        })
        const asked = { ...question(id, { claimed }) }
        expect(rulingsOf(withOrder({ people, groups }), asked)).toEqual(
          rulingsOf(withOrder({ people: people.toReversed(), groups: groups.toReversed() }), asked),
        )
      },
    ),
  )
})
