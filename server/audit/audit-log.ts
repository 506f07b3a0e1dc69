import { CompiledQuery, type Transaction } from 'kysely'
import { type AuditRecord, isPersonKind, type NewAuditRecord } from '#shared/audit/record.ts'
import { ParleyError } from '#shared/errors.ts'
import type { ServiceSecret } from '../identity/service-secret.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { type AuditAppendRow, HEAD_MOVED, PERSON_UNKNOWN, RECORD_COLUMNS } from './audit-schema.ts'
import { canonicalJson, canonicalMembers } from './canonical.ts'
import { Pseudonyms } from './pseudonyms.ts'
import { isTenant, wrongMember } from './record-check.ts'
import { AuditKeys, type Checkpoint, type HashedColumns, hashOf, NO_HASH, type Place, valuesOf } from './sealing.ts'

/** A checkpoint comes with each of this many records of an organisation; verification counts on it. */
export const CHECKPOINT_EVERY = 1_000

/** What was and what is, of one record; as JSON. */
const MOST_CHANGE = 256 * 1024

/** Attempts at one append: what is remembered of the head and of two people can each be outdated by an undone transaction. */
const ATTEMPTS = 4

type Head = Pick<AuditRecord, 'sequence' | 'hash'>

const APPEND_COLUMNS: readonly (keyof AuditAppendRow)[] = [...RECORD_COLUMNS, 'head_seal']
const APPEND = `insert or fail into audit_appends (${APPEND_COLUMNS.join(', ')}) values (${APPEND_COLUMNS.map(() => '?').join(', ')})`
const FIND_HEAD = 'select sequence, hash from audit_heads where tenant = ?'

export interface AuditLogParts {
  secret: ServiceSecret
  now?: () => number
}

/**
 * The audit logs of the organisations: each an append-only chain of records.
 *
 * A record is written in the transaction of the act that it is about: neither is there without the other. The heads that are
 * remembered here save a query for each record and are no more than a guess: a transaction may be undone after its appends. The
 * database refuses a record that does not continue its head; then the head is read again.
 */
export class AuditLog {
  readonly #keys: AuditKeys
  readonly #now: () => number
  readonly #heads = new Map<string, Head>()
  readonly #pseudonyms = new Pseudonyms()
  /** Appends that have been asked for and are not done. */
  #asked = 0
  /** The one that was asked for last. */
  #last: Promise<unknown> = Promise.resolve()

  constructor({ secret, now = Date.now }: AuditLogParts) {
    this.#keys = new AuditKeys(secret)
    this.#now = now
  }

  /**
   * Writes what is done in this transaction. People are given by their own ids; the log keeps pseudonyms.
   *
   * Throws INTERNAL where the record holds what does not belong into it: the act can't be done then.
   */
  append(transaction: Transaction<Schema>, tenant: string, record: NewAuditRecord): Promise<Place> {
    const append = (): Promise<Place> => this.#append(transaction, tenant, record)
    this.#asked += 1
    // One after another, whoever asks for several at once; most come alone, and wait for nobody.
    const appended = this.#asked === 1 ? append() : this.#last.then(append, append)
    this.#last = appended
    return appended
  }

  async #append(transaction: Transaction<Schema>, tenant: string, record: NewAuditRecord): Promise<Place> {
    try {
      check(tenant, record)
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#tryToAppend(transaction, tenant, record)
        } catch (error) {
          this.#heads.delete(tenant)
          this.#pseudonyms.forget()
          if (!isOutdated(error) || attempt === ATTEMPTS) throw error
        }
      }
    } finally {
      this.#asked -= 1
    }
  }

  /** The pseudonym of somebody, for a `change` that speaks of people; made where there is none. */
  async pseudonymOf(transaction: Transaction<Schema>, tenant: string, personId: string): Promise<string> {
    return this.#pseudonyms.of(transaction, tenant, personId)
  }

  /** Forgets who is behind the person's pseudonym. The records stay whole. */
  async erasePerson(transaction: Transaction<Schema>, tenant: string, personId: string): Promise<void> {
    await this.#pseudonyms.erase(transaction, tenant, personId)
  }

  /** Signs how far each log has come since its last checkpoint; gives the new ones. */
  async checkpoint(database: Database): Promise<Checkpoint[]> {
    return database.transaction().execute(async (transaction) => {
      const moved = await transaction
        .selectFrom('audit_heads as head')
        .select(['head.tenant', 'head.sequence', 'head.hash'])
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('audit_checkpoints as point')
                .select('point.sequence')
                .whereRef('point.tenant', '=', 'head.tenant')
                .whereRef('point.sequence', '=', 'head.sequence'),
            ),
          ),
        )
        .execute()
      const at = this.#now()
      const points = moved.map((place) => this.#keys.sign({ ...place, at }))
      if (points.length > 0) await transaction.insertInto('audit_checkpoints').values(points).execute()
      return points
    })
  }

  async #tryToAppend(transaction: Transaction<Schema>, tenant: string, record: NewAuditRecord): Promise<Place> {
    const { actor, subject, outcome } = record
    const actorId = this.#idOf(transaction, tenant, actor)
    const subjectId = this.#idOf(transaction, tenant, subject)
    const head = this.#heads.get(tenant) ?? (await this.#readHead(transaction, tenant))
    const columns: HashedColumns = {
      tenant,
      sequence: head.sequence + 1,
      at: this.#now(),
      act: record.act,
      actor_kind: actor.kind,
      actor: isWaitedFor(actorId) ? await actorId : actorId,
      actor_role: actor.kind === 'service' ? null : (actor.role ?? null),
      subject_kind: subject === undefined ? null : subject.kind,
      subject: isWaitedFor(subjectId) ? await subjectId : subjectId,
      outcome: outcome?.kind === 'refused' ? outcome.code : 'done',
      detail: record.detail === undefined ? '{}' : canonicalMembers(record.detail),
      change: changeOf(record),
      previous: head.hash,
    }
    const place = { tenant, sequence: columns.sequence, hash: hashOf(columns) }
    const seals = this.#keys.sealsOf(place)
    await transaction.executeQuery(
      CompiledQuery.raw(APPEND, [...valuesOf(columns, tenant, place.sequence, columns.at), place.hash, seals.record, seals.head]),
    )
    this.#heads.set(tenant, place)
    if (place.sequence % CHECKPOINT_EVERY === 0) {
      const point = this.#keys.sign({ ...place, at: columns.at })
      await transaction.insertInto('audit_checkpoints').values(point).execute()
    }
    return place
  }

  #idOf(
    transaction: Transaction<Schema>,
    tenant: string,
    whom: { kind: string; id?: string } | undefined,
  ): string | null | Promise<string> {
    if (whom?.id === undefined) return null
    return isPersonKind(whom.kind) ? this.#pseudonyms.of(transaction, tenant, whom.id) : whom.id
  }

  async #readHead(transaction: Transaction<Schema>, tenant: string): Promise<Head> {
    const find = CompiledQuery.raw(FIND_HEAD, [tenant]) as CompiledQuery<Head>
    const [head] = (await transaction.executeQuery(find)).rows
    return head ?? (await this.#begin(transaction, tenant))
  }

  /** Makes a head for an organisation that has none, and puts it on the roll. */
  async #begin(transaction: Transaction<Schema>, tenant: string): Promise<Head> {
    const head = { tenant, sequence: 0, hash: NO_HASH }
    await transaction
      .insertInto('audit_heads')
      .values({ ...head, seal: this.#keys.sealsOf(head).head })
      .execute()
    const roll = await transaction.selectFrom('audit_roll').select('tenants').executeTakeFirst()
    const known: string[] = roll === undefined ? [] : JSON.parse(roll.tenants)
    const tenants = canonicalJson([...known, tenant].sort())
    const values = { tenants, seal: this.#keys.sealOfRoll(tenants) }
    await transaction
      .insertInto('audit_roll')
      .values({ id: 1, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute()
    return head
  }
}

const isOutdated = (error: unknown): boolean =>
  error instanceof Error && (error.message === HEAD_MOVED || error.message === PERSON_UNKNOWN)

const isWaitedFor = <T>(value: T | Promise<T>): value is Promise<T> => value instanceof Promise

const check = (tenant: string, record: NewAuditRecord): void => {
  const member = wrongMember(record)
  if (member !== undefined) throw new ParleyError('INTERNAL', `an audit record can’t hold such a member: ${member}`)
  if (!isTenant(tenant)) throw new ParleyError('INTERNAL', 'an audit record without an organisation')
}

const changeOf = ({ change }: NewAuditRecord): string | null => {
  if (change === undefined) return null
  const text = canonicalJson(change)
  if (text.length > MOST_CHANGE) throw new ParleyError('INTERNAL', 'an audit record can’t hold a change that large')
  return text
}
