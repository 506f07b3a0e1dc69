import type { CallState } from '../call-state.ts'
import { denialIn } from './denial-in.ts'

const NEEDS = { microphone: 'speak', camera: 'showCamera', screen: 'shareScreen' } as const
export type OwnSource = keyof typeof NEEDS

/** What this person may not send now, by role or because it is held back. */
export const deniedSources = (state: Pick<CallState, 'participants' | 'selfId' | 'options'>): OwnSource[] =>
  (Object.keys(NEEDS) as OwnSource[]).filter((source) => denialIn(state, NEEDS[source]) !== undefined)
