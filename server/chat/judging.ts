import type { Objection } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import type { OptionValue } from '#shared/meeting/options.ts'

export interface Judgement {
  verdict: 'allow' | 'hold' | 'refuse'
  objection?: Objection | undefined
}

/** What a moderation provider is to the chat. */
export interface Judge {
  judge(text: string): Promise<Judgement>
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
  const { verdict, objection = 'other' } = await judgementOf(judge, text)
  if (verdict === 'refuse') throw new ParleyError('MESSAGE_REFUSED', objection)
  return verdict === 'hold' && moderation === 'hold' ? objection : undefined
}

const judgementOf = async (judge: Judge, text: string): Promise<Judgement> => {
  try {
    return await judge.judge(text)
  } catch (cause) {
    throw new ParleyError('MODERATION_UNREACHABLE', undefined, { cause })
  }
}
