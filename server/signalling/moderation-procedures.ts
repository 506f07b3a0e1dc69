/** The organiser's side of the contract: lobby, roles, what is done to others, options, log. */
import { implement } from '@orpc/server'
import { signallingContract } from '#shared/contract/signalling.ts'
import type { MessageContext } from './message-context.ts'

const os = implement(signallingContract).$context<MessageContext>()

export const moderationProcedures = {
  admit: os.admit.handler(async ({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    await meeting.admission.admit(presence, input.waitingIds)
  }),
  admitAll: os.admitAll.handler(async ({ context }) => {
    const { meeting, presence } = context.connection.participation
    await meeting.admission.admitAll(presence)
  }),
  deny: os.deny.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.admission.deny(presence, input.waitingId, input.block)
  }),
  sendToLobby: os.sendToLobby.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.sendToLobby(presence, input.participantId)
  }),
  mute: os.mute.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.mute(presence, input.participantId)
  }),
  muteAll: os.muteAll.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.muteAll(presence, input.holdBack)
  }),
  stopCamera: os.stopCamera.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.stopCamera(presence, input.participantId)
  }),
  stopShare: os.stopShare.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.stopShare(presence, input.participantId)
  }),
  lowerHand: os.lowerHand.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.lowerHand(presence, input.participantId)
  }),
  lowerAllHands: os.lowerAllHands.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.lowerAllHands(presence)
  }),
  request: os.request.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.request(presence, input.participantId, input.source)
  }),
  setAllowed: os.setAllowed.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.setAllowed(presence, input.participantId, input.source, input.allowed)
  }),
  spotlight: os.spotlight.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.spotlight(presence, input.participantId ?? undefined)
  }),
  setRole: os.setRole.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.setRole(presence, input.participantId, input.role)
  }),
  remove: os.remove.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.remove(presence, input.participantId)
  }),
  readmit: os.readmit.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.readmit(presence, input.personId)
  }),
  setOptions: os.setOptions.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.setOptions(presence, input)
  }),
  setLocked: os.setLocked.handler(({ input, context }) => {
    const { meeting, presence } = context.connection.participation
    meeting.moderation.setLocked(presence, input.locked)
  }),
  readLog: os.readLog.handler(({ context }) => {
    const { meeting, presence } = context.connection.participation
    return meeting.readLog(presence)
  }),
}
