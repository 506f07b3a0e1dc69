/** A meeting to show without a network, described in a few words, and the call state that it stands for. */
import type { Message, Moderator } from '#shared/contract/chat.ts'
import type { Meeting } from '#shared/contract/common.ts'
import type { LogEntry } from '#shared/contract/moderation.ts'
import type { Participant, Reaction } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { type RuleSet, resolveOptions } from '#shared/meeting/effective-options.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { CallState, LocalSource, ModerationNotice, Notice } from './call-state.ts'
import { initialCallState } from './call-state.ts'
import { type FakeEncryption, fakeEncryption } from './encryption/fake-encryption.ts'
import { fakeName, fakeParticipant, fakeWaitingPerson } from './fake-people.ts'
import { type FakeRecording, fakeRecording, fakeRecordingAhead, recordedOf } from './recording/fake-recording.ts'

/** People are numbered from 0, which is oneself. */
export interface FakeScenario {
  /** Oneself included. */
  participants?: number
  role?: Role
  title?: string
  microphone?: LocalSource['state']
  camera?: LocalSource['state']
  /** Why microphone and camera are blocked, where they are. */
  microphoneFailure?: ErrorCode
  cameraFailure?: ErrorCode
  /** These have their microphone, their camera off. */
  muted?: number[]
  withoutCamera?: number[]
  /** These raised their hand, in this order. */
  hands?: number[]
  sharing?: number[]
  /** These are cut off, have a poor, a fair connection, a picture that stands still. */
  cutOff?: number[]
  poor?: number[]
  fair?: number[]
  frozen?: number[]
  speaking?: number
  reactions?: { person: number; reaction: Reaction }[]
  notices?: Pick<Notice, 'kind' | 'name' | 'options'>[]
  /** Oneself is cut off, with this much time left, ms. */
  reconnectingFor?: number
  /** How long the meeting has run, ms. */
  elapsed?: number
  /** What others are, other than usual. */
  roles?: Record<number, Role>
  standings?: Record<number, Standing>
  /** These may unmute and show their camera where that is held back. */
  excepted?: number[]
  options?: OptionsChange
  /** What the organisation says about the options. */
  rules?: RuleSet[]
  locked?: boolean
  spotlight?: number
  /** How many people are in the lobby. */
  waiting?: number
  /** How many people were removed. */
  removed?: number
  /** What was done to oneself, the oldest first. */
  moderation?: Pick<ModerationNotice, 'what' | 'role'>[]
  log?: Pick<LogEntry, 'action' | 'target' | 'detail'>[]
  messages?: Message[]
  /** Of these, how many are unread. */
  unread?: number
  moderator?: Moderator
  /** One has to wait in the lobby first, and has for this long, ms. */
  lobby?: number
  /** One was in the meeting before. */
  sentBack?: boolean
  /** The meeting is end-to-end encrypted. */
  encryption?: FakeEncryption
  recording?: FakeRecording
}

export const FAKE_CODE = 'fkd-mpqr-tuv'
const RESUME_WINDOW = 60_000
const FAKE_MEETING: Meeting = {
  id: 'meeting-1',
  code: FAKE_CODE,
  title: 'Moving into the new building',
  organiser: { id: 'person-0', name: fakeName(0) },
  createdAt: 0,
  kind: 'meeting',
}

const has = (people: number[] | undefined, index: number): boolean => people?.includes(index) ?? false

const participantIn = (scenario: FakeScenario, index: number, now: number): Participant => {
  const participant = fakeParticipant(index, now, scenario.standings?.[index])
  const own = index === 0
  const muted = own ? scenario.microphone !== undefined && scenario.microphone !== 'on' : has(scenario.muted, index)
  const withoutCamera = own ? scenario.camera !== undefined && scenario.camera !== 'on' : has(scenario.withoutCamera, index)
  const producers = participant.producers.flatMap((producer) => {
    if (producer.source === 'camera') return withoutCamera ? [] : [producer]
    return [{ ...producer, paused: muted }]
  })
  if (has(scenario.sharing, index)) producers.push({ id: `${participant.id}-screen`, source: 'screen', paused: false })
  const hand = scenario.hands?.indexOf(index) ?? -1
  return {
    ...participant,
    role: (own ? scenario.role : scenario.roles?.[index]) ?? participant.role,
    mayUnmute: has(scenario.excepted, index),
    mayShowCamera: has(scenario.excepted, index),
    connection: has(scenario.cutOff, index) ? 'reconnecting' : 'connected',
    quality: has(scenario.poor, index) ? 'poor' : has(scenario.fair, index) ? 'fair' : 'good',
    ...(hand >= 0 ? { handRaisedAt: now - 60_000 + hand * 1000 } : {}),
    ...recordedOf(scenario.recording, index),
    producers,
  }
}

const localSource = (state: LocalSource['state'], failure: ErrorCode): LocalSource =>
  state === 'blocked' ? { state, failure: { code: failure, retryable: false } } : { state }

/** The state of somebody in the lobby, without their tracks. `now` in ms since 1970. */
export const fakeLobbyState = (scenario: FakeScenario, now: number): CallState => {
  const { code, meeting, local, devices } = fakeCallState(scenario, now)
  const since = now - (scenario.lobby ?? 0)
  const { present: _untold, ...told } = meeting ?? FAKE_MEETING
  return {
    ...initialCallState(),
    phase: 'waiting',
    code: code ?? FAKE_CODE,
    meeting: told,
    lobby: { since, until: since + LIMITS.lobbyWait, reconnecting: false, sentBack: scenario.sentBack ?? false },
    recordingAhead: fakeRecordingAhead(scenario.recording, now),
    local,
    devices,
  }
}

/** The state of a joined meeting, without its tracks. `now` in ms since 1970. */
export const fakeCallState = (scenario: FakeScenario, now: number): CallState => {
  const count = scenario.participants ?? 5
  const participants = Array.from({ length: count }, (_, index) => participantIn(scenario, index, now))
  const self = fakeParticipant(0, now)
  const organiser = participants.find(({ role }) => role === 'organiser') ?? self
  const speaking = scenario.speaking === undefined ? undefined : `participant-${scenario.speaking}`
  return {
    ...initialCallState(),
    phase: scenario.reconnectingFor === undefined ? 'joined' : 'reconnecting',
    code: FAKE_CODE,
    meeting: {
      ...FAKE_MEETING,
      title: scenario.title ?? FAKE_MEETING.title,
      organiser: { id: organiser.personId, name: organiser.name },
      createdAt: now - 3_600_000,
      present: count,
    },
    ...(scenario.reconnectingFor === undefined
      ? {}
      : {
          reconnecting: {
            since: now - (RESUME_WINDOW - scenario.reconnectingFor),
            until: now + scenario.reconnectingFor,
          },
        }),
    startedAt: now - (scenario.elapsed ?? 754_000),
    selfId: self.id,
    participants,
    local: {
      microphone: localSource(scenario.microphone ?? 'on', scenario.microphoneFailure ?? 'MICROPHONE_DENIED'),
      camera: localSource(scenario.camera ?? 'on', scenario.cameraFailure ?? 'CAMERA_DENIED'),
      screen: { state: has(scenario.sharing, 0) ? 'on' : 'off' },
    },
    devices: {
      available: {
        microphone: [
          { id: 'microphone-1', label: 'Built-in microphone' },
          { id: 'microphone-2', label: 'Headset' },
        ],
        camera: [
          { id: 'camera-1', label: 'Built-in camera' },
          { id: 'camera-2', label: 'Conference room camera' },
        ],
        speaker: [
          { id: 'speaker-1', label: 'Built-in speakers' },
          { id: 'speaker-2', label: 'Headset' },
        ],
      },
      selected: {},
    },
    ...(speaking === undefined ? {} : { activeSpeakerId: speaking, audioLevels: { [speaking]: -24 } }),
    options: resolveOptions(scenario.rules ?? [], {
      ...(scenario.encryption === undefined ? {} : { encryption: 'on' }),
      ...scenario.options,
    }),
    locked: scenario.locked ?? false,
    ...(scenario.spotlight === undefined ? {} : { spotlightId: `participant-${scenario.spotlight}` }),
    waiting: Array.from({ length: scenario.waiting ?? 0 }, (_, index) => fakeWaitingPerson(index, now)),
    removed: Array.from({ length: scenario.removed ?? 0 }, (_, index) => ({
      personId: `removed-${index}`,
      name: fakeName(12 + index),
      at: now - 120_000 + index * 10_000,
    })),
    moderation: (scenario.moderation ?? []).map(({ what, role }, index) => ({
      id: index + 1,
      what,
      by: fakeName(1),
      ...(role === undefined ? {} : { role }),
      at: now,
    })),
    logged: (scenario.log ?? []).map((entry, index) => ({
      id: `log-${index}`,
      at: now - 600_000 + index * 47_000,
      by: { personId: self.personId, name: self.name },
      ...entry,
    })),
    chat: {
      messages: scenario.messages ?? [],
      more: false,
      unread: scenario.unread ?? 0,
      refused: [],
      moderator: scenario.moderator ?? 'bundled',
    },
    reactions: (scenario.reactions ?? []).map(({ person, reaction }, index) => ({
      id: index + 1,
      participantId: `participant-${person}`,
      reaction,
      at: now,
    })),
    notices: (scenario.notices ?? []).map(({ kind, name, options }, index) => ({
      id: index + 1,
      kind,
      ...(options === undefined ? {} : { options }),
      name: name ?? fakeName(index + 1),
      at: now,
    })),
    recording: fakeRecording(scenario.recording, now),
    ...(scenario.encryption === undefined ? {} : { encryption: fakeEncryption(scenario.encryption, participants, now) }),
  }
}
