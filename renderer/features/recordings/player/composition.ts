/** Who is seen at a position, and how large. */
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { momentAt, type Playing } from '#shared/recording/timeline.ts'

export const VIEWS = ['gallery', 'speaker'] as const
export type View = (typeof VIEWS)[number]

/** One place in the picture. */
export interface Tile {
  /** Of the track, or of whoever shows none. */
  readonly key: string
  readonly participant: string
  readonly name: string
  /** Absent for whoever shows nothing. */
  readonly segment?: string
  readonly what: 'camera' | 'screen'
}

export interface Composition {
  /** What is large; nothing in a gallery without a share. */
  readonly stage: Tile | undefined
  readonly others: readonly Tile[]
}

/** Beside what is large there is room for a few. */
const MOST_BESIDE = 6
const MOST_IN_GALLERY = 25

export const compositionAt = (
  manifest: RecordingManifest,
  playing: readonly Playing[],
  position: number,
  view: View,
  speaker: string | undefined,
): Composition => {
  const moment = momentAt(manifest, position)
  const pictureOf = (id: string, source: 'camera' | 'screen'): Playing | undefined =>
    playing.find(({ track }) => track.participant === id && track.source === source)
  const isThere = ({ id, presences }: RecordingManifest['participants'][number]): boolean =>
    presences.some(({ from, to }) => moment >= from && (to === undefined || moment < to)) || pictureOf(id, 'camera') !== undefined

  const people = manifest.participants.filter(isThere).map(({ id, name }): Tile => {
    const camera = pictureOf(id, 'camera')
    return {
      key: camera?.track.id ?? `person ${id}`,
      participant: id,
      name,
      what: 'camera',
      ...(camera === undefined ? {} : { segment: camera.segment.id }),
    }
  })
  const shares = manifest.participants.flatMap(({ id, name }): Tile[] => {
    const screen = pictureOf(id, 'screen')
    return screen === undefined
      ? []
      : [{ key: screen.track.id, participant: id, name, what: 'screen', segment: screen.segment.id }]
  })
  // Those who show something first, and otherwise always in the same order: nobody jumps about.
  const ordered = [
    ...people.filter(({ segment }) => segment !== undefined),
    ...people.filter(({ segment }) => segment === undefined),
  ]
  const spoken = ordered.find(({ participant }) => participant === speaker)
  const stage = shares.at(-1) ?? (view === 'speaker' ? (spoken ?? ordered[0]) : undefined)
  const rest = [...shares, ...ordered].filter((tile) => tile !== stage)
  if (stage === undefined) return { stage, others: rest.slice(0, MOST_IN_GALLERY) }
  if (view === 'gallery' || spoken === undefined || spoken === stage) return { stage, others: rest.slice(0, MOST_BESIDE) }
  return { stage, others: [spoken, ...rest.filter((tile) => tile !== spoken)].slice(0, MOST_BESIDE) }
}
