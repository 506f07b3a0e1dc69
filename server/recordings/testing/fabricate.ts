/** Recordings for tests, sealed and kept as real ones are, of any content. */
import { kindOf, type Source } from '#shared/contract/media.ts'
import { MANIFEST_VERSION, type RecordingManifest } from '#shared/recording/manifest.ts'
import type { Database } from '../../storage/database.ts'
import type { RecordingStorage } from '../../storage/recording-storage.ts'
import { Recordings, type RecordingsOptions } from '../library/recordings.ts'
import { SealedWriter } from '../sealed/sealed-writer.ts'

export interface FabricatedTrack {
  id: string
  participant: string
  source: Source
  /** What is sealed: a frame for each part. */
  content: readonly Buffer[]
  /** s from the start of the recording */
  from: number
  to: number
}

export interface FabricatedPerson {
  id: string
  kind: 'member' | 'guest'
  name: string
  /** Why they were not there any more at the end. */
  left?: 'left' | 'removed'
}

export interface Fabricated {
  id: string
  tenant: string
  title: string
  organiser: { id: string; name: string }
  people: readonly FabricatedPerson[]
  /** Those who were named and did not come. */
  invited?: readonly string[]
  tracks: readonly FabricatedTrack[]
  /** ms since 1970 */
  startedAt: number
  /** s */
  length: number
  compliance?: boolean
  /** It does not end. */
  running?: boolean
}

const occurrenceOf = (id: string): string => `occurrence-${id}`
const meetingOf = (id: string): string => `meeting-${id}`

/** The code of the meeting that the recording with this number is of. */
export const codeOf = (number: number): string => `abc-defg-hj${'abcdefghjkmnpqrstvwxyz'[number] ?? 'k'}`

const addMeeting = async (database: Database, recording: Fabricated, code: string): Promise<void> => {
  const { id, tenant, title, organiser, people, invited = [], startedAt, length } = recording
  const common = { kind: 'meeting' as const, options: '{}', template_id: null, label_id: null, cancelled_at: null }
  await database
    .insertInto('meetings')
    .values({
      ...common,
      id: meetingOf(id),
      code,
      title,
      tenant,
      organiser_id: organiser.id,
      organiser_name: organiser.name,
      created_at: startedAt,
      starts_at: null,
      duration_minutes: null,
    })
    .execute()
  for (const person_id of invited) {
    await database
      .insertInto('meeting_people')
      .values({ meeting_id: meetingOf(id), person_id, role: 'presenter' })
      .execute()
  }
  const endedAt = startedAt + length * 1_000
  await database
    .insertInto('occurrences')
    .values({
      id: occurrenceOf(id),
      meeting_id: meetingOf(id),
      started_at: startedAt,
      ended_at: endedAt,
      locked: 0,
      spotlight: null,
      anonymous_wait: 0,
      encrypted: 0,
    })
    .execute()
  for (const person of people) {
    await database
      .insertInto('participants')
      .values({
        id: `${id}-${person.id}`.slice(0, 64),
        occurrence_id: occurrenceOf(id),
        session_id: '',
        client_key: '',
        person_id: person.id,
        kind: person.kind,
        name: person.name,
        organisation: null,
        standing: person.kind === 'member' ? 'member' : 'anonymous',
        verification: person.kind === 'member' ? 'signedIn' : 'nothing',
        joined_at: startedAt,
        hand_raised_at: null,
        resume_hash: '',
        presented_resume_hash: null,
        left_at: endedAt,
        left_reason: person.left ?? 'ended',
      })
      .execute()
  }
}

const manifestFor = (recording: Fabricated, sizes: ReadonlyMap<string, { frames: number; size: number }>): RecordingManifest => {
  const { id, tenant, people, tracks, startedAt, length, compliance = false, running = false } = recording
  const at = (seconds: number): number => startedAt + seconds * 1_000
  const span = running ? { from: at(0) } : { from: at(0), to: at(length) }
  return {
    version: MANIFEST_VERSION,
    recording: id,
    tenant,
    meeting: meetingOf(id),
    occurrence: occurrenceOf(id),
    compliance,
    state: running ? 'running' : 'finished',
    span,
    pauses: [],
    interruptions: [],
    participants: people.map((person) => ({ id: person.id, person: person.id, name: person.name, presences: [span] })),
    tracks: tracks.map((track) => {
      const clockRate = kindOf(track.source) === 'audio' ? 48_000 : 90_000
      const anchors = [track.from, track.to].map((second) => ({
        rtp: Math.round((second - track.from) * clockRate),
        at: at(second),
      }))
      return {
        id: track.id,
        participant: track.participant,
        source: track.source,
        gaps: [],
        segments: [
          {
            id: track.id,
            blob: `${id}/${track.id}`,
            codec: { mimeType: clockRate === 48_000 ? 'audio/opus' : 'video/VP8', clockRate },
            firstRtp: 0,
            anchors,
            span: { from: at(track.from), ...(running ? {} : { to: at(track.to) }) },
            ...(running ? {} : { ended: 'whole' as const }),
            ...sizes.get(track.id),
          },
        ],
      }
    }),
  }
}

/** Makes a recording and the meeting that it is of; gives its manifest. */
export const fabricate = async (
  { database, blobs, vault }: Pick<RecordingStorage, 'blobs' | 'vault'> & { database: Database },
  recording: Fabricated,
  code: string,
  options: RecordingsOptions = {},
): Promise<RecordingManifest> => {
  const { id, tenant, title, organiser, tracks, running = false } = recording
  await addMeeting(database, recording, code)
  const recordings = new Recordings(database, options)
  const { key, wrapped } = await vault.newDataKey({ tenant, recording: id })
  const begun = manifestFor({ ...recording, running: true }, new Map())
  await recordings.begin({ manifest: begun, meeting: { title, organiser }, key, wrapped })
  const sizes = new Map<string, { frames: number; size: number }>()
  for (const track of tracks) {
    const blob = await blobs.create(`${id}/${track.id}`)
    const writer = new SealedWriter(blob, key, { recording: id, track: track.id })
    for (const part of track.content) {
      await writer.write(part)
      await writer.flush()
    }
    sizes.set(track.id, await writer.close())
    await blob.finish()
  }
  const manifest = manifestFor(recording, sizes)
  if (!running) await recordings.end(manifest, key)
  return manifest
}
