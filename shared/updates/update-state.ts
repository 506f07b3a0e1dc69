/** How updates stand, as the page is told. */
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../errors.ts'
import { INSTALL_WAITS } from './install-time.ts'

/**
 * Why this client never updates itself. `managed`: it came in a package that IT replaces. `noKey`: the build knows no key that it
 * could believe updates by.
 */
export const UPDATES_OFF = ['policy', 'noFeed', 'noKey', 'managed', 'unsupported'] as const
export type UpdatesOff = (typeof UPDATES_OFF)[number]

const Time = z.int().min(0)
const Code = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

const Release = z.object({
  version: z.string(),
  notes: z.string().optional(),
  /** From then on it can't be put off, ms since 1970. */
  installBy: Time.optional(),
})
export type Release = z.infer<typeof Release>

export const UpdateProgress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off'), reason: z.enum(UPDATES_OFF) }),
  /** Nothing newer is known. `checkedAt`: when the feed was asked last, ms since 1970. */
  z.object({ state: z.literal('current'), checkedAt: Time.optional() }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('available'), release: Release }),
  z.object({ state: z.literal('downloading'), release: Release, percent: z.number().min(0).max(100) }),
  z.object({
    state: z.literal('ready'),
    release: Release,
    /** The person decides: before its last date it isn't installed by itself. */
    onlyIfAsked: z.literal(true).optional(),
    /** Until when the person put it off, ms since 1970. */
    deferredUntil: Time.optional(),
    /** Parley restarts by itself then, ms since 1970. */
    restartAt: Time.optional(),
    /** Why the person can't install it now. */
    waitsFor: z.enum(INSTALL_WAITS).optional(),
  }),
  z.object({ state: z.literal('installing'), release: Release }),
  z.object({ state: z.literal('failed'), code: Code, checkedAt: Time }),
])
export type UpdateProgress = z.infer<typeof UpdateProgress>

export const UpdateState = z.object({
  progress: UpdateProgress,
  /** Local hours in which updates are installed, as in `20:00-06:00`, or `never`; absent at any time. */
  window: z.string().optional(),
  /** This version may not join meetings any more; the oldest that may. */
  minimum: z.string().optional(),
})
export type UpdateState = z.infer<typeof UpdateState>
