import { ParleyError } from '#shared/errors.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import { bundledProvider } from '#shared/moderation/bundled.ts'

/**
 * What the service would do with a message that it could read, done where it is written. Nobody can hold it back for organisers to
 * look at, so what would be held is refused. Throws MESSAGE_REFUSED with the objection.
 */
export const checkOnDevice = async (text: string, moderation: OptionValue<'moderation'>): Promise<void> => {
  if (moderation === 'off') return
  const judged = await bundledProvider.judge(text)
  if (judged.verdict === 'refuse' || (judged.verdict === 'hold' && moderation === 'hold')) {
    throw new ParleyError('MESSAGE_REFUSED', judged.objection)
  }
}
