import type { ActiveRecording, MeetingRecording } from '#shared/contract/recording.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import type { CallState } from '../call-state.ts'
import { selfIn } from '../moderation/denial-in.ts'

export const NOTHING_RECORDED: MeetingRecording = { active: [], consentAsked: false, notice: {} }

type Known = Pick<CallState, 'recording'>

/** What people of the meeting record; undefined where nobody does. */
export const regularIn = ({ recording }: Known): ActiveRecording | undefined =>
  recording.active.find(({ kind }) => kind === 'regular')

/** This person was asked whether they agree to being recorded, and what they said. */
export const ownConsent = (state: Pick<CallState, 'participants' | 'selfId'>) => selfIn(state)?.recorded?.consent

/** What keeps somebody out of a recording that runs. */
export type LeftOut = 'untold' | 'asked' | 'refused'

export const leftOut = ({ recorded }: Pick<Participant, 'recorded'>): LeftOut | undefined => {
  if (recorded === undefined) return undefined
  if (recorded.consent === 'asked' || recorded.consent === 'refused') return recorded.consent
  return recorded.told ? undefined : 'untold'
}
