import type { Person } from '#shared/contract/common.ts'
import type { Verification } from '#shared/contract/moderation.ts'
import { type Host, type Standing, standingOf } from '#shared/meeting/standing.ts'
import type { Session } from '../identity/identities.ts'

/** Who asks: the holder of a session, and the one meeting that they are let see where they are a guest. */
export type Visitor = Pick<
  Session,
  'id' | 'person' | 'tenant' | 'meetingId' | 'invitationId' | 'keyThumbprint' | 'secondFactorAt'
>

/** Somebody who comes to a meeting, as the meeting sees them. */
export interface Newcomer {
  readonly sessionId: string
  /** Of the client's key: it stays the same under another name. */
  readonly clientKey: string
  readonly person: Person
  readonly standing: Standing
  readonly verification: Verification
  /** Their organisation must record their meetings. */
  readonly recorded: boolean
}

const verificationOf = ({ tenant, invitationId, secondFactorAt }: Visitor): Verification => {
  if (tenant === undefined) return invitationId === undefined ? 'nothing' : 'invitation'
  return secondFactorAt === undefined ? 'signedIn' : 'secondFactor'
}

export const newcomerOf = (visitor: Visitor, host: Host, recorded: boolean): Newcomer => ({
  sessionId: visitor.id,
  clientKey: visitor.keyThumbprint,
  person: visitor.person,
  standing: standingOf({ tenant: visitor.tenant, invited: visitor.invitationId !== undefined }, host),
  verification: verificationOf(visitor),
  recorded,
})
