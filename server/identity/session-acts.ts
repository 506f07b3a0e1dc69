import type { Transaction } from 'kysely'
import type { Person } from '#shared/contract/common.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Schema } from '../storage/schema.ts'

/** Why a session ended before its time. */
export type EndOfSession =
  /** Its person signed out. */
  | 'signedOut'
  /** Its person ended it from another of theirs. */
  | 'endedElsewhere'
  /** The invitation that it was opened with was withdrawn. */
  | 'invitationWithdrawn'
  /** A refresh token was used that had been used before: it has been copied. */
  | 'tokenReused'
  /** Its person has too many others. */
  | 'surplus'
  /** The service is no longer configured for whoever vouched for them. */
  | 'providerGone'

/** Where somebody belongs: to an organisation, or as a guest to one meeting. */
export interface Belonging {
  readonly tenant: string | undefined
  readonly meetingId: string | undefined
}

interface OfSession extends Belonging {
  readonly id: string
  readonly person: Pick<Person, 'id'>
}

/** What becomes of sessions. */
export type SessionAct =
  | { readonly did: 'signIn' | 'giveSecondFactor'; readonly session: OfSession }
  | { readonly did: 'end'; readonly session: OfSession; readonly because: EndOfSession }
  /** Somebody was not let sign in of whom is known where they belong, and perhaps who they are. */
  | { readonly did: 'refuse'; readonly whom: Belonging & { personId: string | undefined }; readonly code: ErrorCode }

/** Writes an act down in the transaction that does it. */
export type RecordSessionAct = (transaction: Transaction<Schema>, act: SessionAct) => Promise<void>

/** Where nobody keeps a record. */
export const UNRECORDED: RecordSessionAct = async () => undefined
