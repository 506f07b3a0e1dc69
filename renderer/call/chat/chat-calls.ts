/** What one does in the chat: the procedures of the contract, which keep the call's state in step. They reject with ParleyError. */
import type { StoreApi } from 'zustand/vanilla'
import type { CallState } from '../call-state.ts'
import { selfIn } from '../moderation/denial-in.ts'
import type { SignallingCalls } from '../signalling/signalling-client.ts'
import { withMessage, withOlder, withRead } from './chat-state.ts'

export const CHAT_PROCEDURES = [
  'sendMessage',
  'editMessage',
  'deleteMessage',
  'reactToMessage',
  'listMessages',
  'markRead',
  'reportMessage',
  'decideMessage',
] as const
export type ChatCalls = Pick<SignallingCalls, (typeof CHAT_PROCEDURES)[number]>

/** `calls`, with what they answer brought into the state: a message sent, an older page, what has been read. */
export const createChat = (store: StoreApi<CallState>, calls: ChatCalls): ChatCalls => ({
  ...calls,
  sendMessage: async (input) => {
    const sent = await calls.sendMessage(input)
    store.setState((state) => ({ chat: withMessage(state.chat, sent.message, selfIn(state)?.personId) }))
    return sent
  },
  listMessages: async (input) => {
    const page = await calls.listMessages(input)
    store.setState(({ chat }) => ({ chat: withOlder(chat, page) }))
    return page
  },
  markRead: async (input) => {
    store.setState((state) => ({ chat: withRead(state.chat, input.messageId, selfIn(state)?.personId) }))
    await calls.markRead(input)
  },
})
