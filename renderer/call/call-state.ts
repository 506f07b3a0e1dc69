/** What the call engine knows, as the screens see it. The engine alone writes it; screens read it through the store. */
import type { Meeting } from '#shared/contract/common.ts'
import type { Source } from '#shared/contract/media.ts'
import type { LogEntry, Moderated, RemovedPerson, WaitingPerson } from '#shared/contract/moderation.ts'
import type { MeetingRecording, RecordingAhead } from '#shared/contract/recording.ts'
import type { EndReason, Participant, Reaction } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { type EffectiveOptions, resolveOptions } from '#shared/meeting/effective-options.ts'
import type { OptionName } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import { type ChatState, emptyChat } from './chat/chat-state.ts'
import type { EncryptionState } from './encryption/encryption-state.ts'
import { NOTHING_RECORDED } from './recording/recording-state.ts'

/**
 * - `idle`: no meeting.
 * - `preparing` → `ready`: before the mirror; transports warm up in the background, `ready` when a click on *Join* will be instant.
 * - `joining` → `joined`, or first `waiting` in the lobby: nothing captured is sent, nothing of the meeting is known. Somebody who
 *   is sent back to the lobby is `waiting` again.
 * - `reconnecting`: cut off, nothing captured is sent; until `reconnecting.until`.
 * - `ended`: over, `ended` says why. `failed`: could not, `failure` says why and whether `retry()` makes sense.
 */
export type CallPhase = 'idle' | 'preparing' | 'ready' | 'joining' | 'waiting' | 'joined' | 'reconnecting' | 'ended' | 'failed'

export interface Failure {
  code: ErrorCode
  retryable: boolean
}

/** One of the person's own sources. `blocked`: wanted, but refused or missing; `failure` says which. */
export interface LocalSource {
  state: 'off' | 'starting' | 'on' | 'blocked'
  /** What is captured now, for the mirror and the meter. */
  track?: MediaStreamTrack
  failure?: Failure
}

export type DeviceKind = 'microphone' | 'camera' | 'speaker'

export interface DeviceChoice {
  id: string
  label: string
}

export interface CallDevices {
  available: Record<DeviceKind, DeviceChoice[]>
  /** Undefined: the system's default. */
  selected: Partial<Record<DeviceKind, string>>
}

/** A track that is received now. `frozen`: nothing arrives though something should. */
export interface RemoteTrack {
  producerId: string
  participantId: string
  source: Source
  track: MediaStreamTrack
  frozen: boolean
}

export interface ShownReaction {
  id: number
  participantId: string
  reaction: Reaction
  at: number
}

export interface Notice {
  id: number
  kind:
    | 'participantJoined'
    | 'participantLeft'
    | 'participantRemoved'
    | 'deviceLost'
    | 'deviceChanged'
    | 'shareEnded'
    | 'handRaised'
    /** The organisation's rules have changed options of this meeting. */
    | 'ruled'
  /** Name of the participant or device, where the text has one. */
  name?: string
  /** Of `ruled`: which. */
  options?: readonly OptionName[]
  at: number
}

/** What somebody did to this person, or asks of them. */
export interface ModerationNotice {
  id: number
  what: Moderated
  /** The name of who did it. */
  by: string
  /** Of `roleChanged`: what they are now. */
  role?: Role
  at: number
}

/** The person's own place in the lobby. Times in ms since 1970. */
export interface LobbyPlace {
  since: number
  /** The wait ends by itself then. */
  until: number
  /** The connection is lost; the place is kept meanwhile. */
  reconnecting: boolean
  /** They were in the meeting before, and were sent out of it. */
  sentBack: boolean
}

export interface CallState {
  phase: CallPhase
  code?: string
  meeting?: Meeting
  failure?: Failure
  ended?: { reason: EndReason }
  /** Times in ms since 1970. */
  reconnecting?: { since: number; until: number }
  /** While the phase is `waiting`. */
  lobby?: LobbyPlace
  startedAt?: number
  selfId?: string
  /** In order of joining; the own participant included. */
  participants: Participant[]
  /** By producer id. */
  remoteTracks: Record<string, RemoteTrack>
  local: { microphone: LocalSource; camera: LocalSource; screen: LocalSource }
  /** Space is held: heard while muted. */
  talkingWhileMuted: boolean
  devices: CallDevices
  activeSpeakerId?: string
  /** dBov by participant id; absent = silent. */
  audioLevels: Record<string, number>
  reactions: ShownReaction[]
  notices: Notice[]
  /** The oldest first, until they are dismissed. */
  moderation: ModerationNotice[]
  options: EffectiveOptions
  /** Nobody comes in any more. */
  locked: boolean
  /** Large for everybody. */
  spotlightId?: string
  /** In the lobby; for those who may let them in. */
  waiting: WaitingPerson[]
  /** For organisers: who may not come back, and what was logged since this client came in. */
  removed: RemovedPerson[]
  logged: LogEntry[]
  chat: ChatState
  recording: MeetingRecording
  /** Before the mirror and in the lobby: what is recorded of the meeting. */
  recordingAhead?: RecordingAhead
  /** Joining was held up: a recording has started whose notice this person had not been shown. */
  noticeUnread: boolean
  /** Absent where the meeting is not end-to-end encrypted. */
  encryption?: EncryptionState
}

export const initialCallState = (): CallState => ({
  phase: 'idle',
  participants: [],
  remoteTracks: {},
  local: { microphone: { state: 'off' }, camera: { state: 'off' }, screen: { state: 'off' } },
  talkingWhileMuted: false,
  devices: { available: { microphone: [], camera: [], speaker: [] }, selected: {} },
  audioLevels: {},
  reactions: [],
  notices: [],
  moderation: [],
  options: resolveOptions([], {}),
  locked: false,
  waiting: [],
  removed: [],
  logged: [],
  chat: emptyChat(),
  recording: NOTHING_RECORDED,
  noticeUnread: false,
})
