/** What one does about a recording: procedures of the contract, each as a verb. They reject with ParleyError. */
import type { SignallingCalls } from '../signalling/signalling-client.ts'

export const RECORDING_PROCEDURES = [
  'startRecording',
  'pauseRecording',
  'resumeRecording',
  'stopRecording',
  'consentToRecording',
] as const
export type RecordingCalls = Pick<SignallingCalls, (typeof RECORDING_PROCEDURES)[number]>
