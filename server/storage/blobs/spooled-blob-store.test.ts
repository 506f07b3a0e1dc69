import { expect, it } from 'vitest'
import type { BlobWriter } from './blob-store.ts'
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

it('begins to write without a word to the store', async () => {
  const { far, store } = make()
  far.reachable = false
  const writer = await store.create('r1/t1')
  await writer.append(Buffer.from('x'))
  await writer.finish()
  await store.finish('r1/t1')
  expect(await store.waiting()).toEqual({ blobs: 1, bytes: 1 })
})

it('says when something is finished, also by whoever mends what a crash left', async () => {
  let finished = 0
  const spool = new MemoryBlobStore()
  const store = new SpooledBlobStore(spool, new MemoryBlobStore(), () => {
    finished += 1
  })
  await put(store, 'r1/t1', 'x')
  expect(finished).toBe(1)
  await (await store.create('r1/t2')).close()
  expect(finished).toBe(1)
  await store.finish('r1/t2')
  expect(finished).toBe(2)
})

it('leaves one that can’t be brought, writes nothing over, and brings the others', async () => {
  const { spool, far, store } = make()
  await put(far, 'r1/t1', 'another')
  await put(spool, 'r1/t1', 'x')
  await put(spool, 'r1/t2', 'y')
  await expect(store.deliver()).rejects.toMatchObject({ code: 'WRONG_STATE' })
  expect(await textOf(far, 'r1/t1')).toBe('another')
  expect(await textOf(far, 'r1/t2')).toBe('y')
  expect(await store.waiting()).toEqual({ blobs: 1, bytes: 1 })
})

/** A store that holds every write until it is let go. */
class SlowStore extends MemoryBlobStore {
  readonly writing = Promise.withResolvers<void>()
  readonly let = Promise.withResolvers<void>()

  override async create(name: string): Promise<BlobWriter> {
    const writer = await super.create(name)
    this.writing.resolve()
    await this.let.promise
    return writer
  }
}

it('removes what is on its way, for good', async () => {
  const spool = new MemoryBlobStore()
  const far = new SlowStore()
  const store = new SpooledBlobStore(spool, far)
  await put(store, 'r1/t1', 'x')
  await put(store, 'r1/t2', 'y')
  const delivering = store.deliver()
  await far.writing.promise
  const removed = Promise.all([store.remove('r1/t1'), store.remove('r1/t2')])
  far.let.resolve()
  await removed
  expect(await delivering).toBe(0)
  expect(await store.list()).toEqual([])
  expect(await far.list()).toEqual([])
})

it('stops between two blobs when it is told to, and goes on later', async () => {
  const { spool, far, store } = make()
  await put(store, 'r1/t1', 'x')
  expect(await store.deliver(AbortSignal.abort())).toBe(0)
  expect([(await spool.list()).length, (await far.list()).length]).toEqual([1, 0])
  expect(await store.deliver()).toBe(1)
})

it('shows what a delivery left half done where the spool has it no more', async () => {
  const { far, store } = make()
  const half = await far.create('r1/t1')
  await half.append(Buffer.from('who'))
  await half.close()
  expect(await store.list()).toEqual([{ name: 'r1/t1', size: 3, finished: false }])
})

it('removes what was never finished without the store', async () => {
  const { spool, far, store } = make()
  await (await store.create('r1/t1')).close()
  far.reachable = false
  await store.remove('r1/t1')
  expect(await spool.list()).toEqual([])
})

it('delivers once when asked twice', async () => {
  const { store } = make()
  await put(store, 'r1/t1', 'x')
  expect(await Promise.all([store.deliver(), store.deliver()])).toEqual([1, 1])
})
