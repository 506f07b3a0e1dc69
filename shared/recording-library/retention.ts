/** When recordings go by themselves, and when their organisers are told so. Times in ms, since 1970. */
import type { RecordingRules } from '../policies/recording-rules.ts'

export const DAY = 86_400_000

/** Days for which what was deleted can be brought back, where there is a trash. */
export const TRASH_DAYS = 14

/** Days before a recording expires from which its organiser is told. */
export const NOTICE_DAYS = 7

/** ms for which a recording is kept; undefined: until somebody deletes it. */
export const keptFor = (
  { keptDays, complianceKeptDays }: Pick<RecordingRules, 'keptDays' | 'complianceKeptDays'>,
  compliance: boolean,
): number | undefined => {
  const days = compliance ? complianceKeptDays : keptDays
  return days === undefined ? undefined : days * DAY
}

export interface Kept {
  readonly expiresAt?: number | undefined
  readonly held: boolean
  readonly trashedAt?: number | undefined
}

/** When what is in the trash is deleted for good. */
export const purgedAt = (trashedAt: number): number => trashedAt + TRASH_DAYS * DAY

/** Whether it is soon deleted by itself, so that its organiser should know. */
export const expiresSoon = ({ expiresAt, held, trashedAt }: Kept, now: number): boolean =>
  expiresAt !== undefined && !held && trashedAt === undefined && expiresAt - now <= NOTICE_DAYS * DAY

/** What becomes of a recording now: a legal hold stops all of it. */
export const dueFor = ({ expiresAt, held, trashedAt }: Kept, trash: boolean, now: number): 'trash' | 'deletion' | undefined => {
  if (held) return undefined
  if (trashedAt !== undefined) return now >= purgedAt(trashedAt) ? 'deletion' : undefined
  if (expiresAt === undefined || now < expiresAt) return undefined
  return trash ? 'trash' : 'deletion'
}
