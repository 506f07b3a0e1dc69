import { describe, expect, test } from 'vitest'
import { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import {
  freeName,
  moved,
  newEncryptionPolicy,
  newGroup,
  newLabel,
  newMeetingPolicy,
  newTemplate,
  withEntry,
  withoutGroup,
  withoutLabel,
} from './edits.ts'

const list = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
const order = (entries: readonly { id: string }[]): string => entries.map(({ id }) => id).join('')

describe('the order of precedence', () => {
  test.each([
    ['b', -1, 'bac'],
    ['b', 1, 'acb'],
    ['a', -1, 'abc'],
    ['c', 1, 'abc'],
    ['x', 1, 'abc'],
  ] as const)('%s by %d: %s', (id, by, expected) => expect(order(moved(list, id, by))).toBe(expected))
})

test('an entry takes the place of its former self; a new one comes last', () => {
  expect(withEntry(list, { id: 'b' })).toHaveLength(3)
  expect(order(withEntry(list, { id: 'd' }))).toBe('abcd')
})

test.each([
  [[], 'Policy'],
  [['Policy'], 'Policy 2'],
  [['policy', 'POLICY 2'], 'Policy 3'],
  [['Other', 'Policy'], 'Policy 2'],
])('beside %j, a new one is called %s', (names, expected) => {
  expect(
    freeName(
      names.map((name) => ({ name })),
      'Policy',
    ),
  ).toBe(expected)
})

test('whatever is new can be saved', () => {
  const rules = sampleRules()
  const changed = {
    ...rules,
    encryption: { ...rules.encryption, policies: withEntry(rules.encryption.policies, newEncryptionPolicy('n', 'New')) },
    meetings: { ...rules.meetings, policies: withEntry(rules.meetings.policies, newMeetingPolicy('n', 'New')) },
    templates: withEntry(rules.templates, newTemplate('n', 'New')),
    labels: { ...rules.labels, list: withEntry(rules.labels.list, newLabel('n', 'New')) },
    groups: withEntry(rules.groups, newGroup('n', 'New')),
  }
  expect(OrganisationRules.safeParse(changed).success).toBe(true)
})

test('a group that goes leaves nothing behind that names it', () => {
  for (const { id } of sampleRules().groups) {
    const rules = withoutGroup(sampleRules(), id)
    expect(JSON.stringify(rules)).not.toContain(`"${id}"`)
    expect(OrganisationRules.safeParse(rules).success).toBe(true)
  }
})

test('a group that goes is not recorded any more', () => {
  const before = sampleRules()
  const { groups, settings } = before
  const [first] = groups
  if (first === undefined) throw new Error('no group')
  const rules = withoutGroup(
    { ...before, settings: { ...settings, recorded: { people: ['ada'], groups: [first.id] } } },
    first.id,
  )
  expect(rules.settings.recorded).toEqual({ people: ['ada'], groups: [] })
  expect(OrganisationRules.safeParse(rules).success).toBe(true)
})

test('a label that goes is nobody’s default', () => {
  const rules = withoutLabel(sampleRules(), 'l-general')
  expect(rules.labels).not.toHaveProperty('default')
  expect(OrganisationRules.safeParse(rules).success).toBe(true)
  expect(withoutLabel(sampleRules(), 'l-public').labels.default).toBe('l-general')
})
