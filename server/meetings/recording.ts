import type { MeetingRecording, RecordingAhead } from '#shared/contract/recording.ts'
import { ParleyError } from '#shared/errors.ts'
import type { LiveParticipant, LiveProducer, Presence } from './live-participant.ts'
import type { Scene } from './scene.ts'
import type { Newcomer } from './standing.ts'

/** The meeting that is recorded, as its recordings see it. */
export interface RecordedPlace {
  readonly scene: Scene
  /** Stops what somebody may not send any more; false where there was nothing. */
  readonly holdToPermissions: (participant: LiveParticipant) => boolean
  /** Whoever waits is told what is recorded. */
  readonly tellLobby: () => void
}

/** The recordings of a live meeting, as far as the meeting itself has to do with them: who is there, and what they send. */
export interface MeetingRecordings {
  /** What somebody in the meeting is told. */
  readonly state: MeetingRecording
  /** What somebody is told who is not in yet. */
  ahead(newcomer: Pick<Newcomer, 'recorded'>): RecordingAhead
  /** Throws NOTICE_UNREAD for whoever has not seen the notice of a recording, and RECORDING_REQUIRED for whoever can't be recorded but must be. */
  requireFit(newcomer: Pick<Newcomer, 'recorded'>, noticesShown: readonly string[] | undefined): void
  /** The meeting was taken up after the service was away. */
  restored(): void
  /** Somebody is in, or is back; `noticesShown` are recordings whose notice they saw before. */
  came(presence: Presence, noticesShown: readonly string[]): void
  /** Somebody's connection is lost. */
  lost(participant: LiveParticipant): void
  /** Somebody is out. */
  left(participant: LiveParticipant): void
  /** Somebody sends something, or no longer. */
  sends(participant: LiveParticipant, producer: LiveProducer): void
  stops(participant: LiveParticipant, producer: LiveProducer): void
  paused(participant: LiveParticipant, producer: LiveProducer): void
  /** Options or rules have changed. */
  optionsChanged(): void
  /** The occurrence is over; where the service `stops`, it goes on when the service is back. */
  end(stops: boolean): void

  start(presence: Presence): Promise<void>
  pause(presence: Presence): void
  resume(presence: Presence): void
  stop(presence: Presence): void
  acknowledge(presence: Presence, recordingIds: readonly string[]): void
  consent(presence: Presence, agrees: boolean): void
}

const NOTHING = { active: [], consentAsked: false, notice: {} }

const unavailable = (): never => {
  throw new ParleyError('RECORDING_UNAVAILABLE')
}

/** Of meetings that can't be recorded. */
export const NO_RECORDINGS: MeetingRecordings = {
  state: { ...NOTHING, unavailable: 'noRecorder' },
  ahead: ({ recorded }) => ({ ...NOTHING, marked: recorded }),
  requireFit: () => undefined,
  restored: () => undefined,
  came: () => undefined,
  lost: () => undefined,
  left: () => undefined,
  sends: () => undefined,
  stops: () => undefined,
  paused: () => undefined,
  optionsChanged: () => undefined,
  end: () => undefined,
  start: async () => unavailable(),
  pause: unavailable,
  resume: unavailable,
  stop: unavailable,
  acknowledge: () => undefined,
  consent: unavailable,
}
