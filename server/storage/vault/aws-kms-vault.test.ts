import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { AwsKmsVault } from './aws-kms-vault.ts'
import { AwsKmsPeer } from './testing/aws-kms-peer.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }
const ALIAS = 'alias/parley-northwind'
const SECRET = 'a-secret-key-of-a-test'

let folder: string
let credentialsFile: string
let peer: AwsKmsPeer
let vault: AwsKmsVault
const vaultIn = (region: string, patience = 5_000): AwsKmsVault =>
  new AwsKmsVault({ endpoint: peer.endpoint, region, credentialsFile, attempts: 1, patience })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-vault-'))
  credentialsFile = join(folder, 'credentials.json')
  peer = await AwsKmsPeer.create()
  await writeFile(credentialsFile, JSON.stringify({ accessKeyId: peer.accessKeyId, secretAccessKey: SECRET }), { mode: 0o600 })
  vault = vaultIn(peer.region)
})
afterEach(async () => {
  await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

it('binds each key to organisation and recording, where the log of KMS shows them', async () => {
  const { wrapped } = await vault.newDataKey(CONTEXT)
  await vault.unwrap(wrapped, CONTEXT)
  await vault.rewrap(wrapped, CONTEXT)
  expect(peer.contexts).toEqual(Array(4).fill({ purpose: 'Parley data key v1', tenant: 'northwind', recording: 'r1' }))
})

it('takes a key that waits for its deletion for out of reach, and has it back when the deletion is cancelled', async () => {
  const { key, wrapped } = await vault.newDataKey(CONTEXT)
  peer.scheduleDeletion(ALIAS)
  const waiting = { code: 'VAULT_UNREACHABLE', detail: 'KMSInvalidStateException' }
  await expect(vault.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(waiting)
  await expect(vault.newDataKey(CONTEXT)).rejects.toMatchObject(waiting)
  peer.cancelDeletions()
  expect((await vault.unwrap(wrapped, CONTEXT)).equals(key)).toBe(true)
  peer.scheduleDeletion(ALIAS)
  peer.endWaiting()
  await expect(vault.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
})

it('never takes a key of another region for a destroyed one', async () => {
  const { wrapped } = await vault.newDataKey(CONTEXT)
  await expect(vaultIn('us-west-2').unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_INVALID' })
})

it('asks for a key of each organisation, whatever its id is', async () => {
  for (const tenant of ['northwind', 'Northwind', '../aws/s3', 'a/b']) await vault.newDataKey({ tenant, recording: 'r1' })
  const [first, ...others] = [...peer.aliases.keys()]
  expect(first).toBe(ALIAS)
  expect(others).toHaveLength(3)
  for (const alias of others) expect(alias).toMatch(/^alias\/parley-H[0-9a-f]{48}$/)
})

const json = (status: number, value: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value))
}
const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/k1'
const SHORT = Buffer.from('a secret').toString('base64')

test.each<[string, (response: ServerResponse) => void]>([
  ['refuses', json(400, { __type: 'AccessDeniedException', message: 'a secret' })],
  ['is limited', json(400, { __type: 'ThrottlingException', message: 'a secret' })],
  ['has a fault', json(500, { __type: 'KMSInternalException', message: 'a secret' })],
  ['answers with no key', json(200, { KeyId: ARN, Plaintext: SHORT, CiphertextBlob: SHORT })],
  ['answers with nothing', json(200, {})],
  ['answers with a page', (response) => response.end('<html>a secret</html>')],
  ['hangs up', (response) => response.destroy()],
])('where KMS %s, it is unreachable, and nothing of the answer is told', async (_, reply) => {
  const { wrapped } = await vault.newDataKey(CONTEXT)
  peer.reply = reply
  for (const act of [
    () => vault.newDataKey(CONTEXT),
    () => vault.unwrap(wrapped, CONTEXT),
    () => vault.rewrap(wrapped, CONTEXT),
  ]) {
    const error: unknown = await act().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'VAULT_UNREACHABLE', cause: undefined })
    expect(String(error)).not.toContain('secret')
  }
})

it('is not waited for longer than there is patience', async () => {
  peer.reply = () => undefined
  await expect(vaultIn(peer.region, 100).newDataKey(CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
})

it('says of credentials that can’t be read no more than that', async () => {
  await writeFile(credentialsFile, SECRET)
  const error: unknown = await vault.newDataKey(CONTEXT).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'VAULT_UNREACHABLE', detail: 'CredentialsUnreadable' })
  expect(String(error)).not.toContain(SECRET)
})
