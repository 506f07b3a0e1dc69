/** The chat's side of the contract. */
import { implement } from '@orpc/server'
import { signallingContract } from '#shared/contract/signalling.ts'
import type { MessageContext } from './message-context.ts'

const os = implement(signallingContract).$context<MessageContext>()

const chatIn = ({ connection }: MessageContext) => {
  const { meeting, presence } = connection.participation
  return meeting.chat.of(presence)
}

/** What is written in an encrypted meeting is not for the service to read. Throws OFF_WHEN_ENCRYPTED. */
const openChatIn = (context: MessageContext) => {
  context.connection.participation.meeting.scene.requireClear()
  return chatIn(context)
}

export const chatProcedures = {
  sendMessage: os.sendMessage.handler(({ input, context }) => {
    const { chat, place } = openChatIn(context)
    return chat.send(place, input)
  }),
  editMessage: os.editMessage.handler(async ({ input, context }) => {
    const { chat, place } = openChatIn(context)
    await chat.edit(place, input)
  }),
  deleteMessage: os.deleteMessage.handler(async ({ input, context }) => {
    const { chat, place } = chatIn(context)
    await chat.delete(place, input)
  }),
  reactToMessage: os.reactToMessage.handler(async ({ input, context }) => {
    const { chat, place } = openChatIn(context)
    await chat.react(place, input)
  }),
  listMessages: os.listMessages.handler(({ input, context }) => {
    const { chat, place } = chatIn(context)
    return chat.list(place, input)
  }),
  markRead: os.markRead.handler(async ({ input, context }) => {
    const { chat, place } = chatIn(context)
    await chat.markRead(place, input)
  }),
  reportMessage: os.reportMessage.handler(async ({ input, context }) => {
    const { chat, place } = chatIn(context)
    await chat.report(place, input)
  }),
  decideMessage: os.decideMessage.handler(async ({ input, context }) => {
    const { chat, place } = chatIn(context)
    await chat.decide(place, input)
  }),
}
