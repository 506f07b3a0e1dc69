/**
 * Whether the log is what the service wrote, and where it is not.
 *
 * Every record is hashed and its seal made again. What holds is taken at its word as the record it is, wherever it stands; what does
 * not was changed where a record of that number is missing otherwise, and was inserted where none is. The sealed head tells what is
 * missing at the end, the sealed roll which whole logs are. Memory grows with what is wrong, not with the log.
 */
import { sql } from 'kysely'
import type { ServiceSecret } from '../identity/service-secret.ts'
import type { Database } from '../storage/database.ts'
import { CHECKPOINT_EVERY } from './audit-log.ts'
import { AUDIT_OBJECTS } from './audit-schema.ts'
import { Continuity } from './continuity.ts'
import type { Finding } from './findings.ts'
import { AuditKeys, type Checkpoint, hashAs, type Place, placeNamedBy } from './sealing.ts'
import { checkpoints, rowsAsTheyLie, rowsByKey, type StoredRow } from './stored-rows.ts'

/** Findings of one verification; what is found beyond them is only counted. */
const MOST_FINDINGS = 10_000

export interface VerifyOptions {
  secret: ServiceSecret
  /** One organisation's log; all, where absent. */
  tenant?: string | undefined
  /** Kept from before. Signed by this service: `AuditKeys.isSigned`. */
  expect?: Checkpoint | undefined
  /** Reads the file from end to end at once, indices too. Without it that is done where a first look finds something. */
  thorough?: boolean
}

export interface Verification {
  records: number
  tenants: number
  /** The first 10,000. */
  findings: Finding[]
  /** How many there are in all. */
  found: number
}

export const verify = async (database: Database, options: VerifyOptions): Promise<Verification> => {
  if (options.thorough !== true) {
    const first = await new Walk(database, options).run(rowsByKey)
    if (first.found === 0) return first
  }
  const walk = new Walk(database, options)
  await walk.checkFile()
  return walk.run(rowsAsTheyLie)
}

/** What is known of one organisation's log on the way. */
class Progress {
  readonly continuity = new Continuity()
  lastHash = ''
}

type Rows = (database: Database, tenant?: string) => AsyncGenerator<StoredRow[]>

/** The way once through everything. */
class Walk {
  readonly #database: Database
  readonly #keys: AuditKeys
  readonly #options: VerifyOptions
  readonly #findings: Finding[] = []
  #found = 0
  #records = 0
  readonly #progress = new Map<string, Progress>()
  /** Rows that nothing vouches for, by where they stand. */
  readonly #strangers: Pick<Place, 'tenant' | 'sequence'>[] = []
  /** Where something was found. */
  readonly #wrong = new Set<string>()
  /** How far each log goes, as far as that can be told. */
  readonly #ends = new Map<string, number>()

  constructor(database: Database, options: VerifyOptions) {
    this.#database = database
    this.#options = options
    this.#keys = new AuditKeys(options.secret)
  }

  async run(rows: Rows): Promise<Verification> {
    await this.#attempt(() => this.#checkSchema())
    await this.#attempt(async () => {
      for await (const page of rows(this.#database, this.#options.tenant)) for (const row of page) this.#take(row)
    })
    await this.#attempt(() => this.#checkEnds())
    await this.#attempt(() => this.#checkCheckpoints())
    await this.#attempt(() => this.#checkExpected())
    return { records: this.#records, tenants: this.#progress.size, findings: this.#findings, found: this.#found }
  }

  /** What SQLite itself finds: broken pages, indices that do not fit their tables. */
  async checkFile(): Promise<void> {
    await this.#attempt(async () => {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(100)`.execute(this.#database)
      for (const { integrity_check: message } of rows) if (message !== 'ok') this.#note({ kind: 'damagedFile', message })
    })
  }

  #note(finding: Finding): void {
    this.#found += 1
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push(finding)
  }

  /** What SQLite can't read is a finding like others. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) throw error
      this.#note({ kind: 'damagedFile', message: error.message })
    }
  }

  #progressOf(tenant: string): Progress {
    const known = this.#progress.get(tenant)
    if (known !== undefined) return known
    const progress = new Progress()
    this.#progress.set(tenant, progress)
    return progress
  }

  #take(row: StoredRow): void {
    this.#records += 1
    const stands = { tenant: String(row.tenant), sequence: Number(row.sequence) }
    const belongs = this.#whereItBelongs(row, stands)
    if (belongs === undefined) {
      this.#strangers.push(stands)
      this.#wrong.add(spotOf(stands))
      return
    }
    if (belongs !== stands) this.#wrong.add(spotOf(stands)).add(spotOf(belongs))
    const progress = this.#progressOf(belongs.tenant)
    const { continuity } = progress
    if (belongs.tenant !== stands.tenant) {
      this.#note({ kind: 'foreign', ...stands, of: belongs.tenant, was: belongs.sequence })
    } else if (belongs.sequence !== stands.sequence) {
      this.#note({ kind: 'moved', ...belongs, to: stands.sequence })
    } else if (belongs.sequence === continuity.last + 1 && row.previous !== progress.lastHash) {
      // After a gap there is nothing to compare with.
      this.#note({ kind: 'unlinked', ...belongs })
    }
    if (belongs.sequence > continuity.last) progress.lastHash = row.hash
    continuity.take(belongs.sequence)
  }

  /** Which record it is, by hash and seal; undefined for one that the service did not write as it is. */
  #whereItBelongs(row: StoredRow, stands: Pick<Place, 'tenant' | 'sequence'>): Pick<Place, 'tenant' | 'sequence'> | undefined {
    const at = Number(row.at)
    if (row.types !== 'integer,integer' || String(at) !== row.at || typeof row.seal !== 'string') return undefined
    const holdsAs = ({ tenant, sequence }: Pick<Place, 'tenant' | 'sequence'>): boolean =>
      hashAs(row, tenant, sequence, at) === row.hash &&
      this.#keys.sealsOf({ tenant, sequence, hash: row.hash }).record === row.seal
    if (holdsAs(stands)) return stands
    const named = placeNamedBy(row.seal)
    return named !== undefined && holdsAs(named) ? named : undefined
  }

  /** What the roll and the heads say there must be. */
  async #checkEnds(): Promise<void> {
    const { tenant } = this.#options
    const heads = await this.#readHeads()
    const enrolled = await this.#readRoll()
    const tenants = new Set([...(enrolled ?? []), ...heads.keys(), ...this.#progress.keys()])
    if (enrolled === undefined && (tenants.size > 0 || this.#strangers.length > 0)) this.#note({ kind: 'rollChanged' })
    for (const each of tenants) {
      if (tenant !== undefined && each !== tenant) continue
      const [head, isKnown] = [heads.get(each), this.#progress.has(each)]
      if (enrolled !== undefined && !enrolled.has(each)) this.#note({ kind: 'logUnknown', tenant: each })
      else if (head === undefined) this.#note({ kind: isKnown ? 'headMissing' : 'logMissing', tenant: each })
      else if (!head.isSealed) this.#note({ kind: 'headChanged', tenant: each })
    }
    for (const each of tenants) this.#checkEnd(each, heads.get(each))
    for (const spot of this.#strangers) if (!tenants.has(spot.tenant)) this.#note({ kind: 'inserted', ...spot })
  }

  #checkEnd(tenant: string, head: Head | undefined): void {
    const { continuity, lastHash } = this.#progressOf(tenant)
    const { last } = continuity
    const trusted = head?.isSealed === true ? head : undefined
    if (trusted !== undefined && last > trusted.sequence) {
      this.#note({ kind: 'headBehind', tenant, sequence: trusted.sequence, last })
    }
    if (trusted !== undefined && last === trusted.sequence && lastHash !== trusted.hash) {
      this.#note({ kind: 'unlinked', tenant, sequence: last })
    }
    for (const spot of this.#strangers) {
      if (spot.tenant !== tenant) continue
      const isOne = continuity.isMissing(spot.sequence) && (trusted === undefined || spot.sequence <= trusted.sequence)
      this.#note({ kind: isOne ? 'changed' : 'inserted', ...spot })
      if (isOne) continuity.take(spot.sequence)
    }
    const end = trusted?.sequence ?? continuity.last
    for (const range of continuity.missing(end)) {
      this.#note({ kind: range.to === end && trusted !== undefined ? 'cutOff' : 'missing', tenant, ...range })
    }
    this.#ends.set(tenant, end)
  }

  async #readHeads(): Promise<Map<string, Head>> {
    const { rows } = await sql<Record<'tenant' | 'sequence' | 'hash' | 'seal', string>>`
      select tenant, cast(sequence as text) as sequence, hash, seal from audit_heads`.execute(this.#database)
    return new Map(
      rows.map(({ tenant, sequence, hash, seal }) => {
        const place = { tenant, sequence: Number(sequence), hash }
        const isSealed = String(place.sequence) === sequence && this.#keys.sealsOf(place).head === seal
        return [tenant, { ...place, isSealed }]
      }),
    )
  }

  /** The organisations that have a log; undefined where there is no list that the service wrote. */
  async #readRoll(): Promise<ReadonlySet<string> | undefined> {
    const [roll] = await this.#database.selectFrom('audit_roll').select(['tenants', 'seal']).execute()
    if (typeof roll?.tenants !== 'string' || this.#keys.sealOfRoll(roll.tenants) !== roll.seal) return undefined
    return new Set<string>(JSON.parse(roll.tenants))
  }

  async #checkCheckpoints(): Promise<void> {
    const regular = new Map<string, Continuity>()
    for await (const page of checkpoints(this.#database, this.#options.tenant)) {
      for (const point of page) {
        const { tenant, sequence } = point
        if (sequence % CHECKPOINT_EVERY === 0) {
          const seen = regular.get(tenant) ?? new Continuity()
          regular.set(tenant, seen)
          seen.take(sequence / CHECKPOINT_EVERY)
        }
        if (!this.#keys.isSigned(point)) this.#note({ kind: 'checkpointChanged', tenant, sequence })
        else if (await this.#contradicts(point)) this.#note({ kind: 'checkpointContradicted', tenant, sequence })
      }
    }
    for (const [tenant, end] of this.#ends) {
      const seen = regular.get(tenant) ?? new Continuity()
      for (const { from, to } of seen.missing(Math.floor(end / CHECKPOINT_EVERY))) {
        for (let number = from; number <= to; number += 1) {
          this.#note({ kind: 'checkpointMissing', tenant, sequence: number * CHECKPOINT_EVERY })
        }
      }
    }
  }

  /** Whether the record is another one, and nothing has been said about it. */
  async #contradicts(point: Checkpoint): Promise<boolean> {
    const hash = await this.#hashAt(point)
    if (hash === undefined) return point.sequence > (this.#ends.get(point.tenant) ?? 0)
    return hash !== point.hash && !this.#wrong.has(spotOf(point))
  }

  async #checkExpected(): Promise<void> {
    const { expect } = this.#options
    if (expect === undefined) return
    const { tenant, sequence } = expect
    const hash = await this.#hashAt(expect)
    if (hash === undefined) this.#note({ kind: 'expectedMissing', tenant, sequence })
    else if (hash !== expect.hash) this.#note({ kind: 'expectedOther', tenant, sequence })
  }

  async #hashAt({ tenant, sequence }: Place): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('audit_records')
      .select('hash')
      .where('tenant', '=', tenant)
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    return row?.hash
  }

  async #checkSchema(): Promise<void> {
    const { rows } = await sql<{ name: string; type: string; sql: string }>`
      select name, type, sql from sqlite_schema
      where sql is not null and (name glob 'audit_*' or (type = 'trigger' and tbl_name glob 'audit_*'))`.execute(this.#database)
    const found = new Map(rows.map(({ name, sql: text }) => [name, text]))
    for (const [name, text] of Object.entries(AUDIT_OBJECTS)) {
      const kept = found.get(name)
      if (kept === undefined) this.#note({ kind: 'schemaMissing', name })
      else if (plain(kept) !== plain(text)) this.#note({ kind: 'schemaChanged', name })
    }
    for (const { name, type } of rows) {
      if (type === 'trigger' && !Object.hasOwn(AUDIT_OBJECTS, name)) this.#note({ kind: 'schemaAdded', name })
    }
  }
}

interface Head extends Place {
  isSealed: boolean
}

const spotOf = ({ tenant, sequence }: Pick<Place, 'tenant' | 'sequence'>): string => `${tenant} ${sequence}`

/** SQLite writes the first words in capitals. */
const plain = (text: string): string => text.replace(/^create \w+/i, (words) => words.toLowerCase())
