/**
 * The manifest of a recording: which tracks there are, whose, where their bytes lie and when on the wall clock each of them was. It is
 * kept sealed beside the tracks, from the moment the recording starts; everything that plays, cuts or judges a recording reads it.
 *
 * Times are ms since 1970 (UTC) on the service's clock, with fractions where they come from RTP. RTP timestamps are as on the wire:
 * 32 bits, from a random start, in ticks of the codec's clock rate (RFC 3550 §5.1).
 */
import { z } from 'zod'
import { Id } from '../contract/common.ts'
import { Source } from '../contract/media.ts'

export const MANIFEST_VERSION = 1

const When = z.number().min(0).max(8.64e15)
const RtpTimestamp = z.int().min(0).max(0xffff_ffff)
const BlobName = z.string().regex(/^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,7}$/)

const isInOrder = ({ from, to }: { from: number; to?: number | undefined }): boolean => to === undefined || to >= from

/** A time from `from` on, up to `to`, or still going on. */
export const Span = z.strictObject({ from: When, to: When.optional() }).refine(isInOrder, 'ends before it begins')
export type Span = z.infer<typeof Span>

/** One moment at which both clocks are known, from an RTCP sender report (RFC 3550 §6.4.1) or a packet's arrival. */
export const Anchor = z.strictObject({ rtp: RtpTimestamp, at: When })
export type Anchor = z.infer<typeof Anchor>

export const GAP_REASONS = ['muted', 'off', 'left', 'paused', 'noConsent', 'noNotice', 'interrupted'] as const
export const GapReason = z.enum(GAP_REASONS)
export type GapReason = z.infer<typeof GapReason>

/** A time in which nothing of a track was recorded, and why. */
export const Gap = z
  .strictObject({ from: When, to: When.optional(), reason: GapReason })
  .refine(isInOrder, 'ends before it begins')
export type Gap = z.infer<typeof Gap>

/** What one recorder wrote of a track without a break in codec or connection: one sealed blob. */
export const Segment = z
  .strictObject({
    /** By which its frames are sealed; no other segment of any recording has it. */
    id: Id,
    blob: BlobName,
    codec: z.strictObject({
      mimeType: z.string().regex(/^(audio|video)\/[A-Za-z0-9.-]{1,40}$/),
      clockRate: z.int().min(1).max(1_000_000),
      channels: z.int().min(1).max(8).optional(),
    }),
    /** The RTP timestamp that is 0 in the file. */
    firstRtp: RtpTimestamp,
    /** In the order of time. */
    anchors: z.array(Anchor).min(1).max(100_000),
    span: Span,
    /** How it ended; absent while it is written. After a crash, `frames` and `size` are what was found to be whole. */
    ended: z.enum(['whole', 'interrupted']).optional(),
    frames: z.int().min(0).optional(),
    /** bytes of content */
    size: z.int().min(0).optional(),
  })
  .refine(
    ({ anchors }) => anchors.every(({ at }, index) => index === 0 || at > (anchors[index - 1]?.at ?? 0)),
    'anchors are not in the order of time',
  )
export type Segment = z.infer<typeof Segment>

/** What one participant sent of one source, in the whole meeting: whoever turns the camera off and on again has one. */
export const Track = z.strictObject({
  id: Id,
  participant: Id,
  source: Source,
  segments: z.array(Segment).max(10_000),
  gaps: z.array(Gap).max(100_000),
})
export type Track = z.infer<typeof Track>

export const RecordedParticipant = z.strictObject({
  id: Id,
  /** Absent for whoever is known by nothing but a name. */
  person: Id.optional(),
  name: z.string().min(1).max(60),
  /** Each time in the meeting: whoever leaves and returns has two. */
  presences: z.array(Span).max(10_000),
})
export type RecordedParticipant = z.infer<typeof RecordedParticipant>

export const STATES = ['running', 'finished', 'interrupted'] as const

const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

export const RecordingManifest = z
  .strictObject({
    version: z.literal(MANIFEST_VERSION),
    recording: Id,
    tenant: Id,
    meeting: Id,
    occurrence: Id,
    /** Apart from what the meeting's people record, and for compliance officers only. */
    compliance: z.boolean(),
    /** Absent where nobody did, but a rule. */
    startedBy: z.strictObject({ person: Id.optional(), name: z.string().min(1).max(60) }).optional(),
    /** Each person was asked, from the start or from a later moment on. */
    asksConsent: z.boolean().optional(),
    state: z.enum(STATES),
    span: Span,
    /** Times in which somebody had paused it. */
    pauses: z.array(Span).max(10_000),
    /** Times in which the service was not there. */
    interruptions: z.array(Span).max(10_000),
    participants: z.array(RecordedParticipant).max(10_000),
    tracks: z.array(Track).max(40_000),
  })
  .refine(({ tracks }) => distinct(tracks.map(({ id }) => id)), 'two tracks have one id')
  .refine(({ participants }) => distinct(participants.map(({ id }) => id)), 'two participants have one id')
  .refine(({ tracks }) => distinct(tracks.flatMap(({ segments }) => segments.map(({ id }) => id))), 'two segments have one id')
  .refine(({ tracks, participants }) => {
    const known = new Set(participants.map(({ id }) => id))
    return tracks.every(({ participant }) => known.has(participant))
  }, 'a track is of nobody')
export type RecordingManifest = z.infer<typeof RecordingManifest>
