/** A record of the audit log, as it is written and as the admin centre reads it. Times are ms since 1970 (UTC). */
import { z } from 'zod'
import { type ErrorCode, isErrorCode } from '../errors.ts'
import { AUDIT_ACTS, type AuditAct } from './acts.ts'

/** An id, a code, a number in words: no space and no @, so that neither a name in full nor an e-mail address fits. */
const CODE = /^[A-Za-z0-9_.:/-]{1,128}$/

/** Who the records of one organisation belong to. */
export const AuditTenant = z.string().regex(CODE)

export const AuditId = z.string().regex(CODE)

export const AuditActName = z.enum(Object.keys(AUDIT_ACTS) as [AuditAct, ...AuditAct[]])

/** Who has an id that is theirs as a person: such an id is never in the log, a pseudonym stands for it. */
const PERSON_KINDS = ['person', 'guest'] as const

export const AUDIT_SUBJECT_KINDS = [
  ...PERSON_KINDS,
  'session',
  'meeting',
  'occurrence',
  'invitation',
  'message',
  'recording',
  'policy',
  'template',
  'label',
  'licence',
  'group',
  'settings',
  'request',
  'log',
] as const
export type AuditSubjectKind = (typeof AUDIT_SUBJECT_KINDS)[number]

export const isPersonKind = (kind: string): boolean => kind === 'person' || kind === 'guest'

const SUBJECT_KINDS: ReadonlySet<unknown> = new Set(AUDIT_SUBJECT_KINDS)
export const isAuditSubjectKind = (kind: unknown): kind is AuditSubjectKind => SUBJECT_KINDS.has(kind)

/** Who acts: somebody (in a role of an administrator, where they act as one), or the service by itself. */
export const AuditActor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(PERSON_KINDS), id: AuditId, role: z.string().regex(CODE).optional() }),
  z.strictObject({ kind: z.literal('service') }),
])
export type AuditActor = z.infer<typeof AuditActor>

export const AuditSubject = z.strictObject({ kind: z.enum(AUDIT_SUBJECT_KINDS), id: AuditId })
export type AuditSubject = z.infer<typeof AuditSubject>

export const AuditOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('refused'), code: z.custom<ErrorCode>(isErrorCode) }),
])
export type AuditOutcome = z.infer<typeof AuditOutcome>

/** Ids (of things, not of people), codes, numbers, words from short lists. */
export const AuditDetail = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/), z.union([z.string().regex(CODE), z.int(), z.boolean()]))
  .refine((detail) => Object.keys(detail).length <= 16)
export type AuditDetail = z.infer<typeof AuditDetail>

/** What a policy or the like was and is. Absent `before`: it was made; absent `after`: it was deleted. */
export const AuditChange = z.strictObject({ before: z.json().optional(), after: z.json().optional() })
export type AuditChange = z.infer<typeof AuditChange>

/** As whoever acts hands it in: people by their own ids. */
export const NewAuditRecord = z.strictObject({
  act: AuditActName,
  actor: AuditActor,
  subject: AuditSubject.optional(),
  /** Done, where absent. */
  outcome: AuditOutcome.optional(),
  detail: AuditDetail.optional(),
  change: AuditChange.optional(),
})
export type NewAuditRecord = z.infer<typeof NewAuditRecord>

/** As it is read: people by their pseudonyms. */
export const AuditRecord = z.object({
  /** From 1, without gaps, for each organisation. */
  sequence: z.int().min(1),
  at: z.int().min(0),
  act: AuditActName,
  actor: AuditActor,
  subject: AuditSubject.optional(),
  outcome: AuditOutcome,
  detail: AuditDetail,
  change: AuditChange.optional(),
  /** SHA-256 of this record and, through `previous`, of all before it; base64url. */
  hash: z.string(),
  previous: z.string(),
})
export type AuditRecord = z.infer<typeof AuditRecord>

/** What somebody looks for; what is absent does not matter. */
export const AuditFilter = z.strictObject({
  /** Inclusive. */
  from: z.int().min(0).optional(),
  /** Exclusive. */
  until: z.int().min(0).optional(),
  acts: z.array(AuditActName).min(1).max(100).optional(),
  /** A person's id, or their pseudonym. */
  actor: AuditId.optional(),
  subject: AuditId.optional(),
  subjectKind: z.enum(AUDIT_SUBJECT_KINDS).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** The newest first; `before` is the sequence that the last page ended with. */
export const AuditPageRequest = z.strictObject({
  before: z.int().min(1).optional(),
  limit: z.int().min(1).max(200),
})
export type AuditPageRequest = z.infer<typeof AuditPageRequest>

export const AuditPage = z.object({
  records: z.array(AuditRecord),
  /** Whether there are more. */
  more: z.boolean(),
})
export type AuditPage = z.infer<typeof AuditPage>
