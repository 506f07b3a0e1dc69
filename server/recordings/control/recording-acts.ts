/** What is done about recordings while they are made, as records of the log of the organisation that holds the meeting. */
import type { Transaction } from 'kysely'
import type { AuditAct } from '#shared/audit/acts.ts'
import type { AuditLog } from '../../audit/audit-log.ts'
import { personById } from '../../audit/meeting-trail.ts'
import type { Schema } from '../../storage/schema.ts'

export interface RecordingAct {
  readonly did: 'start' | 'pause' | 'resume' | 'interrupt' | 'stop' | 'agree' | 'refuse'
  readonly tenant: string
  readonly recording: string
  readonly meeting: string
  readonly compliance: boolean
  /** Id of a person; absent where it is a rule's doing, or the service's. */
  readonly by: string | undefined
}

/** Writes an act down in the transaction that does it. */
export type NoteRecordingAct = (transaction: Transaction<Schema>, act: RecordingAct) => Promise<void>

const ACT: Record<RecordingAct['did'], AuditAct> = {
  start: 'recordingStarted',
  pause: 'recordingPaused',
  resume: 'recordingResumed',
  interrupt: 'recordingInterrupted',
  stop: 'recordingStopped',
  agree: 'recordingAgreed',
  refuse: 'recordingRefused',
}

export const recordingActs =
  (log: Pick<AuditLog, 'append'>): NoteRecordingAct =>
  async (transaction, { did, tenant, recording, meeting, compliance, by }) => {
    await log.append(transaction, tenant, {
      act: ACT[did],
      actor: by === undefined ? { kind: 'service' } : personById(by),
      subject: { kind: 'recording', id: recording },
      detail: { meeting, ...(compliance ? { compliance: true } : {}) },
    })
  }
