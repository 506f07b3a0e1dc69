/** Where recordings are kept and which vault locks them, as the environment says it: variables, what they must be, what fits together. */
import { accessSync, constants } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import type { ParleyError } from '#shared/errors.ts'
import { isSecureAddress } from '../identity/provider-config.ts'
import type { S3Options } from './blobs/s3-bucket.ts'
import type { AwsKmsOptions } from './vault/aws-kms-vault.ts'
import type { AzureOptions } from './vault/azure-vault.ts'
import type { TransitOptions } from './vault/transit-vault.ts'

export type VaultConfig =
  | { kind: 'key-file'; path: string }
  | ({ kind: 'aws-kms' } & AwsKmsOptions)
  | ({ kind: 'azure' } & AzureOptions)
  | ({ kind: 'transit' } & TransitOptions)

export interface RecordingStorageConfig {
  /** Where recordings lie or, where there is an `s3`, those that are not there yet. */
  folder: string
  /** bytes of the disk that recordings leave to others */
  leaveFree: number
  /** File of the keys of the store's own layer of encryption. */
  keyFile: string
  s3: S3Options | undefined
  vault: VaultConfig
}

const MEGABYTE = 1_000_000
const LEAVE_FREE = 1_000 * MEGABYTE

const isReadable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

const path = { is: 'a path', schema: z.string().max(4_000) }
const secretFile = { is: 'a file that the service can read', schema: z.string().max(4_000).refine(isReadable) }
const address = { is: 'an https address (http on this machine)', schema: z.string().max(2_000).refine(isSecureAddress) }
const region = { is: 'a region, as in eu-central-1', schema: z.string().regex(/^[a-z0-9-]{1,32}$/) }
/** Of keys in a vault, or of a part of its paths. */
const label = { is: 'letters, digits and "-"', schema: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) }
const pathParts = { is: 'a path in the vault', schema: z.string().regex(/^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,7}$/) }

export const RECORDING_STORAGE_VARIABLES = {
  PARLEY_RECORDINGS_STORE: { is: '"folder" or "s3"', schema: z.enum(['folder', 's3']) },
  PARLEY_RECORDINGS_DIR: path,
  PARLEY_RECORDINGS_LEAVE_FREE: {
    is: 'a number of megabytes up to 999999999',
    schema: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  },
  PARLEY_RECORDINGS_KEY_FILE: path,
  PARLEY_S3_BUCKET: { is: 'the name of a bucket', schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/) },
  PARLEY_S3_REGION: region,
  PARLEY_S3_ENDPOINT: address,
  PARLEY_S3_PREFIX: {
    is: 'what keys begin with, as in parley/',
    schema: z.string().regex(/^(?:[A-Za-z0-9_-]{1,64}\/){1,8}$/),
  },
  PARLEY_S3_CREDENTIALS_FILE: secretFile,
  PARLEY_KEY_VAULT: {
    is: '"key-file", "aws-kms", "azure" or "transit"',
    schema: z.enum(['key-file', 'aws-kms', 'azure', 'transit']),
  },
  PARLEY_KEY_FILE: path,
  PARLEY_KEY_PREFIX: label,
  PARLEY_KMS_REGION: region,
  PARLEY_KMS_ENDPOINT: address,
  PARLEY_KMS_CREDENTIALS_FILE: secretFile,
  PARLEY_AZURE_VAULT: address,
  PARLEY_AZURE_TOKEN_ENDPOINT: address,
  PARLEY_AZURE_CLIENT_ID: { is: 'a client id', schema: z.string().regex(/^[\x21-\x7e]{1,256}$/) },
  PARLEY_AZURE_CLIENT_SECRET_FILE: secretFile,
  PARLEY_TRANSIT_ADDRESS: address,
  PARLEY_TRANSIT_MOUNT: pathParts,
  PARLEY_TRANSIT_NAMESPACE: pathParts,
  PARLEY_TRANSIT_TOKEN_FILE: secretFile,
} as const
type Variable = keyof typeof RECORDING_STORAGE_VARIABLES
type Value<V extends Variable> = z.output<(typeof RECORDING_STORAGE_VARIABLES)[V]['schema']>

/** Which variables mean something with which choice alone: set without it, they are a mistake that nobody would notice. */
const ONLY_WITH: readonly { choice: string; variables: readonly Variable[] }[] = [
  {
    choice: 'PARLEY_RECORDINGS_STORE=s3',
    variables: ['PARLEY_S3_BUCKET', 'PARLEY_S3_REGION', 'PARLEY_S3_ENDPOINT', 'PARLEY_S3_PREFIX', 'PARLEY_S3_CREDENTIALS_FILE'],
  },
  { choice: 'PARLEY_KEY_VAULT=key-file', variables: ['PARLEY_KEY_FILE'] },
  {
    choice: 'PARLEY_KEY_VAULT=aws-kms',
    variables: ['PARLEY_KMS_REGION', 'PARLEY_KMS_ENDPOINT', 'PARLEY_KMS_CREDENTIALS_FILE'],
  },
  {
    choice: 'PARLEY_KEY_VAULT=azure',
    variables: ['PARLEY_AZURE_VAULT', 'PARLEY_AZURE_TOKEN_ENDPOINT', 'PARLEY_AZURE_CLIENT_ID', 'PARLEY_AZURE_CLIENT_SECRET_FILE'],
  },
  {
    choice: 'PARLEY_KEY_VAULT=transit',
    variables: ['PARLEY_TRANSIT_ADDRESS', 'PARLEY_TRANSIT_MOUNT', 'PARLEY_TRANSIT_NAMESPACE', 'PARLEY_TRANSIT_TOKEN_FILE'],
  },
]

export interface Settings {
  /** Undefined where it is not set. Throws what `refuse` makes where it is not what it must be. */
  read: <V extends Variable>(variable: V) => Value<V> | undefined
  refuse: (variable: Variable, problem: string) => ParleyError
  dataDir: string
}

/** Throws what `refuse` makes where settings are missing, don't fit together, or would put keys beside what they lock. */
export const recordingStorageFrom = ({ read, refuse, dataDir }: Settings): RecordingStorageConfig => {
  const store = read('PARLEY_RECORDINGS_STORE') ?? 'folder'
  const vault = read('PARLEY_KEY_VAULT') ?? 'key-file'
  const chosen = new Set([`PARLEY_RECORDINGS_STORE=${store}`, `PARLEY_KEY_VAULT=${vault}`])
  for (const { choice, variables } of ONLY_WITH) {
    for (const variable of variables) {
      if (!chosen.has(choice) && read(variable) !== undefined) throw refuse(variable, `is for ${choice}, which is not set`)
    }
  }
  if (vault === 'key-file' && read('PARLEY_KEY_PREFIX') !== undefined) {
    throw refuse('PARLEY_KEY_PREFIX', 'is for a vault that others keep keys in, not for PARLEY_KEY_VAULT=key-file')
  }
  const need = <V extends Variable>(variable: V, choice: string): Value<V> => {
    const value = read(variable)
    if (value === undefined) throw refuse(variable, `is needed with ${choice}`)
    return value
  }

  const folder = resolve(read('PARLEY_RECORDINGS_DIR') ?? join(dataDir, 'recordings'))
  const keyFile = resolve(read('PARLEY_RECORDINGS_KEY_FILE') ?? join(dataDir, 'recordings.key'))
  const vaultFile = resolve(read('PARLEY_KEY_FILE') ?? join(dataDir, 'recording-keys.json'))
  if (isWithin(folder, keyFile)) throw refuse('PARLEY_RECORDINGS_KEY_FILE', 'must not lie in the folder of the recordings')
  if (vault === 'key-file' && isWithin(folder, vaultFile)) {
    throw refuse('PARLEY_KEY_FILE', 'must not lie in the folder of the recordings')
  }
  const leaveFree = read('PARLEY_RECORDINGS_LEAVE_FREE')
  return {
    folder,
    keyFile,
    leaveFree: leaveFree === undefined ? LEAVE_FREE : leaveFree * MEGABYTE,
    s3: store === 's3' ? s3From(read, need) : undefined,
    vault: vaultFrom(vault, vaultFile, read, need),
  }
}

type Read = Settings['read']
type Need = <V extends Variable>(variable: V, choice: string) => Value<V>

const s3From = (read: Read, need: Need): S3Options => {
  const endpoint = read('PARLEY_S3_ENDPOINT')
  return {
    bucket: need('PARLEY_S3_BUCKET', 'PARLEY_RECORDINGS_STORE=s3'),
    endpoint,
    // Servers that are not AWS's have one region, and most call it this.
    region:
      endpoint === undefined
        ? need('PARLEY_S3_REGION', 'PARLEY_RECORDINGS_STORE=s3 without PARLEY_S3_ENDPOINT')
        : (read('PARLEY_S3_REGION') ?? 'us-east-1'),
    prefix: read('PARLEY_S3_PREFIX'),
    credentialsFile: read('PARLEY_S3_CREDENTIALS_FILE'),
  }
}

const vaultFrom = (kind: VaultConfig['kind'], file: string, read: Read, need: Need): VaultConfig => {
  const keyPrefix = read('PARLEY_KEY_PREFIX')
  const choice = `PARLEY_KEY_VAULT=${kind}`
  switch (kind) {
    case 'key-file':
      return { kind, path: file }
    case 'aws-kms':
      return {
        kind,
        keyPrefix,
        region: need('PARLEY_KMS_REGION', choice),
        endpoint: read('PARLEY_KMS_ENDPOINT'),
        credentialsFile: read('PARLEY_KMS_CREDENTIALS_FILE'),
      }
    case 'azure':
      return {
        kind,
        keyPrefix,
        address: need('PARLEY_AZURE_VAULT', choice),
        tokenEndpoint: need('PARLEY_AZURE_TOKEN_ENDPOINT', choice),
        clientId: need('PARLEY_AZURE_CLIENT_ID', choice),
        clientSecretFile: need('PARLEY_AZURE_CLIENT_SECRET_FILE', choice),
      }
    case 'transit':
      return {
        kind,
        keyPrefix,
        address: need('PARLEY_TRANSIT_ADDRESS', choice),
        mount: read('PARLEY_TRANSIT_MOUNT'),
        namespace: read('PARLEY_TRANSIT_NAMESPACE'),
        tokenFile: need('PARLEY_TRANSIT_TOKEN_FILE', choice),
      }
  }
}

const isWithin = (folder: string, file: string): boolean => {
  const way = relative(folder, file)
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === file
}
