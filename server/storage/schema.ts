/** The tables as Kysely sees them. Times are ms since 1970; secrets are stored as their SHA-256. */
export interface SessionRow {
  id: string
  token_hash: string
  person_id: string
  kind: 'member' | 'guest'
  name: string
  organisation: string | null
  /** The one meeting that a guest's session is for. */
  meeting_id: string | null
  expires_at: number
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
  meetings: MeetingRow
  occurrences: OccurrenceRow
  participants: ParticipantRow
}
