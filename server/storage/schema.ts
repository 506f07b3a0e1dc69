/** The tables as Kysely sees them. Times are ms since 1970; secrets are stored as their SHA-256. */
import type { Generated } from 'kysely'
import type { Device } from '#shared/contract/identity.ts'
import type { LogEntry, NamedPerson, Verification } from '#shared/contract/moderation.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { Standing } from '#shared/meeting/standing.ts'
import type { AuditSchema } from '../audit/audit-schema.ts'
import type { ChatSchema } from '../chat/chat-schema.ts'
import type { PoliciesSchema } from '../policies/policies-schema.ts'
import type { RecordingsSchema } from '../recordings/library/recordings-schema.ts'

export interface SessionRow {
  id: string
  person_id: string
  kind: 'member' | 'guest'
  name: string
  organisation: string | null
  email: string | null
  /** The organisation's id. */
  tenant: string | null
  /** The provider that vouched for the person. */
  issuer: string | null
  client_id: string | null
  /** The one meeting that a guest's session is for, and the invitation by which they came, where there was one. */
  meeting_id: string | null
  invitation_id: string | null
  /** Of the DPoP key (RFC 7638). */
  key_thumbprint: string
  /** Public half of the device key. */
  device_key: string | null
  device_kind: Device['kind']
  device_os: Device['os']
  device_name: string | null
  second_factor_at: number | null
  created_at: number
  last_used_at: number
  ended_at: number | null
  refresh_counter: number
  refresh_attempt: string | null
}

/** A member by the name that they had last. */
export interface PersonRow {
  id: string
  tenant: string
  name: string
  /** What people are found by: name and e-mail address in small letters, without accents. */
  search_text: string
  folded_skeleton: string
  seen_skeleton: string
  /** As their provider vouches for it. */
  email: string | null
  /** What their provider says of their groups, JSON. */
  claimed_groups: Generated<string>
}

export interface SpentIdTokenRow {
  hash: string
  until: number
}

export interface MeetingRow {
  id: string
  code: string
  title: string
  organiser_id: string
  organiser_name: string
  /** Id of the organisation that holds it. */
  tenant: string
  /** What the organiser chose of its options, as JSON. */
  options: string
  kind: Generated<MeetingKind>
  /** Of the organisation's rules; they may be there no more. */
  template_id: string | null
  label_id: string | null
  created_at: number
  starts_at: number | null
  duration_minutes: number | null
  cancelled_at: number | null
}

/** Somebody whom the organiser named for a meeting. */
export interface MeetingPersonRow {
  meeting_id: string
  person_id: string
  role: NamedPerson['role']
}

export interface InvitationRow {
  id: string
  meeting_id: string
  name: string
  secret_hash: string
  created_at: number
  expires_at: number
  withdrawn_at: number | null
  used_at: number | null
}

/** One time that a meeting takes place. */
export interface OccurrenceRow {
  id: string
  meeting_id: string
  started_at: number
  ended_at: number | null
  locked: 0 | 1
  /** The participant who is in everybody's spotlight. */
  spotlight: string | null
  /** Somebody anonymous was put out: whoever is anonymous waits, whatever the option says. */
  anonymous_wait: 0 | 1
  /** Settled at its start. */
  encrypted: 0 | 1
}

/** Who somebody was when they came, in columns. */
export interface NewcomerColumns {
  session_id: string
  client_key: string
  person_id: string
  kind: 'member' | 'guest'
  name: string
  organisation: string | null
  standing: Standing
  verification: Verification
}

export interface ParticipantRow extends NewcomerColumns {
  id: string
  occurrence_id: string
  joined_at: number
  hand_raised_at: number | null
  resume_hash: string
  /** Of the token that was presented last, until its successor is known to have arrived. */
  presented_resume_hash: string | null
  left_at: number | null
  left_reason: string | null
}

/** Somebody in the lobby of a meeting, whether it takes place or not. */
export interface WaitRow extends NewcomerColumns {
  id: string
  meeting_id: string
  since: number
}

/** What was decided about a person in one occurrence. */
export interface DecisionRow {
  occurrence_id: string
  person_id: string
  role: Role | null
  admission: 'admitted' | 'sentBack' | null
  may_unmute: 0 | 1
  may_show_camera: 0 | 1
}

/** Somebody who may not come into an occurrence, for a while or at all. */
export interface BanRow {
  id: string
  occurrence_id: string
  kind: 'removed' | 'denied' | 'blocked'
  person_id: string
  session_id: string
  client_key: string
  name: string
  at: number
}

export interface LogRow {
  id: string
  occurrence_id: string
  at: number
  by_person_id: string
  by_name: string
  action: LogEntry['action']
  target: string | null
  detail: string | null
}

export interface Schema extends ChatSchema, AuditSchema, PoliciesSchema, RecordingsSchema {
  sessions: SessionRow
  people: PersonRow
  spent_id_tokens: SpentIdTokenRow
  meetings: MeetingRow
  meeting_people: MeetingPersonRow
  invitations: InvitationRow
  occurrences: OccurrenceRow
  participants: ParticipantRow
  waits: WaitRow
  decisions: DecisionRow
  bans: BanRow
  log_entries: LogRow
}
