/** What is known of a crash, in the few words that leave the computer: no memory, no paths, nobody's name. */
import { z } from 'zod'
import { PlatformOs } from '../contract/common.ts'

export const CRASHED_PROCESSES = ['main', 'page', 'graphics', 'other'] as const

export const CrashReport = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  /** ms since 1970 */
  at: z.int().min(0),
  version: z.string().max(40),
  os: PlatformOs,
  process: z.enum(CRASHED_PROCESSES),
  /** As the system calls it, such as `oom` or `crashed`; of an error its kind, such as `TypeError`. */
  reason: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/),
  exitCode: z.int().optional(),
  /** Frames with the last part of each path. */
  stack: z.string().max(2_000).optional(),
})
export type CrashReport = z.infer<typeof CrashReport>
