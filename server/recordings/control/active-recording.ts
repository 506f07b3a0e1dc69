import type { ActiveRecording, RecordingKind, RecordingStateName } from '#shared/contract/recording.ts'
import type { Phase } from './gate.ts'
import type { RecordingSession } from './recording-session.ts'

/** A recording of a meeting that is there now. */
export interface Active {
  readonly kind: RecordingKind
  readonly session: RecordingSession
  readonly startedAt: number
  readonly startedBy: ActiveRecording['startedBy']
  phase: Phase
  /** Each person is asked; once that is so it stays. */
  consentAsked: boolean
  /** While people are told: until nobody waits for the others any more. */
  patience: NodeJS.Timeout | undefined
}

const stateOf = ({ phase, session }: Active): RecordingStateName => {
  if (session.isInterrupted || session.isInTrouble) return 'interrupted'
  return phase === 'telling' ? 'starting' : phase
}

/** As people are told of it. */
export const describeActive = (active: Active): ActiveRecording => {
  const { kind, session, startedAt, startedBy } = active
  const state = stateOf(active)
  return { id: session.id, kind, state, startedAt, ...(startedBy === undefined ? {} : { startedBy }) }
}
