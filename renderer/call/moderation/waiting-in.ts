import type { WaitingPerson } from '#shared/contract/moderation.ts'
import type { CallState } from '../call-state.ts'
import { mayIn } from './denial-in.ts'

const NOBODY: readonly WaitingPerson[] = []

/** Those in the lobby whom this person may let in: nobody as soon as a role or an option has taken that from them. */
export const waitingIn = (state: Pick<CallState, 'participants' | 'selfId' | 'options' | 'waiting'>): readonly WaitingPerson[] =>
  mayIn(state, 'admit') ? state.waiting : NOBODY
