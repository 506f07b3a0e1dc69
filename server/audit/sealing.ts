/**
 * What ties the records of an organisation together, and to this service.
 *
 * - The **hash** of a record is over all its columns, among them the hash before: anybody can compute it.
 * - Its **seal** says that this service wrote it as this number of this organisation. It names both in the open, so that a record
 *   that stands elsewhere says where it belongs; and it takes a key to make.
 * - The seal of the **head** says the same of the last record. It can't be made of a record's seal: who cuts off the tail has
 *   none for the new end. Both come out of one HMAC-SHA-512, each a half of it.
 * - A **checkpoint** is signed, so that whoever has the public key can keep it elsewhere and compare later.
 */
import { createHmac, createPublicKey, createSecretKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import type { ServiceSecret } from '../identity/service-secret.ts'
import type { AuditRecordRow } from './audit-schema.ts'
import { canonicalList, digest } from './canonical.ts'

/** Of the 86 characters that an HMAC-SHA-512 has in base64url. */
const HALF = 43

/** What a record is hashed from. */
export type HashedColumns = Omit<AuditRecordRow, 'hash' | 'seal'>

/** In the place of a previous hash, for the first record. */
export const NO_HASH = ''

/** Of the encoding; a later one gets another. */
const VERSION = 1

/** Of what a checkpoint states. */
const TITLE = 'parley audit checkpoint'

/** What of it does not say where and when. */
type Content = Omit<HashedColumns, 'tenant' | 'sequence' | 'at'>

/** In the order in which they are stored and hashed. */
export const valuesOf = (row: Content, tenant: string, sequence: number, at: number): (string | number | null)[] => [
  tenant,
  sequence,
  at,
  row.act,
  row.actor_kind,
  row.actor,
  row.actor_role,
  row.subject_kind,
  row.subject,
  row.outcome,
  row.detail,
  row.change,
  row.previous,
]

/** Of a row as the record of that number, wherever it stands. */
export const hashAs = (row: Content, tenant: string, sequence: number, at: number): string =>
  digest(canonicalList([VERSION, ...valuesOf(row, tenant, sequence, at)]))

export const hashOf = (row: HashedColumns): string => hashAs(row, row.tenant, row.sequence, row.at)

/** Which record of which organisation, by its hash. */
export interface Place {
  tenant: string
  sequence: number
  hash: string
}

export interface Seals {
  record: string
  head: string
}

/** Where a seal says that its record belongs, believed or not; undefined where it says nothing. */
export const placeNamedBy = (seal: string): { tenant: string; sequence: number } | undefined => {
  const [, sequence, tenant] = /^([1-9]\d{0,15})\.[\w-]{43}\.(.+)$/.exec(seal) ?? []
  return sequence === undefined || tenant === undefined ? undefined : { tenant, sequence: Number(sequence) }
}

/** A signed statement of how far a log had come. */
export interface Checkpoint extends Place {
  at: number
  signature: string
}

const statementOf = ({ tenant, sequence, hash, at }: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(canonicalList([TITLE, VERSION, tenant, sequence, hash, at]))

/** As one word, to be kept elsewhere. */
export const writeCheckpoint = (checkpoint: Checkpoint): string =>
  `${statementOf(checkpoint).toString('base64url')}.${checkpoint.signature}`

const Statement = z.tuple([z.literal(TITLE), z.literal(VERSION), z.string(), z.int().min(0), z.string(), z.int().min(0)])

/** Of such a word; undefined where it is none. Whether it is signed is another question. */
export const readCheckpoint = (text: string): Checkpoint | undefined => {
  const [, statement = '', signature = ''] = /^([\w-]+)\.([\w-]+)$/.exec(text) ?? []
  try {
    const [, , tenant, sequence, hash, at] = Statement.parse(JSON.parse(Buffer.from(statement, 'base64url').toString()))
    return { tenant, sequence, hash, at, signature }
  } catch {
    return undefined
  }
}

/** The service's keys for its audit log. */
export class AuditKeys {
  readonly #sealing: KeyObject
  readonly #rolling: KeyObject
  readonly #signing: KeyObject
  /** Of the checkpoints. */
  readonly publicKey: KeyObject

  constructor(secret: ServiceSecret) {
    this.#sealing = createSecretKey(secret.deriveBytes('audit seal'))
    this.#rolling = createSecretKey(secret.deriveBytes('audit roll'))
    this.#signing = secret.deriveSigningKey('audit checkpoint')
    this.publicKey = createPublicKey(this.#signing)
  }

  sealsOf({ tenant, sequence, hash }: Place): Seals {
    const text = canonicalList([tenant, sequence, hash])
    const both = createHmac('sha512', this.#sealing).update(text).digest('base64url')
    return { record: `${sequence}.${both.slice(0, HALF)}.${tenant}`, head: both.slice(HALF) }
  }

  /** Of the list of organisations that have a log. */
  sealOfRoll(tenants: string): string {
    return createHmac('sha256', this.#rolling).update(tenants).digest('base64url')
  }

  sign(statement: Omit<Checkpoint, 'signature'>): Checkpoint {
    return { ...statement, signature: sign(null, statementOf(statement), this.#signing).toString('base64url') }
  }

  isSigned(checkpoint: Checkpoint): boolean {
    const signature = Buffer.from(checkpoint.signature, 'base64url')
    return (
      signature.toString('base64url') === checkpoint.signature && verify(null, statementOf(checkpoint), this.publicKey, signature)
    )
  }
}
