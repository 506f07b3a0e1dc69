/** Who judges what people write, and what follows from it. */
import type { Objection } from '../contract/chat.ts'

/** Larger is stricter. `hold`: an organiser decides. `refuse`: nobody else sees it. */
export const VERDICTS = ['allow', 'hold', 'refuse'] as const

export type Verdict = { readonly verdict: 'allow' } | { readonly verdict: 'hold' | 'refuse'; readonly objection: Objection }

export const ALLOW: Verdict = { verdict: 'allow' }

/** What follows from an objection: what can harm somebody even when only organisers read it is refused. */
export const CONSEQUENCES: Readonly<Record<Objection, 'hold' | 'refuse'>> = {
  profanity: 'hold',
  insult: 'hold',
  other: 'hold',
  threat: 'refuse',
  selfHarm: 'refuse',
}

/** Where a message gives rise to several objections, the gravest is named; the first is the gravest. */
export const GRAVITY: readonly Objection[] = ['threat', 'selfHarm', 'insult', 'profanity', 'other']

export const objectTo = (objection: Objection): Verdict => ({ verdict: CONSEQUENCES[objection], objection })

/** The gravest of these objections. */
export const gravest = (objections: ReadonlySet<Objection>): Objection | undefined =>
  GRAVITY.find((objection) => objections.has(objection))

const rank = (verdict: Verdict): number =>
  VERDICTS.indexOf(verdict.verdict) * GRAVITY.length + (verdict.verdict === 'allow' ? 0 : -GRAVITY.indexOf(verdict.objection))

/** The stricter one; of two that are as strict, the one with the graver objection. */
export const stricter = (one: Verdict, other: Verdict): Verdict => (rank(other) > rank(one) ? other : one)

/**
 * Judges one message. May throw: ParleyError MODERATION_UNREACHABLE where it has to ask somebody who doesn't answer.
 */
export interface ModerationProvider {
  readonly name: string
  judge(text: string): Verdict | Promise<Verdict>
}
