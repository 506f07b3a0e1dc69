/** What both halves of the contract speak of: people, meetings, platforms. Times are ms since 1970 (UTC). */
import { z } from 'zod'
import { CODE_PATTERN } from '../meeting/code.ts'
import { MEETING_KINDS } from '../meeting/kinds.ts'
import { LIMITS } from '../meeting/limits.ts'
import { ROLES } from '../meeting/roles.ts'
import { SPOKEN_LANGUAGES } from '../settings.ts'

export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
export const Time = z.int().min(0)
export const Code = z.string().regex(CODE_PATTERN)
export const Title = z.string().trim().min(1).max(LIMITS.title)

/** Who somebody is to the service. A guest gave a name and is known by nothing else. */
export const Person = z.object({
  id: Id,
  kind: z.enum(['member', 'guest']),
  name: z.string().min(1).max(LIMITS.name),
  organisation: z.string().max(120).optional(),
})
export type Person = z.infer<typeof Person>

export const MeetingKind = z.enum(MEETING_KINDS)

export const Meeting = z.object({
  id: Id,
  code: Code,
  title: z.string().max(LIMITS.title),
  organiser: z.object({ id: Id, name: z.string() }),
  createdAt: Time,
  /** Absent for a meeting made to be held at once. */
  startsAt: Time.optional(),
  durationMinutes: z.int().min(1).max(1440).optional(),
  /** How many people are in it now; absent for whoever would have to wait in its lobby. */
  present: z.int().min(0).optional(),
  kind: MeetingKind,
  label: z.object({ id: Id, name: z.string() }).optional(),
  template: z.object({ id: Id, name: z.string() }).optional(),
  /** For whoever prefers no language that there is a catalogue for. */
  language: z.enum(SPOKEN_LANGUAGES).optional(),
})
export type Meeting = z.infer<typeof Meeting>

export const PlatformOs = z.enum(['windows', 'macos', 'linux', 'other'])

export const Platform = z.object({
  kind: z.enum(['desktop', 'web']),
  os: PlatformOs,
  /** Version of the client, as in package.json. */
  version: z.string().max(40),
  /** It runs on another computer than the one that the person sits at, which gets its pictures and sound. */
  virtual: z.boolean().optional(),
})
export type Platform = z.infer<typeof Platform>

export const RoleSchema = z.enum(ROLES)
