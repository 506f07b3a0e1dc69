import type { Joined } from '#shared/contract/signalling.ts'
import type { Presence } from './live-participant.ts'

/** The chat of a live meeting, as far as the meeting itself has to do with it. */
export interface MeetingChat {
  /** What somebody who comes in is told of it. */
  joinedState(presence: Presence): Promise<Joined['chat']>
}

/** A meeting in which nothing has been written. */
export const EMPTY_CHAT: MeetingChat = {
  joinedState: async () => ({ messages: [], more: false, unread: 0 }),
}
