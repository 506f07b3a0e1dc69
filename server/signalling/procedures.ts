/** The meeting half of the contract, implemented: each procedure finds what it needs in the connection, or is out of order. */
import { implement } from '@orpc/server'
import { type MeetingEvent, type SignallingProcedure, signallingContract } from '#shared/contract/signalling.ts'
import { chatProcedures } from './chat-procedures.ts'
import { encryptionProcedures } from './encryption-procedures.ts'
import type { MessageContext } from './message-context.ts'
import { moderationProcedures } from './moderation-procedures.ts'
import { recordingProcedures } from './recording-procedures.ts'

const os = implement(signallingContract).$context<MessageContext>()

/** Stands for the stream where the contract wants one; the connection feeds the real one. */
async function* fedByConnection(): AsyncGenerator<MeetingEvent, void> {}

export const signallingRouter = {
  prepare: os.prepare.handler(({ input, context }) => context.connection.prepare(input)),
  join: os.join.handler(async ({ input, context }) => {
    await context.connection.join(input)
    context.streams = true
    return fedByConnection()
  }),
  ping: os.ping.handler(() => undefined),
  connectTransport: os.connectTransport.handler(({ input, context }) =>
    context.connection.endpoint.connect(input.transportId, input.dtlsParameters),
  ),
  restartIce: os.restartIce.handler(async ({ input, context }) => ({
    iceParameters: await context.connection.endpoint.restartIce(input.transportId),
  })),
  warm: os.warm.handler(async ({ input, context }) => ({
    id: await context.connection.endpoint.warm(input.sctpStreamParameters),
  })),
  produce: os.produce.handler(async ({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    return { producerId: await meeting.sending.produce(presence, input) }
  }),
  setProducerPaused: os.setProducerPaused.handler(async ({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    await meeting.sending.setPaused(presence, input.producerId, input.paused)
  }),
  closeProducer: os.closeProducer.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.sending.close(presence, input.producerId)
  }),
  resumeConsumers: os.resumeConsumers.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.resumeConsumers(presence, input.consumerIds)
  }),
  setVisible: os.setVisible.handler(async ({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    await meeting.setVisible(presence, input.videos)
  }),
  setHand: os.setHand.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.setHand(presence, input.raised)
  }),
  react: os.react.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.react(presence, input.reaction)
  }),
  leave: os.leave.handler(({ context }) => {
    const { meeting, visit } = context.connection.visiting
    meeting.leave(visit, 'left')
  }),
  endMeeting: os.endMeeting.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.endFor(presence)
  }),
  ...moderationProcedures,
  ...chatProcedures,
  ...encryptionProcedures,
  ...recordingProcedures,
} satisfies Record<SignallingProcedure, unknown>
