import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { EncryptedBlobStore } from './encrypted-blob-store.ts'
import { FolderBlobStore } from './folder-blob-store.ts'
import { MemoryBlobStore } from './memory-blob-store.ts'
import { S3BlobStore } from './s3-blob-store.ts'
import { S3Bucket } from './s3-bucket.ts'
import { SpooledBlobStore } from './spooled-blob-store.ts'
import { describeBlobStore } from './testing/blob-store-contract.ts'
import { S3Peer } from './testing/s3-peer.ts'

const base = await mkdtemp(join(tmpdir(), 'parley-blobs-'))
const peers: S3Peer[] = []
afterAll(async () => {
  for (const peer of peers) await peer[Symbol.asyncDispose]()
  await rm(base, { recursive: true, force: true })
})
const folder = (): string => join(base, randomBytes(8).toString('hex'))
const key = createSecretKey(Buffer.alloc(32, 3))
/** bytes that the encryption adds to a blob */
const HEADERS = 96

describeBlobStore('memory', async () => {
  const store = new MemoryBlobStore()
  return { store, again: async () => store, withRoomFor: async (quota) => new MemoryBlobStore({ quota }) }
})

describeBlobStore('folder', async () => {
  const path = folder()
  return {
    store: await FolderBlobStore.create(path),
    again: () => FolderBlobStore.create(path),
    withRoomFor: (quota) => FolderBlobStore.create(folder(), { quota }),
  }
})

describeBlobStore('encrypted', async () => {
  const path = folder()
  const open = async (): Promise<EncryptedBlobStore> => new EncryptedBlobStore(await FolderBlobStore.create(path), key)
  return {
    store: await open(),
    again: open,
    withRoomFor: async (bytes) => new EncryptedBlobStore(new MemoryBlobStore({ quota: bytes + HEADERS }), key),
  }
})

describeBlobStore('spooled', async () => {
  const path = folder()
  const far = new MemoryBlobStore()
  const open = async (): Promise<SpooledBlobStore> => new SpooledBlobStore(await FolderBlobStore.create(path), far)
  return {
    store: await open(),
    again: open,
    withRoomFor: async (quota) => new SpooledBlobStore(new MemoryBlobStore({ quota }), far),
  }
})

const newPeer = async (quota = Number.POSITIVE_INFINITY): Promise<{ peer: S3Peer; open: () => S3BlobStore }> => {
  const peer = await S3Peer.create()
  peers.push(peer)
  peer.quota = quota
  const credentialsFile = folder()
  const secretAccessKey = 'a-secret-key-of-a-test'
  await writeFile(credentialsFile, JSON.stringify({ accessKeyId: peer.accessKeyId, secretAccessKey }), { mode: 0o600 })
  const { bucket, endpoint } = peer
  const open = (): S3BlobStore =>
    new S3BlobStore(new S3Bucket({ bucket, endpoint, region: 'us-east-1', credentialsFile, attempts: 1 }), { blockLength: 500 })
  return { peer, open }
}

describeBlobStore('S3', async () => {
  const { open } = await newPeer()
  return {
    store: open(),
    again: async () => open(),
    withRoomFor: async (quota) => (await newPeer(quota)).open(),
  }
})
