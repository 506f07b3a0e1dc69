/** Who stands in the people panel, and in which order: pure functions. */
import type { Participant } from '#shared/contract/signalling.ts'
import { ROLES } from '#shared/meeting/roles.ts'

export interface PeopleList {
  /** In the order in which they raised their hand. */
  hands: Participant[]
  /** Oneself first, then by role, then by name. */
  others: Participant[]
}

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Whether every word of the query begins a word of the name or organisation, whatever the accents. */
export const matchesQuery = ({ name, organisation }: Pick<Participant, 'name' | 'organisation'>, query: string): boolean => {
  const words = folded(`${name} ${organisation ?? ''}`).split(/[\s-]+/)
  return folded(query)
    .split(/[\s-]+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.startsWith(part)))
}

export const peopleList = (
  participants: readonly Participant[],
  selfId: string | undefined,
  query: string,
  compareNames: (one: string, other: string) => number,
): PeopleList => {
  const found = participants.filter((participant) => matchesQuery(participant, query))
  const place = ({ id, role }: Participant): number => (id === selfId ? -1 : ROLES.indexOf(role))
  return {
    hands: found
      .filter(({ handRaisedAt }) => handRaisedAt !== undefined)
      .toSorted((one, other) => (one.handRaisedAt ?? 0) - (other.handRaisedAt ?? 0)),
    others: found
      .filter(({ handRaisedAt }) => handRaisedAt === undefined)
      .toSorted((one, other) => place(one) - place(other) || compareNames(one.name, other.name)),
  }
}
