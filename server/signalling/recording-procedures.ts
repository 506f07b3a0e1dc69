/** The recorder's side of the contract: start, pause, stop, and what each person says of it. */
import { implement } from '@orpc/server'
import { signallingContract } from '#shared/contract/signalling.ts'
import type { MessageContext } from './message-context.ts'

const os = implement(signallingContract).$context<MessageContext>()

export const recordingProcedures = {
  readRecording: os.readRecording.handler(({ context }) => context.connection.recordingAhead),
  startRecording: os.startRecording.handler(async ({ context }) => {
    const { meeting, presence } = context.connection.participation
    await meeting.recordings.start(presence)
  }),
  pauseRecording: os.pauseRecording.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.recordings.pause(presence)
  }),
  resumeRecording: os.resumeRecording.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.recordings.resume(presence)
  }),
  stopRecording: os.stopRecording.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.recordings.stop(presence)
  }),
  acknowledgeRecordingNotice: os.acknowledgeRecordingNotice.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.recordings.acknowledge(presence, input.recordingIds)
  }),
  consentToRecording: os.consentToRecording.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.recordings.consent(presence, input.agrees)
  }),
}
