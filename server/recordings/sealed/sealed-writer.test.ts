import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { HEADER_LENGTH, readHeader, TAG_LENGTH } from './frame.ts'
import { SealedReader } from './sealed-reader.ts'
import { SealedWriter } from './sealed-writer.ts'
import { contentOf, FrameList, KEY, sealed, sourceOf, TRACK } from './testing/sealed-bytes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('seals what waits a second after its first byte, however it comes', async () => {
  const sink = new FrameList()
  const writer = new SealedWriter(sink, KEY, TRACK)
  await writer.write(Buffer.from('a'))
  await vi.advanceTimersByTimeAsync(900)
  await writer.write(Buffer.from('b'))
  expect(sink.frames).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(100)
  expect(sink.frames.map((frame) => readHeader(frame)?.length)).toEqual([2])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sink.frames).toHaveLength(1)
})

it('bounds its frames in bytes, and what it holds in memory', async () => {
  const sink = new FrameList()
  const writer = new SealedWriter(sink, KEY, TRACK, { maximumLength: 10 })
  await writer.write(Buffer.alloc(25))
  expect(sink.frames.map((frame) => frame.length - HEADER_LENGTH - TAG_LENGTH)).toEqual([10, 10])
  await expect(writer.close()).resolves.toEqual({ frames: 3, size: 25 })
  expect(sink.frames.map((frame) => readHeader(frame)?.last)).toEqual([false, false, true])
})

it('waits until the sink has taken what came', async () => {
  let taken: () => void = () => undefined
  const sink = { append: () => new Promise<void>((resolve) => (taken = resolve)) }
  const writer = new SealedWriter(sink, KEY, TRACK, { maximumLength: 4 })
  let isWritten = false
  const writing = writer.write(Buffer.alloc(4)).then(() => {
    isWritten = true
  })
  await vi.advanceTimersByTimeAsync(10)
  expect(isWritten).toBe(false)
  taken()
  await writing
})

it('copies what has to wait', async () => {
  const sink = new FrameList()
  const writer = new SealedWriter(sink, KEY, TRACK)
  const bytes = Buffer.from('before')
  await writer.write(bytes)
  bytes.write('after!')
  await writer.close()
  const reader = await SealedReader.open(sourceOf(Buffer.concat(sink.frames)), KEY, TRACK)
  expect((await contentOf(reader)).bytes.toString()).toBe('before')
})

it('stays failed with what the sink threw, and appends nothing behind the lost frame', async () => {
  const full = new ParleyError('STORAGE_FULL')
  const kept: Uint8Array[] = []
  let isFull = false
  const sink = {
    append: async (bytes: Uint8Array) => {
      if (isFull) throw full
      kept.push(bytes)
    },
  }
  const writer = new SealedWriter(sink, KEY, TRACK)
  await writer.write(Buffer.from('kept'))
  await writer.flush()
  isFull = true
  await writer.write(Buffer.from('lost'))
  await vi.advanceTimersByTimeAsync(1_000)
  isFull = false
  await expect(writer.write(Buffer.from('late'))).rejects.toBe(full)
  await expect(writer.flush()).rejects.toBe(full)
  await expect(writer.close()).rejects.toBe(full)
  expect(kept).toHaveLength(1)
})

it('takes nothing after its end, and ends once', async () => {
  const sink = new FrameList()
  const writer = new SealedWriter(sink, KEY, TRACK)
  await Promise.all([writer.close(), writer.close()])
  expect(sink.frames).toHaveLength(1)
  await expect(writer.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
})

it('never seals the same content to the same bytes, nor shows any of it', async () => {
  const content = Buffer.from('the same words that everybody knows')
  const [one] = await sealed([content])
  const [other] = await sealed([content])
  expect(one?.subarray(HEADER_LENGTH)).not.toEqual(other?.subarray(HEADER_LENGTH))
  expect(one?.includes('words')).toBe(false)
})
