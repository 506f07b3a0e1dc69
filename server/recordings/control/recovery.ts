/** What becomes of a recording that was cut off: all that was sealed is found, and its manifest says what there is. */
import type { KeyObject } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import type { RecordingManifest, Segment, Track } from '#shared/recording/manifest.ts'
import { wallClockOf } from '#shared/recording/rtp-clock.ts'
import { endOf } from '#shared/recording/timeline.ts'
import type { BlobStore } from '../../storage/blobs/blob-store.ts'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { mediaEnd } from './media-end.ts'

/** bytes of content at the end of a segment in which its last cluster is looked for. */
const TAIL = 4 * 1_024 * 1_024

const tailOf = async (reader: SealedReader): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const piece of reader.read(Math.max(0, reader.size - TAIL))) if ('bytes' in piece) parts.push(piece.bytes)
  return Buffer.concat(parts)
}

interface RecoverOptions {
  recording: string
  key: KeyObject
  blobs: BlobStore
  /** ms since 1970 */
  now?: number
}

/** When its media ends, ms since 1970. A sender's clock may jump by years: the end is not later than now, or than what was heard last. */
const endedAt = (segment: Segment, media: number, now: number): number => {
  const latest = Math.max(now, segment.anchors.at(-1)?.at ?? 0)
  return Math.max(segment.span.from, Math.min(latest, wallClockOf(segment, media)))
}

/** Says of a segment that was cut off what is there of it; undefined where there is nothing. Throws what the store throws. */
export const recoverSegment = async (
  segment: Segment,
  { recording, key, blobs, now = Date.now() }: RecoverOptions,
): Promise<Segment | undefined> => {
  try {
    await blobs.finish(segment.blob)
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
  const blob = await blobs.open(segment.blob)
  try {
    const reader = await SealedReader.open(blob, key, { recording, track: segment.id })
    const media = mediaEnd(await tailOf(reader))
    const { from } = segment.span
    const to = media === undefined ? from : endedAt(segment, media, now)
    return { ...segment, span: { from, to }, ended: 'interrupted', frames: reader.frames, size: reader.size }
  } finally {
    await blob.close()
  }
}

/** Whether it is not known yet what there is of it. */
const isOpen = ({ ended, frames }: Segment): boolean => ended === undefined || frames === undefined

const recoverTrack = async (track: Track, from: RecoverOptions): Promise<Track> => {
  const segments: Segment[] = []
  for (const segment of track.segments) {
    const found = isOpen(segment) ? await recoverSegment(segment, from) : segment
    if (found !== undefined) segments.push(found)
  }
  return { ...track, segments }
}

/** As `recoverTrack`, for all tracks: whatever ended badly while the recording itself went on. */
export const recoverTracks = async (
  manifest: RecordingManifest,
  key: KeyObject,
  blobs: BlobStore,
  now = Date.now(),
): Promise<RecordingManifest> => {
  const tracks: Track[] = []
  for (const track of manifest.tracks) tracks.push(await recoverTrack(track, { recording: manifest.recording, key, blobs, now }))
  return { ...manifest, tracks }
}

/** A recording whose service was killed: interrupted since the last moment of which there is anything. */
export const recoverManifest = async (
  manifest: RecordingManifest,
  key: KeyObject,
  blobs: BlobStore,
  now = Date.now(),
): Promise<RecordingManifest> => {
  const { span: _span, ...rest } = await recoverTracks(manifest, key, blobs, now)
  const since = endOf({ ...rest, span: { from: manifest.span.from } })
  const hasOpen = (spans: readonly { to?: number | undefined }[]): boolean =>
    spans.at(-1) !== undefined && spans.at(-1)?.to === undefined
  return {
    ...rest,
    span: { from: manifest.span.from },
    state: 'interrupted',
    interruptions: hasOpen(rest.interruptions) ? rest.interruptions : [...rest.interruptions, { from: since }],
    participants: rest.participants.map((participant) => ({
      ...participant,
      presences: participant.presences.map(({ from, to }) => ({ from, to: to ?? Math.max(from, since) })),
    })),
    tracks: rest.tracks.map((track) =>
      hasOpen(track.gaps) ? track : { ...track, gaps: [...track.gaps, { from: since, reason: 'interrupted' }] },
    ),
  }
}

/** One that nobody goes on with: it ends where it was cut off. */
export const endInterrupted = (manifest: RecordingManifest): RecordingManifest => {
  const since = manifest.interruptions.at(-1)
  const open = since !== undefined && since.to === undefined ? since : undefined
  const to = open?.from ?? endOf(manifest)
  return {
    ...manifest,
    state: 'interrupted',
    span: { from: manifest.span.from, to: Math.max(manifest.span.from, to) },
    interruptions: open === undefined ? manifest.interruptions : manifest.interruptions.slice(0, -1),
  }
}
