/** The chat of meetings that are over, in memory. */
import type { Message, PastChat } from '#shared/contract/chat.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { ServiceClient } from '../../renderer/platform/platform.ts'
import { never } from './fake-identity.ts'
import { SAMPLE_PEOPLE } from './sample-people.ts'

/** Nobody looks at messages. */
export const UNCHECKED: PastChat['checks'] = { moderation: 'off', moderator: 'bundled' }

export interface PastChatScenario {
  /** The chat of every meeting; `never` arrives, or fails with a code. Empty where nothing is said. */
  pastChat?: ((now: number) => PastChat) | 'never' | ErrorCode
}

export const fakePastChat = ({
  pastChat = () => ({ messages: [], more: false, writing: 'open', checks: UNCHECKED, copying: 'allowed' }),
}: PastChatScenario): Pick<ServiceClient['meetings'], 'listMessages' | 'sendMessage'> => ({
  listMessages: async () => {
    if (pastChat === 'never') return never()
    if (typeof pastChat === 'string') throw new ParleyError(pastChat)
    return pastChat(Date.now())
  },
  sendMessage: async ({ text, replyTo }) => {
    const [ada] = SAMPLE_PEOPLE
    const message: Message = {
      id: 'sent',
      author: { personId: ada?.id ?? 'ada', name: ada?.name ?? 'Ada Moreau', standing: 'member' },
      text,
      at: Date.now(),
      mentions: [],
      reactions: [],
      ...(replyTo === undefined ? {} : { replyTo }),
    }
    return { message }
  },
})
