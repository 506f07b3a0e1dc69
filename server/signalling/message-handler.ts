/** From a message on the socket to a procedure of the contract and back. */
import { type AnyProcedure, createProcedureClient } from '@orpc/server'
import { ParleyError } from '#shared/errors.ts'
import type { Failures } from '../failures.ts'
import { toWireError } from '../rpc-errors.ts'
import type { Connection } from './connection.ts'
import { type RequestFrame, readFrame, refusalFrame, replyFrame, streamFrame } from './frames.ts'
import { type MessageContext, signallingRouter } from './procedures.ts'

type Procedure = (input: unknown, options: { context: MessageContext }) => Promise<unknown>

/** By address, as in `/prepare`. Each validates its input and its output against the contract. */
const PROCEDURES: ReadonlyMap<string, Procedure> = new Map(
  Object.entries<AnyProcedure>(signallingRouter).map(([name, procedure]) => [
    `/${name}`,
    createProcedureClient(procedure, { context: (context: MessageContext) => context, path: [name] }),
  ]),
)

export class MessageHandler {
  readonly #failures: Failures

  constructor(failures: Failures) {
    this.#failures = failures
  }

  /** Answers a message; `admitted` is false for one too many. Throws INVALID_INPUT where there is nothing to answer to. */
  async handle(connection: Connection, text: string, admitted: boolean): Promise<void> {
    const frame = readFrame(text)
    if (frame === undefined) throw new ParleyError('INVALID_INPUT')
    if (frame === 'nothing') return
    try {
      if (!admitted) throw new ParleyError('TOO_MANY_REQUESTS')
      connection.authorise()
      await this.#answer(connection, frame)
    } catch (error) {
      connection.reply(refusalFrame(frame.id, toWireError(error, this.#failures)))
    }
  }

  async #answer(connection: Connection, { id, path, input }: RequestFrame): Promise<void> {
    const procedure = PROCEDURES.get(path)
    if (procedure === undefined) throw new ParleyError('UNKNOWN_PROCEDURE')
    const context = { connection, streams: false }
    const output = await procedure(input, { context })
    if (!context.streams) return connection.reply(replyFrame(id, output))
    connection.reply(streamFrame(id))
    connection.openStream(id)
  }
}
