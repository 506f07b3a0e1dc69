/** Where in a recording something began that one may look for. */
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { positionOf, timelineOf } from '#shared/recording/timeline.ts'

export interface Chapter {
  /** ms */
  readonly position: number
  readonly what: 'start' | 'share' | 'joined' | 'continued' | 'interrupted'
  /** Whose share it is, or who came. */
  readonly name?: string
}

/** ms within which whoever is there counts as there from the start, and a share that is begun again as the same. */
const MOMENT = 5_000

export const chaptersOf = (manifest: RecordingManifest): Chapter[] => {
  const { participants, pauses } = manifest
  const timeline = timelineOf(manifest)
  const nameOf = new Map(participants.map(({ id, name }) => [id, name]))
  const chapters: Chapter[] = [{ position: 0, what: 'start' }]
  for (const { name, presences } of participants) {
    for (const { from } of presences) {
      if (from > manifest.span.from + MOMENT) chapters.push({ position: positionOf(manifest, from), what: 'joined', name })
    }
  }
  for (const { track, pieces } of timeline.lanes) {
    if (track.source !== 'screen') continue
    let end = Number.NEGATIVE_INFINITY
    for (const { from, to } of pieces) {
      const name = nameOf.get(track.participant)
      if (from - end > MOMENT) chapters.push({ position: from, what: 'share', ...(name === undefined ? {} : { name }) })
      end = to
    }
  }
  for (const { to } of pauses) {
    if (to !== undefined) chapters.push({ position: positionOf(manifest, to), what: 'continued' })
  }
  for (const { from } of timeline.interruptions) chapters.push({ position: from, what: 'interrupted' })
  // A track may begin before its participant counts as there.
  return chapters
    .filter(({ position }) => position < Math.max(1, timeline.duration))
    .sort((one, other) => one.position - other.position)
}

/** The one that a position is in. */
export const chapterAt = (chapters: readonly Chapter[], position: number): Chapter | undefined =>
  chapters.findLast((chapter) => chapter.position <= position)
