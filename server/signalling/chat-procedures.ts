/** The chat's side of the contract. */
import { implement } from '@orpc/server'
import { signallingContract } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MessageContext } from './message-context.ts'

const os = implement(signallingContract).$context<MessageContext>()

/** A service without a chat knows none of them. */
const unknown = (): never => {
  throw new ParleyError('UNKNOWN_PROCEDURE')
}

export const chatProcedures = {
  sendMessage: os.sendMessage.handler(unknown),
  editMessage: os.editMessage.handler(unknown),
  deleteMessage: os.deleteMessage.handler(unknown),
  reactToMessage: os.reactToMessage.handler(unknown),
  listMessages: os.listMessages.handler(unknown),
  markRead: os.markRead.handler(unknown),
  reportMessage: os.reportMessage.handler(unknown),
  decideMessage: os.decideMessage.handler(unknown),
}
