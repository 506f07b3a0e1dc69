import type { GroupMember, GroupView } from '../../encryption/worker-protocol.ts'
import type { EventContext } from '../meeting-events.ts'
import type { EncryptionChange, EncryptionMember, EncryptionState } from './encryption-state.ts'

/** More than this nobody reads; the oldest go. */
const LONGEST_CHANGES = 50

/** Before there are keys. */
export const settling = (): EncryptionState => ({ status: 'settling', members: [], changes: [], unseen: false })

const memberOf = ({ participantId, verdict, fingerprint }: GroupMember): EncryptionMember => ({
  ...(participantId === undefined ? {} : { participantId }),
  verdict,
  ...(fingerprint === undefined ? {} : { fingerprint }),
  isSelf: fingerprint === undefined,
})

const withChange = (
  changes: readonly EncryptionChange[],
  { joined, left }: Pick<GroupView, 'joined' | 'left'>,
  { now, nextId }: EventContext,
): readonly EncryptionChange[] =>
  joined.length + left.length === 0 ? changes : [...changes, { id: nextId(), at: now, joined, left }].slice(-LONGEST_CHANGES)

/** What screens know once an epoch has begun. Whoever was there first is no change. */
export const entered = (before: EncryptionState, view: GroupView, context: EventContext): EncryptionState => {
  const isFirst = before.securityCode === undefined
  return {
    status: 'protected',
    securityCode: view.securityCode,
    members: view.members.map(memberOf),
    changes: isFirst ? before.changes : withChange(before.changes, view, context),
    unseen: before.unseen || (!isFirst && view.securityCode !== before.securityCode),
  }
}
