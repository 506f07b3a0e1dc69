/** Whether something that somebody sends is recorded now, and why not. */
import type { Source } from '#shared/contract/media.ts'
import type { Consent } from '#shared/contract/recording.ts'
import type { GapReason } from '#shared/recording/manifest.ts'

/** `telling`: everybody is shown the notice first, and nothing is recorded of anybody. */
export type Phase = 'telling' | 'running' | 'paused'

export interface GateQuestion {
  readonly phase: Phase
  /** Their client has shown the notice of this recording. */
  readonly told: boolean
  /** Undefined where this recording asks nobody. */
  readonly consent: Consent | undefined
  readonly source: Source
  /** What they send of it is off at the moment. */
  readonly paused: boolean
}

/** Undefined where it is recorded. */
export const gapReasonOf = ({ phase, told, consent, source, paused }: GateQuestion): GapReason | undefined => {
  if (phase === 'telling' || !told) return 'noNotice'
  if (consent === 'asked' || consent === 'refused') return 'noConsent'
  if (phase === 'paused') return 'paused'
  if (!paused) return undefined
  return source === 'microphone' ? 'muted' : 'off'
}
