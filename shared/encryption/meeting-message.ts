/**
 * What members of an encrypted meeting say to each other as MLS application messages: UTF-8 JSON, one object each. Who says it is
 * what the group proves; a message names nobody as its sender, and what a member may not do, the others' clients do not follow.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { utf8 } from '@scure/base'
import { z } from 'zod'
import { MessageReaction, MessageText } from '../contract/chat.ts'
import { Id } from '../contract/common.ts'
import { Reaction } from '../contract/signalling.ts'
import { ParleyError } from '../errors.ts'
import { LIMITS } from '../meeting/limits.ts'

const v = z.literal(1)
const mentions = z.array(Id).max(LIMITS.mentions)

export const MeetingMessage = z.discriminatedUnion('is', [
  /** `id`: made by its author; one that is known already says nothing. */
  z.strictObject({ v, is: z.literal('chat'), id: Id, text: MessageText, replyTo: Id.optional(), mentions }),
  z.strictObject({ v, is: z.literal('edit'), id: Id, text: MessageText, mentions }),
  z.strictObject({ v, is: z.literal('delete'), id: Id }),
  /** Null takes one's own reaction back. */
  z.strictObject({ v, is: z.literal('messageReaction'), id: Id, reaction: MessageReaction.nullable() }),
  z.strictObject({ v, is: z.literal('reaction'), reaction: Reaction }),
  z.strictObject({ v, is: z.literal('hand'), raised: z.boolean() }),
  /** Of others; of all where nobody is named. */
  z.strictObject({ v, is: z.literal('lowerHand'), participantId: Id.optional() }),
])
export type MeetingMessage = z.infer<typeof MeetingMessage>

/** Throws LIMIT_REACHED for what is too long. */
export const encodeMeetingMessage = (message: MeetingMessage): Uint8Array => {
  const bytes = utf8ToBytes(JSON.stringify(MeetingMessage.parse(message)))
  if (bytes.length > LIMITS.encryptedContent) throw new ParleyError('LIMIT_REACHED', 'encryptedContent')
  return bytes
}

/** Undefined for what is none, or of a version that is not known here. */
export const decodeMeetingMessage = (content: Uint8Array): MeetingMessage | undefined => {
  if (content.length > LIMITS.encryptedContent) return undefined
  try {
    return MeetingMessage.safeParse(JSON.parse(utf8.encode(content))).data
  } catch {
    return undefined
  }
}
