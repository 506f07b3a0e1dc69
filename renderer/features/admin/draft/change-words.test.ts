import { describe, expect, test } from 'vitest'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { changeLines, peopleIn } from './change-words.ts'
import { withoutGroup } from './edits.ts'

type Edit = (rules: OrganisationRules) => void

const NAMES: Record<string, string> = { ada: 'Ada Moreau', bo: 'Bo Lindqvist', eli: 'Eli Novak' }
const edited = (edit: Edit): OrganisationRules => {
  const rules = sampleRules()
  edit(rules)
  return rules
}
const linesOf = (before: OrganisationRules, after: OrganisationRules, language: 'en' | 'de' = 'en'): string[] =>
  changeLines(before, after, { t: createI18n(language).t, nameOf: (id) => NAMES[id] ?? id }).map(({ section, subject, text }) =>
    [section, subject, text].filter((part) => part !== undefined).join(' | '),
  )
const told = (edit: Edit): string[] => linesOf(sampleRules(), edited(edit))

const policyAt = (rules: OrganisationRules, at: number) => {
  const policy = rules.meetings.policies[at]
  if (policy === undefined) throw new Error('the sample has no such policy')
  return policy
}

describe('one line for each thing', () => {
  test.each<{ name: string; edit: Edit; lines: string[] }>([
    { name: 'nothing', edit: () => undefined, lines: [] },
    {
      name: 'the default policy of encryption',
      edit: (rules) => {
        rules.encryption.default = 'usersCanEnable'
      },
      lines: ['encryption | Default policy | End-to-end encryption: Not enabled, but users can enable (before: Not enabled)'],
    },
    {
      name: 'the order of policies',
      edit: (rules) => {
        rules.encryption.policies.reverse()
      },
      lines: ['encryption | New order: Staff, Board'],
    },
    {
      name: 'an option whose rule is another kind of rule',
      edit: (rules) => {
        policyAt(rules, 0).rules.options = {
          recording: { atLeast: 'organisers', preset: 'nobody' },
          chat: { preset: 'presenters' },
        }
      },
      lines: ['meetings | Sales | Who may record: At least “Organisers”, Starts as “Nobody” (before: Always “Nobody”)'],
    },
    {
      name: 'an option that is free again, and a size that holds no more',
      edit: (rules) => {
        policyAt(rules, 0).rules = { options: { chat: { preset: 'presenters' } } }
      },
      lines: [
        'meetings | Sales | Who may record: Organisers choose (before: Always “Nobody”)',
        'meetings | Sales | People in one meeting, at most: not set any more (before: 50)',
      ],
    },
    {
      name: 'whom a policy is assigned to',
      edit: (rules) => {
        policyAt(rules, 0).assignedTo = { people: ['eli'], groups: ['g-staff'] }
      },
      lines: [
        'meetings | Sales | Assigned to Eli Novak',
        'meetings | Sales | No longer assigned to Sales',
        'meetings | Sales | Assigned to Staff',
      ],
    },
    {
      name: 'another name',
      edit: (rules) => {
        policyAt(rules, 0).name = 'Field sales'
      },
      lines: ['meetings | Field sales | Name: Field sales (before: Sales)'],
    },
    {
      name: 'a new policy says what it holds',
      edit: (rules) => {
        rules.meetings.policies.push({
          id: 'm-new',
          name: 'New',
          assignedTo: { people: ['bo'], groups: [] },
          rules: { options: { lobby: { fixed: 'organisers' } }, maximumSize: 9 },
        })
      },
      lines: [
        'meetings | New | New',
        'meetings | New | Assigned to Bo Lindqvist',
        'meetings | New | Who comes in directly: Always “Only organisers and co-organisers” (before: Organisers choose)',
        'meetings | New | People in one meeting, at most: 9',
      ],
    },
    {
      name: 'a policy that is deleted says only that',
      edit: (rules) => {
        rules.meetings.policies.shift()
      },
      lines: ['meetings | Sales | Deleted'],
    },
    {
      name: 'mode and value of a template’s option together',
      edit: (rules) => {
        const [template] = rules.templates
        if (template !== undefined) template.options = { ...template.options, recording: { mode: 'fixed', value: 'organisers' } }
      },
      lines: ['templates | Interview | Who may record: Always “Organisers” (before: Always “Nobody”, not shown)'],
    },
    {
      name: 'what a label demands, and which is the default',
      edit: (rules) => {
        const [label] = rules.labels.list
        if (label !== undefined) label.atLeast = { watermark: 'on' }
        rules.labels.default = 'l-public'
      },
      lines: ['labels | Public | Watermark: At least “On” (before: Nothing)', 'labels | Default label: Public (before: General)'],
    },
    {
      name: 'licences',
      edit: (rules) => {
        rules.licences = { default: 'premium', premium: { people: ['ada', 'bo'], groups: [] } }
      },
      lines: [
        'licences | Licence of everybody: Premium (before: Standard)',
        'licences | Assigned to Bo Lindqvist',
        'licences | No longer assigned to Board',
      ],
    },
    {
      name: 'members of a group, named and by claim',
      edit: (rules) => {
        const [board] = rules.groups
        if (board !== undefined) Object.assign(board, { members: ['eli'], claimValues: ['directors'] })
      },
      lines: [
        'groups | Board | Bo Lindqvist is no member any more',
        'groups | Board | Eli Novak is a member',
        'groups | Board | Members by the claim “directors”',
      ],
    },
    {
      name: 'administrators',
      edit: (rules) => {
        rules.administrators = [
          { personId: 'ada', role: 'reader' },
          { personId: 'bo', role: 'complianceOfficer' },
        ]
      },
      lines: [
        'administrators | Ada Moreau | Role: Reader (before: Global administrator)',
        'administrators | Bo Lindqvist | Is now an administrator: Compliance officer',
      ],
    },
    {
      name: 'recordings',
      edit: (rules) => {
        const { complianceKeptDays: _days, ...recordings } = rules.recordings
        rules.recordings = { ...recordings, keptDays: 30, downloads: 'nobody' }
      },
      lines: [
        'recordings | Recordings are kept for: 30 days (before: 365 days)',
        'recordings | Downloads are for: Nobody (before: The organiser)',
        'recordings | Compliance recordings are kept for: not set any more (before: 3650 days)',
      ],
    },
    {
      name: 'the organisation',
      edit: (rules) => {
        rules.settings = { defaultLanguage: 'de', trusts: ['aldermere'] }
      },
      lines: ['settings | Default language: Deutsch (before: English)', 'settings | Trusted: aldermere'],
    },
    {
      name: 'who must be recorded',
      edit: (rules) => {
        rules.settings.recorded = { people: ['eli'], groups: ['g-sales'] }
      },
      lines: ['settings | All meetings of Eli Novak must be recorded', 'settings | All meetings of Sales must be recorded'],
    },
    {
      name: 'what whoever is recorded is told',
      edit: (rules) => {
        rules.settings.recordingNotice = { text: 'We record.', address: 'https://northwind.example/privacy' }
      },
      lines: [
        'settings | Privacy notice for recordings: We record.',
        'settings | Where more is said: https://northwind.example/privacy',
      ],
    },
  ])('$name', ({ edit, lines }) => expect(told(edit)).toEqual(lines))
})

test('a group that is deleted is named by the name it had', () => {
  const lines = linesOf(sampleRules(), withoutGroup(sampleRules(), 'g-sales'))
  expect(lines).toEqual(['meetings | Sales | No longer assigned to Sales', 'groups | Sales | Deleted'])
})

test('rules that are all new are told in full, in any language, and nothing is left without words', () => {
  const nothing: OrganisationRules = {
    ...sampleRules(),
    encryption: { policies: [], default: 'notEnabled' },
    meetings: { policies: [], default: { options: {} } },
    templates: [],
    labels: { list: [] },
    licences: { default: 'standard', premium: { people: [], groups: [] } },
    groups: [],
    administrators: [],
  }
  for (const language of ['en', 'de'] as const) {
    const lines = linesOf(nothing, sampleRules(), language)
    expect(lines.length).toBeGreaterThan(40)
    expect(lines.filter((line) => /undefined|\[object|admin\.|options\./.test(line))).toEqual([])
  }
})

test('the people whom it names', () => {
  const after = edited((rules) => {
    policyAt(rules, 0).assignedTo = { people: ['eli'], groups: [] }
    rules.administrators = [...rules.administrators, { personId: 'bo', role: 'reader' }]
  })
  expect(peopleIn(sampleRules(), after).sort()).toEqual(['bo', 'eli'])
})
