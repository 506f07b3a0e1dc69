/** What is done to others and to the meeting: the procedures of the contract, each as a verb. They reject with ParleyError. */
import type { SignallingCalls } from '../signalling/signalling-client.ts'

export const MODERATION_PROCEDURES = [
  'admit',
  'admitAll',
  'deny',
  'sendToLobby',
  'mute',
  'muteAll',
  'stopCamera',
  'stopShare',
  'lowerHand',
  'lowerAllHands',
  'request',
  'setAllowed',
  'spotlight',
  'setRole',
  'remove',
  'readmit',
  'setOptions',
  'setLocked',
  'readLog',
] as const
export type ModerationCalls = Pick<SignallingCalls, (typeof MODERATION_PROCEDURES)[number]>

type Procedure = keyof SignallingCalls

/** These procedures of whatever connection there is when one is called; `calls` throws where there is none. */
export const callsOver = <P extends Procedure>(
  procedures: readonly P[],
  calls: () => SignallingCalls,
): Pick<SignallingCalls, P> =>
  Object.fromEntries(
    procedures.map((procedure) => [
      procedure,
      async (input: unknown) => await (calls()[procedure] as (given: unknown) => Promise<unknown>)(input),
    ]),
  ) as unknown as Pick<SignallingCalls, P>
