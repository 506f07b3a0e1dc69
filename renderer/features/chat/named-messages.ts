/** Messages of an encrypted meeting whose authors have no name that can be believed: pure, and the same for the same. */
import type { Message } from '#shared/contract/chat.ts'

type Messages = readonly Message[]

const lists = new WeakMap<Messages, { standIn: string; messages: Messages }>()
const rows = new WeakMap<Message, Message>()

const withName = (message: Message, standIn: string): Message => {
  if (message.author.name !== '') return message
  const made = rows.get(message)
  if (made?.author.name === standIn) return made
  const named = { ...message, author: { ...message.author, name: standIn } }
  rows.set(message, named)
  return named
}

/** `standIn`: what stands for a name that there is none of. */
export const namedMessages = (messages: Messages, standIn: string): Messages => {
  const made = lists.get(messages)
  if (made?.standIn === standIn) return made.messages
  const named = messages.map((message) => withName(message, standIn))
  lists.set(messages, { standIn, messages: named })
  return named
}
