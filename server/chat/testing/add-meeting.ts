import type { Database } from '../../storage/database.ts'

/** A meeting on record, with an occurrence in which these people are or were. */
export const addMeeting = async (
  database: Database,
  { id, people = [] }: { id: string; people?: { personId: string; leftAt?: number; leftReason?: string }[] },
): Promise<void> => {
  await database
    .insertInto('meetings')
    .values({
      id,
      code: `code-${id}`,
      title: id,
      organiser_id: 'org',
      organiser_name: 'Org',
      tenant: 'northwind',
      options: '{}',
      created_at: 0,
      starts_at: null,
      duration_minutes: null,
      cancelled_at: null,
    })
    .execute()
  const occurrence = { id: `occurrence-${id}`, meeting_id: id, started_at: 0, ended_at: null }
  await database
    .insertInto('occurrences')
    .values({ ...occurrence, locked: 0, spotlight: null, anonymous_wait: 0, encrypted: 0 })
    .execute()
  for (const [index, { personId, leftAt, leftReason }] of people.entries()) {
    await database
      .insertInto('participants')
      .values({
        id: `participant-${id}-${index}`,
        occurrence_id: occurrence.id,
        person_id: personId,
        kind: 'member',
        name: personId,
        organisation: null,
        session_id: '',
        client_key: '',
        standing: 'member',
        verification: 'signedIn',
        joined_at: index,
        hand_raised_at: null,
        resume_hash: '',
        presented_resume_hash: null,
        left_at: leftAt ?? null,
        left_reason: leftReason ?? null,
      })
      .execute()
  }
}
