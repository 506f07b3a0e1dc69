/**
 * What ffmpeg is told to make one WebM of a recording: its inputs, in their order, and its filters. Every stretch of every track is
 * brought from the file's own time to its position in the recording, by the same lines that the player goes by.
 */
import { kindOf } from '#shared/contract/media.ts'
import type { RecordingManifest, Segment } from '#shared/recording/manifest.ts'
import { type Piece, timelineOf } from '#shared/recording/timeline.ts'
import { HEIGHT, placesFor, WIDTH } from './picture.ts'

export interface Plan {
  /** ms */
  readonly duration: number
  /** What comes in, input by input. */
  readonly inputs: readonly Segment[]
  /** For `-filter_complex`; its outputs are `[v]` and, where `sound`, `[a]`. */
  readonly filters: string
  readonly sound: boolean
}

const FRAME_RATE = 25
const BACKGROUND = '0x14181a'

const seconds = (ms: number): string => (Math.round(ms) / 1_000).toFixed(3)

const during = (pieces: readonly Piece[], from: 'from' | 'mediaFrom', to: 'to' | 'mediaTo'): string =>
  pieces.map((piece) => `between(t,${seconds(piece[from])},${seconds(piece[to])})`).join('+')

/** The position, in s, of `T` s of the file, which is in one of the pieces. */
const positionOf = (pieces: readonly Piece[]): string => {
  const lineOf = ({ from, to, mediaFrom, mediaTo }: Piece): string =>
    `${seconds(from)}+(T-${seconds(mediaFrom)})*${((to - from) / (mediaTo - mediaFrom)).toFixed(9)}`
  return pieces
    .slice(0, -1)
    .reduceRight((rest, piece) => `if(lte(T,${seconds(piece.mediaTo)}),${lineOf(piece)},${rest})`, lineOf(lastOf(pieces)))
}

const lastOf = (pieces: readonly Piece[]): Piece => {
  const last = pieces.at(-1)
  if (last === undefined) throw new RangeError('a segment without a piece')
  return last
}

/** Pieces that have any length in the file, by the segment that they are of. */
const bySegment = (pieces: readonly Piece[]): [Segment, Piece[]][] => [
  ...Map.groupBy(
    pieces.filter(({ from, to, mediaFrom, mediaTo }) => to > from && mediaTo > mediaFrom),
    ({ segment }) => segment,
  ),
]

export const planFor = (manifest: RecordingManifest): Plan => {
  const { lanes, duration } = timelineOf(manifest)
  const inputs: Segment[] = []
  const filters = [`color=c=${BACKGROUND}:s=${WIDTH}x${HEIGHT}:r=${FRAME_RATE}:d=${seconds(duration)}[p0]`]
  let pictures = 0
  for (const { lane, cell } of placesFor(lanes)) {
    for (const [segment, pieces] of bySegment(lane.pieces)) {
      const input = inputs.push(segment) - 1
      filters.push(
        `[${input}:v]select='${during(pieces, 'mediaFrom', 'mediaTo')}',setpts='(${positionOf(pieces)})/TB',` +
          `scale=${cell.width}:${cell.height}:force_original_aspect_ratio=decrease,` +
          `pad=${cell.width}:${cell.height}:-1:-1:color=${BACKGROUND}:eval=frame,setsar=1[s${input}]`,
        `[p${pictures}][s${input}]overlay=${cell.x}:${cell.y}:eof_action=pass:` +
          `enable='${during(pieces, 'from', 'to')}'[p${pictures + 1}]`,
      )
      pictures += 1
    }
  }
  filters.push(`[p${pictures}]format=yuv420p[v]`)
  const voices: string[] = []
  for (const { track, pieces: all } of lanes) {
    if (kindOf(track.source) !== 'audio') continue
    for (const [segment, pieces] of bySegment(all)) {
      const input = inputs.push(segment) - 1
      // Clocks drift, and packets get lost: as soon as 50 ms are missing they become silence, and 50 ms too many are cut off.
      // (Stretching, `async` above 1, repeats whole seconds where packets are missing.)
      filters.push(
        `[${input}:a]aselect='${during(pieces, 'mediaFrom', 'mediaTo')}',asetpts='(${positionOf(pieces)})/TB',` +
          `aresample=48000:async=1:min_hard_comp=0.05:first_pts=0,aformat=channel_layouts=stereo[s${input}]`,
      )
      voices.push(`[s${input}]`)
    }
  }
  if (voices.length > 0) {
    filters.push(
      `${voices.join('')}amix=inputs=${voices.length}:duration=longest:dropout_transition=0:normalize=0,` +
        'alimiter=level=false,apad[a]',
    )
  }
  return { duration, inputs, filters: filters.join(';'), sound: voices.length > 0 }
}

/** The arguments of ffmpeg: inputs from the descriptors from 3 on, the file to its standard output, progress to its standard error. */
export const argumentsOf = ({ duration, inputs, filters, sound }: Plan): string[] => [
  '-hide_banner',
  '-nostdin',
  '-nostats',
  ...['-loglevel', 'error', '-progress', 'pipe:2'],
  // A camera changes its size with what it is asked for; each time, all filters would begin anew, at 0. And what strangers sent names
  // nothing else that is read.
  ...inputs.flatMap((_, index) => [
    '-reinit_filter',
    '0',
    '-protocol_whitelist',
    'pipe',
    '-f',
    'matroska',
    '-i',
    `pipe:${index + 3}`,
  ]),
  ...['-filter_complex', filters, '-map', '[v]'],
  ...(sound ? ['-map', '[a]', '-c:a', 'libopus', '-b:a', '96k'] : []),
  ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-threads', '1'],
  ...['-b:v', '1500k', '-g', String(FRAME_RATE * 5), '-auto-alt-ref', '0'],
  ...['-t', seconds(duration), '-map_metadata', '-1', '-f', 'webm', 'pipe:1'],
]
