import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MeetingDelivery } from '../encryption/meeting-delivery.ts'
import type { Presence } from './live-participant.ts'

/** The group keys of a live meeting, as far as the meeting itself has to do with them: who is there. */
export interface MeetingEncryption {
  /** Throws INVALID_INPUT for a client that brings nothing to an encrypted meeting with which it could be let into the group. */
  requireOffer(offer: EncryptionOffer | undefined): void
  /** Somebody came, or came back; or, let in again before it was there, their offer did. */
  came(presence: Presence): void
  /** Somebody's connection is lost, or they are about to leave. */
  lost(participantId: string): void
  /** Somebody is out. */
  left(participantId: string): void
  /** The occurrence is over. */
  end(): void
  /** The delivery service of the group. Throws WRONG_STATE where the meeting is not encrypted. */
  of(presence: Presence): { readonly delivery: MeetingDelivery; readonly participantId: string }
}

/** Of meetings that are held in the clear. */
export const NO_ENCRYPTION: MeetingEncryption = {
  requireOffer: () => undefined,
  came: () => undefined,
  lost: () => undefined,
  left: () => undefined,
  end: () => undefined,
  of: () => {
    throw new ParleyError('WRONG_STATE', 'not encrypted')
  },
}
