/** What is done about rules, labels and reports, as records of the audit log. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { OrganisingOptions } from '../meetings/organising.ts'
import { recordsOf } from './rule-acts.ts'
import type { RulesOptions } from './rules.ts'

type Log = Pick<AuditLog, 'append' | 'pseudonymOf'>

export const auditedRules = (log: Log): Required<Pick<RulesOptions, 'record' | 'recordExport' | 'recordView'>> => ({
  record: async (transaction, change) => {
    const { tenant } = change
    const records = await recordsOf(change, (personId) => log.pseudonymOf(transaction, tenant, personId))
    for (const record of records) await log.append(transaction, tenant, record)
  },
  recordExport: async (transaction, { tenant, by, revision }) => {
    const actor = { kind: 'person', id: by.personId, role: by.role } as const
    const subject = { kind: 'settings', id: 'rules' } as const
    await log.append(transaction, tenant, { act: 'configurationExported', actor, subject, detail: { revision } })
  },
  recordView: async (transaction, { tenant, by, what, shown }) => {
    const actor = { kind: 'person', id: by.personId, role: by.role } as const
    await log.append(transaction, tenant, { act: 'personalDataViewed', actor, detail: { what, shown } })
  },
})

export const auditedLabels = (log: Log): Required<Pick<OrganisingOptions, 'recordLabel'>> => ({
  recordLabel: async (transaction, { record, person, labelId, weaker }) => {
    const { id, tenant, labelId: before } = record
    await log.append(transaction, tenant, {
      act: weaker ? 'labelLowered' : 'optionsChanged',
      actor: { kind: person.kind === 'member' ? 'person' : 'guest', id: person.id },
      subject: { kind: 'meeting', id },
      detail: { label: labelId, ...(before === undefined ? {} : { before }) },
    })
  },
})
