/** What verification finds, as data and in words. */
import type { Range } from './continuity.ts'

interface Spot {
  tenant: string
  sequence: number
}

export type Finding =
  /** Not as the service wrote it. */
  | ({ kind: 'changed' } & Spot)
  | ({ kind: 'missing'; tenant: string } & Range)
  /** The last ones are missing. */
  | ({ kind: 'cutOff'; tenant: string } & Range)
  /** The service never wrote it. */
  | ({ kind: 'inserted' } & Spot)
  /** As the service wrote it, in the place of another. */
  | ({ kind: 'moved'; to: number } & Spot)
  /** As the service wrote it, but for another organisation. */
  | ({ kind: 'foreign'; of: string; was: number } & Spot)
  /** The service wrote it, but after another one than stands before it: two copies of the log are mixed. */
  | ({ kind: 'unlinked' } & Spot)
  /** Its end is not what the service wrote down. */
  | { kind: 'headChanged' | 'headMissing'; tenant: string }
  /** There are records of the service after what it wrote down as the end. */
  | ({ kind: 'headBehind'; last: number } & Spot)
  /** The list of organisations is not what the service wrote. */
  | { kind: 'rollChanged' }
  | { kind: 'logUnknown' | 'logMissing'; tenant: string }
  | ({ kind: 'checkpointChanged' | 'checkpointMissing' | 'checkpointContradicted' } & Spot)
  /** A checkpoint that was kept elsewhere. */
  | ({ kind: 'expectedMissing' | 'expectedOther' } & Spot)
  | { kind: 'schemaMissing' | 'schemaChanged' | 'schemaAdded'; name: string }
  /** SQLite can't make sense of the file. */
  | { kind: 'damagedFile'; message: string }

export type FindingKind = Finding['kind']

type Words = { [K in FindingKind]: (finding: Extract<Finding, { kind: K }>) => string }

const numbers = ({ from, to }: Range): string => (from === to ? `record ${from} is` : `records ${from} to ${to} are`)

const WORDS: Words = {
  changed: ({ tenant, sequence }) => `${tenant}: record ${sequence} was changed`,
  missing: ({ tenant, ...range }) => `${tenant}: ${numbers(range)} missing`,
  cutOff: ({ tenant, ...range }) => `${tenant}: the end was cut off, ${numbers(range)} missing`,
  inserted: ({ tenant, sequence }) => `${tenant}: record ${sequence} was inserted; the service did not write it`,
  moved: ({ tenant, sequence, to }) => `${tenant}: record ${sequence} stands at ${to}`,
  foreign: ({ tenant, sequence, of, was }) => `${tenant}: at ${sequence} stands record ${was} of ${of}`,
  unlinked: ({ tenant, sequence }) =>
    `${tenant}: record ${sequence} does not follow the one before it: two copies of the log are mixed`,
  headChanged: ({ tenant }) => `${tenant}: what the service wrote down as the end was changed`,
  headMissing: ({ tenant }) => `${tenant}: what the service wrote down as the end is missing`,
  headBehind: ({ tenant, sequence, last }) =>
    `${tenant}: the service wrote down ${sequence} as the end, but there are records up to ${last}`,
  rollChanged: () => 'the list of organisations that have a log was changed',
  logUnknown: ({ tenant }) => `${tenant}: the service does not know of this log`,
  logMissing: ({ tenant }) => `${tenant}: the whole log is missing`,
  checkpointChanged: ({ tenant, sequence }) =>
    `${tenant}: the checkpoint at ${sequence} was changed; its signature does not hold`,
  checkpointMissing: ({ tenant, sequence }) => `${tenant}: the checkpoint at ${sequence} is missing`,
  checkpointContradicted: ({ tenant, sequence }) =>
    `${tenant}: record ${sequence} is not the one that its checkpoint was signed for; it or one before it was written anew`,
  expectedMissing: ({ tenant, sequence }) =>
    `${tenant}: the log had come to ${sequence} when the expected checkpoint was made, and no longer has; it was set back`,
  expectedOther: ({ tenant, sequence }) =>
    `${tenant}: record ${sequence} is not the one of the expected checkpoint; it or one before it was written anew`,
  schemaMissing: ({ name }) => `${name} is missing in the database`,
  schemaChanged: ({ name }) => `${name} in the database is not what the service made`,
  schemaAdded: ({ name }) => `${name} in the database was not made by the service`,
  damagedFile: ({ message }) => `the database file is damaged: ${message}`,
}

/** In one sentence. */
export const describe = <K extends FindingKind>(finding: Extract<Finding, { kind: K }>): string =>
  (WORDS[finding.kind as K] as (finding: Extract<Finding, { kind: K }>) => string)(finding)
