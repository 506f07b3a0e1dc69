import type { CallState, RemoteTrack } from '../call-state.ts'
import type { FrozenDetector } from './frozen-detector.ts'

export interface Look {
  /** Frames decoded so far, by producer id. */
  frames: ReadonlyMap<string, number>
  isVisible(producerId: string): boolean
  /** ms since 1970. */
  now: number
}

/** The remote tracks with what is frozen marked so; the same object where nothing has changed. */
export const markFrozen = (
  detector: FrozenDetector,
  { remoteTracks, participants }: Pick<CallState, 'remoteTracks' | 'participants'>,
  { frames, isVisible, now }: Look,
): Record<string, RemoteTrack> => {
  const paused = new Set(participants.flatMap(({ producers }) => producers.filter((each) => each.paused).map(({ id }) => id)))
  let changed = false
  const marked = Object.entries(remoteTracks).map(([producerId, remoteTrack]) => {
    const expected = isVisible(producerId) && !paused.has(producerId)
    const frozen = detector.judge(producerId, remoteTrack.source, expected ? (frames.get(producerId) ?? 0) : undefined, now)
    if (frozen === remoteTrack.frozen) return [producerId, remoteTrack] as const
    changed = true
    return [producerId, { ...remoteTrack, frozen }] as const
  })
  return changed ? Object.fromEntries(marked) : remoteTracks
}
