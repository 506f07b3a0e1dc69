/** Who spoke when, on the timeline of a recording. */
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { merged, type Stretch, type Timeline } from '#shared/recording/timeline.ts'

/** Of each segment of a microphone, by its id: ms of the file, from and to. */
export type Speech = ReadonlyMap<string, readonly (readonly [number, number])[]>

export interface SpeakingLane {
  readonly participant: string
  readonly name: string
  /** Where their microphone was recorded. */
  readonly heard: readonly Stretch[]
  readonly spoke: readonly Stretch[]
}

/** A lane for everybody who was heard, whoever spoke most first. */
export const speakingLanes = ({ participants }: RecordingManifest, { lanes }: Timeline, speech: Speech): SpeakingLane[] => {
  const made = participants.flatMap(({ id, name }): SpeakingLane[] => {
    const pieces = lanes
      .filter(({ track }) => track.participant === id && track.source === 'microphone')
      .flatMap((lane) => lane.pieces)
    if (pieces.length === 0) return []
    const spoke = pieces.flatMap(({ from, to, mediaFrom, mediaTo, segment }) =>
      (speech.get(segment.id) ?? []).flatMap(([begin, end]) => {
        const stretch = {
          from: from + (Math.max(begin, mediaFrom) - mediaFrom),
          to: Math.min(to, from + (Math.min(end, mediaTo) - mediaFrom)),
        }
        return stretch.to > stretch.from ? [stretch] : []
      }),
    )
    return [{ participant: id, name, heard: merged(pieces), spoke: merged(spoke) }]
  })
  return made.sort((one, other) => spokenIn(other) - spokenIn(one))
}

const spokenIn = ({ spoke }: SpeakingLane): number => spoke.reduce((sum, { from, to }) => sum + to - from, 0)

/** Who speaks at a position; of several, who began last. */
export const speakerAt = (lanes: readonly SpeakingLane[], position: number): string | undefined => {
  const speaking = lanes.flatMap(({ participant, spoke }) => {
    const stretch = spoke.find(({ from, to }) => position >= from && position < to)
    return stretch === undefined ? [] : [{ participant, from: stretch.from }]
  })
  return speaking.sort((one, other) => other.from - one.from)[0]?.participant
}
