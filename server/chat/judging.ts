import type { Moderator, Objection } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import type { Verdict } from '#shared/moderation/provider.ts'

/** Judges messages as they arrive; a moderation provider is one. */
export interface Judge {
  /** What people are told of where their messages go. */
  readonly moderator: Moderator
  judge(text: string, option: OptionValue<'moderation'>): Verdict | Promise<Verdict>
}

/**
 * What a text is held for, undefined where it goes through. With `warn` the device has warned already, and whoever sends it all
 * the same may. Throws MESSAGE_REFUSED with the objection, or MODERATION_UNREACHABLE: what can't be checked is not let through.
 */
export const heldFor = async (
  judge: Judge,
  text: string,
  moderation: OptionValue<'moderation'>,
): Promise<Objection | undefined> => {
  if (moderation === 'off') return undefined
  const judgement = await judgementOf(judge, text, moderation)
  if (judgement.verdict === 'allow') return undefined
  if (judgement.verdict === 'refuse') throw new ParleyError('MESSAGE_REFUSED', judgement.objection)
  return moderation === 'hold' ? judgement.objection : undefined
}

const judgementOf = async (judge: Judge, text: string, option: OptionValue<'moderation'>): Promise<Verdict> => {
  try {
    return await judge.judge(text, option)
  } catch (cause) {
    throw new ParleyError('MODERATION_UNREACHABLE', undefined, { cause })
  }
}
