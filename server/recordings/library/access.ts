import type { RecordingSummary } from '#shared/contract/recordings.ts'
import { ParleyError } from '#shared/errors.ts'
import { mayDo } from '#shared/policies/admin-roles.ts'
import type { RecordingRules } from '#shared/policies/recording-rules.ts'
import {
  allowedTo,
  denialOf,
  type RecordingAction,
  type RecordingDenial,
  type RecordingStanding,
  type Viewer,
} from '#shared/recording-library/permissions.ts'
import type { Session } from '../../identity/identities.ts'
import type { Rulebook } from '../../policies/rulebook.ts'
import type { Rules } from '../../policies/rules.ts'
import type { Database } from '../../storage/database.ts'
import { HEAD_COLUMNS, type RecordingHead } from './recordings-schema.ts'

/** A recording, and what somebody is to it. */
export interface Found {
  readonly row: RecordingHead
  readonly viewer: Viewer
  readonly standing: RecordingStanding
  readonly rules: RecordingRules
}

export interface AccessOptions {
  database: Database
  rulebook: Pick<Rulebook, 'current'>
  rules: Pick<Rules, 'administrator'>
}

/** Left the occurrence otherwise than by their own will: what they were put out of is not theirs. */
const PUT_OUT: ReadonlySet<string> = new Set(['removed'])

/** Whom recordings are for, asked in the database at each request: nothing of an answer is kept. */
export class Access {
  readonly #options: AccessOptions

  constructor(options: AccessOptions) {
    this.#options = options
  }

  rulesOf(tenant: string): RecordingRules {
    return this.#options.rulebook.current(tenant).rules.recordings
  }

  /** Of their own organisation; undefined for everybody else. */
  async officerOf(session: Session): Promise<string | undefined> {
    if (session.tenant === undefined || session.person.kind !== 'member') return undefined
    const { role } = await this.#options.rules.administrator(session)
    return role !== undefined && mayDo(role, 'keepRecordings') ? session.tenant : undefined
  }

  /**
   * The recording for somebody who may do this with it. Throws FORBIDDEN, for one that there is not as well: nobody learns of
   * recordings by asking; WRONG_STATE for what could be done at another time.
   */
  async require(session: Session, id: string, action: RecordingAction): Promise<Found> {
    const row = await this.#options.database.selectFrom('recordings').select(HEAD_COLUMNS).where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new ParleyError('FORBIDDEN', 'notYours')
    const found = await this.of(session, row)
    const denial = denialOf(action, found.viewer, found.standing, found.rules)
    if (denial !== undefined) throw refusalOf(denial)
    return found
  }

  /** What somebody is to a recording. `officer`: where that was asked already. */
  async of(session: Session, row: RecordingHead, officer?: string | undefined): Promise<Found> {
    const viewer = await this.#viewer(session, row, officer ?? (await this.officerOf(session)))
    return { row, viewer, standing: standingOf(row), rules: this.rulesOf(row.tenant) }
  }

  async #viewer({ person }: Session, row: RecordingHead, officer: string | undefined): Promise<Viewer> {
    const { database } = this.#options
    const last = await database
      .selectFrom('participants')
      .select('left_reason')
      .where('occurrence_id', '=', row.occurrence_id)
      .where('person_id', '=', person.id)
      .orderBy('joined_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    const reasons = await database
      .selectFrom('recording_people')
      .select('because')
      .where('recording_id', '=', row.id)
      .where('person_id', '=', person.id)
      .execute()
    const isPutOut = last !== undefined && PUT_OUT.has(last.left_reason ?? '')
    return {
      kind: person.kind,
      organiser: row.organiser_id === person.id,
      participant: last !== undefined && !isPutOut,
      // An invitation says who may come. Whoever was put out may not any more.
      invited: !isPutOut && reasons.some(({ because }) => because === 'invited'),
      sharedWith: reasons.some(({ because }) => because === 'shared'),
      complianceOfficer: officer === row.tenant,
    }
  }
}

export const standingOf = (
  row: Pick<RecordingHead, 'compliance' | 'ended_at' | 'trashed_at' | 'deleted_at' | 'held_at'>,
): RecordingStanding => {
  const phase =
    row.deleted_at !== null ? 'deleted' : row.ended_at === null ? 'running' : row.trashed_at !== null ? 'trash' : 'kept'
  return { compliance: row.compliance === 1, phase, held: row.held_at !== null }
}

export const summaryOf = ({ row, viewer, standing, rules }: Found): RecordingSummary => ({
  id: row.id,
  title: row.title,
  organiser: { id: row.organiser_id, name: row.organiser_name },
  startedAt: row.started_at,
  endedAt: row.ended_at ?? undefined,
  duration: row.duration ?? undefined,
  size: row.size ?? undefined,
  state: row.state,
  compliance: standing.compliance,
  expiresAt: row.expires_at ?? undefined,
  held: standing.held,
  trashedAt: row.trashed_at ?? undefined,
  may: allowedTo(viewer, standing, rules),
})

const LATER: ReadonlySet<RecordingDenial> = new Set<RecordingDenial>(['running', 'trash', 'notInTrash', 'held'])

const refusalOf = (denial: RecordingDenial): ParleyError =>
  new ParleyError(LATER.has(denial) ? 'WRONG_STATE' : 'FORBIDDEN', denial)
