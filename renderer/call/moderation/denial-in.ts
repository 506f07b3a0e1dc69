/** The permission table, asked about the people of this call: the one place from which engine and controls ask it. */
import type { Participant } from '#shared/contract/signalling.ts'
import { valuesOf } from '#shared/meeting/effective-options.ts'
import { type Action, type Denial, denialOf } from '#shared/meeting/permissions.ts'
import type { CallState } from '../call-state.ts'

type Known = Pick<CallState, 'participants' | 'selfId' | 'options'>

export const selfIn = ({ participants, selfId }: Pick<CallState, 'participants' | 'selfId'>): Participant | undefined =>
  participants.find(({ id }) => id === selfId)

/** Why this person may not; undefined where they may. `targetId` is a participant's id. */
export const denialIn = (state: Known, action: Action, targetId?: string): Denial | undefined => {
  const self = selfIn(state)
  if (self === undefined) return 'role'
  const target = targetId === undefined ? undefined : state.participants.find(({ id }) => id === targetId)
  return denialOf(self, action, valuesOf(state.options), target)
}

export const mayIn = (state: Known, action: Action, targetId?: string): boolean => denialIn(state, action, targetId) === undefined
