/** The messages of a meeting as one client knows them: pure steps from one state to the next. */
import type { Message, MessagePage, Moderator } from '#shared/contract/chat.ts'

export interface ChatState {
  /** The oldest first. */
  messages: readonly Message[]
  /** There are older ones that have not been asked for. */
  more: boolean
  /** How many of others have come since the person last looked. */
  unread: number
  /** Own messages that an organiser refused, by id: nobody else has them any more. */
  refused: readonly string[]
  /** Who looks at messages where the meeting's options ask for it. */
  moderator: Moderator
}

export const emptyChat = (): ChatState => ({ messages: [], more: false, unread: 0, refused: [], moderator: 'bundled' })

/** A message is new, or is now so. `selfPersonId`: one's own are never unread. */
export const withMessage = (chat: ChatState, message: Message, selfPersonId: string | undefined): ChatState => {
  const known = chat.messages.some(({ id }) => id === message.id)
  if (known) return { ...chat, messages: chat.messages.map((each) => (each.id === message.id ? message : each)) }
  const own = message.author.personId === selfPersonId
  // What was let through after it had been held stands where it was written.
  const at = chat.messages.findLastIndex((each) => each.at <= message.at) + 1
  return { ...chat, messages: chat.messages.toSpliced(at, 0, message), unread: chat.unread + (own ? 0 : 1) }
}

/** An organiser refused a held message: it stays with its author, who is told. */
export const withRefused = (chat: ChatState, messageId: string, selfPersonId: string | undefined): ChatState => {
  const own = chat.messages.some(({ id, author }) => id === messageId && author.personId === selfPersonId)
  if (own) return { ...chat, refused: [...chat.refused, messageId] }
  return { ...chat, messages: chat.messages.filter(({ id }) => id !== messageId) }
}

/** An older page, before what is known. */
export const withOlder = (chat: ChatState, { messages, more }: MessagePage): ChatState => {
  const known = new Set(chat.messages.map(({ id }) => id))
  return { ...chat, messages: [...messages.filter(({ id }) => !known.has(id)), ...chat.messages], more }
}

/** Everything up to `messageId` has been seen. */
export const withRead = (chat: ChatState, messageId: string, selfPersonId: string | undefined): ChatState => {
  const at = chat.messages.findIndex(({ id }) => id === messageId)
  if (at < 0) return chat
  const newer = chat.messages.slice(at + 1).filter(({ author }) => author.personId !== selfPersonId)
  return { ...chat, unread: Math.min(chat.unread, newer.length) }
}
