import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { SealedReader } from '../../recordings/sealed/sealed-reader.ts'
import { SealedWriter } from '../../recordings/sealed/sealed-writer.ts'
import { EncryptedBlobStore } from './encrypted-blob-store.ts'
import { MemoryBlobStore } from './memory-blob-store.ts'
import { S3BlobStore } from './s3-blob-store.ts'
import { S3Bucket, type S3Options } from './s3-bucket.ts'
import { put, textOf } from './testing/blob-store-contract.ts'
import { S3Peer } from './testing/s3-peer.ts'

const SECRET = 'a-secret-key-of-a-test'

let folder: string
let credentialsFile: string
let peer: S3Peer
let store: S3BlobStore
const buckets: S3Bucket[] = []
const bucketOf = (options: Partial<S3Options> = {}): S3Bucket => {
  const bucket = new S3Bucket({
    bucket: peer.bucket,
    endpoint: peer.endpoint,
    region: 'us-east-1',
    credentialsFile,
    attempts: 1,
    patience: 10_000,
    ...options,
  })
  buckets.push(bucket)
  return bucket
}
const keepCredentials = (value: unknown): Promise<void> => writeFile(credentialsFile, JSON.stringify(value), { mode: 0o600 })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-s3-'))
  credentialsFile = join(folder, 'credentials.json')
  peer = await S3Peer.create()
  await keepCredentials({ accessKeyId: peer.accessKeyId, secretAccessKey: SECRET })
  store = new S3BlobStore(bucketOf())
})
afterEach(async () => {
  for (const bucket of buckets.splice(0)) bucket.close()
  await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const reads = (): string[] => peer.requests.filter((request) => request.startsWith('GET') && !request.includes('list-type'))

it('reads a row of frames by a few large requests, each once', async () => {
  const content = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251))
  const writer = await store.create('r1/s1')
  for (let at = 0; at < content.length; at += 3_000) await writer.append(content.subarray(at, at + 3_000))
  await writer.finish()
  const small = new S3BlobStore(bucketOf(), { blockLength: 1_000 })
  for (let round = 0; round < 2; round += 1) {
    const reader = await small.open('r1/s1')
    for (let at = 0; at < content.length; at += 50) expect(await reader.read(at, 10)).toEqual(content.subarray(at, at + 10))
    await reader.close()
  }
  expect(reads()).toHaveLength(10)
})

test.each([500, 4_000])('a part of a sealed track of %d frames is had with a few requests', async (count) => {
  const key = createSecretKey(randomBytes(32))
  const track = { recording: 'r1', track: 's1' }
  const near = new MemoryBlobStore()
  const writer = await new EncryptedBlobStore(near, key).create('r1/s1')
  const sealer = new SealedWriter(writer, key, track, { maximumLength: 200 })
  await sealer.write(Buffer.alloc(count * 200, 'x'))
  await sealer.close()
  await writer.finish()
  const far = await store.create('r1/s1')
  await far.append(near.bytesOf('r1/s1'))
  await far.finish()

  const small = new S3BlobStore(bucketOf(), { blockLength: 20_000 })
  peer.requests.length = 0
  const reader = await SealedReader.open(await new EncryptedBlobStore(small, key).open('r1/s1'), key, track)
  const parts: Buffer[] = []
  for await (const piece of reader.read(count * 100, count * 100 + 1_000)) if ('bytes' in piece) parts.push(piece.bytes)
  expect(Buffer.concat(parts)).toEqual(Buffer.alloc(1_000, 'x'))
  expect(reader.size).toBe(count * 200)
  // The start of the blob, its end with the index, and the part; each may lie across the border of two blocks.
  expect(reads().length).toBeLessThanOrEqual(6)
})

it('keeps in memory no more than it is given', async () => {
  await put(store, 'r1/s1', 'x'.repeat(4_000))
  const small = new S3BlobStore(bucketOf(), { blockLength: 1_000, cacheLength: 2_000 })
  const reader = await small.open('r1/s1')
  for (const at of [3_000, 2_000, 1_000, 1_000, 2_000, 3_000]) await reader.read(at, 1_000)
  expect(reads()).toHaveLength(4)
})

it('has zeros in the place of an object that is gone, and the rest', async () => {
  await put(store, 'r1/s1', 'one ', 'two ', 'three')
  peer.objects.delete('r1/s1.0000000000000004')
  expect(await textOf(store, 'r1/s1')).toBe('one \0\0\0\0three')
  const last = 'r1/s1.0000000000000008'
  peer.objects.delete(last)
  expect(await textOf(store, 'r1/s1')).toBe('one ')
})

it('reads no endless hole', async () => {
  await put(store, 'r1/s1', 'one')
  peer.objects.set('r1/s1.0000900000000000', Buffer.from('far away'))
  peer.objects.delete('r1/s1.whole-3')
  await expect(store.open('r1/s1')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
})

it('leaves out what came of an append of which it heard nothing', async () => {
  const writer = await store.create('r1/s1')
  await writer.append(Buffer.from('before'))
  // The object is there, its answer is lost, and so is all that follows.
  peer.reply = (request, response) => {
    if (request.method === 'PUT') peer.objects.set('r1/s1.0000000000000006', Buffer.from('unheard'))
    response.destroy()
    return true
  }
  await expect(writer.append(Buffer.from('unheard'))).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  peer.reply = undefined
  await expect(writer.append(Buffer.from('late'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await writer.finish()
  expect(await textOf(store, 'r1/s1')).toBe('before')
})

it('removes the mark of a blob last, so that what an outage leaves can be removed', async () => {
  await put(store, 'r1/s1', 'one', 'two')
  peer.reply = (request, response) => {
    if (request.method !== 'DELETE' || !(request.url ?? '').includes('whole')) return false
    response.destroy()
    return true
  }
  await expect(store.remove('r1/s1')).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  peer.reply = undefined
  expect((await store.list()).map(({ name }) => name)).toEqual(['r1/s1'])
  await store.remove('r1/s1')
  expect([...peer.objects.keys()]).toEqual([])
})

it('gives one name once, however many ask at the same time', async () => {
  const results = await Promise.allSettled([store.create('r1/s1'), store.create('r1/s1')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

it('keeps to its prefix in a bucket that has others', async () => {
  const mine = new S3BlobStore(bucketOf({ prefix: 'parley/' }))
  peer.objects.set('theirs.begun', Buffer.alloc(0))
  peer.objects.set('parley/notes.txt', Buffer.alloc(0))
  await put(mine, 'r1/s1', 'x')
  expect((await mine.list()).map(({ name }) => name)).toEqual(['r1/s1'])
  expect([...peer.objects.keys()].filter((key) => key.startsWith('parley/r1/')).length).toBe(3)
})

const refuse = (status: number, code: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<Error><Code>${code}</Code><Message>of ${SECRET}</Message><StringToSign>${SECRET}</StringToSign></Error>`)
}

test.each<[string, (response: ServerResponse) => void, string, string]>([
  ['refuses the signature', refuse(403, 'SignatureDoesNotMatch'), 'STORAGE_UNREACHABLE', 'SignatureDoesNotMatch'],
  ['has no such bucket', refuse(404, 'NoSuchBucket'), 'STORAGE_UNREACHABLE', 'NoSuchBucket'],
  ['has too many requests', refuse(503, 'SlowDown'), 'STORAGE_UNREACHABLE', 'SlowDown'],
  ['has no room', refuse(507, 'XMinioStorageFull'), 'STORAGE_FULL', 'XMinioStorageFull'],
  ['is over a quota', refuse(400, 'EntityTooLarge'), 'STORAGE_FULL', 'EntityTooLarge'],
  ['hangs up', (response) => void response.destroy(), 'STORAGE_UNREACHABLE', ''],
])('where the server %s, that is said, and nothing of its answer', async (_, reply, code, detail) => {
  const writer = await store.create('r1/s1')
  peer.reply = (_request, response) => {
    reply(response)
    return true
  }
  const error: unknown = await writer.append(Buffer.from('x')).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code })
  expect(error).not.toHaveProperty('cause')
  expect(String(error)).toContain(detail)
  expect(String(error)).not.toContain(SECRET)
})

it('is not waited for longer than there is patience', async () => {
  const impatient = new S3BlobStore(bucketOf({ patience: 100 }))
  peer.reply = () => true
  await expect(impatient.list()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
})

it('is not there where nobody listens', async () => {
  const other = new S3BlobStore(bucketOf())
  await peer[Symbol.asyncDispose]()
  await expect(other.list()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  peer = await S3Peer.create()
})

it('reads its credentials for each request, and only from a file of its own', async () => {
  await keepCredentials({ accessKeyId: 'another', secretAccessKey: SECRET })
  await expect(store.list()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', detail: 'InvalidAccessKeyId' })
  await keepCredentials({ accessKeyId: peer.accessKeyId, secretAccessKey: SECRET })
  expect(await store.list()).toEqual([])
  for (const bad of [{}, { accessKeyId: peer.accessKeyId }, 'text']) {
    await keepCredentials(bad)
    await expect(store.list()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', detail: 'CredentialsUnreadable' })
  }
  await rm(credentialsFile)
  await expect(store.list()).rejects.toMatchObject({ detail: 'CredentialsUnreadable' })
  if (process.platform === 'win32') return
  await writeFile(credentialsFile, JSON.stringify({ accessKeyId: peer.accessKeyId, secretAccessKey: SECRET }), { mode: 0o644 })
  await expect(store.list()).rejects.toMatchObject({ detail: 'CredentialsUnreadable' })
})
