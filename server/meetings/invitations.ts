import type { Invitation } from '#shared/contract/moderation.ts'
import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { cleanName } from '#shared/meeting/names.ts'
import { hashSecret, newId, newSecret } from '../identity/secrets.ts'
import type { Database } from '../storage/database.ts'
import type { InvitationRow } from '../storage/schema.ts'

const fromRow = (row: InvitationRow): Invitation => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  withdrawnAt: row.withdrawn_at ?? undefined,
  usedAt: row.used_at ?? undefined,
})

/** Invitations of guests by name: each a secret of its own, of which only the hash is kept. */
export class Invitations {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  /** The newest first. */
  async list(meetingId: string): Promise<Invitation[]> {
    const rows = await this.#database
      .selectFrom('invitations')
      .selectAll()
      .where('meeting_id', '=', meetingId)
      .orderBy('created_at', 'desc')
      .execute()
    return rows.map(fromRow)
  }

  /** Throws NAME_INVALID, INVALID_INPUT or LIMIT_REACHED. */
  async create(
    meetingId: string,
    { name: given, expiresAt }: { name: string; expiresAt: number },
  ): Promise<{ invitation: Invitation; secret: string }> {
    const now = this.#now()
    const name = cleanName(given)
    if (name === undefined) throw new ParleyError('NAME_INVALID')
    if (expiresAt <= now || expiresAt > now + LIMITS.invitationLifetime) throw new ParleyError('INVALID_INPUT', 'expiresAt')
    const open = (await this.list(meetingId)).filter((each) => each.withdrawnAt === undefined && now < each.expiresAt)
    if (open.length >= LIMITS.invitations) throw new ParleyError('LIMIT_REACHED', 'invitations')
    const secret = newSecret()
    const row = {
      id: newId(),
      meeting_id: meetingId,
      name,
      secret_hash: hashSecret(secret),
      created_at: now,
      expires_at: expiresAt,
      withdrawn_at: null,
      used_at: null,
    }
    await this.#database.insertInto('invitations').values(row).execute()
    return { invitation: fromRow(row), secret }
  }

  /** The id of the invitation with this secret, for a session of its guest. Throws INVITATION_INVALID. */
  async redeem(secret: string, meetingId: string): Promise<string> {
    const row = await this.#database
      .selectFrom('invitations')
      .selectAll()
      .where('secret_hash', '=', hashSecret(secret))
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst()
    if (row === undefined || !this.#holds(row)) throw new ParleyError('INVITATION_INVALID')
    if (row.used_at === null) {
      await this.#database.updateTable('invitations').set({ used_at: this.#now() }).where('id', '=', row.id).execute()
    }
    return row.id
  }

  /** Neither withdrawn nor expired. */
  async isGood(id: string): Promise<boolean> {
    const row = await this.#database.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()
    return row !== undefined && this.#holds(row)
  }

  /** False where it was withdrawn before. Throws NOT_FOUND. */
  async withdraw(meetingId: string, id: string): Promise<boolean> {
    const found = await this.#database
      .selectFrom('invitations')
      .select('id')
      .where('id', '=', id)
      .where('meeting_id', '=', meetingId)
      .executeTakeFirst()
    if (found === undefined) throw new ParleyError('NOT_FOUND', 'invitation')
    const { numUpdatedRows } = await this.#database
      .updateTable('invitations')
      .set({ withdrawn_at: this.#now() })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }

  #holds({ withdrawn_at, expires_at }: InvitationRow): boolean {
    return withdrawn_at === null && this.#now() < expires_at
  }
}
