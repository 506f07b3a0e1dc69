import { expect, it } from 'vitest'
import { MemoryBlobStore } from './memory-blob-store.ts'
import { SpooledBlobStore } from './spooled-blob-store.ts'
import { put, textOf } from './testing/blob-store-contract.ts'

const make = (quota?: number): { spool: MemoryBlobStore; far: MemoryBlobStore; store: SpooledBlobStore } => {
  const spool = new MemoryBlobStore()
  const far = new MemoryBlobStore({ quota })
  return { spool, far, store: new SpooledBlobStore(spool, far) }
}

it('writes on while the store is cut off, and brings it all afterwards', async () => {
  const { spool, far, store } = make()
  far.reachable = false
  await put(store, 'r1/t1', 'one')
  const writer = await store.create('r1/t2')
  await writer.append(Buffer.from('tw'))
  await expect(store.deliver()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  expect(await textOf(store, 'r1/t1')).toBe('one')
  far.reachable = true
  expect(await store.deliver()).toBe(1)
  expect(await far.list()).toEqual([{ name: 'r1/t1', size: 3, finished: true }])
  await writer.append(Buffer.from('o'))
  await writer.finish()
  expect(await store.deliver()).toBe(1)
  expect(await spool.list()).toEqual([])
  expect((await store.list()).map(({ name, size }) => [name, size])).toEqual([
    ['r1/t1', 3],
    ['r1/t2', 3],
  ])
  expect(await textOf(store, 'r1/t2')).toBe('two')
  await expect(store.create('r1/t1')).rejects.toMatchObject({ code: 'WRONG_STATE' })
})

it('brings again what a delivery left half done', async () => {
  const { far, store } = make()
  await put(store, 'r1/t1', 'whole')
  const half = await far.create('r1/t1')
  await half.append(Buffer.from('who'))
  await half.close()
  expect(await store.deliver()).toBe(1)
  expect(await textOf(far, 'r1/t1')).toBe('whole')
})

it('does not write over what was brought before the spool was cleared', async () => {
  const { spool, far, store } = make()
  await put(far, 'r1/t1', 'there')
  await put(spool, 'r1/t1', 'there')
  expect(await store.deliver()).toBe(1)
  expect(await spool.list()).toEqual([])
  expect(await textOf(store, 'r1/t1')).toBe('there')
})

it('keeps in the spool what the store has no room for', async () => {
  const { spool, far, store } = make(3)
  await put(store, 'r1/t1', 'too much')
  await expect(store.deliver()).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  expect(await textOf(spool, 'r1/t1')).toBe('too much')
  expect((await far.list()).filter(({ finished }) => finished)).toEqual([])
  expect(await textOf(store, 'r1/t1')).toBe('too much')
})

it('removes from both, or says that it could not', async () => {
  const { spool, far, store } = make()
  await put(store, 'r1/t1', 'x')
  await store.deliver()
  await put(spool, 'r1/t1', 'x')
  far.reachable = false
  await expect(store.remove('r1/t1')).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  far.reachable = true
  await store.remove('r1/t1')
  expect([await spool.list(), await far.list()]).toEqual([[], []])
})

it('delivers once when asked twice', async () => {
  const { store } = make()
  await put(store, 'r1/t1', 'x')
  expect(await Promise.all([store.deliver(), store.deliver()])).toEqual([1, 1])
})
