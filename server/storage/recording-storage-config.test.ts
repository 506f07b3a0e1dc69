import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
const secret = join(folder, 'secret')
writeFileSync(secret, 'a secret')
afterAll(() => rmSync(folder, { recursive: true }))

const read = (env: Record<string, string>) => readConfig({ PARLEY_DATA_DIR: '/data', ...env }).recordings

const S3 = { PARLEY_RECORDINGS_STORE: 's3', PARLEY_S3_BUCKET: 'recordings', PARLEY_S3_REGION: 'eu-central-1' }
const AZURE = {
  PARLEY_KEY_VAULT: 'azure',
  PARLEY_AZURE_VAULT: 'https://name.vault.azure.net',
  PARLEY_AZURE_TOKEN_ENDPOINT: 'https://login.example.org/token',
  PARLEY_AZURE_CLIENT_ID: 'parley',
  PARLEY_AZURE_CLIENT_SECRET_FILE: secret,
}
const TRANSIT = {
  PARLEY_KEY_VAULT: 'transit',
  PARLEY_TRANSIT_ADDRESS: 'https://vault.example.org:8200',
  PARLEY_TRANSIT_TOKEN_FILE: secret,
}

describe('where recordings are kept', () => {
  test('is the data folder by default, with keys beside it', () => {
    expect(read({})).toEqual({
      folder: join('/data', 'recordings'),
      keyFile: join('/data', 'recordings.key'),
      leaveFree: 1_000_000_000,
      s3: undefined,
      vault: { kind: 'key-file', path: join('/data', 'recording-keys.json') },
    })
  })

  test('may be S3, of AWS or of others', () => {
    expect(read({ ...S3, PARLEY_S3_PREFIX: 'parley/' }).s3).toMatchObject({
      bucket: 'recordings',
      region: 'eu-central-1',
      endpoint: undefined,
      prefix: 'parley/',
    })
    const other = {
      ...S3,
      PARLEY_S3_REGION: '',
      PARLEY_S3_ENDPOINT: 'https://s3.example.org',
      PARLEY_S3_CREDENTIALS_FILE: secret,
    }
    expect(read(other).s3).toMatchObject({
      region: 'us-east-1',
      endpoint: 'https://s3.example.org',
      credentialsFile: secret,
    })
  })

  test('has its keys in the vault that is chosen', () => {
    expect(
      read({ PARLEY_KEY_VAULT: 'aws-kms', PARLEY_KMS_REGION: 'eu-central-1', PARLEY_KEY_PREFIX: 'meet-' }).vault,
    ).toMatchObject({
      kind: 'aws-kms',
      region: 'eu-central-1',
      keyPrefix: 'meet-',
    })
    expect(read(AZURE).vault).toMatchObject({ kind: 'azure', clientId: 'parley', clientSecretFile: secret })
    expect(read({ ...TRANSIT, PARLEY_TRANSIT_MOUNT: 'keys/transit' }).vault).toMatchObject({
      kind: 'transit',
      mount: 'keys/transit',
    })
  })

  test.each<[Record<string, string>, string]>([
    [{ PARLEY_RECORDINGS_STORE: 'disk' }, 'PARLEY_RECORDINGS_STORE must be "folder" or "s3"'],
    [{ PARLEY_KEY_VAULT: 'none' }, 'PARLEY_KEY_VAULT must be'],
    [{ PARLEY_RECORDINGS_STORE: 's3' }, 'PARLEY_S3_BUCKET is needed with PARLEY_RECORDINGS_STORE=s3'],
    [{ ...S3, PARLEY_S3_REGION: '' }, 'PARLEY_S3_REGION is needed with PARLEY_RECORDINGS_STORE=s3 without PARLEY_S3_ENDPOINT'],
    [{ PARLEY_S3_BUCKET: 'recordings' }, 'PARLEY_S3_BUCKET is for PARLEY_RECORDINGS_STORE=s3, which is not set'],
    [{ ...S3, PARLEY_S3_ENDPOINT: 'http://s3.example.org' }, 'PARLEY_S3_ENDPOINT must be an https address'],
    [{ ...S3, PARLEY_S3_BUCKET: 'Recordings' }, 'PARLEY_S3_BUCKET must be the name of a bucket'],
    [{ ...S3, PARLEY_S3_PREFIX: '../' }, 'PARLEY_S3_PREFIX must be'],
    [
      { ...S3, PARLEY_S3_CREDENTIALS_FILE: join(folder, 'none') },
      'PARLEY_S3_CREDENTIALS_FILE must be a file that the service can read',
    ],
    [{ PARLEY_KEY_VAULT: 'aws-kms' }, 'PARLEY_KMS_REGION is needed with PARLEY_KEY_VAULT=aws-kms'],
    [{ ...TRANSIT, PARLEY_TRANSIT_TOKEN_FILE: '' }, 'PARLEY_TRANSIT_TOKEN_FILE is needed with PARLEY_KEY_VAULT=transit'],
    [{ ...TRANSIT, PARLEY_TRANSIT_ADDRESS: 'http://vault.example.org' }, 'PARLEY_TRANSIT_ADDRESS must be an https address'],
    [{ ...AZURE, PARLEY_AZURE_CLIENT_ID: '' }, 'PARLEY_AZURE_CLIENT_ID is needed with PARLEY_KEY_VAULT=azure'],
    [{ ...AZURE, PARLEY_KMS_REGION: 'eu-central-1' }, 'PARLEY_KMS_REGION is for PARLEY_KEY_VAULT=aws-kms, which is not set'],
    [{ ...AZURE, PARLEY_KEY_FILE: '/keys' }, 'PARLEY_KEY_FILE is for PARLEY_KEY_VAULT=key-file, which is not set'],
    [{ PARLEY_KEY_PREFIX: 'meet-' }, 'PARLEY_KEY_PREFIX is for a vault'],
    [{ PARLEY_RECORDINGS_DIR: '/data' }, 'PARLEY_RECORDINGS_KEY_FILE must not lie in the folder of the recordings'],
    [{ PARLEY_KEY_FILE: '/data/recordings/vault.json' }, 'PARLEY_KEY_FILE must not lie in the folder of the recordings'],
    [{ PARLEY_RECORDINGS_LEAVE_FREE: '-1' }, 'PARLEY_RECORDINGS_LEAVE_FREE must be a number of megabytes'],
  ])('refuses %j', (env, message) => {
    expect(() => read(env)).toThrow(message)
  })
})
