/** What this person may do with one message: the permission table, asked about its author. */
import type { Message } from '#shared/contract/chat.ts'
import { valuesOf } from '#shared/meeting/effective-options.ts'
import { denialOf } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { CallState } from '../../call/call-state.ts'
import { mayIn, selfIn } from '../../call/moderation/denial-in.ts'

export interface MessagePermissions {
  reply: boolean
  react: boolean
  edit: boolean
  delete: boolean
  report: boolean
  decide: boolean
}

const NOTHING: MessagePermissions = { reply: false, react: false, edit: false, delete: false, report: false, decide: false }

type Known = Pick<CallState, 'participants' | 'selfId' | 'options' | 'meeting' | 'chat' | 'phase' | 'encryption'>

/** Of somebody who has left, only the organiser's role is known. */
const roleOfAuthor = ({ participants, meeting }: Known, personId: string): Role =>
  participants.find((each) => each.personId === personId)?.role ?? (meeting?.organiser.id === personId ? 'organiser' : 'attendee')

export const messagePermissions = (state: Known, { id, author, deleted, held }: Message): MessagePermissions => {
  const self = selfIn(state)
  if (self === undefined || state.phase !== 'joined' || deleted !== undefined || state.chat.refused.includes(id)) return NOTHING
  const own = author.personId === self.personId
  const open = held === undefined
  // Nothing that the service would have to read.
  const readable = state.encryption === undefined
  const target = { id: author.personId, role: roleOfAuthor(state, author.personId) }
  return {
    reply: open && mayIn(state, 'writeMessage'),
    react: open && mayIn(state, 'react'),
    edit: own && mayIn(state, 'writeMessage'),
    delete: own || denialOf({ ...self, id: self.personId }, 'deleteMessage', valuesOf(state.options), target) === undefined,
    report: readable && !own && mayIn(state, 'reportMessage'),
    decide: readable && !open && mayIn(state, 'reviewMessages'),
  }
}
