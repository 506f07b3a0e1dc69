import { expect, it, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { FrameSealer } from './frame.ts'
import type { SealedSource } from './scan.ts'
import { SealedReader } from './sealed-reader.ts'
import { contentOf, KEY, sealed, sourceOf, TRACK } from './testing/sealed-bytes.ts'

const PART = 100
const partsOf = (count: number): Buffer[] => Array.from({ length: count }, (_, number) => Buffer.alloc(PART, number % 251))

/** Counts how often it is read. */
class Counted implements SealedSource {
  readonly size: number
  reads = 0
  bytes: Buffer

  constructor(bytes: Buffer) {
    this.size = bytes.length
    this.bytes = bytes
  }

  async read(at: number, length: number): Promise<Buffer> {
    this.reads += 1
    return this.bytes.subarray(at, at + length)
  }
}

test.each([10, 3_000])('a track of %d frames is opened with two reads, and a part of it read with one more', async (count) => {
  const frames = await sealed(partsOf(count))
  const source = new Counted(Buffer.concat(frames))
  const reader = await SealedReader.open(source, KEY, TRACK)
  expect(source.reads).toBe(2)
  expect({ frames: reader.frames, size: reader.size, finished: reader.finished }).toEqual({
    frames: count + 1,
    size: count * PART,
    finished: true,
  })
  const number = count - 3
  const { bytes } = await contentOf(reader, number * PART + 1, number * PART + 9)
  expect(bytes).toEqual(Buffer.alloc(8, number % 251))
  expect(source.reads).toBe(3)
})

it('is opened by its headers where the index is of another writer, and nothing is read that is not its own', async () => {
  const [one, other] = [await sealed(partsOf(20)), await sealed(partsOf(20))]
  const index = other.at(-1) ?? Buffer.alloc(0)
  const source = new Counted(Buffer.concat([...one.slice(0, -1), index]))
  const reader = await SealedReader.open(source, KEY, TRACK)
  expect((await contentOf(reader)).bytes).toEqual(Buffer.concat(partsOf(20)))
  expect(await reader.verify()).toEqual([])
})

it('does not believe the index against the frames: what stands elsewhere is read from where it is', async () => {
  const frames = await sealed(partsOf(20))
  const [third, fifth] = [frames[3], frames[5]]
  if (third === undefined || fifth === undefined) throw new Error('no frames')
  const reader = await SealedReader.open(sourceOf(Buffer.concat(frames.with(3, fifth).with(5, third))), KEY, TRACK)
  expect(reader.problems).toEqual([])
  expect((await contentOf(reader)).bytes).toEqual(Buffer.concat(partsOf(20)))
  expect(reader.problems.map(({ kind }) => kind)).toContain('misplaced')
})

it('goes on when the headers could not be looked through at first', async () => {
  const frames = await sealed(partsOf(20))
  const bytes = Buffer.concat(frames)
  const changed = PART * 5
  bytes.writeUInt8(bytes.readUInt8(changed) ^ 1, changed)
  const source = new Counted(bytes)
  const reader = await SealedReader.open(source, KEY, TRACK)
  const away = source.reads + 5
  const read = source.read.bind(source)
  source.read = (at, length) => {
    if (source.reads >= away) throw new ParleyError('STORAGE_UNREACHABLE')
    return read(at, length)
  }
  await expect(contentOf(reader)).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  source.read = read
  expect(await contentOf(reader)).toMatchObject({ lost: PART })
})

test.each(['with', 'without'])(
  '%s an index, a frame that was put in the place of another since is not taken for it',
  async (how) => {
    const frames = await sealed(partsOf(20))
    const source = new Counted(Buffer.concat(how === 'with' ? frames : frames.slice(0, 20)))
    const reader = await SealedReader.open(source, KEY, TRACK)
    source.bytes = Buffer.concat(frames.with(3, frames[4] ?? Buffer.alloc(0)))
    const { bytes } = await contentOf(reader, 3 * PART, 4 * PART)
    expect(bytes).toHaveLength(0)
  },
)

it('is not there in a track of before there were indices, which is whole without', async () => {
  const sealer = new FrameSealer(KEY, TRACK)
  const frames = [sealer.seal([Buffer.from('one ')], 4), sealer.seal([Buffer.from('two')], 3, true)]
  const reader = await SealedReader.open(sourceOf(Buffer.concat(frames)), KEY, TRACK)
  expect(await reader.verify()).toEqual([])
  expect(reader.finished).toBe(true)
  expect((await contentOf(reader)).bytes.toString()).toBe('one two')
})
