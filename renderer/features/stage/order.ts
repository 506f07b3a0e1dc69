/** Who stands where on the stage, as pure functions over the participants. */
import type { Participant } from '#shared/contract/signalling.ts'

/** When each person was last the active speaker, by participant id, ms since 1970. */
export type LastSpoke = Readonly<Record<string, number>>

/**
 * Everybody, in order of joining, oneself last. Where not all fit on the first page (`firstPage` others), the people who spoke
 * last take the places there, and within a page the order of joining stays: nobody moves because of who speaks among them.
 */
export const orderPeople = (
  participants: readonly Participant[],
  selfId: string | undefined,
  { firstPage, lastSpoke }: { firstPage: number; lastSpoke: LastSpoke },
): string[] => {
  const others = participants.filter(({ id }) => id !== selfId).map(({ id }) => id)
  const self = participants.filter(({ id }) => id === selfId).map(({ id }) => id)
  if (others.length <= firstPage) return [...others, ...self]
  const byLoudest = others.toSorted((a, b) => (lastSpoke[b] ?? 0) - (lastSpoke[a] ?? 0))
  const first = new Set(byLoudest.slice(0, firstPage))
  return [...others.filter((id) => first.has(id)), ...others.filter((id) => !first.has(id)), ...self]
}

/** Who is large in the speaker view: the pinned person, else who speaks or spoke last, else the first other, else oneself. */
export const mainPerson = (
  participants: readonly Participant[],
  selfId: string | undefined,
  { pinnedId, lastSpoke }: { pinnedId: string | undefined; lastSpoke: LastSpoke },
): string | undefined => {
  if (participants.some(({ id }) => id === pinnedId)) return pinnedId
  const others = participants.filter(({ id }) => id !== selfId)
  const loudest = others.toSorted((a, b) => (lastSpoke[b.id] ?? 0) - (lastSpoke[a.id] ?? 0))[0]
  return loudest?.id ?? selfId
}

/** Shares by producer id, the latest started last. */
export interface Share {
  producerId: string
  participantId: string
}

export const sharesOf = (participants: readonly Participant[]): Share[] =>
  participants.flatMap(({ id, producers }) =>
    producers
      .filter(({ source, paused }) => source === 'screen' && !paused)
      .map((producer) => ({ producerId: producer.id, participantId: id })),
  )

/** The share to show: the chosen one while it lasts, else the last of another person's. One's own is on one's screen already. */
export const shownShare = (
  shares: readonly Share[],
  selfId: string | undefined,
  chosenId: string | undefined,
): Share | undefined => {
  const others = shares.filter(({ participantId }) => participantId !== selfId)
  return others.find(({ producerId }) => producerId === chosenId) ?? others.at(-1)
}
