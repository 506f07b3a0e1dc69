/** What the screens know of a meeting's end-to-end encryption. Nothing in it is secret. */
import type { CredentialVerdict } from '#shared/encryption/credential.ts'

/** Somebody who has the meeting's keys, as this client checked it by itself. */
export interface EncryptionMember {
  /** Whose tile it is, as the service says; absent until it has said so. */
  readonly participantId?: string
  /** Who they are, as their credential says. This, and not what the service says of the participant, is the name to show. */
  readonly verdict: CredentialVerdict
  /** Thirty digits that this person and they share, to compare by another way. Absent for oneself. */
  readonly fingerprint?: string
  readonly isSelf: boolean
}

/** Who came and went when the security code changed, and what else changed with it. */
export interface EncryptionChange {
  readonly id: number
  /** ms since 1970. */
  readonly at: number
  readonly joined: readonly CredentialVerdict[]
  readonly left: readonly CredentialVerdict[]
  /** The keys are no longer protected against quantum computers. */
  readonly isWeaker?: boolean
}

export interface EncryptionState {
  /** `settling`: the keys are not there yet; nothing is sent or shown meanwhile. `lost`: they can't be had any more. */
  readonly status: 'settling' | 'protected' | 'lost'
  /** Thirty digits in groups of five, the same for all; absent while `settling`. */
  readonly securityCode?: string
  /** Whether the keys are protected against quantum computers too: where everybody's client offers it. Absent while `settling`. */
  readonly isPostQuantum?: boolean
  /** In the order of their leaves; this person included. */
  readonly members: readonly EncryptionMember[]
  /** The newest last; at most fifty. */
  readonly changes: readonly EncryptionChange[]
  /** The security code has changed since the panel was last looked at. */
  readonly unseen: boolean
}
