/** What is done with recordings, as records of the log of the organisation whose recording it is. */
import type { Transaction } from 'kysely'
import type { AuditAct } from '#shared/audit/acts.ts'
import type { AuditActor, AuditDetail } from '#shared/audit/record.ts'
import type { AuditLog } from '../../audit/audit-log.ts'
import { personById } from '../../audit/meeting-trail.ts'
import type { Session } from '../../identity/identities.ts'
import type { Schema } from '../../storage/schema.ts'
import type { RecordingHead } from './recordings-schema.ts'

export type RecordingLog = Pick<AuditLog, 'append' | 'pseudonymOf'>

/** Somebody, or the service by itself. */
export type By = Session | 'service'

export const actorOf = (by: By): AuditActor => (by === 'service' ? { kind: 'service' } : personById(by.person.id))

/** Writes it down in the transaction that does it. */
export const noteAct = async (
  log: RecordingLog,
  transaction: Transaction<Schema>,
  by: By,
  act: AuditAct,
  { id, tenant, meeting_id, compliance }: Pick<RecordingHead, 'id' | 'tenant' | 'meeting_id' | 'compliance'>,
  detail: AuditDetail = {},
): Promise<void> => {
  await log.append(transaction, tenant, {
    act,
    actor: actorOf(by),
    subject: { kind: 'recording', id },
    detail: { meeting: meeting_id, ...(compliance === 1 ? { compliance: true } : {}), ...detail },
  })
}
