import { describe, expect, test } from 'vitest'
import { NewAuditRecord } from '#shared/audit/record.ts'
import { NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { recordsOf } from './rule-acts.ts'
import type { RulesChange } from './rules.ts'

const change = (before: OrganisationRules, after: OrganisationRules, how: RulesChange['how'] = 'saved'): RulesChange => ({
  tenant: 'northwind',
  by: { personId: 'root', role: 'globalAdministrator' },
  how,
  revision: 7,
  before,
  after,
})
const pseudonymOf = async (personId: string): Promise<string> => `P-${personId.length}`
const recorded = (...asked: Parameters<typeof change>) => recordsOf(change(...asked), pseudonymOf)
const named = async (...asked: Parameters<typeof change>) =>
  (await recorded(...asked)).map(({ act, subject }) => `${act} ${subject?.kind} ${subject?.id}`)

const sample = sampleRules()
const many = Array.from({ length: 5_000 }, (_, at) => `person-${at}`)

describe('what is recorded of a change', () => {
  test('is one act for each thing', async () => {
    expect(await named(NO_RULES, sample, 'imported')).toEqual([
      'configurationImported settings rules',
      'policyCreated policy e-board',
      'policyCreated policy e-staff',
      'policyChanged policy encryption:default',
      'policyCreated policy m-sales',
      'policyCreated policy m-staff',
      'policyChanged policy meetings:default',
      'templateCreated template t-interview',
      'labelCreated label l-public',
      'labelCreated label l-general',
      'labelCreated label l-confidential',
      'labelCreated label l-highly-confidential',
      'labelChanged label labels:default',
      'groupCreated group g-board',
      'groupCreated group g-sales',
      'groupCreated group g-staff',
      'licenceGiven person ada',
      'licenceGiven group g-board',
      'settingsChanged licence default',
      'adminRoleGiven person ada',
      'policyChanged policy recordings',
    ])
  })

  const [board, staff] = sample.encryption.policies
  test.each<[string, OrganisationRules, string[], RulesChange['how']?]>([
    ['nothing', sample, []],
    ['an undone change', sample, ['changeUndone settings rules'], 'undone'],
    [
      'whom a policy is for',
      {
        ...sample,
        meetings: {
          ...sample.meetings,
          policies: sample.meetings.policies.map((each, at) =>
            at === 0 ? { ...each, assignedTo: { people: ['bo'], groups: [] } } : each,
          ),
        },
      },
      ['policyAssigned policy m-sales'],
    ],
    [
      'a policy that is gone',
      { ...sample, encryption: { ...sample.encryption, policies: staff === undefined ? [] : [staff] } },
      ['policyDeleted policy e-board'],
    ],
    [
      'an order',
      { ...sample, encryption: { ...sample.encryption, policies: [staff, board].filter((each) => each !== undefined) } },
      ['policyChanged policy encryption:order'],
    ],
    [
      'roles',
      {
        ...sample,
        administrators: [
          { personId: 'ada', role: 'reader' },
          { personId: 'bo', role: 'reader' },
        ],
      },
      ['adminRoleTaken person ada', 'adminRoleGiven person ada', 'adminRoleGiven person bo'],
    ],
    [
      'settings',
      { ...sample, settings: { ...sample.settings, trusts: ['contrail'] } },
      ['settingsChanged settings organisation'],
    ],
    [
      'a licence for thousands',
      { ...sample, licences: { ...sample.licences, premium: { people: ['ada', ...many], groups: ['g-board'] } } },
      ['licenceGiven licence premium'],
    ],
  ])('names %s', async (_what, after, acts, how) => {
    expect(await named(sample, after, how)).toEqual(acts)
  })

  test('holds what was and what is, and nobody by their own id', async () => {
    const [sales] = sample.meetings.policies
    if (sales === undefined) throw new Error('no policy')
    const next = { ...sales, name: 'Sellers', assignedTo: { people: ['bartholomew'], groups: ['g-sales'] } }
    const after = { ...sample, meetings: { ...sample.meetings, policies: [next, ...sample.meetings.policies.slice(1)] } }
    const [record] = await recorded(sample, after)
    expect(record).toEqual({
      act: 'policyChanged',
      actor: { kind: 'person', id: 'root', role: 'globalAdministrator' },
      subject: { kind: 'policy', id: 'm-sales' },
      detail: { revision: 7, section: 'meetings' },
      change: {
        before: { ...sales, assignedTo: { people: [], groups: ['g-sales'] } },
        after: { ...next, assignedTo: { people: ['P-11'], groups: ['g-sales'] } },
      },
    })
  })

  test('of thousands of people, and of what is too long, is how much it is', async () => {
    const [, second] = sample.groups
    if (second === undefined) throw new Error('no group')
    const groups = sample.groups.map((group) => (group.id === second.id ? { ...group, members: many } : group))
    const settings = { ...sample.settings, trusts: Array.from({ length: 200 }, (_, at) => `${at}`.padEnd(500, 'ä')) }
    const records = await recorded(sample, { ...sample, groups, settings })
    expect(records.map(({ change: told }) => told?.after)).toEqual([
      { ...second, members: 5_000 },
      { characters: expect.any(Number) },
    ])
  })

  test('is what the log takes', async () => {
    const records = [...(await recorded(NO_RULES, sample, 'imported')), ...(await recorded(sample, NO_RULES, 'undone'))]
    for (const record of records) expect(NewAuditRecord.safeParse(record).error).toBeUndefined()
  })
})
