/** What an organisation rules of its recordings: for how long they are kept, who may pass them on, and who may take them away. */
import { z } from 'zod'

/** `nobody`: no further than to those who were there or invited. */
export const SHARING_RULES = ['nobody', 'organisation'] as const
/** Who, of those who may watch a recording, may have it as a file. */
export const DOWNLOAD_RULES = ['nobody', 'organiser', 'viewers'] as const
const ON_OFF = ['on', 'off'] as const

/** Longest time, in days, that can be ruled. */
export const MOST_DAYS = 36_500

const Days = z.int().min(1).max(MOST_DAYS)

export const RecordingRules = z.strictObject({
  /** Days for which a recording is kept after its end; absent: until somebody deletes it. */
  keptDays: Days.optional(),
  /** Of recordings that are made because somebody must be recorded. */
  complianceKeptDays: Days.optional(),
  /** Whether organisers may say for a recording of theirs that it is kept longer, or not as long. */
  organiserSetsExpiry: z.enum(ON_OFF),
  sharing: z.enum(SHARING_RULES),
  downloads: z.enum(DOWNLOAD_RULES),
  /** Whether guests may watch recordings of meetings that they were in. */
  guests: z.enum(ON_OFF),
  /** Whether what is deleted can be brought back for `TRASH_DAYS`. */
  trash: z.enum(ON_OFF),
})
export type RecordingRules = z.infer<typeof RecordingRules>

export const DEFAULT_RECORDING_RULES: RecordingRules = {
  keptDays: 120,
  organiserSetsExpiry: 'on',
  sharing: 'organisation',
  downloads: 'viewers',
  guests: 'off',
  trash: 'on',
}
