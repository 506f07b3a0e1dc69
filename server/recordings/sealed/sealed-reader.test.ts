import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { HEADER_LENGTH } from './frame.ts'
import { SealedReader } from './sealed-reader.ts'
import { contentOf, KEY, sealed, sourceOf, TRACK } from './testing/sealed-bytes.ts'

const PARTS = ['zero ', 'one ', 'two ', 'three ', 'four'].map((text) => Buffer.from(text))
const CONTENT = Buffer.concat(PARTS)

const open = (bytes: Buffer, identity = TRACK, key = KEY): Promise<SealedReader> =>
  SealedReader.open(sourceOf(bytes), key, identity)

/** Frames 0 to 4 with content, 5 the empty last one, and the index. */
const frames = await sealed(PARTS)
const whole = Buffer.concat(frames)
const joined = (...order: number[]): Buffer => Buffer.concat(order.map((number) => frames[number] ?? Buffer.alloc(0)))

it('reads what was written, in whatever parts and frames', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ min: 1, max: 200 }), async (written, maximumLength) => {
      const content = Buffer.concat(written)
      const reader = await open(Buffer.concat(await sealed(written, TRACK, KEY, { maximumLength })))
      expect(await contentOf(reader)).toEqual({ bytes: content, lost: 0 })
      expect(await reader.verify()).toEqual([])
      expect({ size: reader.size, finished: reader.finished }).toEqual({ size: content.length, finished: true })
    }),
    { numRuns: 60 },
  )
})

it('reads any range', async () => {
  const reader = await open(whole)
  const at = fc.integer({ min: 0, max: CONTENT.length + 5 })
  await fc.assert(
    fc.asyncProperty(at, at, async (start, end) => {
      expect(await contentOf(reader, start, end)).toEqual({ bytes: CONTENT.subarray(start, Math.max(start, end)), lost: 0 })
    }),
  )
})

it('names any byte that is changed, hands out nothing false, and keeps all other frames', async () => {
  for (let at = 0; at < whole.length; at += 1) {
    for (const bit of [0x01, 0x80]) {
      const bytes = Buffer.from(whole)
      bytes.writeUInt8(bytes.readUInt8(at) ^ bit, at)
      const reader = await open(bytes)
      const problems = await reader.verify()
      expect(
        problems.some((problem) => at >= problem.at && at < problem.at + Math.max(problem.length, 1)),
        `byte ${at}`,
      ).toBe(true)
      const damaged = frames.findIndex((_, index) => at < joined(...Array(index + 1).keys()).length)
      const rest = Buffer.concat(PARTS.filter((_, index) => index !== damaged))
      expect((await contentOf(reader)).bytes.toString(), `byte ${at}`).toBe(rest.toString())
    }
  }
})

it('hands out only what was written there, whatever is done to the file', async () => {
  const edit = fc.record({ at: fc.nat(whole.length), remove: fc.nat(200), insert: fc.uint8Array({ maxLength: 200 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let bytes = whole
      for (const { at, remove, insert } of edits) {
        bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
      }
      const reader = await open(bytes)
      for await (const piece of reader.read()) {
        if ('bytes' in piece) expect(piece.bytes).toEqual(CONTENT.subarray(piece.offset, piece.offset + piece.bytes.length))
      }
      if (!bytes.equals(whole)) expect(await reader.verify()).not.toEqual([])
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['the last frame is cut off', joined(0, 1, 2, 3, 4), ['truncated'], 'zero one two three four'],
  ['the index is taken out', joined(0, 1, 2, 3, 4, 5), ['truncated'], String(CONTENT)],
  ['the last frame is taken out', joined(0, 1, 2, 3, 4, 6), ['truncated'], 'zero one two three four'],
  ['several are cut off', joined(0, 1), ['truncated'], 'zero one '],
  ['it is empty', Buffer.alloc(0), ['truncated'], ''],
  ['the first is taken out', joined(1, 2, 3, 4, 5, 6), ['missing'], 'one two three four'],
  ['one is taken out', joined(0, 1, 3, 4, 5, 6), ['missing'], 'zero one three four'],
  ['two change places', joined(0, 2, 1, 3, 4, 5, 6), ['misplaced'], 'zero one two three four'],
  ['the last stands in the middle', joined(0, 1, 5, 2, 3, 4, 6), ['misplaced'], 'zero one two three four'],
  ['one is there twice', joined(0, 1, 1, 2, 3, 4, 5, 6), ['repeated'], 'zero one two three four'],
  ['the beginning is there again at the end', joined(0, 1, 2, 3, 4, 5, 0, 6), ['repeated'], 'zero one two three four'],
  [
    'something is put in between',
    Buffer.concat([joined(0, 1), Buffer.alloc(9), joined(2, 3, 4, 5, 6)]),
    ['changed'],
    String(CONTENT),
  ],
  ['something is put in front', Buffer.concat([Buffer.alloc(70_000), whole]), ['changed'], String(CONTENT)],
  ['something is put behind', Buffer.concat([whole, Buffer.alloc(9, 1)]), ['changed'], String(CONTENT)],
])('where %s, that is named and the rest is read', async (_, bytes, kinds, content) => {
  const reader = await open(bytes)
  expect((await reader.verify()).map(({ kind }) => kind)).toEqual(kinds)
  expect((await contentOf(reader)).bytes.toString()).toBe(content)
})

test.each([
  ['track', { ...TRACK, track: 'track-2' }],
  ['recording', { ...TRACK, recording: 'recording-2' }],
])('takes no frame of another %s under the same key', async (_, identity) => {
  const others = await sealed(PARTS, identity)
  const swapped = Buffer.concat([joined(0, 1), others[2] ?? Buffer.alloc(0), joined(3, 4, 5, 6)])
  const reader = await open(swapped)
  expect((await reader.verify()).map(({ kind }) => kind)).toEqual(['foreign', 'missing'])
  expect(await contentOf(reader)).toEqual({ bytes: Buffer.from('zero one three four'), lost: 4 })
  const all = await open(Buffer.concat(others))
  expect(await contentOf(all)).toEqual({ bytes: Buffer.alloc(0), lost: 0 })
  expect(all.problems.map(({ kind }) => kind)).toContain('foreign')
})

it('takes no frame of another writer of the same track', async () => {
  const others = await sealed(PARTS)
  const reader = await open(Buffer.concat([joined(0, 1), others[2] ?? Buffer.alloc(0), joined(3, 4, 5, 6)]))
  expect((await reader.verify()).map(({ kind }) => kind)).toEqual(['repeated', 'missing'])
  expect((await contentOf(reader)).bytes.toString()).toBe('zero one three four')
})

it('opens nothing with another key', async () => {
  const reader = await open(whole, TRACK, createSecretKey(Buffer.alloc(32, 8)))
  expect((await contentOf(reader)).bytes).toHaveLength(0)
  expect((await reader.verify()).length).toBeGreaterThan(0)
})

it('says in a range how much of it is lost, and where', async () => {
  const bytes = Buffer.from(whole)
  const at = joined(0).length + HEADER_LENGTH
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  const pieces = []
  for await (const piece of (await open(bytes)).read(3, 11)) pieces.push(piece)
  expect(pieces).toEqual([
    { offset: 3, bytes: Buffer.from('o ') },
    { offset: 5, lost: 4, problem: { kind: 'changed', at: joined(0).length, length: joined(1).length, frame: 1 } },
    { offset: 9, bytes: Buffer.from('tw') },
  ])
})

it('keeps everything up to the last whole frame wherever a crash cuts it off', async () => {
  const ends = frames.map((_, index) => joined(...Array(index + 1).keys()).length)
  for (let cut = 0; cut < whole.length; cut += 1) {
    const reader = await open(whole.subarray(0, cut))
    const kept = ends.filter((end) => end <= cut).length
    expect((await contentOf(reader)).bytes.toString()).toBe(Buffer.concat(PARTS.slice(0, kept)).toString())
    expect({ finished: reader.finished, frames: reader.frames }).toEqual({ finished: false, frames: kept })
    expect(
      (await reader.verify()).map(({ kind }) => kind),
      `cut at ${cut}`,
    ).toEqual(['truncated'])
  }
})

it('takes no frame for the last one because somebody marked it so', async () => {
  const bytes = Buffer.from(joined(0, 1, 2))
  // The flags of frame 2
  bytes.writeUInt8(1, joined(0, 1).length + 8)
  const reader = await open(bytes)
  expect({ finished: reader.finished, size: reader.size }).toEqual({ finished: false, size: 'zero one '.length })
  expect(reader.problems.map(({ kind }) => kind)).toEqual(['changed', 'truncated'])
})
