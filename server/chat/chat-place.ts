import type { Message } from '#shared/contract/chat.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import type { MeetingOptions } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { Reader } from './stored-message.ts'

/** Whoever asks, as they are now. */
export interface ChatActor {
  readonly personId: string
  readonly name: string
  readonly standing: Standing
  readonly role: Role
}

/**
 * Somebody's place in a meeting, as the chat sees it. Everything is asked anew after each wait: roles and options may have
 * changed, and the person may have gone.
 */
export interface ChatPlace {
  readonly meetingId: string
  /** Id of the organisation that holds the meeting. */
  readonly tenant: string
  /** Before anything is asked anew: reads what holds from where it is kept. For a place that is not told of changes. */
  refresh?(): Promise<void>
  /** Throws WRONG_STATE for somebody who is no longer in the meeting. */
  actor(): ChatActor
  options(): MeetingOptions
  /** An occurrence of the meeting runs. */
  isRunning(): boolean
  /** The role of somebody else, here or not; undefined for those who have none but the lowest. */
  roleOf(personId: string): Role | undefined
  /** Tells everybody in the meeting whom it is for, the actor included. */
  publish(event: MeetingEvent, isFor: (reader: Reader) => boolean): void
  /** For the meeting's log. `detail`: `allowed` or `refused`. */
  log(action: 'deleteMessage' | 'reviewMessages', author: Message['author'], detail?: string): void
}
