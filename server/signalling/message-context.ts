import type { Connection } from './connection.ts'

/** What a procedure knows beside its input. */
export interface MessageContext {
  readonly connection: Connection
  /** Set by `join`: its reply is a stream that the connection feeds. */
  streams: boolean
}
