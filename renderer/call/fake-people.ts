/** The people of the fake meetings: fictitious, with names short, long and accented. */
import type { Participant } from '#shared/contract/signalling.ts'

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

/**
 * The n-th participant, counted from 0: the first organises, the fourth is a guest, the fifth belongs to another organisation.
 * Microphone and camera are on.
 */
export const fakeParticipant = (index: number, now: number): Participant => {
  const id = `participant-${index}`
  const guest = index === 3
  return {
    id,
    personId: `person-${index}`,
    name: fakeName(index),
    kind: guest ? 'guest' : 'member',
    ...(guest ? {} : { organisation: index === 4 ? 'Northwind' : ORGANISATION }),
    role: index === 0 ? 'organiser' : guest ? 'attendee' : 'presenter',
    joinedAt: now - 1_000_000 + index * 1000,
    connection: 'connected',
    quality: 'good',
    producers: [
      { id: `${id}-microphone`, source: 'microphone', paused: false },
      { id: `${id}-camera`, source: 'camera', paused: false },
    ],
  }
}
