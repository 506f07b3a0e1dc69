import { isOrganising } from '#shared/meeting/roles.ts'
import type { CallState } from '../../call/call-state.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { type LeftOut, leftOut } from '../../call/recording/recording-state.ts'

/** Why somebody is not in the recording that runs, for organisers to see; undefined for everybody else, and where they are in it. */
export const leftOutFor = (state: CallState, participantId: string): LeftOut | undefined => {
  const participant = state.participants.find(({ id }) => id === participantId)
  if (participant === undefined || !isOrganising(selfIn(state)?.role ?? 'attendee')) return undefined
  const why = leftOut(participant)
  // Everybody is only just being told.
  return why === 'untold' && state.recording.active.every((recording) => recording.state === 'starting') ? undefined : why
}
