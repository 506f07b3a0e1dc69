/**
 * Whether something is a record that the log takes: what `NewAuditRecord` of the contract says, without a schema's cost, since it is
 * asked for every append. A test holds the two together.
 */
import { isAuditAct } from '#shared/audit/acts.ts'
import { isAuditSubjectKind, isPersonKind } from '#shared/audit/record.ts'
import { isErrorCode } from '#shared/errors.ts'

const CODE = /^[A-Za-z0-9_.:/-]{1,128}$/
const DETAIL_NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/
const MOST_DETAILS = 16

const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value)

/** An object with these members and no others; an absent one may be there as undefined. */
const isPlain = (value: unknown, members: readonly string[]): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  for (const name in value) if (!members.includes(name)) return false
  return true
}

const isActor = (actor: unknown): boolean => {
  if (!isPlain(actor, ACTOR)) return false
  if (actor.kind === 'service') return !('id' in actor) && !('role' in actor)
  return (
    typeof actor.kind === 'string' &&
    isPersonKind(actor.kind) &&
    isCode(actor.id) &&
    (actor.role === undefined || isCode(actor.role))
  )
}

const isSubject = (subject: unknown): boolean =>
  subject === undefined || (isPlain(subject, SUBJECT) && isAuditSubjectKind(subject.kind) && isCode(subject.id))

const isOutcome = (outcome: unknown): boolean => {
  if (outcome === undefined) return true
  if (!isPlain(outcome, OUTCOME)) return false
  return outcome.kind === 'done' ? !('code' in outcome) : outcome.kind === 'refused' && isErrorCode(outcome.code)
}

const isDetail = (detail: unknown): boolean => {
  if (detail === undefined) return true
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return false
  let count = 0
  for (const [name, value] of Object.entries(detail)) {
    count += 1
    if (count > MOST_DETAILS || !DETAIL_NAME.test(name)) return false
    if (!isCode(value) && !Number.isSafeInteger(value) && typeof value !== 'boolean') return false
  }
  return true
}

const isJson = (value: unknown): boolean => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  return Object.values(value).every(isJson)
}

const isChange = (change: unknown): boolean =>
  change === undefined ||
  (isPlain(change, CHANGE) &&
    (change.before === undefined || isJson(change.before)) &&
    (change.after === undefined || isJson(change.after)))

const ACTOR = ['kind', 'id', 'role']
const SUBJECT = ['kind', 'id']
const OUTCOME = ['kind', 'code']
const CHANGE = ['before', 'after']
const RECORD = ['act', 'actor', 'subject', 'outcome', 'detail', 'change']

/** The member that does not belong into a record; undefined where all is well. */
export const wrongMember = (record: unknown): string | undefined => {
  if (!isPlain(record, RECORD)) return 'members'
  if (!isAuditAct(record.act)) return 'act'
  if (!isActor(record.actor)) return 'actor'
  if (!isSubject(record.subject)) return 'subject'
  if (!isOutcome(record.outcome)) return 'outcome'
  if (!isDetail(record.detail)) return 'detail'
  return isChange(record.change) ? undefined : 'change'
}

/** Whether it can be the id of an organisation: that is whose records they are. */
export const isTenant = isCode
