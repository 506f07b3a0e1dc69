/** What the members of an encrypted meeting's group ask of its delivery service. */
import { implement } from '@orpc/server'
import { signallingContract } from '#shared/contract/signalling.ts'
import type { MessageContext } from './message-context.ts'

const os = implement(signallingContract).$context<MessageContext>()

const groupIn = ({ connection }: MessageContext) => {
  const { meeting, presence } = connection.participation
  meeting.scene.require(presence)
  return meeting.encryption.of(presence)
}

export const encryptionProcedures = {
  renewOffer: os.renewOffer.handler(({ input, context }) => {
    const { meeting, visit } = context.connection.visiting
    visit.encryption = input
    // Let in again while it was on its way.
    if (visit.presence !== undefined) meeting.encryption.came(visit.presence)
  }),
  foundGroup: os.foundGroup.handler(async ({ input, context }) => {
    const { delivery, participantId } = groupIn(context)
    await delivery.found(participantId, input.groupInfo)
  }),
  commitEpoch: os.commitEpoch.handler(async ({ input, context }) => {
    const { delivery, participantId } = groupIn(context)
    await delivery.commit(participantId, input)
  }),
  keysReady: os.keysReady.handler(async ({ input, context }) => {
    const { delivery, participantId } = groupIn(context)
    await delivery.ready(participantId, input.epoch)
  }),
  sendEncrypted: os.sendEncrypted.handler(async ({ input, context }) => {
    const { delivery, participantId } = groupIn(context)
    await delivery.say(participantId, input.epoch, input.message)
  }),
  requestGroupInfo: os.requestGroupInfo.handler(({ context }) => {
    const { delivery, participantId } = groupIn(context)
    return delivery.outside(participantId)
  }),
}
