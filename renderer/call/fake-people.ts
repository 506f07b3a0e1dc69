/** The people of the fake meetings: fictitious, with names short, long and accented. */
import type { Verification, WaitingPerson } from '#shared/contract/moderation.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import type { Standing } from '#shared/meeting/standing.ts'

const NAMES = [
  'Ada Moreau',
  'Bo Lindqvist',
  'Chen Wei',
  'Dara Okafor',
  'Eli Novak',
  'Maximiliana Hohenberg-Castellanos',
  'Oumar Ba',
  'Ines Carvalho',
  'Zoë Ångström',
  'Tomasz Wilk',
  'Priya Raman',
  'Hana Mori',
  'Luca Ferri',
  'Sofia Lund',
  'Amir Haddad',
  'Grace Mensah',
] as const

const ORGANISATION = 'Aldermere'

/** The name of the n-th person, counted from 0; no two are alike. */
export const fakeName = (index: number): string => {
  const name = NAMES[index % NAMES.length] as string
  const round = Math.floor(index / NAMES.length)
  return round === 0 ? name : `${name} ${round + 1}`
}

const VERIFIED: Record<Standing, Verification> = {
  member: 'secondFactor',
  trusted: 'signedIn',
  external: 'signedIn',
  guest: 'invitation',
  anonymous: 'nothing',
}

const ORGANISATIONS: Partial<Record<Standing, string>> = { member: ORGANISATION, trusted: 'Halden Works', external: 'Northwind' }

/** Who somebody of this standing is known to be. */
const known = (standing: Standing): Pick<Participant, 'standing' | 'verification' | 'organisation'> => {
  const organisation = ORGANISATIONS[standing]
  return { standing, verification: VERIFIED[standing], ...(organisation === undefined ? {} : { organisation }) }
}

const usualStanding = (index: number): Standing => (index === 3 ? 'guest' : index === 4 ? 'external' : 'member')

/**
 * The n-th participant, counted from 0: the first organises, the fourth is a guest, the fifth belongs to another organisation
 * where nothing else is said. Microphone and camera are on.
 */
export const fakeParticipant = (index: number, now: number, standing: Standing = usualStanding(index)): Participant => {
  const id = `participant-${index}`
  return {
    id,
    personId: `person-${index}`,
    name: fakeName(index),
    ...known(standing),
    role: index === 0 ? 'organiser' : standing === 'guest' || standing === 'anonymous' ? 'attendee' : 'presenter',
    joinedAt: now - 1_000_000 + index * 1000,
    connection: 'connected',
    quality: 'good',
    mayUnmute: false,
    mayShowCamera: false,
    producers: [
      { id: `${id}-microphone`, source: 'microphone', paused: false },
      { id: `${id}-camera`, source: 'camera', paused: false },
    ],
  }
}

const KNOCKING: readonly Standing[] = ['external', 'anonymous', 'trusted', 'guest', 'member']

/** The n-th person in the lobby, counted from 0: one of another organisation, one of whom nothing is known, and so on. */
export const fakeWaitingPerson = (index: number, now: number): WaitingPerson => ({
  id: `waiting-${index}`,
  name: fakeName(NAMES.length - 1 - index + (index >= NAMES.length ? 2 * NAMES.length : 0)),
  ...known(KNOCKING[index % KNOCKING.length] as Standing),
  since: now - 200_000 + index * 45_000,
})
