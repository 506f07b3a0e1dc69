/** Which screen is shown: a pure function of where the person wants to be, who they are and how the call is. */
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { CallPhase } from '../call/call-state.ts'

export type Place =
  | { at: 'meetings' }
  | { at: 'recordings' }
  | { at: 'settings' }
  | { at: 'admin' }
  | { at: 'meeting'; code: string }

export type Screen =
  | 'signIn'
  | 'meetings'
  | 'recordings'
  | 'settings'
  | 'admin'
  | 'preJoin'
  | 'lobby'
  | 'stage'
  | 'ended'
  | 'failed'

export interface Situation {
  place: Place
  identity: IdentityState
  /** The meeting that a guest gave their name for: a guest is nobody in any other. */
  guestCode?: string | undefined
  phase: CallPhase
  /** The way into the meeting has just begun: what the call says is still about the one before. */
  entering: boolean
}

/** Whether the person must say who they are before they can be where they want to be. */
export const needsIdentity = ({ place, identity, guestCode }: Pick<Situation, 'place' | 'identity' | 'guestCode'>): boolean => {
  if (identity.state !== 'signedIn') return true
  if (identity.account.person.kind === 'member') return false
  return place.at !== 'meeting' || place.code !== guestCode
}

export const screenOf = (situation: Situation): Screen => {
  const { place, phase, entering } = situation
  if (place.at !== 'meeting') return needsIdentity(situation) ? 'signIn' : place.at
  if (!entering) {
    if (isInMeeting(phase)) return 'stage'
    if (phase === 'waiting') return 'lobby'
    if (phase === 'ended' || phase === 'failed') return phase
  }
  return needsIdentity(situation) ? 'signIn' : 'preJoin'
}

export const isInMeeting = (phase: CallPhase): boolean => phase === 'joined' || phase === 'reconnecting'

/** Leaving now would take the person out of a conversation, so they are asked. */
export const isBusy = (phase: CallPhase): boolean => phase === 'joining' || phase === 'waiting' || isInMeeting(phase)
