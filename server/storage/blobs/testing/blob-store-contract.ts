import { describe, expect, it } from 'vitest'
import type { BlobStore } from '../blob-store.ts'

export interface StoreInTest {
  store: BlobStore
  /** The same blobs in a store that was just started, as after a crash of the one before. */
  again: () => Promise<BlobStore>
  /** A store of this kind with room for so many bytes of content in one blob. */
  withRoomFor: (bytes: number) => Promise<BlobStore>
}

export const put = async (store: BlobStore, name: string, ...parts: string[]): Promise<void> => {
  const writer = await store.create(name)
  try {
    for (const part of parts) await writer.append(Buffer.from(part))
    await writer.finish()
  } finally {
    await writer.close()
  }
}

export const textOf = async (store: BlobStore, name: string, at = 0, length = 1_000_000): Promise<string> => {
  const reader = await store.open(name)
  const bytes = await reader.read(at, length)
  await reader.close()
  return bytes.toString()
}

/** What every blob store does: the one contract that all of them are held to. */
export const describeBlobStore = (name: string, make: () => Promise<StoreInTest>): void => {
  describe(`the ${name} blob store`, () => {
    it('gives back what was appended, whole and in ranges', async () => {
      const { store } = await make()
      await put(store, 'r1/t1', 'one ', '', 'two ', 'three')
      expect(await textOf(store, 'r1/t1')).toBe('one two three')
      expect(await textOf(store, 'r1/t1', 2, 5)).toBe('e two')
      expect(await textOf(store, 'r1/t1', 8, 100)).toBe('three')
      expect(await textOf(store, 'r1/t1', 100, 5)).toBe('')
      const reader = await store.open('r1/t1')
      expect({ size: reader.size, finished: reader.finished }).toEqual({ size: 13, finished: true })
      await reader.close()
    })

    it('reads at every place of a large blob', async () => {
      const { store } = await make()
      const content = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251))
      const writer = await store.create('large')
      for (let at = 0; at < content.length; at += 777) await writer.append(content.subarray(at, at + 777))
      expect(writer.size).toBe(5_000)
      await writer.finish()
      const reader = await store.open('large')
      for (let at = 0; at < 5_000; at += 61) expect(await reader.read(at, 100)).toEqual(content.subarray(at, at + 100))
      await reader.close()
    })

    it('shows what is still written, as unfinished', async () => {
      const { store } = await make()
      const writer = await store.create('r1/t1')
      await writer.append(Buffer.from('so far'))
      expect(await textOf(store, 'r1/t1')).toBe('so far')
      expect(await store.list()).toEqual([{ name: 'r1/t1', size: 6, finished: false }])
      await writer.close()
    })

    it('keeps what a crash left behind, and finishes it as it is', async () => {
      const { store, again } = await make()
      const writer = await store.create('r1/t1')
      await writer.append(Buffer.from('before the crash'))
      await writer.close()
      const next = await again()
      expect(await next.list()).toEqual([{ name: 'r1/t1', size: 16, finished: false }])
      await next.finish('r1/t1')
      await next.finish('r1/t1')
      expect(await next.list()).toEqual([{ name: 'r1/t1', size: 16, finished: true }])
      expect(await textOf(next, 'r1/t1')).toBe('before the crash')
    })

    it('gives each name once', async () => {
      const { store, again } = await make()
      const writer = await store.create('r1/t1')
      await expect(store.create('r1/t1')).rejects.toMatchObject({ code: 'WRONG_STATE' })
      await writer.append(Buffer.from('first'))
      await writer.finish()
      await expect(store.create('r1/t1')).rejects.toMatchObject({ code: 'WRONG_STATE' })
      await expect((await again()).create('r1/t1')).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect(await textOf(store, 'r1/t1')).toBe('first')
    })

    it('takes nothing from a writer that has ended', async () => {
      const { store } = await make()
      const writer = await store.create('r1/t1')
      await writer.finish()
      await writer.close()
      await expect(writer.append(Buffer.from('x'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
      await expect(writer.finish()).rejects.toMatchObject({ code: 'WRONG_STATE' })
      expect(await textOf(store, 'r1/t1')).toBe('')
    })

    it('lists a folder, and no other whose name begins the same', async () => {
      const { store } = await make()
      for (const each of ['r1/t2', 'r1/t1', 'r10/t1', 'r2/a/b']) await put(store, each, each)
      expect((await store.list('r1')).map((entry) => entry.name)).toEqual(['r1/t1', 'r1/t2'])
      expect((await store.list()).map((entry) => entry.name)).toEqual(['r1/t1', 'r1/t2', 'r10/t1', 'r2/a/b'])
      expect(await store.list('r3')).toEqual([])
    })

    it('removes, finished or not, and nothing where there is nothing', async () => {
      const { store, again } = await make()
      await put(store, 'r1/t1', 'x')
      await (await store.create('r1/t2')).close()
      for (const each of ['r1/t1', 'r1/t2', 'r1/t3']) await store.remove(each)
      expect(await (await again()).list()).toEqual([])
      await expect(store.open('r1/t1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(store.finish('r1/t1')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await put(store, 'r1/t1', 'new')
      expect(await textOf(store, 'r1/t1')).toBe('new')
    })

    it.each(['', '/', '..', '../x', 'a/../b', '/etc', 'a//b', 'a/', 'a.part', 'a\\b', 'a\0b', 'ä', 'a'.repeat(65)])(
      'refuses the name %j',
      async (bad) => {
        const { store } = await make()
        for (const act of [() => store.create(bad), () => store.open(bad)]) {
          await expect(act()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
        }
      },
    )

    it('says when it is full, keeps what it has, and has room again', async () => {
      const store = await (await make()).withRoomFor(10)
      const writer = await store.create('r1/t1')
      await writer.append(Buffer.from('12345678'))
      await expect(writer.append(Buffer.from('9abcdef'))).rejects.toMatchObject({ code: 'STORAGE_FULL' })
      await writer.finish()
      expect(await textOf(store, 'r1/t1')).toBe('12345678')
      await store.remove('r1/t1')
      await put(store, 'r1/t2', '1234567890')
    })
  })
}
