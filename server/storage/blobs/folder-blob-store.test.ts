import { type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FolderBlobStore } from './folder-blob-store.ts'
import { put, textOf } from './testing/blob-store-contract.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-blobs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A file on a disk that is full after `room` bytes: a write takes what fits and the next one fails, as on Linux. */
const onSmallDisk =
  (room: { left: number }) =>
  async (path: string): Promise<FileHandle> => {
    const file = await open(path, 'wx', 0o600)
    return new Proxy(file, {
      get: (target, name) => {
        if (name !== 'write') {
          const member: unknown = Reflect.get(target, name, target)
          return typeof member === 'function' ? member.bind(target) : member
        }
        return async (bytes: Uint8Array, at: number, length: number, position: number) => {
          if (room.left === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
          const written = await target.write(bytes, at, Math.min(length, room.left), position)
          room.left -= written.bytesWritten
          return written
        }
      },
    })
  }

it('leaves no half of an append behind on a full disk, and goes on when there is room', async () => {
  const room = { left: 12 }
  const store = await FolderBlobStore.create(folder, { openForWriting: onSmallDisk(room) })
  const writer = await store.create('r1/t1')
  await writer.append(Buffer.from('12345678'))
  await expect(writer.append(Buffer.from('abcdefgh'))).rejects.toMatchObject({ code: 'STORAGE_FULL', detail: 'ENOSPC' })
  expect(await readFile(join(folder, 'r1/t1.part'), 'utf8')).toBe('12345678')
  room.left = 100
  await writer.append(Buffer.from('9'))
  await writer.finish()
  expect(await readFile(join(folder, 'r1/t1'), 'utf8')).toBe('123456789')
})

it('tells nothing of the machine when it fails', async () => {
  const store = await FolderBlobStore.create(folder, { openForWriting: onSmallDisk({ left: 0 }) })
  const writer = await store.create('r1/t1')
  const error: unknown = await writer.append(Buffer.from('x')).catch((thrown: unknown) => thrown)
  expect(String(error)).toBe('ParleyError: STORAGE_FULL: ENOSPC')
  await writer.close()
})

it('counts what is there at the start against the quota', async () => {
  await put(await FolderBlobStore.create(folder), 'r1/t1', '12345678')
  const store = await FolderBlobStore.create(folder, { quota: 10 })
  await expect(put(store, 'r1/t2', 'abc')).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  await store.remove('r1/t1')
  await put(store, 'r1/t3', 'abc')
})

it('has no folder left of what was removed before its start', async () => {
  const store = await FolderBlobStore.create(folder)
  await put(store, 'r1/a/t1', 'x')
  await put(store, 'r2/t1', 'x')
  await store.remove('r1/a/t1')
  await FolderBlobStore.create(folder)
  expect(await readdir(folder)).toEqual(['.parley-recordings', 'r2'])
  await put(store, 'r1/a/t1', 'x')
})

it('is full where it would take from the disk what is for others', async () => {
  const store = await FolderBlobStore.create(folder, { leaveFree: 2 ** 60 })
  const writer = await store.create('r1/t1')
  await expect(writer.append(Buffer.from('x'))).rejects.toMatchObject({ code: 'STORAGE_FULL' })
  await writer.finish()
  await put(await FolderBlobStore.create(folder, { leaveFree: 1 }), 'r1/t2', 'x')
})

it('is unreachable, not empty, where its folder is gone', async () => {
  const store = await FolderBlobStore.create(folder)
  await put(store, 'r1/t1', 'x')
  const away = `${folder}-away`
  await rename(folder, away)
  for (const act of [() => store.open('r1/t1'), () => store.list(), () => store.create('r1/t2'), () => store.remove('r1/t1')]) {
    await expect(act()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  }
  await rename(away, folder)
  expect(await textOf(store, 'r1/t1')).toBe('x')
})

it('is for this user only, and leaves nothing but the blob and its mark', async () => {
  const store = await FolderBlobStore.create(join(folder, 'store'))
  await put(store, 'r1/t1', 'x')
  const files = await readdir(join(folder, 'store'), { recursive: true })
  expect(files.toSorted()).toEqual(['.parley-recordings', 'r1', 'r1/t1'])
  if (process.platform === 'win32') return
  for (const [path, mode] of [
    ['store', 0o700],
    ['store/r1', 0o700],
    ['store/r1/t1', 0o600],
    ['store/.parley-recordings', 0o600],
  ] as const) {
    expect((await stat(join(folder, path))).mode & 0o777).toBe(mode)
  }
})

it('takes no empty folder for the one of before, and makes none in its place', async () => {
  const path = join(folder, 'disk', 'store')
  const isRefused = { code: 'STORAGE_UNREACHABLE', detail: 'not the folder of before: is its disk mounted?' }
  await expect(FolderBlobStore.create(path, { isKnown: true })).rejects.toMatchObject(isRefused)
  expect(await readdir(folder)).toEqual([])
  await mkdir(path, { recursive: true })
  await expect(FolderBlobStore.create(path, { isKnown: true })).rejects.toMatchObject(isRefused)
  expect(await readdir(path)).toEqual([])
})

it('knows its folder, also when it is empty again, and one with blobs that has no mark yet', async () => {
  const store = await FolderBlobStore.create(folder)
  await put(store, 'r1/t1', 'x')
  await rm(join(folder, '.parley-recordings'))
  const again = await FolderBlobStore.create(folder, { isKnown: true })
  await again.remove('r1/t1')
  expect(await (await FolderBlobStore.create(folder, { isKnown: true })).list()).toEqual([])
})

it('passes over what is no blob', async () => {
  const store = await FolderBlobStore.create(folder)
  await put(store, 'r1/t1', 'x')
  await writeFile(join(folder, 'r1', '.DS_Store'), '')
  await writeFile(join(folder, 'read me.txt'), '')
  expect((await store.list()).map(({ name }) => name)).toEqual(['r1/t1'])
  expect((await store.list('r1')).map(({ name }) => name)).toEqual(['r1/t1'])
})
