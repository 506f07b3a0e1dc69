/** Which ways of saying who one is there are: a pure function of what the service offers and what this place can do. */
import type { Person } from '#shared/contract/common.ts'
import type { ServiceClient } from '../../platform/platform.ts'

type About = Awaited<ReturnType<ServiceClient['about']>>

export interface WaysIn {
  /** The sign-in at the organisation's provider. */
  provider?: 'preset' | 'byEmail'
  samplePeople: readonly Person[]
  /** Being a guest is all that one can be here. */
  guestsFirst: boolean
  /** What is said about it. */
  words: 'preset' | 'byEmail' | 'membersOnDesktop' | 'guestsOnly' | 'samplesOnly' | 'noSignIn'
}

export const waysIn = ({ signIn, samplePeople }: Pick<About, 'signIn' | 'samplePeople'>, membersSignInHere: boolean): WaysIn => {
  const guestsFirst = samplePeople.length === 0
  if (signIn === 'none') {
    const empty = membersSignInHere ? 'noSignIn' : 'guestsOnly'
    return { samplePeople, guestsFirst, words: guestsFirst ? empty : 'samplesOnly' }
  }
  if (!membersSignInHere) return { samplePeople, guestsFirst, words: 'membersOnDesktop' }
  return { provider: signIn, samplePeople, guestsFirst: false, words: signIn }
}
