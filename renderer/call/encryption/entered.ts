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
  isWeaker: boolean,
  { now, nextId }: EventContext,
): readonly EncryptionChange[] => {
  if (joined.length + left.length === 0 && !isWeaker) return changes
  const change = { id: nextId(), at: now, joined, left, ...(isWeaker ? { isWeaker } : {}) }
  return [...changes, change].slice(-LONGEST_CHANGES)
}

/** What screens know once an epoch has begun. Whoever was there first is no change. */
export const entered = (before: EncryptionState, view: GroupView, context: EventContext): EncryptionState => {
  const isFirst = before.securityCode === undefined
  const isWeaker = before.isPostQuantum === true && !view.isPostQuantum
  return {
    status: 'protected',
    securityCode: view.securityCode,
    isPostQuantum: view.isPostQuantum,
    members: view.members.map(memberOf),
    changes: isFirst ? before.changes : withChange(before.changes, view, isWeaker, context),
    unseen: before.unseen || (!isFirst && view.securityCode !== before.securityCode),
  }
}
