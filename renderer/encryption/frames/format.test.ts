import { type Arbitrary, array, assert, boolean, constantFrom, oneof, property, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bytes, concatenate } from '../sframe/bytes.ts'
import { CODECS, type Codec, codecOf, type FrameFormat, formatOf } from './format.ts'

const plain = (given: Uint8Array): number[] => [...given]
const own = (given: Uint8Array): Bytes => new Uint8Array(given)

/** Bytes that make start codes, escapes and unit headers likely. */
const hostile = (maxLength: number): Arbitrary<Bytes> =>
  oneof(
    uint8Array({ maxLength }),
    array(constantFrom(0, 0, 0, 0, 1, 2, 3, 3, 0x80, 0x65, 0x41, 0x67, 0x68, 0x0a, 0x32, 0xff), { maxLength }).map((bytes) =>
      Uint8Array.from(bytes),
    ),
  ).map(own)

const startCode = constantFrom([0, 0, 1], [0, 0, 0, 1])
const unit = (header: number) =>
  tuple(startCode, hostile(20)).map(([code, body]) => Uint8Array.from([...code, header, 1, ...body]))
/** Also one whose readable part ends in the beginning of a start code. */
const sliceStart = constantFrom([0x88, 0x80], [0x88, 0], [0, 0])
const slice = tuple(startCode, constantFrom(0x41, 0x65), sliceStart, hostile(60)).map(([code, header, start, body]) =>
  Uint8Array.from([...code, header, ...start, ...body]),
)

const frames: Record<Codec, Arbitrary<Bytes>> = {
  opus: hostile(200),
  vp8: hostile(200).filter(({ length }) => length > 0),
  vp9: hostile(200),
  av1: hostile(400),
  h264: tuple(array(oneof(unit(0x67), unit(0x68), unit(0x06), unit(0x09)), { maxLength: 4 }), slice, hostile(40)).map(
    ([before, first, rest]) => concatenate(...before, first, rest),
  ),
}

const pack = (format: FrameFormat, clear: Bytes, ciphertext: Bytes, isKey: boolean): Bytes => {
  const lead = format.lead(clear, ciphertext.length, isKey)
  return format.pack(concatenate(lead, ciphertext), lead.length)
}

const startCodes = (bytes: Bytes): number[] => {
  const found: number[] = []
  for (let at = 0; at + 2 < bytes.length; at += 1)
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1) found.push(at)
  return found
}

describe.each(CODECS)('%s', (codec) => {
  const format = formatOf(codec)

  it('gives back the same ciphertext and the same readable bytes', () => {
    assert(
      property(frames[codec], hostile(300), boolean(), (frame, ciphertext, isKey) => {
        const clear = format.clear(frame)
        if (clear === undefined) throw new Error('a frame of this codec is refused')
        const unpacked = format.unpack(pack(format, clear, ciphertext, isKey))
        expect(unpacked && [plain(unpacked.clear), plain(unpacked.ciphertext)]).toEqual([plain(clear), plain(ciphertext)])
      }),
      { numRuns: 1_000 },
    )
  })

  it('takes anything that comes without failing', () => {
    assert(
      property(hostile(80), (received) => {
        const unpacked = format.unpack(received)
        expect(unpacked === undefined || unpacked.ciphertext.length <= received.length).toBe(true)
        format.clear(received)
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves no more readable than packetizers need', () => {
    assert(
      property(frames[codec], (frame) => {
        const clear = format.clear(frame)
        const most = { opus: 0, vp8: 1, vp9: 0, av1: 0, h264: frame.length + 100 }[codec]
        expect(clear?.length).toBeLessThanOrEqual(most)
      }),
    )
  })
})

describe('h264', () => {
  const format = formatOf('h264')

  it('keeps parameter sets and the beginning of the slice, in start codes of four bytes', () => {
    const frame = Uint8Array.from([
      ...[0, 0, 0, 1, 0x67, 1, 2, 3],
      ...[0, 0, 1, 0x68, 4, 5],
      ...[0, 0, 1, 0x06, 9, 9, 9],
      ...[0, 0, 1, 0x65, 0x88, 0x84, 7, 7, 7, 7, 0, 0, 1, 0x65, 8, 8],
    ])
    expect(plain(format.clear(frame) ?? new Uint8Array())).toEqual([
      ...[0, 0, 0, 1, 0x67, 1, 2, 3],
      ...[0, 0, 0, 1, 0x68, 4, 5],
      ...[0, 0, 0, 1, 0x65, 0x88, 0x84],
    ])
  })

  it.each([
    ['no start code', [1, 2, 3, 4]],
    ['no slice', [0, 0, 1, 0x67, 1, 2, 3]],
    ['a slice that is cut short', [0, 0, 1, 0x65, 1]],
    ['nothing', []],
  ])('refuses %s', (_what, frame) => {
    expect(format.clear(Uint8Array.from(frame))).toBeUndefined()
  })

  it('makes no start code of ciphertext, and does not end in a zero', () => {
    assert(
      property(frames.h264, hostile(300), (frame, ciphertext) => {
        const clear = format.clear(frame) ?? new Uint8Array()
        const packed = pack(format, clear, ciphertext, false)
        expect(startCodes(packed)).toEqual(startCodes(concatenate(clear, Uint8Array.of(0xff))))
        expect(packed.at(-1)).not.toBe(0)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('av1', () => {
  const format = formatOf('av1')
  const ciphertext = new Uint8Array(300).fill(7)

  it('puts a sequence header before a key frame only', () => {
    expect(plain(pack(format, new Uint8Array(), ciphertext, true).subarray(0, 5))).toEqual([0x0a, 0, 0x32, 0xac, 0x02])
    expect(plain(pack(format, new Uint8Array(), ciphertext, false).subarray(0, 3))).toEqual([0x32, 0xac, 0x02])
  })

  it('refuses a second unit behind the frame', () => {
    const packed = pack(format, new Uint8Array(), ciphertext, false)
    expect(format.unpack(concatenate(packed, packed))).toBeUndefined()
  })
})

describe('codecOf', () => {
  it.each([
    ['video/VP8', 'vp8'],
    ['video/H264', 'h264'],
    ['audio/opus', 'opus'],
    ['video/rtx', undefined],
    ['video/H265', undefined],
    ['', undefined],
  ])('%s', (mimeType, codec) => {
    expect(codecOf(mimeType)).toBe(codec)
  })
})
