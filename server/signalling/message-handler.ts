/** From a message on the socket to a procedure and back, over oRPC's RPC protocol. */
import { HibernationEventIterator } from '@orpc/server/hibernation'
import { RPCHandler } from '@orpc/server/websocket'
import { ParleyError } from '#shared/errors.ts'
import type { Log } from '../logging.ts'
import { errorInterceptors } from '../rpc-errors.ts'
import { type MessageContext, signallingRouter } from './procedures.ts'

export type MessageHandler = RPCHandler<MessageContext>

export const createMessageHandler = (log: Log): MessageHandler => {
  const errors = errorInterceptors(log)
  return new RPCHandler<MessageContext>(signallingRouter, {
    interceptors: [
      errors.request,
      async ({ context, next }) => {
        if (!context.admitted) throw new ParleyError('TOO_MANY_REQUESTS')
        context.connection.authorise()
        const result = await next()
        if (!result.matched || !context.streams) return result
        const stream = new HibernationEventIterator<unknown>((id) => context.connection.openStream(id))
        return { ...result, response: { ...result.response, body: stream } }
      },
    ],
    clientInterceptors: [errors.procedure],
  })
}
