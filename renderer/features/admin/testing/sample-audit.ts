/** Records of an audit log with something of everything, for tests and for whoever looks at the page. */
import type { NewAuditRecord } from '#shared/audit/record.ts'
import type { AuditPerson } from '#shared/contract/admin.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'

/** Pseudonyms as the service makes them. */
export const ADA = 'tZ3pQ0vJ8mYx2Lk6Wd1s'
const BO = 'aN7rF4bH9cUe5Xo0Gi3y'
/** Erased: nobody knows any more who it was. */
export const ERASED = 'Kq1wS6dV2jTz8Rm4Pb7h'
export const GUEST = 'Ef5gC8lA1nMu3Iy6Ox9t'

export const auditPeople: readonly AuditPerson[] = [
  { pseudonym: ADA, id: 'ada', name: 'Ada Moreau' },
  { pseudonym: BO, id: 'bo', name: 'Bo Lindqvist' },
]

const ada = { kind: 'person', id: ADA, role: 'globalAdministrator' } as const
const bo = { kind: 'person', id: BO, role: 'meetingAdministrator' } as const
const meeting = { kind: 'meeting', id: 'Xb2kV9rT0wLq' } as const
const [sales] = sampleRules().meetings.policies

/** The oldest first. */
export const sampleAudit = (): NewAuditRecord[] => [
  { act: 'signedIn', actor: { kind: 'person', id: BO }, subject: { kind: 'session', id: 'uJ4hG7sD1fPz' } },
  { act: 'meetingCreated', actor: { kind: 'person', id: ERASED }, subject: meeting },
  {
    act: 'policyChanged',
    actor: bo,
    subject: { kind: 'policy', id: 'meetings:order' },
    detail: { revision: 2 },
    change: { before: ['m-staff', 'm-sales'], after: ['m-sales', 'm-staff'] },
  },
  {
    act: 'adminRoleGiven',
    actor: ada,
    subject: { kind: 'person', id: BO },
    detail: { role: 'meetingAdministrator', revision: 3 },
  },
  { act: 'denied', actor: { kind: 'person', id: BO }, subject: { kind: 'guest', id: GUEST }, detail: { meeting: meeting.id } },
  {
    act: 'optionsChanged',
    actor: { kind: 'person', id: BO },
    subject: meeting,
    change: { before: { lobby: 'everyone', watermark: 'off' }, after: { lobby: 'organisation', watermark: 'off' } },
  },
  {
    act: 'sessionEnded',
    actor: { kind: 'service' },
    subject: { kind: 'session', id: 'uJ4hG7sD1fPz' },
    detail: { because: 'tokenReused' },
  },
  {
    act: 'requestRefused',
    actor: { kind: 'person', id: BO, role: 'meetingAdministrator' },
    subject: { kind: 'request', id: 'admin.saveRules' },
    outcome: { kind: 'refused', code: 'FORBIDDEN' },
    detail: { missing: 'licences' },
  },
  {
    act: 'policyChanged',
    actor: ada,
    subject: { kind: 'policy', id: 'm-sales' },
    detail: { section: 'meetings', revision: 4 },
    change: {
      before: { ...sales, assignedTo: { people: [], groups: ['g-sales'] } },
      after: {
        ...sales,
        assignedTo: { people: [BO], groups: ['g-sales'] },
        rules: { options: { recording: { fixed: 'organisers' }, chat: { preset: 'presenters' } }, maximumSize: 20 },
      },
    },
  },
  {
    act: 'auditSearched',
    actor: ada,
    subject: { kind: 'log', id: 'northwind' },
    detail: { shown: 8, outcome: 'refused', acts: 'denied/blocked' },
  },
]
