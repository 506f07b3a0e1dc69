/**
 * A recording as it is played: one line of positions in ms from its start, on which each track has its stretches. Pauses are cut out,
 * since somebody wanted them not to be there; interruptions stay, as a gap that can be seen.
 */
import type { Gap, RecordingManifest, Segment, Span, Track } from './manifest.ts'
import { mediaTimeOf } from './rtp-clock.ts'

/** From, up to and without `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A stretch of a lane that has media: where it is on the timeline, and in which file. */
export interface Piece extends Stretch {
  readonly segment: Segment
  /** ms since 1970 at `from`; within a piece there is no pause */
  readonly at: number
  /** ms into the file at `from`, and at `to` */
  readonly mediaFrom: number
  readonly mediaTo: number
}

export interface LaneGap extends Stretch {
  readonly reason: Gap['reason']
}

export interface Lane {
  readonly track: Track
  readonly pieces: readonly Piece[]
  readonly gaps: readonly LaneGap[]
}

export interface Timeline {
  /** ms */
  readonly duration: number
  readonly lanes: readonly Lane[]
  readonly interruptions: readonly Stretch[]
}

/** What plays at a position. */
export interface Playing {
  readonly track: Track
  readonly segment: Segment
  /** ms into the file */
  readonly media: number
}

const closed = ({ from, to }: Span, end: number): Stretch => ({ from, to: Math.max(from, Math.min(to ?? end, end)) })

const isSome = ({ from, to }: Stretch): boolean => to > from

/** In order, and those that touch or overlap as one. */
export const merged = (stretches: readonly Stretch[]): Stretch[] => {
  const result: Stretch[] = []
  for (const stretch of stretches.filter(isSome).sort((one, other) => one.from - other.from)) {
    const last = result.at(-1)
    if (last !== undefined && stretch.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) }
    } else result.push({ from: stretch.from, to: stretch.to })
  }
  return result
}

/** What of `stretch` is in none of `holes`, which are merged. */
export const without = (stretch: Stretch, holes: readonly Stretch[]): Stretch[] => {
  const result: Stretch[] = []
  let { from } = stretch
  for (const hole of holes) {
    if (hole.to <= from) continue
    if (hole.from >= stretch.to) break
    if (hole.from > from) result.push({ from, to: hole.from })
    from = hole.to
  }
  if (from < stretch.to) result.push({ from, to: stretch.to })
  return result
}

/** When a recording ended, or how far it is: the last moment that anything in it says. */
export const endOf = ({ span, tracks, participants }: RecordingManifest): number => {
  if (span.to !== undefined) return span.to
  const moments = [
    ...tracks.flatMap(({ segments }) => segments.flatMap((each) => [each.span.to ?? 0, each.anchors.at(-1)?.at ?? 0])),
    ...participants.flatMap(({ presences }) => presences.flatMap(({ from, to }) => [from, to ?? 0])),
  ]
  return moments.reduce((latest, at) => Math.max(latest, at), span.from)
}

const pausesOf = (manifest: RecordingManifest): Stretch[] => {
  const end = endOf(manifest)
  return merged(
    manifest.pauses.map((pause) => {
      const { from, to } = closed(pause, end)
      return { from: Math.max(from, manifest.span.from), to }
    }),
  )
}

/** Positions of moments in one recording. A moment in a pause has the position at which the pause is cut out. */
const positions = (manifest: RecordingManifest): ((at: number) => number) => {
  const pauses = pausesOf(manifest)
  const end = endOf(manifest)
  return (at) => {
    const moment = Math.min(Math.max(at, manifest.span.from), end)
    const paused = pauses.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(moment, to) - from), 0)
    return moment - manifest.span.from - paused
  }
}

/** ms from the start of the recording, without pauses. */
export const positionOf = (manifest: RecordingManifest, at: number): number => positions(manifest)(at)

/** The moment at a position, ms since 1970; where a pause was cut out, the one behind it. */
export const momentAt = (manifest: RecordingManifest, position: number): number => {
  let moment = manifest.span.from + position
  for (const { from, to } of pausesOf(manifest)) {
    if (from > moment) break
    moment += to - from
  }
  return moment
}

const laneOf = (manifest: RecordingManifest, track: Track, place: (at: number) => number): Lane => {
  const end = endOf(manifest)
  const pauses = pausesOf(manifest)
  const silent = merged([...pauses, ...track.gaps.map((gap) => closed(gap, end))])
  const pieces = track.segments.flatMap((segment) => {
    const { from, to } = closed(segment.span, end)
    return without({ from: Math.max(from, manifest.span.from), to }, silent).map(
      (stretch): Piece => ({
        from: place(stretch.from),
        to: place(stretch.to),
        segment,
        at: stretch.from,
        mediaFrom: mediaTimeOf(segment, stretch.from),
        mediaTo: mediaTimeOf(segment, stretch.to),
      }),
    )
  })
  const gaps = track.gaps.map((gap): LaneGap => {
    const { from, to } = closed(gap, end)
    return { from: place(from), to: place(to), reason: gap.reason }
  })
  return { track, pieces: pieces.sort((one, other) => one.from - other.from), gaps: gaps.filter(isSome) }
}

export const timelineOf = (manifest: RecordingManifest): Timeline => {
  const place = positions(manifest)
  const end = endOf(manifest)
  return {
    duration: place(end),
    lanes: manifest.tracks.map((track) => laneOf(manifest, track, place)),
    interruptions: merged(
      manifest.interruptions.map((span) => {
        const { from, to } = closed(span, end)
        return { from: place(from), to: place(to) }
      }),
    ),
  }
}

/** What is seen and heard at a position: of each track the file and the place in it. */
export const playingAt = ({ lanes }: Timeline, position: number): Playing[] =>
  lanes.flatMap(({ track, pieces }) => {
    const piece = pieces.find(({ from, to }) => position >= from && position < to)
    if (piece === undefined) return []
    const { from, at, segment } = piece
    return [{ track, segment, media: mediaTimeOf(segment, at + position - from) }]
  })
