/** Where the components of a chat get it from: the meeting that runs, or one that is over. */
import { createContext, useContext } from 'react'
import { type StoreApi, useStore } from 'zustand'
import type { Message, Moderator } from '#shared/contract/chat.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import type { ChatCalls } from '../../call/chat/chat-calls.ts'
import type { Reader } from './chat-list.ts'
import type { MessagePermissions } from './message-permissions.ts'
import type { MentionedName } from './text-parts.ts'

/** A chat as it is now, for one person. */
export interface ChatView extends Reader {
  /** The oldest first. */
  messages: readonly Message[]
  /** There are older ones that have not been asked for. */
  more: boolean
  unread: number
  /** Own messages that an organiser refused, by id. */
  refused: readonly string[]
  /** Who can be mentioned; names and organisations of authors are looked for here first. */
  people: readonly (MentionedName & { organisation?: string | undefined })[]
  /** Only those who have the keys of the meeting read it; the service can't check, keep or report it. */
  encrypted: boolean
  /** What is read can be marked so. */
  connected: boolean
  moderation: OptionValue<'moderation'>
  moderator: Moderator
  /** `off`: what stands here is not to be copied. */
  copying: OptionValue<'copying'>
  permissionsOf(message: Message): MessagePermissions
}

/** What is done with messages that are there. */
export type MessageVerbs = Omit<ChatCalls, 'sendMessage' | 'listMessages'>

export interface NewMessage {
  text: string
  mentions: string[]
  replyTo?: string
}

export interface ChatSource {
  readonly view: Pick<StoreApi<ChatView>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Rejects with ParleyError. What was sent is in the view. */
  send(message: NewMessage): Promise<void>
  /** Brings the page before that message into the view. Rejects with ParleyError. */
  loadBefore(messageId: string): Promise<void>
  /** Undefined where messages can only be read and written. */
  readonly verbs: MessageVerbs | undefined
  /** Says that one of the verbs was refused. */
  tell(code: ErrorCode): void
  /** What is being written belongs to this meeting of this owner. */
  readonly draftOf: { owner: object; code: string | undefined }
}

export const ChatSourceContext = createContext<ChatSource | undefined>(undefined)

export const useChatSource = (): ChatSource => {
  const source = useContext(ChatSourceContext)
  if (source === undefined) throw new Error('a part of a chat is shown outside one')
  return source
}

/** A part of the chat; renders again when that part changes. Use `useShallow` of zustand for parts that are made anew. */
export const useChat = <T>(selector: (view: ChatView) => T): T => useStore(useChatSource().view, selector)
