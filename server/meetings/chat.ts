import type { Joined } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Chat } from '../chat/chat.ts'
import type { ChatPlace } from '../chat/chat-place.ts'
import type { Presence } from './live-participant.ts'

/** The chat of a live meeting, as far as the meeting itself has to do with it. */
export interface MeetingChat {
  /** What somebody who comes in is told of it. */
  joinedState(presence: Presence): Promise<Joined['chat']>
  /** Roles have changed: some may see more now. */
  rightsChanged(): void
  /** The chat, and somebody's place in it. Throws UNKNOWN_PROCEDURE where there is none. */
  of(presence: Presence): { readonly chat: Chat; readonly place: ChatPlace }
}

/** A meeting in which nothing can be written. */
export const EMPTY_CHAT: MeetingChat = {
  joinedState: async () => ({ messages: [], more: false, unread: 0, moderator: 'bundled' }),
  rightsChanged: () => undefined,
  of: () => {
    throw new ParleyError('UNKNOWN_PROCEDURE')
  },
}
