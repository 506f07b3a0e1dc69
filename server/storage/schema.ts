/** The tables as Kysely sees them. Times are ms since 1970; secrets are stored as their SHA-256. */
import type { Device } from '#shared/contract/identity.ts'

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
  /** The one meeting that a guest's session is for. */
  meeting_id: string | null
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
  folded_skeleton: string
  seen_skeleton: string
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
  created_at: number
  starts_at: number | null
  duration_minutes: number | null
  cancelled_at: number | null
}

/** One time that a meeting takes place. */
export interface OccurrenceRow {
  id: string
  meeting_id: string
  started_at: number
  ended_at: number | null
}

export interface ParticipantRow {
  id: string
  occurrence_id: string
  person_id: string
  kind: 'member' | 'guest'
  name: string
  organisation: string | null
  role: 'organiser' | 'presenter' | 'attendee'
  joined_at: number
  hand_raised_at: number | null
  resume_hash: string
  /** Of the token that was presented last, until its successor is known to have arrived. */
  presented_resume_hash: string | null
  left_at: number | null
  left_reason: string | null
}

export interface Schema {
  sessions: SessionRow
  people: PersonRow
  spent_id_tokens: SpentIdTokenRow
  meetings: MeetingRow
  occurrences: OccurrenceRow
  participants: ParticipantRow
}
