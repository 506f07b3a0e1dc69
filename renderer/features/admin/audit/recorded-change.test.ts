import { describe, expect, test } from 'vitest'
import type { AuditRecord, NewAuditRecord } from '#shared/audit/record.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { changeLines } from '../draft/change-words.ts'
import { recorded } from '../testing/fake-audit.ts'
import { fieldChanges, versionsOf } from './recorded-change.ts'

const rules = sampleRules()
const record = (given: Omit<NewAuditRecord, 'actor'>): AuditRecord => {
  const [made] = recorded([{ ...given, actor: { kind: 'service' } }], 0)
  if (made === undefined) throw new Error('no record was made')
  return made
}
const linesOf = (given: Omit<NewAuditRecord, 'actor'>): string[] | undefined => {
  const versions = versionsOf(record(given), rules)
  if (versions === undefined) return undefined
  const words = { t: createI18n('en').t, nameOf: (id: string) => id }
  return changeLines(versions.before, versions.after, words).map(({ subject, text }) => `${subject ?? ''}: ${text}`)
}

const { meetings, encryption, templates, labels, groups, settings } = rules
const [sales] = meetings.policies
const [board] = encryption.policies
const [interview] = templates
const [open] = labels.list
const [group] = groups

describe('a record of a change of the rules tells it as any change of them', () => {
  test.each<{ name: string; given: Omit<NewAuditRecord, 'actor'>; line: string }>([
    {
      name: 'a policy that is new',
      given: {
        act: 'policyCreated',
        subject: { kind: 'policy', id: 'm-sales' },
        detail: { section: 'meetings' },
        change: { after: sales as never },
      },
      line: 'Sales: New',
    },
    {
      name: 'a policy of encryption',
      given: {
        act: 'policyChanged',
        subject: { kind: 'policy', id: 'e-board' },
        detail: { section: 'encryption' },
        change: { before: board as never, after: { ...board, encryption: 'notEnabled' } as never },
      },
      line: 'Board: End-to-end encryption: Not enabled (before: Not enabled, but users can enable)',
    },
    {
      name: 'the default of encryption',
      given: {
        act: 'policyChanged',
        subject: { kind: 'policy', id: 'encryption:default' },
        change: { before: 'notEnabled', after: 'usersCanEnable' },
      },
      line: 'Default policy: End-to-end encryption: Not enabled, but users can enable (before: Not enabled)',
    },
    {
      name: 'the default of meetings',
      given: {
        act: 'policyChanged',
        subject: { kind: 'policy', id: 'meetings:default' },
        change: { before: meetings.default as never, after: { options: {}, maximumSize: 20 } },
      },
      line: 'Default policy: People in one meeting, at most: 20 (before: 200)',
    },
    {
      name: 'a template that was deleted',
      given: {
        act: 'templateDeleted',
        subject: { kind: 'template', id: 't-interview' },
        change: { before: interview as never },
      },
      line: 'Interview: Deleted',
    },
    {
      name: 'a label',
      given: {
        act: 'labelChanged',
        subject: { kind: 'label', id: 'l-public' },
        change: { before: open as never, after: { ...open, name: 'Open' } as never },
      },
      line: 'Open: Name: Open (before: Public)',
    },
    {
      name: 'the default label',
      given: {
        act: 'labelChanged',
        subject: { kind: 'label', id: 'labels:default' },
        change: { before: 'l-public', after: 'l-general' },
      },
      line: ': Default label: General (before: Public)',
    },
    {
      name: 'a group',
      given: {
        act: 'groupChanged',
        subject: { kind: 'group', id: 'g-board' },
        change: { before: group as never, after: { ...group, members: [] } as never },
      },
      line: 'Board: bo is no member any more',
    },
    {
      name: 'the licence of everybody',
      given: {
        act: 'settingsChanged',
        subject: { kind: 'licence', id: 'default' },
        change: { before: 'standard', after: 'premium' },
      },
      line: ': Licence of everybody: Premium (before: Standard)',
    },
    {
      name: 'the settings',
      given: {
        act: 'settingsChanged',
        subject: { kind: 'settings', id: 'organisation' },
        change: { before: settings as never, after: { ...settings, defaultLanguage: 'de' } as never },
      },
      line: ': Default language: Deutsch (before: English)',
    },
  ])('$name', ({ given, line }) => expect(linesOf(given)).toContain(line))
})

describe('what is not told in whole is told field by field', () => {
  test.each<{ name: string; given: Omit<NewAuditRecord, 'actor'> }>([
    {
      name: 'a group of more people than are named',
      given: {
        act: 'groupChanged',
        subject: { kind: 'group', id: 'g-board' },
        change: { before: { ...group, members: 300 } as never, after: { ...group, members: 301 } as never },
      },
    },
    {
      name: 'what is too large',
      given: {
        act: 'templateChanged',
        subject: { kind: 'template', id: 't-interview' },
        change: { before: { characters: 20_000 }, after: { characters: 20_001 } },
      },
    },
    {
      name: 'an order',
      given: {
        act: 'policyChanged',
        subject: { kind: 'policy', id: 'meetings:order' },
        change: { before: ['a', 'b'], after: ['b', 'a'] },
      },
    },
    {
      name: 'what is not of the rules',
      given: {
        act: 'optionsChanged',
        subject: { kind: 'meeting', id: 'm' },
        change: { before: { chat: 'everyone' }, after: { chat: 'nobody' } },
      },
    },
  ])('$name', ({ given }) => {
    expect(linesOf(given)).toBeUndefined()
    expect(fieldChanges(given.change ?? {}, (id) => id)).toHaveLength(1)
  })

  test('by its place, with names for ids, and nothing that stayed the same', () => {
    const named = (id: string): string => id.toUpperCase()
    expect(
      fieldChanges(
        { before: { a: { b: 'x', c: 1 }, d: ['p', 'q'] }, after: { a: { b: 'y', c: 1 }, d: ['q', 'p'], e: true } },
        named,
      ),
    ).toEqual([
      { place: 'a.b', before: 'X', after: 'Y' },
      { place: 'd', before: 'P, Q', after: 'Q, P' },
      { place: 'e', after: 'true' },
    ])
    expect(fieldChanges({ after: 'x' }, named)).toEqual([{ place: '', after: 'X' }])
  })
})
