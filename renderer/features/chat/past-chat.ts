/** The chat of a meeting that this person is not in: asked of the service over HTTP, a page at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Message, PastChat, Writing } from '#shared/contract/chat.ts'
import { toParleyError } from '#shared/errors.ts'
import { type ChatState, withMessage, withOlder } from '../../call/chat/chat-state.ts'
import type { ServiceClient } from '../../platform/platform.ts'
import type { ChatSource, ChatView } from './chat-source.ts'
import type { MessagePermissions } from './message-permissions.ts'

export interface PastChatView extends ChatView {
  writing: Writing
}

export interface PastChatSource extends ChatSource {
  readonly view: StoreApi<PastChatView>
  /** Asks for what has been written since, and whether one may write. Rejects with ParleyError. */
  refresh(): Promise<void>
}

type Meetings = Pick<ServiceClient['meetings'], 'listMessages' | 'sendMessage'>

/** Messages are read and answered here; everything else is done in the meeting. */
const permissionsOf = (writing: Writing, { held, deleted }: Message): MessagePermissions => ({
  reply: writing === 'open' && held === undefined && deleted === undefined,
  react: false,
  edit: false,
  delete: false,
  report: false,
  decide: false,
})

/** What goes with a page and its meeting, whichever page it is. */
const settingOf = ({
  writing,
  checks,
  copying,
}: PastChat): Pick<PastChatView, 'writing' | 'moderation' | 'moderator' | 'copying' | 'encrypted' | 'permissionsOf'> => ({
  writing,
  ...checks,
  copying,
  encrypted: false,
  permissionsOf: (message) => permissionsOf(writing, message),
})

/** The newest page brought into what is known; in its place where there are messages between the two. */
export const withNewest = (chat: ChatState, { messages, more }: PastChat, selfPersonId: string | undefined): ChatState => {
  const known = new Set(chat.messages.map(({ id }) => id))
  if (!messages.some(({ id }) => known.has(id))) return { ...chat, messages, more }
  const merged = messages.reduce((state, message) => withMessage(state, message, selfPersonId), chat)
  // Nothing is counted as unread here: it is read when it is opened.
  return { ...merged, unread: 0 }
}

/** `first` is the newest page. `owner` keeps what is being written. */
export const createPastChat = (
  service: Meetings,
  { code, selfPersonId, owner, first }: { code: string; selfPersonId: string | undefined; owner: object; first: PastChat },
): PastChatSource => {
  const view = createStore<PastChatView>(() => ({
    messages: first.messages,
    more: first.more,
    unread: 0,
    refused: [],
    selfPersonId,
    // The service has left out what this person may not see.
    seesHeld: true,
    people: [],
    connected: true,
    ...settingOf(first),
  }))
  const change = (how: (chat: ChatState) => ChatState): void => view.setState((now) => how(now))

  const refresh = async (): Promise<void> => {
    const page = await service.listMessages({ code })
    change((chat) => withNewest(chat, page, selfPersonId))
    view.setState(settingOf(page))
  }

  return {
    view,
    refresh,
    send: async ({ text, replyTo }) => {
      try {
        const { message } = await service.sendMessage({ code, text, ...(replyTo === undefined ? {} : { replyTo }) })
        change((chat) => withMessage(chat, message, selfPersonId))
      } catch (thrown) {
        const error = toParleyError(thrown)
        // The meeting has begun, or one may not write any more: what stands in the place of the field says so.
        if (error.code === 'WRONG_STATE' || error.code === 'FORBIDDEN') await refresh().catch(() => undefined)
        throw error
      }
    },
    loadBefore: async (before) => {
      const page = await service.listMessages({ code, before })
      change((chat) => withOlder(chat, page))
    },
    verbs: undefined,
    tell: () => undefined,
    draftOf: { owner, code },
  }
}
