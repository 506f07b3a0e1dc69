import { describe, expect, test } from 'vitest'
import { AUDIT_ACTS, isAuditAct } from '#shared/audit/acts.ts'
import { AUDIT_SUBJECT_KINDS, type AuditDetail } from '#shared/audit/record.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { createFormat } from '../../../ui/use-format.ts'
import { recorded } from '../testing/fake-audit.ts'
import { auditPeople } from '../testing/sample-audit.ts'
import { auditWords } from './audit-words.ts'

const wordsIn = (language: 'en' | 'de') =>
  auditWords({
    t: createI18n(language).t,
    format: createFormat(language),
    rules: sampleRules(),
    people: new Map(auditPeople.map((person) => [person.pseudonym, person])),
  })
const words = wordsIn('en')
const detailOf = (detail: AuditDetail): string[] =>
  recorded([{ act: 'signedIn', actor: { kind: 'service' }, detail }], 0).flatMap((record) =>
    words.details(record).map(({ name, value }) => `${name}: ${value}`),
  )

describe('every act and kind has words', () => {
  test.each(['en', 'de'] as const)('in %s', (language) => {
    const { t } = createI18n(language)
    for (const act of Object.keys(AUDIT_ACTS)) if (isAuditAct(act)) expect(t(`audit.act.${act}`)).not.toContain('audit.')
    for (const kind of AUDIT_SUBJECT_KINDS) expect(wordsIn(language).subject({ kind, id: 'x' })).not.toContain('audit.')
  })
})

describe('what something was done to', () => {
  test.each([
    { kind: 'policy', id: 'm-sales', said: 'Policy: Sales' },
    { kind: 'policy', id: 'meetings:order', said: 'Policy: order of meeting policies' },
    { kind: 'label', id: 'l-gone', said: 'Label: l-gone' },
    { kind: 'licence', id: 'premium', said: 'Licence: Premium' },
    { kind: 'settings', id: 'rules', said: 'Settings: all rules' },
    { kind: 'person', id: auditPeople[0]?.pseudonym ?? '', said: 'Ada Moreau' },
    { kind: 'person', id: 'nobody', said: 'Pseudonym nobody' },
    { kind: 'guest', id: 'nobody', said: 'Guest, pseudonym nobody' },
    { kind: 'log', id: 'northwind', said: 'Audit log' },
  ] as const)('$kind $id', ({ said, ...subject }) => expect(words.subject(subject)).toBe(said))
})

describe('details', () => {
  test.each<{ detail: AuditDetail; said: string }>([
    { detail: { role: 'complianceOfficer' }, said: 'Role: Compliance officer' },
    { detail: { role: 'presenter' }, said: 'Role: Presenter' },
    { detail: { section: 'labels' }, said: 'Section: Labels' },
    { detail: { label: 'l-general' }, said: 'Label: General' },
    { detail: { licence: 'premium' }, said: 'Licence: Premium' },
    { detail: { because: 'tokenReused' }, said: 'Because: A token was used twice: it has been copied' },
    { detail: { acts: 'denied/blocked' }, said: 'Acts: Turned away from the lobby, Turned away for good' },
    { detail: { subjectKind: 'meeting' }, said: 'Kind: Meeting' },
    { detail: { named: true }, said: 'By invitation: Yes' },
    { detail: { revision: 1200 }, said: 'Change: 1,200' },
    { detail: { actor: auditPeople[1]?.pseudonym ?? '' }, said: 'Done by: Bo Lindqvist' },
    { detail: { newOne: 'as-it-is' }, said: 'newOne: as-it-is' },
  ])('$said', ({ detail, said }) => expect(detailOf(detail)).toEqual([said]))
})
