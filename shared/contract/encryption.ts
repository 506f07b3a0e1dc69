/**
 * How the members of an encrypted meeting and its delivery service speak of the meeting's MLS group (RFC 9420). The service orders
 * what members send and keeps nothing secret; whatever it says is checked by them. MLS messages are in base64url.
 *
 * Order: `join` carries a key package for each suite that the client offers. The first member is told `found`, and in which suite: the
 * best that all offer; whoever comes later `welcome`, once a member has let them in. Where somebody comes who does not offer the
 * group's suite, a member is told `found` again, and the others come over into that group with key packages that they have offered.
 * `proposals` go to all, and one of them is asked with `commitWanted`; the first commit of an epoch wins, and goes to all as
 * `commit`. Whoever has the new epoch's keys says `keysReady`; `switch` says that all do, or that 500 ms are over.
 */
import { z } from 'zod'
import { MLS_SUITES } from '../encryption/group.ts'
import { LIMITS } from '../meeting/limits.ts'
import { Id } from './common.ts'

/** Bytes in base64url without padding: so many bytes at most. */
const bytes = (maximum: number) =>
  z
    .string()
    .max(Math.ceil((maximum * 4) / 3))
    .regex(/^[A-Za-z0-9_-]*$/)

const Epoch = z.int().min(0)
const Message = bytes(LIMITS.commit)
/** A tree has no limit of its own: members have, and each has a credential. */
const Tree = z.string()

/** What a client that can encrypt joins with. */
export const EncryptionOffer = z.object({
  /** One for each suite that it offers. */
  keyPackages: z.array(bytes(LIMITS.keyPackage)).min(1).max(MLS_SUITES.length),
  /** The group and epoch that it still holds the keys of, after a lost connection. */
  held: z.object({ groupId: bytes(100), epoch: Epoch }).optional(),
})
export type EncryptionOffer = z.infer<typeof EncryptionOffer>

/** Whose leaf is whose. What the service says of it names tiles; whose key it is, the leaf's credential says. */
export const Seat = z.object({ participantId: Id, leafIndex: z.int().min(0) })
export type Seat = z.infer<typeof Seat>

export const EncryptionNews = z.discriminatedUnion('is', [
  /** Make the group, in this suite. `deliveryKey`: the Ed25519 key with which the service proposes. */
  z.object({ is: z.literal('found'), suite: z.enum(MLS_SUITES), deliveryKey: bytes(32) }),
  z.object({ is: z.literal('proposals'), epoch: Epoch, proposals: z.array(Message) }),
  z.object({ is: z.literal('commitWanted'), epoch: Epoch }),
  /** `seats`: of those who came with it, or came back. */
  z.object({ is: z.literal('commit'), epoch: Epoch, commit: Message, seats: z.array(Seat) }),
  /** `seats`: of all. `epoch`: the one that the welcome leads into. */
  z.object({ is: z.literal('welcome'), epoch: Epoch, welcome: bytes(LIMITS.welcome), tree: Tree, seats: z.array(Seat) }),
  z.object({ is: z.literal('message'), message: bytes(LIMITS.encryptedMessage) }),
  z.object({ is: z.literal('switch'), epoch: Epoch }),
  /** Too much was missed, or nothing is left of it here: come back from outside. */
  z.object({ is: z.literal('rejoin') }),
  /** The others do not let this client in. */
  z.object({ is: z.literal('refused') }),
])
export type EncryptionNews = z.infer<typeof EncryptionNews>

export const Founded = z.object({ groupInfo: bytes(LIMITS.groupInfo) })

export const CommitRequest = z.object({
  /** The epoch that it ends. */
  epoch: Epoch,
  commit: Message,
  welcome: bytes(LIMITS.welcome).optional(),
  groupInfo: bytes(LIMITS.groupInfo),
  /** Places, in the list of proposals, of those that this member does not accept. */
  refused: z.array(z.int().min(0)).max(LIMITS.addedAtOnce),
})
export type CommitRequest = z.infer<typeof CommitRequest>

export const Outside = z.object({ epoch: Epoch, groupInfo: bytes(LIMITS.groupInfo), tree: Tree, seats: z.array(Seat) })
export type Outside = z.infer<typeof Outside>

export const SealedMessage = z.object({ epoch: Epoch, message: bytes(LIMITS.encryptedMessage) })

export const KeysReady = z.object({ epoch: Epoch })
