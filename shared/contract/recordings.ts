/**
 * Recordings afterwards: who may see which, how they are played and taken away. Who may is decided at every request anew
 * (`recording-library/permissions.ts`), at those for bytes too: an address that somebody passes on opens nothing. To whoever has
 * nothing to do with a recording each of these answers FORBIDDEN, whether there is such a recording or not.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../meeting/limits.ts'
import { MOST_DAYS } from '../policies/recording-rules.ts'
import { RecordingManifest, STATES } from '../recording/manifest.ts'
import { RECORDING_ACTIONS } from '../recording-library/permissions.ts'
import { Id, Time } from './common.ts'

/** Bytes that one request can read. */
export const MOST_BYTES = 1_024 * 1_024

export const RecordingSummary = z.object({
  id: Id,
  title: z.string().max(LIMITS.title),
  organiser: z.object({ id: Id, name: z.string() }),
  startedAt: Time,
  /** Absent while it runs. */
  endedAt: Time.optional(),
  /** ms without pauses */
  duration: z.int().min(0).optional(),
  /** bytes */
  size: z.int().min(0).optional(),
  state: z.enum(STATES),
  compliance: z.boolean(),
  /** When it is deleted by itself; absent: never. */
  expiresAt: Time.optional(),
  /** It is under a legal hold: nothing is deleted. */
  held: z.boolean(),
  trashedAt: Time.optional(),
  /** What the person who asks may do. */
  may: z.array(z.enum(RECORDING_ACTIONS)),
})
export type RecordingSummary = z.infer<typeof RecordingSummary>

/** A file that is made of a recording for whoever asked. */
export const RecordingDownload = z.object({
  id: Id,
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  /** From 0 to 1. */
  progress: z.number().min(0).max(1),
  /** How many are made before it. */
  ahead: z.int().min(0),
  /** bytes, once it is ready */
  size: z.int().min(0).optional(),
  createdAt: Time,
  /** When the file is removed from the service. */
  expiresAt: Time.optional(),
})
export type RecordingDownload = z.infer<typeof RecordingDownload>

export const RecordingDetails = RecordingSummary.extend({
  /** Names of those who were in it while it was recorded; not told before it can be watched. */
  participants: z.array(z.string()).max(10_000),
  /** Told to its organiser. */
  sharedWith: z.array(z.object({ personId: Id, name: z.string(), at: Time })).max(10_000),
  /** Whether it goes to the trash when it is deleted. */
  trash: z.boolean(),
})
export type RecordingDetails = z.infer<typeof RecordingDetails>

/** Somebody who watched it, or took it away. */
export const RecordingView = z.object({
  person: z.object({ id: Id, name: z.string() }),
  at: Time,
  how: z.enum(['watched', 'downloaded']),
})
export type RecordingView = z.infer<typeof RecordingView>

/** As `server/recordings/sealed` tells them apart. */
export const DamageKind = z.enum(['changed', 'missing', 'misplaced', 'repeated', 'foreign', 'truncated'])
export type DamageKind = z.infer<typeof DamageKind>

/** Content of a track that can't be had, in bytes from its start, and what is wrong with it. */
export const Damage = z.object({
  from: z.int().min(0),
  to: z.int().min(0),
  kind: DamageKind,
  /** Number of the sealed frame, where it is known. */
  frame: z.int().min(0).optional(),
})
export type Damage = z.infer<typeof Damage>

const Track = z.object({ id: Id, segment: Id, view: Id })
const Whole = z.coerce.number().int().min(0)

/** A `Blob`, which this folder does not know: it belongs to no language but to browsers and Node. */
export interface Bytes {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
}

const isBytes = (value: unknown): value is Bytes =>
  typeof value === 'object' && value !== null && 'arrayBuffer' in value && typeof value.arrayBuffer === 'function'

const BytesBody = z.custom<Bytes>(isBytes)

/** People whom one recording is shared with, at most. */
export const MOST_SHARED = 500

export const recordingsContract = {
  list: oc
    .route({ method: 'GET', path: '/recordings', summary: 'Recordings that are mine to watch, the newest first' })
    .input(
      z.object({
        /** Of title, organiser and participants. */
        query: z.string().trim().max(LIMITS.title).default(''),
        /** `trash`: those that I can bring back. `organisation`: for compliance officers. */
        of: z.enum(['mine', 'trash', 'organisation']).default('mine'),
        before: Id.optional(),
      }),
    )
    .output(z.object({ recordings: z.array(RecordingSummary), more: z.boolean() })),
  /** Of those that I organised, the ones that are deleted soon. */
  expiring: oc
    .route({ method: 'GET', path: '/recordings/expiring', summary: 'Recordings of mine that are deleted soon' })
    .output(z.array(RecordingSummary)),
  get: oc
    .route({ method: 'GET', path: '/recordings/{id}', summary: 'One recording' })
    .input(z.object({ id: Id }))
    .output(RecordingDetails),
  /** From here on it counts as watched: the audit log records it, and its organiser sees it. */
  open: oc
    .route({ method: 'POST', path: '/recordings/{id}/views', summary: 'Open a recording to watch it' })
    .input(z.object({ id: Id }))
    .output(z.object({ view: Id, manifest: RecordingManifest })),
  listViews: oc
    .route({ method: 'GET', path: '/recordings/{id}/views', summary: 'Who watched a recording of mine, the last first' })
    .input(z.object({ id: Id }))
    .output(z.array(RecordingView)),
  /**
   * Where in a segment to begin for a moment: `from` is where a cluster begins that a picture can start with, at `media` ms of the
   * file, not after the one that was asked for. The file's header is what comes before `header`.
   */
  place: oc
    .route({ method: 'GET', path: '/recordings/{id}/segments/{segment}/place', summary: 'Where in a track a moment is' })
    .input(Track.extend({ media: z.coerce.number().min(0) }))
    .output(
      z.object({
        header: z.int().min(0),
        from: z.int().min(0),
        media: z.number().min(0),
        size: z.int().min(0),
        finished: z.boolean(),
        /** What the track's outside shows to be wrong; `damage` looks inside. */
        problems: z.array(DamageKind),
      }),
    ),
  /** Fewer bytes than asked for where there are no more, or what follows is damaged. STORED_DAMAGED where the first one is. */
  read: oc
    .route({ method: 'GET', path: '/recordings/{id}/segments/{segment}/bytes', summary: 'Bytes of a track' })
    .input(Track.extend({ from: Whole, length: z.coerce.number().int().min(1).max(MOST_BYTES) }))
    .output(BytesBody),
  damage: oc
    .route({ method: 'GET', path: '/recordings/{id}/segments/{segment}/damage', summary: 'What is wrong with a part of a track' })
    .input(
      Track.extend({
        from: Whole,
        length: z.coerce
          .number()
          .int()
          .min(1)
          .max(MOST_BYTES * 16),
      }),
    )
    .output(z.array(Damage)),
  /** Where in a track of sound somebody speaks, in ms of the file: [from, to]. */
  speech: oc
    .route({ method: 'GET', path: '/recordings/{id}/segments/{segment}/speech', summary: 'When somebody spoke' })
    .input(Track)
    .output(z.array(z.tuple([z.number().min(0), z.number().min(0)]))),
  share: oc
    .route({ method: 'PUT', path: '/recordings/{id}/people/{personId}', summary: 'Share a recording of mine with a colleague' })
    .input(z.object({ id: Id, personId: Id }))
    .output(RecordingDetails),
  withdraw: oc
    .route({ method: 'DELETE', path: '/recordings/{id}/people/{personId}', summary: 'Withdraw what was shared' })
    .input(z.object({ id: Id, personId: Id }))
    .output(RecordingDetails),
  /** Absent `expiresAt`: it is kept until somebody deletes it. */
  setExpiry: oc
    .route({ method: 'PUT', path: '/recordings/{id}/expiry', summary: 'Say when a recording of mine is deleted' })
    .input(z.object({ id: Id, days: z.int().min(1).max(MOST_DAYS).optional() }))
    .output(RecordingDetails),
  /** To the trash where there is one; from there, or `forGood`, its bytes and its key are destroyed. */
  delete: oc
    .route({ method: 'DELETE', path: '/recordings/{id}', summary: 'Delete a recording of mine' })
    .input(z.object({ id: Id, forGood: z.stringbool().or(z.boolean()).default(false) }))
    .output(z.object({ deleted: z.enum(['trash', 'forGood']) })),
  restore: oc
    .route({ method: 'POST', path: '/recordings/{id}/restore', summary: 'Bring a recording back from the trash' })
    .input(z.object({ id: Id }))
    .output(RecordingDetails),
  hold: oc
    .route({ method: 'PUT', path: '/recordings/{id}/hold', summary: 'Put a recording under a legal hold, or release it' })
    .input(z.object({ id: Id, held: z.boolean() }))
    .output(RecordingSummary),
  /** One WebM of all tracks, made by and by. */
  prepareDownload: oc
    .route({ method: 'POST', path: '/recordings/{id}/downloads', summary: 'Have a file made of a recording' })
    .input(z.object({ id: Id }))
    .output(RecordingDownload),
  listDownloads: oc
    .route({ method: 'GET', path: '/recordings/{id}/downloads', summary: 'The files that I had made of a recording' })
    .input(z.object({ id: Id }))
    .output(z.array(RecordingDownload)),
  cancelDownload: oc
    .route({ method: 'DELETE', path: '/recordings/{id}/downloads/{download}', summary: 'Stop making a file, or remove it' })
    .input(z.object({ id: Id, download: Id }))
    .output(z.void()),
  readDownload: oc
    .route({ method: 'GET', path: '/recordings/{id}/downloads/{download}/bytes', summary: 'Bytes of a file that was made' })
    .input(z.object({ id: Id, download: Id, from: Whole, length: z.coerce.number().int().min(1).max(MOST_BYTES) }))
    .output(BytesBody),
}
