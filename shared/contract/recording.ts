/**
 * Recording, as it is spoken of in a meeting and before one joins it. What can be done with recordings afterwards is HTTP's.
 *
 * There are at most two recordings at a time, one of each kind, and each has a notice of its own: a client shows it, then says so
 * with `acknowledgeRecordingNotice`, and before that nothing of its person is recorded. Where consent is asked, nothing is before
 * they agree either, and they send nothing: `denialOf` says `consent`.
 */
import { z } from 'zod'
import { Id, Time } from './common.ts'

/** `compliance`: by the organisation's rules, because of somebody in the meeting; kept apart, and for compliance officers only. */
export const RECORDING_KINDS = ['regular', 'compliance'] as const
export const RecordingKind = z.enum(RECORDING_KINDS)
export type RecordingKind = z.infer<typeof RecordingKind>

/**
 * `starting`: people are being told, nothing is recorded yet. `interrupted`: it is to run, but the service can't write at the moment
 * (no room, its store can't be reached, it was down); it goes on by itself.
 */
export const RECORDING_STATES = ['starting', 'running', 'paused', 'interrupted'] as const
export const RecordingStateName = z.enum(RECORDING_STATES)
export type RecordingStateName = z.infer<typeof RecordingStateName>

export const ActiveRecording = z.object({
  id: Id,
  kind: RecordingKind,
  state: RecordingStateName,
  startedAt: Time,
  /** Absent for a compliance recording, which nobody starts, and for whoever is not in the meeting yet. */
  startedBy: z.object({ personId: Id, name: z.string() }).optional(),
})
export type ActiveRecording = z.infer<typeof ActiveRecording>

/** Longest text and address of an organisation's privacy notice, characters. */
export const NOTICE_LIMITS = { text: 600, address: 500 } as const

/** What the organisation that holds the meeting says of recordings. Where a part is absent, the client's own words stand for it. */
export const PrivacyNotice = z.object({
  text: z.string().max(NOTICE_LIMITS.text).optional(),
  /** https */
  address: z.string().max(NOTICE_LIMITS.address).optional(),
})
export type PrivacyNotice = z.infer<typeof PrivacyNotice>

/** Why this service can't record at all. */
export const UNAVAILABLE_REASONS = ['noRecorder', 'noStore', 'noVault'] as const
export const UnavailableReason = z.enum(UNAVAILABLE_REASONS)
export type UnavailableReason = z.infer<typeof UnavailableReason>

/** What is recorded of a meeting now, as everybody in it is told. */
export const MeetingRecording = z.object({
  /** Those that are there; paused and interrupted ones too. */
  active: z.array(ActiveRecording).max(2),
  /** People are asked to agree to the regular recording: to the one that runs or, where none does, to one that would. */
  consentAsked: z.boolean(),
  notice: PrivacyNotice,
  /** Absent where the service can record. */
  unavailable: UnavailableReason.optional(),
})
export type MeetingRecording = z.infer<typeof MeetingRecording>

/** What somebody is told before they come in. */
export const RecordingAhead = z.object({
  /** Without who started them. */
  active: z.array(ActiveRecording).max(2),
  /** By the rules of their own organisation all that happens while they are there is recorded. */
  marked: z.boolean(),
  consentAsked: z.boolean(),
  notice: PrivacyNotice,
})
export type RecordingAhead = z.infer<typeof RecordingAhead>

/** Whether somebody agrees to being recorded. `asked`: they have not answered yet. */
export const CONSENTS = ['asked', 'agreed', 'refused'] as const
export const Consent = z.enum(CONSENTS)
export type Consent = z.infer<typeof Consent>

/** Where a participant stands with what is recorded. Absent while nothing is. */
export const RecordedState = z.object({
  /** Their client has shown the notice of everything that is recorded now. */
  told: z.boolean(),
  /** Absent where it is not asked. */
  consent: Consent.optional(),
})
export type RecordedState = z.infer<typeof RecordedState>

/** Ids of recordings whose notice was shown. */
export const NoticesShown = z.array(Id).max(8)
