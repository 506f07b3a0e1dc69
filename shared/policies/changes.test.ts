import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedSections, changesBetween } from './changes.ts'
import type { OrganisationRules } from './rules.ts'
import { sampleRules } from './testing/sample-rules.ts'

const changed = (change: (rules: OrganisationRules) => void) => {
  const after = sampleRules()
  change(after)
  return changesBetween(sampleRules(), after)
}

test('nothing, where nothing changed', () => {
  expect(changesBetween(sampleRules(), sampleRules())).toEqual([])
})

describe('what changed', () => {
  test('a value', () => {
    expect(changed(({ encryption }) => Object.assign(encryption, { default: 'usersCanEnable' }))).toEqual([
      { section: 'encryption', path: ['default'], before: 'notEnabled', after: 'usersCanEnable' },
    ])
  })

  test('a rule in a policy, by the policy’s id', () => {
    expect(
      changed(({ meetings }) => Object.assign(meetings.policies[0]?.rules.options ?? {}, { chat: { fixed: 'nobody' } })),
    ).toEqual([
      { section: 'meetings', path: ['policies', 'm-sales', 'rules', 'options', 'chat', 'preset'], before: 'presenters' },
      { section: 'meetings', path: ['policies', 'm-sales', 'rules', 'options', 'chat', 'fixed'], after: 'nobody' },
    ])
  })

  test('who is assigned, whatever the order', () => {
    expect(changed(({ licences }) => Object.assign(licences.premium, { people: ['bo', 'ada'] }))).toEqual([
      { section: 'licences', path: ['premium', 'people', 'bo'], after: true },
    ])
    expect(changed(({ groups }) => groups[2]?.members.reverse())).toEqual([])
  })

  test('what is new or gone, whole', () => {
    const [added] = changed(({ labels }) => labels.list.push({ id: 'l-x', name: 'X', description: '', atLeast: {} }))
    expect(added).toMatchObject({ section: 'labels', path: ['list', 'l-x'], after: { name: 'X' } })
    const [gone] = changed(({ templates }) => templates.pop())
    expect(gone).toMatchObject({ section: 'templates', path: ['t-interview'], before: { name: 'Interview' } })
  })

  test('the order of what has one', () => {
    expect(changed(({ meetings }) => meetings.policies.reverse())).toEqual([
      { section: 'meetings', path: ['policies', 'order'], before: ['m-sales', 'm-staff'], after: ['m-staff', 'm-sales'] },
    ])
  })

  test('an administrator’s role', () => {
    expect(changed(({ administrators }) => Object.assign(administrators[0] ?? {}, { role: 'reader' }))).toEqual([
      { section: 'administrators', path: ['ada', 'role'], before: 'globalAdministrator', after: 'reader' },
    ])
  })
})

test('a section is changed exactly where something in it is', () => {
  const edits: Record<string, (rules: OrganisationRules) => void> = {
    encryption: ({ encryption }) => encryption.policies.pop(),
    meetings: ({ meetings }) => Object.assign(meetings.default, { maximumSize: 20 }),
    templates: ({ templates }) => Object.assign(templates[0] ?? {}, { name: 'Talk' }),
    labels: ({ labels }) => Reflect.deleteProperty(labels, 'default'),
    licences: ({ licences }) => Object.assign(licences, { default: 'premium' }),
    groups: ({ groups }) => groups[0]?.members.push('eli'),
    administrators: ({ administrators }) => administrators.push({ personId: 'bo', role: 'reader' }),
    settings: ({ settings }) => Object.assign(settings, { defaultLanguage: 'de' }),
  }
  fc.assert(
    fc.property(fc.subarray(Object.keys(edits)), (sections) => {
      const after = sampleRules()
      for (const section of sections) edits[section]?.(after)
      expect(changedSections(sampleRules(), after).toSorted()).toEqual(sections.toSorted())
    }),
  )
})
