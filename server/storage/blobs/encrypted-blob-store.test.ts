import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { EncryptedBlobStore } from './encrypted-blob-store.ts'
import { MemoryBlobStore } from './memory-blob-store.ts'
import { put, textOf } from './testing/blob-store-contract.ts'

const KEY = createSecretKey(Buffer.alloc(32, 1))
const OTHER = createSecretKey(Buffer.alloc(32, 2))
const TEXT = 'words that everybody knows, and more of them'
const HEADER_LENGTH = 48

const flip = (bytes: Buffer, at: number): void => {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
}

it('keeps nothing in the clear, and the same content never twice as the same bytes', async () => {
  const inner = new MemoryBlobStore()
  const store = new EncryptedBlobStore(inner, KEY)
  await put(store, 'one', TEXT)
  await put(store, 'other', TEXT)
  const [one, other] = [inner.bytesOf('one'), inner.bytesOf('other')]
  expect(one.includes('words')).toBe(false)
  expect(one.subarray(2 * HEADER_LENGTH)).not.toEqual(other.subarray(2 * HEADER_LENGTH))
  await store.remove('one')
  await put(store, 'one', TEXT)
  expect(inner.bytesOf('one').subarray(2 * HEADER_LENGTH)).not.toEqual(one.subarray(2 * HEADER_LENGTH))
})

it('opens nothing with another key, and what was written with a former one', async () => {
  const inner = new MemoryBlobStore()
  await put(new EncryptedBlobStore(inner, KEY), 'one', TEXT)
  await expect(new EncryptedBlobStore(inner, OTHER).open('one')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
  const rotated = new EncryptedBlobStore(inner, OTHER, [KEY])
  expect(await textOf(rotated, 'one')).toBe(TEXT)
  await put(rotated, 'two', TEXT)
  await expect(new EncryptedBlobStore(inner, KEY).open('two')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
})

it('is readable whichever byte of its header is changed, but not without both copies, nor under another name', async () => {
  const inner = new MemoryBlobStore()
  const store = new EncryptedBlobStore(inner, KEY)
  await put(store, 'one', TEXT)
  const bytes = inner.bytesOf('one')
  for (let at = 0; at < 2 * HEADER_LENGTH; at += 1) {
    flip(bytes, at)
    expect(await textOf(store, 'one')).toBe(TEXT)
    flip(bytes, at)
  }
  const swapped = await inner.create('two')
  await swapped.append(bytes)
  await swapped.finish()
  await expect(store.open('two')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
  flip(bytes, 20)
  flip(bytes, 20 + HEADER_LENGTH)
  await expect(store.open('one')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
})

it('says of a blob that was cut off in its header that it is damaged', async () => {
  const inner = new MemoryBlobStore()
  await put(inner, 'one', 'ParleyB1')
  const store = new EncryptedBlobStore(inner, KEY)
  await expect(store.open('one')).rejects.toMatchObject({ code: 'STORED_DAMAGED' })
  expect(await store.list()).toEqual([{ name: 'one', size: 0, finished: true }])
})

it('writes no second content where an append has failed', async () => {
  const inner = new MemoryBlobStore()
  const store = new EncryptedBlobStore(inner, KEY)
  const writer = await store.create('one')
  await writer.append(Buffer.from('before'))
  inner.reachable = false
  await expect(writer.append(Buffer.from('lost'))).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  inner.reachable = true
  await expect(writer.append(Buffer.from('late'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await writer.finish()
  expect(await textOf(store, 'one')).toBe('before')
})

it('leaves no name behind where there is no room for its header', async () => {
  const inner = new MemoryBlobStore({ quota: 10 })
  await expect(new EncryptedBlobStore(inner, KEY).create('one')).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  expect(await inner.list()).toEqual([])
})
