import { describe, expect, test } from 'vitest'
import { SECTIONS } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { disputedIn, settle, type Versions } from './reconcile.ts'

type Edit = (rules: OrganisationRules) => OrganisationRules

const noGroups: Edit = (rules) => ({ ...rules, groups: [] })
const german: Edit = (rules) => ({ ...rules, settings: { ...rules.settings, defaultLanguage: 'de' } })
const trusting: Edit = (rules) => ({ ...rules, settings: { ...rules.settings, trusts: ['aldermere'] } })
const noTemplates: Edit = (rules) => ({ ...rules, templates: [] })
const untouched: Edit = (rules) => rules

const versions = (mine: Edit, theirs: Edit): Versions => {
  const base = sampleRules()
  return { base, mine: mine(structuredClone(base)), theirs: theirs(structuredClone(base)) }
}

describe('what somebody has to choose for', () => {
  test.each([
    { name: 'nothing where only one changed something', mine: german, theirs: untouched, disputed: [] },
    { name: 'nothing where the two changed different sections', mine: noTemplates, theirs: german, disputed: [] },
    { name: 'nothing where both changed it to the same', mine: german, theirs: german, disputed: [] },
    { name: 'a section that both changed differently', mine: trusting, theirs: german, disputed: ['settings'] },
    {
      name: 'each such section, and no other',
      mine: (rules: OrganisationRules) => trusting(noTemplates(noGroups(rules))),
      theirs: (rules: OrganisationRules) => ({
        ...german(rules),
        groups: [{ id: 'g', name: 'New', members: [], claimValues: [] }],
      }),
      disputed: ['groups', 'settings'],
    },
  ])('$name', ({ mine, theirs, disputed }) => expect(disputedIn(versions(mine, theirs))).toEqual(disputed))
})

describe('what one goes on with', () => {
  test('has the changes of both', () => {
    const settled = settle(versions(noTemplates, german), {})
    expect(settled.templates).toEqual([])
    expect(settled.settings.defaultLanguage).toBe('de')
    expect(Object.keys(settled).sort()).toEqual([...SECTIONS].sort())
  })

  test.each([
    { choice: 'mine', language: 'en', trusts: ['aldermere'] },
    { choice: 'theirs', language: 'de', trusts: [] },
  ] as const)('has $choice where that was chosen', ({ choice, language, trusts }) => {
    expect(settle(versions(trusting, german), { settings: choice }).settings).toEqual({ defaultLanguage: language, trusts })
  })

  test('is never mine by accident: what nobody chose is theirs', () => {
    const both = versions(trusting, german)
    expect(settle(both, {}).settings).toEqual(both.theirs.settings)
  })

  test('loses nothing: what is different from theirs is what I changed', () => {
    const both = versions((rules) => noTemplates(noGroups(rules)), german)
    expect(changedSections(both.theirs, settle(both, {}))).toEqual(['templates', 'groups'])
  })
})
