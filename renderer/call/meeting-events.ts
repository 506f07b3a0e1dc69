import type { MeetingEvent, Participant } from '#shared/contract/signalling.ts'
import type { CallState, Notice } from './call-state.ts'
import { withMessage, withRefused } from './chat/chat-state.ts'
import { nameOf } from './encryption/known-person.ts'
import { selfIn } from './moderation/denial-in.ts'

/** More toasts than this nobody reads; the oldest go. */
const LONGEST_NOTICES = 20

export interface EventContext {
  /** ms since 1970. */
  now: number
  nextId(): number
}

type Change = Partial<CallState>

export const withNotice = (
  { notices }: Pick<CallState, 'notices'>,
  notice: Omit<Notice, 'id' | 'at'>,
  { now, nextId }: EventContext,
): Pick<CallState, 'notices'> => ({ notices: [...notices, { ...notice, id: nextId(), at: now }].slice(-LONGEST_NOTICES) })

/** The name for a notice: none where none can be believed. */
const named = (state: CallState, participant: Participant): Pick<Notice, 'name'> => {
  const name = nameOf(state, participant)
  return name === '' ? {} : { name }
}

const participantUpdated = (state: CallState, participant: Participant, context: EventContext): Change => {
  const before = state.participants.find(({ id }) => id === participant.id)
  const participants = state.participants.map((known) => (known.id === participant.id ? participant : known))
  const raised = participant.handRaisedAt !== undefined && before?.handRaisedAt === undefined
  if (!raised || participant.id === state.selfId || before === undefined) return { participants }
  return { participants, ...withNotice(state, { kind: 'handRaised', ...named(state, participant) }, context) }
}

const participantLeft = (
  state: CallState,
  { participantId, reason }: Extract<MeetingEvent, { type: 'participantLeft' }>,
  context: EventContext,
): Change => {
  const gone = state.participants.find(({ id }) => id === participantId)
  if (gone === undefined) return {}
  const { [participantId]: _silent, ...audioLevels } = state.audioLevels
  return {
    participants: state.participants.filter(({ id }) => id !== participantId),
    audioLevels,
    ...(state.activeSpeakerId === participantId ? { activeSpeakerId: undefined } : {}),
    ...(state.spotlightId === participantId ? { spotlightId: undefined } : {}),
    ...withNotice(
      state,
      { kind: reason === 'removed' ? 'participantRemoved' : 'participantLeft', ...named(state, gone) },
      context,
    ),
  }
}

/** What an event of the meeting changes on screen. Media, keys and the end of the meeting are the session's to handle. */
export const applyEvent = (state: CallState, event: MeetingEvent, context: EventContext): Change => {
  switch (event.type) {
    case 'joined':
      return {
        selfId: event.participantId,
        startedAt: event.startedAt,
        participants: event.participants,
        activeSpeakerId: undefined,
        audioLevels: {},
        lobby: undefined,
        options: event.options,
        locked: event.locked,
        spotlightId: event.spotlight ?? undefined,
        waiting: event.waiting,
        removed: event.removed,
        logged: [],
        chat: { ...event.chat, refused: state.chat.refused },
        recording: event.recording,
        recordingAhead: undefined,
      }
    case 'waiting':
      return {
        lobby: {
          since: event.since,
          until: event.until,
          reconnecting: false,
          sentBack: state.lobby?.sentBack ?? state.selfId !== undefined,
        },
        recordingAhead: event.recording,
      }
    case 'participantJoined': {
      const others = state.participants.filter(({ id }) => id !== event.participant.id)
      if (others.length < state.participants.length) return { participants: [...others, event.participant] }
      return {
        participants: [...others, event.participant],
        ...withNotice(state, { kind: 'participantJoined', ...named(state, event.participant) }, context),
      }
    }
    case 'participantUpdated':
      return participantUpdated(state, event.participant, context)
    case 'participantLeft':
      return participantLeft(state, event, context)
    case 'audioLevels':
      return { audioLevels: Object.fromEntries(event.levels.map(({ participantId, level }) => [participantId, level])) }
    case 'activeSpeaker':
      return { activeSpeakerId: event.participantId ?? undefined }
    case 'reaction': {
      const { participantId, reaction } = event
      return { reactions: [...state.reactions, { id: context.nextId(), participantId, reaction, at: context.now }] }
    }
    case 'optionsChanged':
      return { options: event.options }
    case 'labelChanged': {
      if (state.meeting === undefined) return {}
      const { label: _before, ...meeting } = state.meeting
      return { meeting: event.label === undefined ? meeting : { ...meeting, label: event.label } }
    }
    case 'ruled':
      return withNotice(state, { kind: 'ruled', options: event.options }, context)
    case 'lockedChanged':
      return { locked: event.locked }
    case 'spotlightChanged':
      return { spotlightId: event.participantId ?? undefined }
    case 'waitingChanged':
      return { waiting: event.waiting }
    case 'removedChanged':
      return { removed: event.removed }
    case 'logged':
      return { logged: [...state.logged, event.entry] }
    case 'moderated': {
      const { what, by, role } = event
      const notice = { id: context.nextId(), what, by, at: context.now, ...(role === undefined ? {} : { role }) }
      return { moderation: [...state.moderation, notice] }
    }
    case 'message':
      return { chat: withMessage(state.chat, event.message, selfIn(state)?.personId) }
    case 'messageRefused':
      return { chat: withRefused(state.chat, event.messageId, selfIn(state)?.personId) }
    case 'recordingChanged':
      return { recording: event.recording }
    case 'recordingAheadChanged':
      return { recordingAhead: event.recording }
    case 'consumerAdded':
    case 'consumerRemoved':
    case 'encryption':
    case 'ended':
      return {}
  }
}
