import type { Transaction } from 'kysely'
import type { LogEntry } from '#shared/contract/moderation.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Schema } from '../storage/schema.ts'
import type { MeetingRecord } from './meeting-records.ts'
import type { NamedRole } from './named-people.ts'

/** What is in a meeting's log, and need not be done in the meeting: it is recorded where it is done. */
const DONE_ELSEWHERE = ['changeOptions', 'inviteGuests', 'setLabel', 'deleteMessage', 'reviewMessages'] as const

/** What is done in a meeting and nowhere else. */
export type DoneInside = Exclude<LogEntry['action'], (typeof DONE_ELSEWHERE)[number]>

export const isDoneInside = (action: LogEntry['action']): action is DoneInside => !DONE_ELSEWHERE.some((each) => each === action)

type Deed =
  | { readonly did: DoneInside; readonly people: readonly string[] }
  | { readonly did: 'create' | 'cancel' }
  | { readonly did: 'changeOptions'; readonly before: OptionsChange; readonly after: OptionsChange }
  /** For the meeting, before it or while it runs; without a role, no longer. */
  | { readonly did: 'name'; readonly people: readonly string[]; readonly role: NamedRole | undefined }
  /** Somebody was not let in at the door. */
  | { readonly did: 'refuse'; readonly code: ErrorCode }
  | { readonly did: 'invite' | 'withdrawInvitation'; readonly invitationId: string }

/** What is done to a meeting or in it, by ids alone. */
export type MeetingAct = Deed & {
  readonly meeting: Pick<MeetingRecord, 'id' | 'tenant'>
  /** Absent where it is the doing of the organisation's rules. */
  readonly by: string | undefined
}

/** Writes an act down in the transaction that does it. */
export type RecordAct = (transaction: Transaction<Schema>, act: MeetingAct) => Promise<void>

/** Where nobody keeps a record. */
export const UNRECORDED: RecordAct = async () => undefined
