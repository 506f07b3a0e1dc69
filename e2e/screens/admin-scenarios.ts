/** States of the admin centre. */
import type { Page } from '@playwright/test'
import { ParleyError } from '#shared/errors.ts'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { NO_RULES } from '#shared/policies/rules.ts'
import { writeRulesFile } from '#shared/policies/rules-file.ts'
import { type AuditScenario, recorded } from '../../renderer/features/admin/testing/fake-audit.ts'
import { auditPeople, sampleAudit } from '../../renderer/features/admin/testing/sample-audit.ts'
import { brokenFile, earlierRules, filledRules, reportsOf, ruledByBo } from './admin-rules.ts'
import type { PlatformScenario } from './fake-platform.ts'
import type { Scenario } from './scenarios.ts'

const auditOf = (now: number): AuditScenario => ({ records: recorded(sampleAudit(), now), people: auditPeople })

const filled = (role: AdminRole = 'globalAdministrator'): PlatformScenario => ({
  person: 'ada',
  admin: { role, rules: filledRules(), before: earlierRules(), reports: reportsOf(Date.now()), audit: auditOf(Date.now()) },
})
const empty: PlatformScenario = { person: 'ada', admin: { role: 'globalAdministrator', rules: NO_RULES } }

const admin = (
  name: string,
  platform: PlatformScenario,
  act: (page: Page) => Promise<void>,
  rest: Partial<Scenario> = {},
): Scenario => ({
  name: `admin-${name}`,
  platform,
  place: 'admin',
  act,
  ...rest,
})

const area = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** On a list of entries: its table, or what says that there is nothing. */
const list = (name: string) => (page: Page) => area(page, name)

const entry = (name: string, of: string) => async (page: Page) => {
  await area(page, name)
  await page.getByRole('table').getByRole('button', { name: of, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: of }).waitFor()
}

const change = async (page: Page): Promise<void> => {
  await entry('Meeting policies', 'Sales')(page)
  await page.getByLabel('Who may record: what may be chosen').selectOption('fixed organisers')
  await page.getByLabel('People in one meeting, at most').fill('20')
  await page.getByRole('searchbox', { name: 'Find people and groups' }).fill('st')
  await page.getByRole('button', { name: 'Add Staff' }).click()
  await area(page, 'Organisation')
  await page.getByRole('button', { name: 'Remove https://sign-in.westerhaven.example' }).click()
}

const review = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Review and save' }).click()
  await page.getByRole('heading', { level: 1, name: 'Review changes' }).waitFor()
}

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
}

const openFile = (text: string) => async (page: Page) => {
  await area(page, 'Import and export')
  await page.locator('input[type=file]').setInputFiles({
    name: 'northwind-rules.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  })
}

const AREAS = [
  'Encryption policies',
  'Meeting policies',
  'Templates',
  'Labels',
  'Licences',
  'Groups',
  'Administrators',
  'Recordings',
  'Organisation',
  'Reports',
  'Audit log',
  'Changes',
  'Import and export',
] as const
const slug = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

export const adminCentre: readonly Scenario[] = [
  ...AREAS.map((name) => admin(slug(name), filled(), list(name), { extremes: true })),
  ...(['Templates', 'Groups', 'Meeting policies', 'Changes', 'Reports', 'Audit log'] as const).map((name) =>
    admin(`${slug(name)}-empty`, empty, list(name)),
  ),
  admin('encryption-entry', filled(), entry('Encryption policies', 'Board')),
  admin('encryption-default', filled(), entry('Encryption policies', 'Default policy')),
  admin('meeting-entry', filled(), entry('Meeting policies', 'Sales'), { extremes: true }),
  admin('template-entry', filled(), entry('Templates', 'Interview')),
  admin('label-entry', filled(), entry('Labels', 'Highly confidential')),
  admin('group-entry', filled(), entry('Groups', 'Staff')),
  admin('change-entry', filled(), entry('Changes', 'Change 3')),
  admin('assigning', filled(), async (page) => {
    await entry('Meeting policies', 'Sales')(page)
    const search = page.getByRole('searchbox', { name: 'Find people and groups' })
    await search.fill('da')
    await page.getByRole('list', { name: 'Found' }).waitFor()
  }),
  admin('name-twice', filled(), async (page) => {
    await entry('Groups', 'Staff')(page)
    await page.getByLabel('Name', { exact: true }).fill('board')
  }),
  admin('search', filled(), async (page) => {
    await area(page, 'Labels')
    await page.getByRole('searchbox', { name: 'Search in: Labels' }).fill('confidential')
  }),
  admin('unsaved', filled(), async (page) => {
    await change(page)
    await entry('Meeting policies', 'Sales')(page)
  }),
  admin(
    'review',
    filled(),
    async (page) => {
      await change(page)
      await review(page)
    },
    { extremes: true },
  ),
  admin('review-problem', filled(), async (page) => {
    await entry('Groups', 'Staff')(page)
    await page.getByLabel('Name', { exact: true }).fill('')
    await review(page)
  }),
  admin('saved', filled(), async (page) => {
    await change(page)
    await review(page)
    await save(page)
    await page.getByText('Saved. Meetings that run').waitFor()
  }),
  admin(
    'conflict',
    filled(),
    async (page) => {
      await change(page)
      await review(page)
      await page.evaluate(() => window.showcase.ruleMeanwhile())
      await save(page)
      await page.getByRole('heading', { level: 1, name: 'Somebody else saved first' }).waitFor()
      await page.getByRole('button', { name: 'Go on to review' }).click()
    },
    { extremes: true },
  ),
  admin(
    'audit-open',
    filled(),
    async (page) => {
      await area(page, 'Audit log')
      await page.getByRole('button', { name: 'Policy changed' }).first().click()
    },
    { extremes: true, shows: (page) => page.getByRole('heading', { name: 'Before and after' }) },
  ),
  admin('audit-refused', filled(), async (page) => {
    await area(page, 'Audit log')
    await page.getByLabel('Outcome').selectOption('refused')
    await page.getByRole('searchbox', { name: 'Find who did it' }).fill('bo')
    await page.getByRole('button', { name: 'Add Bo Lindqvist' }).click()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByRole('button', { name: 'Request refused' }).click()
  }),
  admin(
    'audit-exporting',
    {
      ...filled(),
      admin: {
        ...filled().admin,
        rules: filledRules(),
        audit: { ...auditOf(Date.now()), piece: () => new Promise(() => undefined) },
      },
    },
    async (page) => {
      await area(page, 'Audit log')
      await page.getByRole('button', { name: 'Export as JSON Lines' }).click()
      await page.getByText('Exporting: 0 records so far').waitFor()
    },
    { extremes: true },
  ),
  admin(
    'audit-failed',
    { ...filled(), admin: { rules: filledRules(), audit: { records: [], refusal: new ParleyError('SERVICE_UNREACHABLE') } } },
    (page) => area(page, 'Audit log'),
  ),
  admin('audit-not-for-role', filled('reader'), list('Audit log')),
  admin('german-audit', { ...filled(), settings: { language: 'de' } }, async (page) => {
    await page.getByRole('button', { name: 'Protokoll', exact: true }).click()
    await page.getByRole('button', { name: 'Richtlinie geändert' }).first().click()
  }),
  ...(
    [
      ['meetings', 'Besprechungsrichtlinien', 'Sales'],
      ['labels', 'Einstufungen', 'Highly confidential'],
      ['encryption', 'Verschlüsselungsrichtlinien', undefined],
      ['templates', 'Vorlagen', 'Interview'],
      ['administrators', 'Administration', undefined],
      ['import-and-export', 'Import und Export', undefined],
      ['organisation', 'Organisation', undefined],
      ['changes', 'Änderungen', 'Änderung 3'],
    ] as const
  ).map(([name, button, opened]) =>
    admin(
      `german-${name}`,
      { ...filled(), settings: { language: 'de' } },
      async (page) => {
        await page.getByRole('navigation', { name: 'Verwaltung' }).getByRole('button', { name: button, exact: true }).click()
        if (opened !== undefined) await page.getByRole('table').getByRole('button', { name: opened, exact: true }).click()
      },
      { extremes: name === 'meetings' },
    ),
  ),
  admin('read-only', filled('reader'), entry('Meeting policies', 'Sales')),
  admin('read-only-label', filled('meetingAdministrator'), list('Licences')),
  admin('reports-not-for-role', filled('meetingAdministrator'), list('Reports')),
  admin(
    'import-problems',
    filled(),
    async (page) => {
      await openFile(brokenFile())(page)
      await page.getByRole('table', { name: 'Problems of the file' }).waitFor()
    },
    { extremes: true },
  ),
  admin('import-changes', filled(), async (page) => {
    await openFile(writeRulesFile(ruledByBo({ ...filledRules(), templates: [] })))(page)
    await page.getByText('What northwind-rules.json would change').waitFor()
  }),
  {
    name: 'admin-new-meeting',
    platform: {
      person: 'ada',
      choices: {
        templates: [{ id: 't', name: 'Interview', description: 'A few people, nobody comes in by themselves.', kind: 'meeting' }],
        templatesNeed: 'premium',
        labels: [
          { id: 'g', name: 'General', description: 'For daily work.' },
          { id: 'c', name: 'Confidential', description: 'For those who need to know.' },
        ],
        defaultLabel: 'g',
      },
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'New meeting' }).click()
      await page.getByLabel('Label').waitFor()
    },
  },
]
