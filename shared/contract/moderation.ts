/** The organiser's side of a meeting: lobby, roles, what is done to others, and the log of it. */
import { z } from 'zod'
import { type EffectiveOptions, RULE_SOURCES } from '../meeting/effective-options.ts'
import { OPTION_NAMES, OPTION_VALUES } from '../meeting/options.ts'
import { ACTIONS } from '../meeting/permissions.ts'
import { STANDINGS } from '../meeting/standing.ts'
import { Id, RoleSchema, Time } from './common.ts'

export const StandingSchema = z.enum(STANDINGS)

/** How it is known who somebody is: a second factor, a sign-in, an invitation of their own, or nothing but what they say. */
export const VERIFICATIONS = ['secondFactor', 'signedIn', 'invitation', 'nothing'] as const
export const Verification = z.enum(VERIFICATIONS)
export type Verification = z.infer<typeof Verification>

/** Somebody in the lobby, as those see them who may let them in. */
export const WaitingPerson = z.object({
  /** Of this wait, not of the person. */
  id: Id,
  name: z.string(),
  organisation: z.string().optional(),
  standing: StandingSchema,
  verification: Verification,
  since: Time,
})
export type WaitingPerson = z.infer<typeof WaitingPerson>

/** Somebody who was removed, as organisers see them: they may be let in again. */
export const RemovedPerson = z.object({ personId: Id, name: z.string(), at: Time })
export type RemovedPerson = z.infer<typeof RemovedPerson>

const EffectiveOption = z.object({
  value: z.string(),
  choices: z.array(z.string()).min(1),
  boundBy: z.object({ source: z.enum(RULE_SOURCES), name: z.string() }).optional(),
  hidden: z.boolean(),
})
const optionShape = Object.fromEntries(
  OPTION_NAMES.map((name) => [
    name,
    EffectiveOption.extend({ value: z.enum(OPTION_VALUES[name]), choices: z.array(z.enum(OPTION_VALUES[name])).min(1) }),
  ]),
)
export const EffectiveOptionsSchema = z.object(optionShape) as unknown as z.ZodType<EffectiveOptions>

/** One line of the meeting's log: who did what to whom. */
export const LogEntry = z.object({
  id: Id,
  at: Time,
  by: z.object({ personId: Id, name: z.string() }),
  action: z.enum([
    ...ACTIONS,
    'deny',
    'block',
    'unlockMeeting',
    'holdBackMicrophones',
    'holdBackCameras',
    'setLabel',
    'pauseRecording',
    'resumeRecording',
    'stopRecording',
    'agreeToRecording',
    'refuseRecording',
  ]),
  /** The name of whom it was done to; of `setLabel`, the label's. */
  target: z.string().optional(),
  /** The option that was changed and what it became, as `lobby: everyone`; of `setLabel`, the justification. */
  detail: z.string().max(300).optional(),
})
export type LogEntry = z.infer<typeof LogEntry>

/** What somebody is told that was done to them, or asked of them. */
export const MODERATED = [
  'muted',
  'cameraStopped',
  'shareStopped',
  'handLowered',
  'microphoneRequested',
  'cameraRequested',
  'microphoneAllowed',
  'microphoneHeldBack',
  'cameraAllowed',
  'cameraHeldBack',
  'roleChanged',
] as const
export const Moderated = z.enum(MODERATED)
export type Moderated = z.infer<typeof Moderated>

/** Somebody of the organisation whom the organiser named for a meeting. */
export const NamedPerson = z.object({
  personId: Id,
  name: z.string(),
  /** `attendee`: invited, and nothing more. */
  role: RoleSchema.exclude(['organiser']),
})
export type NamedPerson = z.infer<typeof NamedPerson>

/** An invitation of a guest by name. Its link is told once, when it is made. */
export const Invitation = z.object({
  id: Id,
  name: z.string(),
  createdAt: Time,
  expiresAt: Time,
  withdrawnAt: Time.optional(),
  usedAt: Time.optional(),
})
export type Invitation = z.infer<typeof Invitation>
