/** A meeting to show without a network, described in a few words, and the call state that it stands for. */
import type { Participant, Reaction } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Role } from '#shared/meeting/permissions.ts'
import type { CallState, LocalSource, Notice } from './call-state.ts'
import { initialCallState } from './call-state.ts'
import { fakeName, fakeParticipant } from './fake-people.ts'

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
  notices?: { kind: Notice['kind']; name?: string }[]
  /** Oneself is cut off, with this much time left, ms. */
  reconnectingFor?: number
  /** How long the meeting has run, ms. */
  elapsed?: number
}

export const FAKE_CODE = 'fkd-mpqr-tuv'
const RESUME_WINDOW = 60_000

const has = (people: number[] | undefined, index: number): boolean => people?.includes(index) ?? false

const participantIn = (scenario: FakeScenario, index: number, now: number): Participant => {
  const participant = fakeParticipant(index, now)
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
    ...(own && scenario.role !== undefined ? { role: scenario.role } : {}),
    connection: has(scenario.cutOff, index) ? 'reconnecting' : 'connected',
    quality: has(scenario.poor, index) ? 'poor' : has(scenario.fair, index) ? 'fair' : 'good',
    ...(hand >= 0 ? { handRaisedAt: now - 60_000 + hand * 1000 } : {}),
    producers,
  }
}

const localSource = (state: LocalSource['state'], failure: ErrorCode): LocalSource =>
  state === 'blocked' ? { state, failure: { code: failure, retryable: false } } : { state }

/** The state of a joined meeting, without its tracks. `now` in ms since 1970. */
export const fakeCallState = (scenario: FakeScenario, now: number): CallState => {
  const count = scenario.participants ?? 5
  const participants = Array.from({ length: count }, (_, index) => participantIn(scenario, index, now))
  const self = fakeParticipant(0, now)
  const speaking = scenario.speaking === undefined ? undefined : `participant-${scenario.speaking}`
  return {
    ...initialCallState(),
    phase: scenario.reconnectingFor === undefined ? 'joined' : 'reconnecting',
    code: FAKE_CODE,
    meeting: {
      id: 'meeting-1',
      code: FAKE_CODE,
      title: scenario.title ?? 'Moving into the new building',
      organiser: { id: self.personId, name: self.name },
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
    reactions: (scenario.reactions ?? []).map(({ person, reaction }, index) => ({
      id: index + 1,
      participantId: `participant-${person}`,
      reaction,
      at: now,
    })),
    notices: (scenario.notices ?? []).map(({ kind, name }, index) => ({
      id: index + 1,
      kind,
      name: name ?? fakeName(index + 1),
      at: now,
    })),
  }
}
