import type { Database } from '../storage/database.ts'
import type { OccurrenceRow, ParticipantRow } from '../storage/schema.ts'
import type { LiveParticipant } from './live-participant.ts'
import { columnsOf } from './newcomer-columns.ts'
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

  async start(id: string, meetingId: string, startedAt: number, encrypted: boolean): Promise<void> {
    const state = { locked: 0, spotlight: null, anonymous_wait: 0, encrypted: encrypted ? 1 : 0 } as const
    const row = { id, meeting_id: meetingId, started_at: startedAt, ended_at: null, ...state }
    await this.#database.insertInto('occurrences').values(row).execute()
  }

  async update(id: string, change: Partial<Pick<OccurrenceRow, 'locked' | 'spotlight' | 'anonymous_wait'>>): Promise<void> {
    await this.#database.updateTable('occurrences').set(change).where('id', '=', id).execute()
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

  async addParticipants(occurrenceId: string, participants: readonly LiveParticipant[]): Promise<void> {
    if (participants.length === 0) return
    const rows = participants.map(({ id, newcomer, joinedAt, resume }) => ({
      id,
      occurrence_id: occurrenceId,
      ...columnsOf(newcomer),
      joined_at: joinedAt,
      hand_raised_at: null,
      resume_hash: resume.hashes.hash,
      presented_resume_hash: null,
      left_at: null,
      left_reason: null,
    }))
    await this.#database.insertInto('participants').values(rows).execute()
  }

  /** Somebody came back, perhaps with another session. */
  async resume({ id, newcomer, resume }: LiveParticipant): Promise<void> {
    const { hash, presented } = resume.hashes
    await this.#update(id, { ...columnsOf(newcomer), resume_hash: hash, presented_resume_hash: presented ?? null })
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
