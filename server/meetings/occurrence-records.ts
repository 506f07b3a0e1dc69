import type { Database } from '../storage/database.ts'
import type { OccurrenceRow, ParticipantRow } from '../storage/schema.ts'
import type { LiveParticipant } from './live-participant.ts'
import type { ResumeSecret } from './resume-secret.ts'

/**
 * What is kept of a meeting that takes place: enough that everybody finds their place again when the service comes back after
 * it was killed.
 */
export class OccurrenceRecords {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  async start(id: string, meetingId: string, startedAt: number): Promise<void> {
    const row = { id, meeting_id: meetingId, started_at: startedAt, ended_at: null }
    await this.#database.insertInto('occurrences').values(row).execute()
  }

  async end(id: string): Promise<void> {
    const now = this.#now()
    await this.#database
      .updateTable('participants')
      .set({ left_at: now, left_reason: 'ended' })
      .where('occurrence_id', '=', id)
      .where('left_at', 'is', null)
      .execute()
    await this.#database.updateTable('occurrences').set({ ended_at: now }).where('id', '=', id).execute()
  }

  async addParticipant(occurrenceId: string, { id, person, role, joinedAt, resume }: LiveParticipant): Promise<void> {
    await this.#database
      .insertInto('participants')
      .values({
        id,
        occurrence_id: occurrenceId,
        person_id: person.id,
        kind: person.kind,
        name: person.name,
        organisation: person.organisation ?? null,
        role,
        joined_at: joinedAt,
        hand_raised_at: null,
        resume_hash: resume.hashes.hash,
        presented_resume_hash: null,
        left_at: null,
        left_reason: null,
      })
      .execute()
  }

  async setResume(participantId: string, { hash, presented }: ResumeSecret['hashes']): Promise<void> {
    await this.#update(participantId, { resume_hash: hash, presented_resume_hash: presented ?? null })
  }

  async setHand(participantId: string, raisedAt: number | undefined): Promise<void> {
    await this.#update(participantId, { hand_raised_at: raisedAt ?? null })
  }

  async leave(participantId: string, reason: string): Promise<void> {
    await this.#update(participantId, { left_at: this.#now(), left_reason: reason })
  }

  /** Occurrences that had not ended when the service last ran, with those who were in them. */
  async unfinished(): Promise<{ occurrence: OccurrenceRow; participants: ParticipantRow[] }[]> {
    const occurrences = await this.#database.selectFrom('occurrences').selectAll().where('ended_at', 'is', null).execute()
    return Promise.all(
      occurrences.map(async (occurrence) => ({
        occurrence,
        participants: await this.#database
          .selectFrom('participants')
          .selectAll()
          .where('occurrence_id', '=', occurrence.id)
          .where('left_at', 'is', null)
          .orderBy('joined_at')
          .execute(),
      })),
    )
  }

  async #update(participantId: string, change: Partial<ParticipantRow>): Promise<void> {
    await this.#database.updateTable('participants').set(change).where('id', '=', participantId).execute()
  }
}
