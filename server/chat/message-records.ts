import type { Transaction } from 'kysely'
import type { MessageReaction } from '#shared/contract/chat.ts'
import type { Schema } from '../storage/schema.ts'
import type { Reader, StoredMessage } from './stored-message.ts'

export type NewMessage = Omit<StoredMessage, 'position' | 'editedAt' | 'deleted' | 'refused' | 'reactions'>

export type MessageChange = Partial<Pick<StoredMessage, 'text' | 'mentions' | 'editedAt' | 'deleted' | 'held' | 'refused'>>

export interface NewReport {
  /** Id of the organisation whose list it goes to. */
  tenant: string
  message: StoredMessage
  reporter: { personId: string; name: string }
  at: number
}

/** Writes something more in the transaction of a change; where that fails, there is no change. */
export type Alongside = (transaction: Transaction<Schema>) => Promise<void>

/** Where messages are kept. */
export interface MessageRecords {
  add(message: NewMessage): Promise<StoredMessage>
  /** Undefined where this meeting has no such message, whoever it belongs to. */
  find(meetingId: string, id: string): Promise<StoredMessage | undefined>
  /** Properties that are there with `undefined` are taken away. */
  change(id: string, change: MessageChange, also?: Alongside): Promise<void>
  /** Replaces the person's reaction, if they had one. */
  setReaction(id: string, personId: string, reaction: MessageReaction | undefined, at: number): Promise<void>
  clearReactions(id: string): Promise<void>
  /** The newest `limit` that `reader` may see, the oldest first: before that position, not later than that time, where given. */
  page(
    meetingId: string,
    reader: Reader,
    limit: number,
    bounds?: { before?: number | undefined; until?: number | undefined },
  ): Promise<StoredMessage[]>
  /** How many of others, deleted ones aside, `reader` may see and has not read. */
  countUnread(meetingId: string, reader: Reader): Promise<number>
  /** A mark never goes back. */
  markRead(meetingId: string, personId: string, position: number): Promise<void>
  /** Once for each message and person; the first counts. */
  report(report: NewReport, also?: Alongside): Promise<void>
}
