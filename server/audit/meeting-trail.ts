/** What is done to meetings, in them and about their messages, as records of the log of the organisation that holds the meeting. */
import type { AuditActor, NewAuditRecord } from '#shared/audit/record.ts'
import type { ChatAct, RecordChatAct } from '../chat/chat.ts'
import { isGuestId } from '../identity/person-ids.ts'
import type { MeetingAct, RecordAct } from '../meetings/acts.ts'
import type { AuditLog } from './audit-log.ts'

type Log = Pick<AuditLog, 'append'>
type Act = Omit<NewAuditRecord, 'actor'>

/** Somebody by their own id. */
export const personById = (id: string): { kind: 'person' | 'guest'; id: string } => ({
  kind: isGuestId(id) ? 'guest' : 'person',
  id,
})

const actorOf = (by: string | undefined): AuditActor => (by === undefined ? { kind: 'service' } : personById(by))

/** Of what is done to people in a meeting. What only holds back, mutes or asks somebody is in the meeting's own log, and not here. */
const TO_PEOPLE: Partial<Record<MeetingAct['did'], Pick<Act, 'act' | 'detail'>>> = {
  admit: { act: 'admitted' },
  deny: { act: 'denied' },
  block: { act: 'blocked' },
  remove: { act: 'removed' },
  sendToLobby: { act: 'removed', detail: { to: 'lobby' } },
  readmit: { act: 'readmitted' },
  makeOrganiser: { act: 'roleChanged', detail: { role: 'organiser' } },
  makeCoOrganiser: { act: 'roleChanged', detail: { role: 'coOrganiser' } },
  makePresenter: { act: 'roleChanged', detail: { role: 'presenter' } },
  makeAttendee: { act: 'roleChanged', detail: { role: 'attendee' } },
}

const TO_MEETING: Partial<Record<MeetingAct['did'], Act['act']>> = {
  create: 'meetingCreated',
  cancel: 'meetingCancelled',
  lockMeeting: 'meetingLocked',
  unlockMeeting: 'meetingUnlocked',
  endMeeting: 'meetingEnded',
}

/** None for what is not security-relevant. */
const actsOf = (act: MeetingAct): Act[] => {
  const meeting = { meeting: act.meeting.id }
  const subject = { kind: 'meeting', id: act.meeting.id } as const
  switch (act.did) {
    case 'changeOptions':
      return [{ act: 'optionsChanged', subject, change: { before: act.before, after: act.after } }]
    case 'name':
      return act.people.map((id) => ({
        act: 'roleChanged',
        subject: personById(id),
        detail: { ...meeting, named: true, role: act.role ?? 'none' },
      }))
    case 'refuse':
      return [{ act: 'requestRefused', subject, outcome: { kind: 'refused', code: act.code } }]
    case 'invite':
      return [{ act: 'invitationMade', subject: { kind: 'invitation', id: act.invitationId }, detail: meeting }]
    case 'withdrawInvitation':
      return [{ act: 'invitationWithdrawn', subject: { kind: 'invitation', id: act.invitationId }, detail: meeting }]
    default: {
      const done = TO_MEETING[act.did]
      if (done !== undefined) return [{ act: done, subject }]
      const toPeople = TO_PEOPLE[act.did]
      if (toPeople === undefined || !('people' in act)) return []
      return act.people.map((id) => ({
        act: toPeople.act,
        subject: personById(id),
        detail: { ...meeting, ...toPeople.detail },
      }))
    }
  }
}

export const meetingTrail =
  (log: Log): RecordAct =>
  async (transaction, act) => {
    const actor = actorOf(act.by)
    for (const each of actsOf(act)) await log.append(transaction, act.meeting.tenant, { actor, ...each })
  }

const TO_MESSAGE: Record<ChatAct['did'], Pick<Act, 'act' | 'detail'>> = {
  delete: { act: 'messageDeleted' },
  allow: { act: 'heldMessageDecided', detail: { decision: 'allowed' } },
  refuse: { act: 'heldMessageDecided', detail: { decision: 'refused' } },
  report: { act: 'messageReported' },
}

export const chatTrail =
  (log: Log): RecordChatAct =>
  async (transaction, { did, tenant, meetingId, by, messageId }) => {
    const { act, detail } = TO_MESSAGE[did]
    await log.append(transaction, tenant, {
      act,
      actor: personById(by),
      subject: { kind: 'message', id: messageId },
      detail: { meeting: meetingId, ...detail },
    })
  }
