/** What stands in the list of messages, and in which order: pure functions. */
import type { Message } from '#shared/contract/chat.ts'

export type ChatItem =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: 'unread' }
  /** `follows`: the same author a moment before, whose name need not be said again. */
  | { kind: 'message'; key: string; message: Message; follows: boolean }

/** ms within which messages of one author stand together. */
const TOGETHER = 5 * 60_000

const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** Whoever reads a chat. */
export interface Reader {
  selfPersonId: string | undefined
  /** Messages of others that wait for an organiser are shown to them. */
  seesHeld: boolean
}

/** What this person may see of what their client knows: whoever was an organiser a moment ago knows more. */
export const shownTo = (messages: readonly Message[], { selfPersonId, seesHeld }: Reader): Message[] =>
  messages.filter(({ held, author }) => held === undefined || author.personId === selfPersonId || seesHeld)

/** The first of the newest `unread` messages of others. */
export const firstUnread = (
  messages: readonly Message[],
  unread: number,
  selfPersonId: string | undefined,
): string | undefined => {
  const others = messages.filter(({ author, deleted }) => author.personId !== selfPersonId && deleted === undefined)
  return unread === 0 ? undefined : (others.at(-unread) ?? others[0])?.id
}

/** `unreadFrom`: id of the message above which the line stands. */
export const chatItems = (messages: readonly Message[], unreadFrom: string | undefined): ChatItem[] => {
  const items: ChatItem[] = []
  let before: Message | undefined
  for (const message of messages) {
    const newDay = before === undefined || dayOf(before.at) !== dayOf(message.at)
    if (newDay) items.push({ kind: 'day', key: `day ${dayOf(message.at)}`, at: message.at })
    const isUnread = message.id === unreadFrom
    if (isUnread) items.push({ kind: 'unread', key: 'unread' })
    const follows =
      !newDay &&
      !isUnread &&
      before !== undefined &&
      before.author.personId === message.author.personId &&
      message.at - before.at < TOGETHER &&
      message.replyTo === undefined
    items.push({ kind: 'message', key: message.id, message, follows })
    before = message
  }
  return items
}

/** One's own last message that can still be edited. */
export const lastOwn = (
  messages: readonly Message[],
  refused: readonly string[],
  selfPersonId: string | undefined,
): Message | undefined =>
  messages.findLast(
    ({ id, author, deleted }) => author.personId === selfPersonId && deleted === undefined && !refused.includes(id),
  )
