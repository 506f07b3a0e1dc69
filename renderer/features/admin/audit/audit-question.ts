/** What somebody looks for in the audit log, as the controls hold it: pure. */
import { AUDIT_AREAS, type AuditAct, actsOf, isAuditAct } from '#shared/audit/acts.ts'
import { AUDIT_SUBJECT_KINDS, type AuditFilter } from '#shared/audit/record.ts'

/** Somebody or something by its id, and what it is called here. */
export interface Chosen {
  id: string
  name: string
}

export interface AuditQuestion {
  /** Local times as a control gives them, as in `2026-05-12T09:41`; empty for none. */
  from: string
  until: string
  /** An act, or `of <area>`; empty for everything. */
  what: string
  /** Empty for any. */
  kind: string
  outcome: string
  by: Chosen | undefined
  about: Chosen | undefined
}

export const NO_QUESTION: AuditQuestion = {
  from: '',
  until: '',
  what: '',
  kind: '',
  outcome: '',
  by: undefined,
  about: undefined,
}

export const isAnything = (filter: AuditFilter): boolean => Object.keys(filter).length === 0

const timeOf = (local: string): number | undefined => {
  const at = new Date(local).getTime()
  return local === '' || Number.isNaN(at) || at < 0 ? undefined : at
}

const actsFor = (what: string): AuditAct[] | undefined => {
  if (isAuditAct(what)) return [what]
  const area = AUDIT_AREAS.find((each) => what === `of ${each}`)
  return area === undefined ? undefined : actsOf(area)
}

/** It ends before it begins, so that nothing could be in it. */
export const isBackwards = ({ from, until }: AuditQuestion): boolean => {
  const [first, last] = [timeOf(from), timeOf(until)]
  return first !== undefined && last !== undefined && last <= first
}

export const filterOf = ({ from, until, what, kind, outcome, by, about }: AuditQuestion): AuditFilter => {
  const [first, last, acts] = [timeOf(from), timeOf(until), actsFor(what)]
  const subjectKind = AUDIT_SUBJECT_KINDS.find((each) => each === kind)
  return {
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { until: last }),
    ...(acts === undefined ? {} : { acts }),
    ...(by === undefined ? {} : { actor: by.id }),
    ...(about === undefined ? {} : { subject: about.id }),
    ...(subjectKind === undefined ? {} : { subjectKind }),
    ...(outcome === 'done' || outcome === 'refused' ? { outcome } : {}),
  }
}
