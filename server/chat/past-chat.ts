import type { Message, PastChat, Writing } from '#shared/contract/chat.ts'
import { ParleyError } from '#shared/errors.ts'
import { isOrganising } from '#shared/meeting/roles.ts'
import type { LiveMeeting } from '../meetings/live-meeting.ts'
import type { Found, Meetings } from '../meetings/meetings.ts'
import type { Visitor } from '../meetings/standing.ts'
import type { Chat } from './chat.ts'
import type { ChatPlace } from './chat-place.ts'
import { placeIn } from './scene-place.ts'

interface Parts {
  meetings: Meetings
  chat: Chat
}

/**
 * The chat of a meeting for somebody who need not be in it, and whether they may write there. While it takes place, whoever would
 * have to wait outside reads nothing that was written since they left. Throws FORBIDDEN for whoever has never been in it,
 * MEETING_NOT_FOUND, MEETING_ENDED, NOT_FOUND.
 */
export const readPastChat = async (
  { meetings, chat }: Parts,
  visitor: Visitor,
  { code, before }: { code: string; before?: string | undefined },
): Promise<PastChat> => {
  const found = await findFor({ meetings, chat }, visitor, code)
  const live = meetings.live(found.record)
  const reader = { personId: visitor.person.id, organising: isOrganising(meetings.roleIn(visitor, found)) }
  const outside = live !== undefined && isOutside(live, visitor)
  const page = await chat.history(found.record.id, reader, { before, outside })
  const writing = await writingOf({ meetings, chat }, visitor, found)
  const { moderation, copying } = meetings.scene(found).values
  return { ...page, writing, copying, checks: { moderation, moderator: chat.moderator } }
}

/**
 * Writes in the chat of a meeting after it. Throws WRONG_STATE while it takes place, FORBIDDEN for whoever was not in it, was removed
 * last or may not write, and what `Chat.send` does.
 */
export const writePastChat = async (
  { meetings, chat }: Parts,
  visitor: Visitor,
  { code, text, replyTo }: { code: string; text: string; replyTo?: string | undefined },
): Promise<{ message: Message }> => {
  const found = await findFor({ meetings, chat }, visitor, code)
  return chat.sendFromOutside(outsideOf(meetings, visitor, found), { text, replyTo, mentions: [] })
}

/** People of other organisations who have never been in the meeting are not even told that there is one. */
const findFor = async ({ meetings, chat }: Parts, visitor: Visitor, code: string): Promise<Found> => {
  const found = await meetings.find(visitor, code)
  const { record } = found
  const { tenant, person } = visitor
  if (tenant === undefined || tenant === record.tenant || (await chat.hasBeenIn(record.id, person.id))) return found
  throw new ParleyError('MEETING_NOT_FOUND')
}

const writingOf = async ({ meetings, chat }: Parts, visitor: Visitor, found: Found): Promise<Writing> => {
  const isRunning = (): boolean => meetings.scene(found).occurrence !== undefined
  if (isRunning()) return 'running'
  const isOpen = await chat.isOpenTo(outsideOf(meetings, visitor, found)).catch((error: unknown) => {
    if (isRunning()) return undefined
    throw error
  })
  if (isOpen === undefined) return 'running'
  return isOpen ? 'open' : 'denied'
}

/** Of somebody who is not in the meeting, for as long as it does not take place. */
const outsideOf = (meetings: Meetings, visitor: Visitor, before: Found): ChatPlace => {
  let found = before
  const newcomer = meetings.newcomer(visitor, found.record)
  const { person, standing } = newcomer
  const place = placeIn(
    () => meetings.scene(found),
    () => {
      const scene = meetings.scene(found)
      if (scene.occurrence !== undefined) throw new ParleyError('WRONG_STATE', 'running')
      return { personId: person.id, name: person.name, standing, role: scene.roleOf(newcomer) }
    },
  )
  const refresh = async (): Promise<void> => {
    found = await meetings.find(visitor, found.record.code)
  }
  return { ...place, refresh }
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
