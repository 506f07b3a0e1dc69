import { describe, expect, it, test } from 'vitest'
import { lengthOf, SilenceFiller } from './silence.ts'

/** 20 ms of a voice: wide band. */
const VOICE = [0x78, 1, 2, 3, 4, 5, 6, 7]
const SILENT = [0xf8, 0xff, 0xfe]

const size = (value: number): number[] => [0x40 | (value >> 8), value & 0xff]
const element = (id: number[], content: number[]): number[] => [...id, ...size(content.length), ...content]
const block = (offset: number, packet: number[]): number[] =>
  element([0xa3], [0x81, (offset >> 8) & 0xff, offset & 0xff, 0x80, ...packet])
const cluster = (time: number, ...blocks: number[][]): number[] =>
  element([0x1f, 0x43, 0xb6, 0x75], [...element([0xe7], [time >> 8, time & 0xff]), ...blocks.flat()])

/** Reads what was written: each block's time and first bytes. */
const read = (bytes: Uint8Array): [number, number[]][] => {
  const found: [number, number[]][] = []
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < bytes.length; ) {
    expect(view.getUint32(at)).toBe(0x1f43b675)
    const length = view.getUint32(at + 4) & 0x0fff_ffff
    const blockLength = view.getUint32(at + 19) & 0x0fff_ffff
    expect(length).toBe(15 + blockLength)
    found.push([Number(view.getBigUint64(at + 10)), [...bytes.subarray(at + 27, at + 8 + length)]])
    at += 8 + length
  }
  return found
}

const filled = (bytes: number[], part = bytes.length) => {
  const filler = new SilenceFiller()
  const made: number[] = []
  for (let at = 0; at < bytes.length; at += part) made.push(...filler.push(Uint8Array.from(bytes.slice(at, at + part))))
  return read(Uint8Array.from(made))
}

const times = (found: [number, number[]][]) => found.map(([time, packet]) => [time, packet.length === 3 ? 'silence' : 'voice'])

describe('a voice with pauses', () => {
  const bytes = cluster(1_000, block(0, VOICE), block(20, VOICE), block(100, VOICE))
  it('has silence where nothing was sent', () => {
    expect(times(filled(bytes))).toEqual([
      [1_000, 'voice'],
      [1_020, 'voice'],
      [1_040, 'silence'],
      [1_060, 'silence'],
      [1_080, 'silence'],
      [1_100, 'voice'],
    ])
    expect(filled(bytes)[2]?.[1]).toEqual(SILENT)
  })

  it.each([1, 3, 10, 33])('is the same in parts of %d bytes', (part) => {
    expect(filled(bytes, part)).toEqual(filled(bytes))
  })

  it('goes on from one cluster to the next', () => {
    const found = times(filled([...cluster(0, block(0, VOICE)), ...cluster(60, block(0, VOICE))]))
    expect(found).toEqual([
      [0, 'voice'],
      [20, 'silence'],
      [40, 'silence'],
      [60, 'voice'],
    ])
  })

  it('is left as it is where somebody was muted, and where the file was entered elsewhere', () => {
    expect(times(filled([...cluster(0, block(0, VOICE)), ...cluster(5_000, block(0, VOICE))]))).toEqual([
      [0, 'voice'],
      [5_000, 'voice'],
    ])
    const filler = new SilenceFiller()
    filler.push(Uint8Array.from(cluster(0, block(0, VOICE))))
    filler.reset()
    expect(times(read(filler.push(Uint8Array.from(cluster(500, block(0, VOICE))))))).toEqual([[500, 'voice']])
  })

  it('has no more where packets only came a little late', () => {
    expect(filled(cluster(0, block(0, VOICE), block(27, VOICE)))).toHaveLength(2)
  })
})

test.each([
  [[0x78], 20],
  [[0xf8], 20],
  [[0x08], 20],
  [[0x00], 10],
  [[0x18], 60],
  [[0x79], 40],
  [[0x7b, 3], 60],
  [[0x80], 2.5],
])('packet %j has %d ms', (packet, length) => {
  expect(lengthOf(Uint8Array.from(packet))).toBe(length)
})
