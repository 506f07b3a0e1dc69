import { MessageText } from '#shared/contract/chat.ts'
import { LIMITS } from '#shared/meeting/limits.ts'

/** What may be sent of what was typed or pasted: no characters that steer a screen, and no empty edges. */
export const cleaned = (typed: string): string =>
  typed
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .trim()

export const isSendable = (text: string): boolean => MessageText.safeParse(text).success

/** How many characters are too many. */
export const excessOf = (text: string): number => Math.max(0, text.length - LIMITS.message)
