/** The chat in memory: what the service would do about each verb, for tests and pictures of the screens. */
import type { StoreApi } from 'zustand/vanilla'
import type { Message } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import type { CallState } from '../call-state.ts'
import { mayIn, selfIn } from '../moderation/denial-in.ts'
import type { ChatCalls } from './chat-calls.ts'
import { withMessage, withRefused } from './chat-state.ts'

export const fakeChat = (store: StoreApi<CallState>, now: () => number): ChatCalls => {
  let lastId = 0

  const self = () => {
    const found = selfIn(store.getState())
    if (found === undefined) throw new ParleyError('WRONG_STATE')
    return found
  }
  const change = (messageId: string, how: (message: Message) => Message): void => {
    const found = store.getState().chat.messages.find(({ id }) => id === messageId)
    if (found === undefined) throw new ParleyError('NOT_FOUND')
    store.setState((state) => ({ chat: withMessage(state.chat, how(found), selfIn(state)?.personId) }))
  }

  return {
    sendMessage: async ({ text, replyTo, mentions }) => {
      if (!mayIn(store.getState(), 'writeMessage')) throw new ParleyError('FORBIDDEN')
      const { personId, name, standing } = self()
      const message: Message = {
        id: `fake-message-${++lastId}`,
        author: { personId, name, standing },
        text,
        at: now(),
        ...(replyTo === undefined ? {} : { replyTo }),
        mentions,
        reactions: [],
      }
      return { message }
    },
    editMessage: async ({ messageId, text, mentions }) =>
      change(messageId, (message) => ({ ...message, text, mentions, editedAt: now() })),
    deleteMessage: async ({ messageId }) =>
      change(messageId, (message) => ({
        ...message,
        text: '',
        mentions: [],
        deleted: message.author.personId === self().personId ? 'byAuthor' : 'byOrganiser',
      })),
    reactToMessage: async ({ messageId, reaction }) =>
      change(messageId, (message) => {
        const { personId } = self()
        const others = message.reactions
          .map((each) => ({ ...each, personIds: each.personIds.filter((id) => id !== personId) }))
          .filter(({ personIds }) => personIds.length > 0)
        if (reaction === null) return { ...message, reactions: others }
        const known = others.find((each) => each.reaction === reaction)
        return {
          ...message,
          reactions:
            known === undefined
              ? [...others, { reaction, personIds: [personId] }]
              : others.map((each) => (each === known ? { ...each, personIds: [...each.personIds, personId] } : each)),
        }
      }),
    listMessages: async () => ({ messages: [], more: false }),
    markRead: async () => undefined,
    reportMessage: async () => undefined,
    decideMessage: async ({ messageId, allowed }) => {
      if (allowed) change(messageId, ({ held: _held, ...message }) => message)
      else store.setState((state) => ({ chat: withRefused(state.chat, messageId, selfIn(state)?.personId) }))
    },
  }
}
