/** Rules of an organisation that the admin centre is looked at with. */
import type { Report } from '#shared/contract/admin.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'

const HOUR = 3_600_000

/** The sample, with an organisation that is trusted. */
export const filledRules = (): OrganisationRules => ({
  ...sampleRules(),
  settings: { defaultLanguage: 'en', trusts: ['https://sign-in.aldermere.example', 'https://sign-in.westerhaven.example'] },
  administrators: [
    { personId: 'ada', role: 'globalAdministrator' },
    { personId: 'bo', role: 'meetingAdministrator' },
    { personId: 'eli', role: 'complianceOfficer' },
  ],
})

/** The versions before it, the oldest first. */
export const earlierRules = (): OrganisationRules[] => {
  const rules = filledRules()
  return [
    { ...rules, templates: [], labels: { list: [] }, settings: { defaultLanguage: 'en', trusts: [] } },
    { ...rules, templates: [], settings: { defaultLanguage: 'en', trusts: [] } },
    { ...rules, settings: { defaultLanguage: 'en', trusts: ['https://sign-in.aldermere.example'] } },
  ]
}

/** What somebody else saves while one looks. */
export const ruledByBo = (rules: OrganisationRules): OrganisationRules => ({
  ...rules,
  meetings: { ...rules.meetings, default: { ...rules.meetings.default, maximumSize: 120 } },
  settings: { ...rules.settings, defaultLanguage: 'de' },
})

export const reportsOf = (now: number): Report[] => [
  {
    id: 'r1',
    at: now - 3 * HOUR,
    meeting: { id: 'm1', title: 'Moving into the new building' },
    reporter: { personId: 'chen', name: 'Chen Wei' },
    author: { personId: 'x1', name: 'Robin Vance' },
    text: 'Only somebody like you could come up with this.',
    heldFor: 'insult',
  },
  {
    id: 'r2',
    at: now - 30 * HOUR,
    meeting: { id: 'm2', title: 'Quarterly figures, first reading' },
    reporter: { personId: 'dara', name: 'Dara Okafor' },
    author: { personId: 'x2', name: 'Sasha Brandt' },
    text: 'Send me the figures before the others see them, nobody needs to know.',
  },
]

/** A file that somebody has changed by hand, and not well. */
export const brokenFile = (): string => {
  const { groups: _groups, ...rules } = sampleRules()
  const labels = { ...rules.labels, default: 'l-secret', list: rules.labels.list.map((label) => ({ ...label, color: 'red' })) }
  return JSON.stringify({ format: 'parley.rules', version: 1, rules: { ...rules, labels } })
}
