/**
 * What the page and the encryption worker ask of each other. No key and no secret of the group is in it: they are made in the worker
 * and end with it. What the page has of its own is the connection to the service, and the way to the main process.
 */
import type { EncryptionNews, EncryptionOffer } from '#shared/contract/encryption.ts'
import type { AdmissionRule } from '#shared/encryption/admission.ts'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { ProviderKey } from '#shared/encryption/provider-key.ts'
import type { FrameStatistics } from './frames/statistics.ts'
import type { DeliveryCalls } from './mls/group-session.ts'

/** Who this client is in the group. */
export type OwnIdentity =
  | { readonly kind: 'member'; readonly identity: EncryptionIdentity }
  /** With a key that the worker makes for this meeting: nobody vouches for it. */
  | { readonly kind: 'guest'; readonly name: string }

export interface Start {
  /** Of the meeting, as in the link that this person came by. */
  readonly code: string
  readonly own: OwnIdentity
}

/** Somebody in the group, as checked here. */
export interface GroupMember {
  readonly participantId: string | undefined
  readonly verdict: CredentialVerdict
  /** Thirty digits; of all but oneself. */
  readonly fingerprint: string | undefined
}

/** An epoch of the group that has begun: frames of it can be received. */
export interface GroupView {
  /** This client is in another group than before: nothing is sent until it is told to. */
  readonly isNewGroup: boolean
  readonly securityCode: string
  /** The group's keys are agreed on in a way that a quantum computer does not break either. */
  readonly isPostQuantum: boolean
  /** In the order of their leaves, this person included. */
  readonly members: readonly GroupMember[]
  readonly joined: readonly CredentialVerdict[]
  readonly left: readonly CredentialVerdict[]
}

/** What a member said to all. */
export interface Heard {
  /** Whose tile it is, as the service says. */
  readonly participantId: string | undefined
  /** Of the member's key: the same as long as they are the same. */
  readonly memberId: string
  readonly verdict: CredentialVerdict
  readonly content: Uint8Array
}

export interface WorkerSide {
  start(input: Start): void
  /** What to join with, for the first time or after a lost connection. */
  offer(input: null): Promise<EncryptionOffer>
  /** Who may have the keys from now on; whoever has them keeps them. */
  admit(rule: AdmissionRule): void
  /** The service has let this client in, as this participant. */
  joined(participantId: string): void
  news(input: EncryptionNews): void
  /** Rejects with WRONG_STATE before the group is there, EPOCH_STALE, LIMIT_REACHED. */
  say(content: Uint8Array): Promise<void>
  /** Out of the meeting, and perhaps back later: all keys go. */
  leave(input: null): void
  statistics(input: null): FrameStatistics
}

export interface PageSide extends DeliveryCalls {
  /** By the device key. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
  providerKeys(input: { issuer: string; renew: boolean }): Promise<readonly ProviderKey[]>
  entered(view: GroupView): void
  /** Frames are sent with other keys from now on. */
  switched(input: null): void
  heard(message: Heard): void
  /** The group is lost: NOT_ACCEPTED, REMOVED or ENCRYPTION_FAILED; of the network, where coming anew may help. */
  lost(code: string): void
}
