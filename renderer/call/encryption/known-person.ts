/**
 * Who the people of an encrypted meeting are, as this client has checked it by itself. What the service says of somebody's name and
 * organisation has no part in it.
 */
import type { Participant } from '#shared/contract/signalling.ts'
import type { CredentialFault, CredentialVerdict } from '#shared/encryption/credential.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { CallState } from '../call-state.ts'
import type { EncryptionMember, EncryptionState } from './encryption-state.ts'

export interface KnownPerson {
  /**
   * - `checking`: none of those who have the keys is them, yet.
   * - `ambiguous`: the service says that two of those who have the keys are this one person.
   */
  readonly is: 'verified' | 'guest' | 'failed' | 'checking' | 'ambiguous'
  /** Absent where no name can be believed. */
  readonly name?: string
  /** Of somebody verified; absent for people whom the same provider signs in for somebody else. */
  readonly organisation?: string
  readonly email?: string
  /** Why they could not be verified. */
  readonly fault?: CredentialFault
  /** By another device, or another place in the meeting, they are here once more. */
  readonly twice: boolean
  readonly fingerprint?: string
}

type Known = Pick<CallState, 'encryption' | 'selfId'>

const CHECKING: KnownPerson = { is: 'checking', twice: false }
const AMBIGUOUS: KnownPerson = { is: 'ambiguous', twice: false }

/** Whom the provider vouches for more than once. */
const keysSeenTwice = (members: readonly EncryptionMember[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { verdict } of members) {
    if (verdict.status !== 'verified') continue
    if (seen.has(verdict.personKey)) twice.add(verdict.personKey)
    seen.add(verdict.personKey)
  }
  return twice
}

const personOf = ({ verdict, fingerprint }: EncryptionMember, twice: ReadonlySet<string>): KnownPerson => {
  const own = fingerprint === undefined ? {} : { fingerprint }
  switch (verdict.status) {
    case 'verified':
      return {
        is: 'verified',
        name: verdict.name,
        ...(verdict.organisation === undefined ? {} : { organisation: verdict.organisation }),
        ...(verdict.email === undefined ? {} : { email: verdict.email }),
        twice: twice.has(verdict.personKey),
        ...own,
      }
    case 'guest':
      return { is: 'guest', name: verdict.name, twice: false, ...own }
    case 'failed':
      return { is: 'failed', fault: verdict.reason, twice: false, ...own }
  }
}

interface Roll {
  ofMember: ReadonlyMap<EncryptionMember, KnownPerson>
  ofParticipant: ReadonlyMap<string, KnownPerson>
  self: KnownPerson | undefined
}

/** Every tile and row asks after each change of the call: one answer for each state of the encryption. */
const rolls = new WeakMap<EncryptionState, Roll>()

const rollOf = (encryption: EncryptionState): Roll => {
  const made = rolls.get(encryption)
  if (made !== undefined) return made
  const twice = keysSeenTwice(encryption.members)
  const ofMember = new Map(encryption.members.map((member) => [member, personOf(member, twice)]))
  const ofParticipant = new Map<string, KnownPerson>()
  let self: KnownPerson | undefined
  for (const [member, person] of ofMember) {
    const { participantId, isSelf } = member
    if (isSelf) self = person
    if (participantId !== undefined) ofParticipant.set(participantId, ofParticipant.has(participantId) ? AMBIGUOUS : person)
  }
  const roll = { ofMember, ofParticipant, self }
  rolls.set(encryption, roll)
  return roll
}

/** Who one of those is who have the keys. */
export const knownMember = (encryption: EncryptionState, member: EncryptionMember): KnownPerson =>
  rollOf(encryption).ofMember.get(member) ?? CHECKING

/** Who this participant is; undefined where the meeting is not encrypted. The same object until something about the keys changes. */
export const knownPerson = ({ encryption, selfId }: Known, participantId: string): KnownPerson | undefined => {
  if (encryption === undefined) return undefined
  const { ofParticipant, self } = rollOf(encryption)
  return (participantId === selfId ? self : undefined) ?? ofParticipant.get(participantId) ?? CHECKING
}

/** The name to show. Empty in an encrypted meeting where none can be believed; of oneself, there is always one. */
export const nameOf = (state: Known, { id, name }: Pick<Participant, 'id' | 'name'>): string => {
  const known = knownPerson(state, id)
  if (known === undefined) return name
  return known.name ?? (id === state.selfId ? name : '')
}

const named = new WeakMap<readonly Participant[], { encryption: EncryptionState; people: readonly Participant[] }>()

/** All participants, with the names to show, and in an encrypted meeting with the organisations that are verified. */
export const peopleIn = (state: Pick<CallState, 'participants' | 'encryption' | 'selfId'>): readonly Participant[] => {
  const { participants, encryption } = state
  if (encryption === undefined) return participants
  const made = named.get(participants)
  if (made?.encryption === encryption) return made.people
  const people = participants.map(({ organisation: _claimed, ...participant }) => {
    const organisation = knownPerson(state, participant.id)?.organisation
    return { ...participant, name: nameOf(state, participant), ...(organisation === undefined ? {} : { organisation }) }
  })
  named.set(participants, { encryption, people })
  return people
}

/** What somebody who has written is to this person, by their credential alone. */
export const standingBy = (verdict: CredentialVerdict): Standing => {
  if (verdict.status !== 'verified') return 'anonymous'
  return verdict.organisation === undefined ? 'external' : 'member'
}

/** Nothing is sent, and nothing of others is shown: the keys are not there, or gone. */
export const isWithoutKeys = ({ encryption }: Pick<CallState, 'encryption'>): boolean =>
  encryption !== undefined && encryption.status !== 'protected'
