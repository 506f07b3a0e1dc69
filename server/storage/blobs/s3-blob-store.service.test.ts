/** The S3 store against a real server, OpenStack Swift's s3api; left out where the machine has none. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { EncryptedBlobStore } from './encrypted-blob-store.ts'
import { FolderBlobStore } from './folder-blob-store.ts'
import { S3BlobStore } from './s3-blob-store.ts'
import { S3Bucket } from './s3-bucket.ts'
import { SpooledBlobStore } from './spooled-blob-store.ts'
import { describeBlobStore, put, textOf } from './testing/blob-store-contract.ts'
import { SwiftServer } from './testing/swift-server.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-s3-'))
const server = await SwiftServer.create()
const buckets: S3Bucket[] = []
afterAll(async () => {
  for (const bucket of buckets) bucket.close()
  if (server instanceof SwiftServer) await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const describeAgainst = (swift: SwiftServer): void => {
  const bucketOf = async (bucket: string, secretAccessKey = swift.secretAccessKey): Promise<S3Bucket> => {
    const credentialsFile = join(folder, randomBytes(8).toString('hex'))
    await writeFile(credentialsFile, JSON.stringify({ accessKeyId: swift.accessKeyId, secretAccessKey }), { mode: 0o600 })
    const { endpoint } = swift
    const made = new S3Bucket({ bucket, endpoint, region: 'us-east-1', credentialsFile, attempts: 1 })
    buckets.push(made)
    return made
  }
  const newBucket = async (): Promise<string> => {
    const name = `recordings-${randomBytes(8).toString('hex')}`
    await swift.makeBucket(name)
    return name
  }

  describeBlobStore('S3 (OpenStack Swift)', async () => {
    const bucket = await newBucket()
    return {
      store: new S3BlobStore(await bucketOf(bucket), { blockLength: 500 }),
      again: async () => new S3BlobStore(await bucketOf(bucket)),
      withRoomFor: async (bytes) => {
        const limited = await newBucket()
        await swift.limit(limited, bytes)
        return new S3BlobStore(await bucketOf(limited))
      },
    }
  })

  it('is refused with a wrong secret, and says so', async () => {
    const store = new S3BlobStore(await bucketOf(await newBucket(), 'another-secret'))
    const refused = { code: 'STORAGE_UNREACHABLE', detail: 'SignatureDoesNotMatch' }
    await expect(store.list()).rejects.toMatchObject(refused)
    await expect(store.create('r1/s1')).rejects.toMatchObject(refused)
  })

  it('is told when the bucket is not there', async () => {
    const store = new S3BlobStore(await bucketOf('recordings-nowhere'))
    await expect(store.list()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', detail: 'NoSuchBucket' })
  })

  it('is brought what was spooled, in parts, and keeps nothing of it in the clear', async () => {
    const bucket = await bucketOf(await newBucket())
    const spool = await FolderBlobStore.create(join(folder, 'spool'))
    const far = new S3BlobStore(bucket)
    const spooled = new SpooledBlobStore(spool, far)
    const store = new EncryptedBlobStore(spooled, createSecretKey(randomBytes(32)))
    const content = 'words that everybody knows '.repeat(400_000)
    await put(store, 'r1/s1', content.slice(0, 5_000_000), content.slice(5_000_000))
    await put(store, 'r1/s2', 'a little more')
    await spooled.deliver()
    expect(await spool.list()).toEqual([])
    expect((await far.list()).map(({ name, finished }) => [name, finished])).toEqual([
      ['r1/s1', true],
      ['r1/s2', true],
    ])
    expect((await textOf(store, 'r1/s1', 0, content.length)) === content).toBe(true)
    expect(await textOf(store, 'r1/s1', 9_000_000, 54)).toBe(content.slice(9_000_000, 9_000_054))
    expect((await (await far.open('r1/s1')).read(0, content.length)).includes('everybody')).toBe(false)
    await store.remove('r1/s1')
    expect((await bucket.list('')).map(({ key }) => key.split('.')[0])).toEqual(['r1/s2', 'r1/s2', 'r1/s2'])
  })
}

if (server instanceof SwiftServer) describeAgainst(server)
else it('is held to the contract by a real server', ({ skip }) => skip(server.missing))
