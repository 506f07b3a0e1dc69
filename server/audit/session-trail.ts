/** What becomes of sessions, and what they are refused, as records of the log of the organisation where their people belong. */
import type { Transaction } from 'kysely'
import { type AuditDetail, AuditId, type NewAuditRecord } from '#shared/audit/record.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Session } from '../identity/identities.ts'
import type { Belonging, EndOfSession, RecordSessionAct } from '../identity/session-acts.ts'
import type { Log } from '../logging.ts'
import { SlidingLimit } from '../sliding-limit.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import type { AuditLog } from './audit-log.ts'
import { personById } from './meeting-trail.ts'

/** The organisation of a member, or the one that holds a guest's meeting. */
const tenantOf = async (transaction: Transaction<Schema>, { tenant, meetingId }: Belonging): Promise<string> => {
  if (tenant !== undefined) return tenant
  const meeting = await transaction
    .selectFrom('meetings')
    .select('tenant')
    .where('id', '=', meetingId ?? '')
    .executeTakeFirst()
  if (meeting === undefined) throw new ParleyError('INTERNAL', 'a session that belongs nowhere')
  return meeting.tenant
}

/** What ends without its person's doing. */
const BY_SERVICE: ReadonlySet<EndOfSession> = new Set<EndOfSession>([
  'invitationWithdrawn',
  'tokenReused',
  'surplus',
  'providerGone',
])

export const sessionTrail =
  (log: Pick<AuditLog, 'append'>): RecordSessionAct =>
  async (transaction, act) => {
    const belonging = act.did === 'refuse' ? act.whom : act.session
    await log.append(transaction, await tenantOf(transaction, belonging), recordOf(act))
  }

const recordOf = (act: Parameters<RecordSessionAct>[1]): NewAuditRecord => {
  if (act.did === 'refuse') {
    const { personId, meetingId } = act.whom
    return {
      act: 'signInRefused',
      // A guest who is not let in is nobody yet.
      actor: personId === undefined ? { kind: 'service' } : personById(personId),
      ...(meetingId === undefined ? {} : { subject: { kind: 'meeting', id: meetingId } }),
      outcome: { kind: 'refused', code: act.code },
    }
  }
  const { id, person, meetingId } = act.session
  const actor = personById(person.id)
  const subject = { kind: 'session', id } as const
  const detail: AuditDetail = meetingId === undefined ? {} : { meeting: meetingId }
  switch (act.did) {
    case 'signIn':
      return { act: 'signedIn', actor, subject, detail }
    case 'giveSecondFactor':
      return { act: 'secondFactorGiven', actor, subject, detail }
    case 'end':
      return {
        act: 'sessionEnded',
        actor: BY_SERVICE.has(act.because) ? { kind: 'service' } : actor,
        subject,
        detail: { ...detail, because: act.because },
      }
  }
}

/** What of one person is recorded in so many ms: nobody fills the disk by being refused. */
const REFUSALS = { count: 60, window: 60_000 }

export interface RefusalTrailOptions {
  database: Database
  audit: Pick<AuditLog, 'append'>
  log: Log
  now?: () => number
}

/** Requests that were refused to somebody who has signed in. */
export class RefusalTrail {
  readonly #options: RefusalTrailOptions
  readonly #limit: SlidingLimit

  constructor(options: RefusalTrailOptions) {
    this.#options = options
    this.#limit = new SlidingLimit(REFUSALS.count, REFUSALS.window, options.now ?? Date.now)
  }

  /** Does the work; where it is refused, that is written down before anybody is told. */
  async over<T>(session: Session, request: string, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof ParleyError && REFUSED.has(error.code)) await this.#note(session, request, error)
      throw error
    }
  }

  /** A refusal stands even where it can't be written down. */
  async #note(session: Session, request: string, { code, detail }: ParleyError): Promise<void> {
    const { database, audit, log } = this.#options
    if (!this.#limit.take(session.person.id)) return
    const missing = AuditId.safeParse(detail)
    try {
      await database.transaction().execute(async (transaction) =>
        audit.append(transaction, await tenantOf(transaction, session), {
          act: 'requestRefused',
          actor: personById(session.person.id),
          subject: { kind: 'request', id: request },
          outcome: { kind: 'refused', code },
          ...(missing.success ? { detail: { missing: missing.data } } : {}),
        }),
      )
    } catch (cause) {
      log.error({ err: cause }, 'a refused request is not in the audit log')
    }
  }
}

/** A role, a second factor or the last administrator was missing. What merely came too late or was malformed is not told of anybody. */
const REFUSED: ReadonlySet<ParleyError['code']> = new Set<ParleyError['code']>([
  'FORBIDDEN',
  'SECOND_FACTOR_STALE',
  'LAST_ADMINISTRATOR',
])
