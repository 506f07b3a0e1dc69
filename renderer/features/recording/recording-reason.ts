import type { CallState } from '../../call/call-state.ts'
import { denialIn } from '../../call/moderation/denial-in.ts'

/** Keys of the catalogue under `actions.reason`. */
export type RecordingReason =
  | 'recordingEncrypted'
  | 'recordingOrganisers'
  | 'recordingNobody'
  | 'recordingRuled'
  | 'recordingNoRecorder'
  | 'recordingNoStore'
  | 'recordingNoVault'

const UNAVAILABLE = {
  noRecorder: 'recordingNoRecorder',
  noStore: 'recordingNoStore',
  noVault: 'recordingNoVault',
} as const satisfies Record<string, RecordingReason>

/** Why somebody can't record here and now whose role may in other meetings; undefined where they can. */
export const recordingReason = (
  state: Pick<CallState, 'participants' | 'selfId' | 'options' | 'recording'>,
): RecordingReason | undefined => {
  const { options, recording } = state
  if (options.encryption.value === 'on') return 'recordingEncrypted'
  if (denialIn(state, 'record') === 'option') {
    if (options.recording.value === 'organisers') return 'recordingOrganisers'
    return options.recording.boundBy === undefined ? 'recordingNobody' : 'recordingRuled'
  }
  return recording.unavailable === undefined ? undefined : UNAVAILABLE[recording.unavailable]
}
