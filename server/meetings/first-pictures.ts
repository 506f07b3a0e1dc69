import { kindOf } from '#shared/contract/media.ts'
import type { LiveProducer } from './live-participant.ts'

/**
 * The videos that somebody who comes in is shown first: what is shared, then the cameras of those who spoke last. `lastSpoke`
 * is by participant id, ms since 1970.
 */
export const firstPictures = (
  producers: readonly LiveProducer[],
  lastSpoke: ReadonlyMap<string, number>,
  count: number,
): LiveProducer[] => {
  const spoke = ({ participantId }: LiveProducer): number => lastSpoke.get(participantId) ?? 0
  const rank = ({ source, paused }: LiveProducer): number => (paused ? 2 : source === 'screen' ? 0 : 1)
  return producers
    .filter(({ source }) => kindOf(source) === 'video')
    .toSorted((a, b) => rank(a) - rank(b) || spoke(b) - spoke(a))
    .slice(0, count)
}
