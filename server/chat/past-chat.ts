import type { MessagePage } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import { isOrganising } from '#shared/meeting/roles.ts'
import type { LiveMeeting } from '../meetings/live-meeting.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Visitor } from '../meetings/standing.ts'
import type { Chat } from './chat.ts'

/**
 * The chat of a meeting for somebody who need not be in it. While it takes place, whoever would have to wait outside reads nothing
 * that was written since they left. Throws FORBIDDEN for whoever has never been in it, MEETING_NOT_FOUND, MEETING_ENDED, NOT_FOUND.
 */
export const readPastChat = async (
  { meetings, chat }: { meetings: Meetings; chat: Chat },
  visitor: Visitor,
  { code, before }: { code: string; before?: string | undefined },
): Promise<MessagePage> => {
  const found = await meetings.find(visitor, code)
  const live = meetings.live(found.record)
  const reader = { personId: visitor.person.id, organising: isOrganising(meetings.roleIn(visitor, found)) }
  return chat.history(found.record.id, reader, { before, outside: live !== undefined && isOutside(live, visitor) })
}

const isOutside = (live: LiveMeeting, visitor: Visitor): boolean => {
  if (live.scene.occurrence === undefined) return false
  try {
    return live.entryOf(visitor) !== 'direct'
  } catch (error) {
    // They were removed, or denied.
    if (error instanceof ParleyError) return true
    throw error
  }
}
