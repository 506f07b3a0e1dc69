import { beforeAll, describe, expect, it } from 'vitest'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { KEY, sealed, sourceOf, TRACK } from '../sealed/testing/sealed-bytes.ts'
import { cluster, HEADER } from '../testing/tiny-webm.ts'
import { clustersIn } from './clusters.ts'
import { placeOf } from './places.ts'

const SECONDS = 3_600

/** A cluster each second, in a frame each; a key frame each so many. */
const clustersEvery = (keyEvery: number): Buffer[] =>
  Array.from({ length: SECONDS }, (_, second) => cluster(second * 1_000, { key: second % keyEvery === 0, length: 2_000 }))

/** Counts what it is read for. */
class Counted {
  readonly #bytes: Buffer
  read = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get source() {
    const source = sourceOf(this.#bytes)
    return {
      size: source.size,
      read: async (at: number, length: number) => {
        this.read += length
        return source.read(at, length)
      },
    }
  }
}

let frames: Buffer[]
let sparse: Buffer[]
beforeAll(async () => {
  frames = await sealed([HEADER, ...clustersEvery(1)])
  sparse = await sealed([HEADER, ...clustersEvery(600)])
})

const open = (bytes: Buffer) => SealedReader.open(sourceOf(bytes), KEY, TRACK)
const offsetOf = (second: number): number => HEADER.length + second * cluster(0, { length: 2_000 }).length

describe('the place of a moment', () => {
  it.each([0, 1, 59.9, 1_800, 3_599, 9_999])('%d s into the file', async (second) => {
    const place = await placeOf(await open(Buffer.concat(frames)), second * 1_000)
    const expected = Math.min(Math.floor(second), SECONDS - 1)
    expect(place).toEqual({ header: HEADER.length, from: offsetOf(expected), media: expected * 1_000 })
  })

  it('is one that a picture can begin with', async () => {
    const reader = await open(Buffer.concat(sparse))
    expect(await placeOf(reader, 1_799_500)).toMatchObject({ media: 1_200_000 })
    expect(await placeOf(reader, 1_800_500)).toMatchObject({ media: 1_800_000 })
  })

  it('is found with a few frames opened, not all', async () => {
    const counted = new Counted(Buffer.concat(frames))
    const reader = await SealedReader.open(counted.source, KEY, TRACK)
    counted.read = 0
    await placeOf(reader, 1_234_000)
    expect(counted.read).toBeLessThan(counted.source.size / 2)
  })

  it('is found around what is damaged', async () => {
    const damaged = frames.map((frame, index) => {
      if (index < 1_000 || index > 1_010) return frame
      const copy = Buffer.from(frame)
      copy.writeUInt8(copy.readUInt8(500) ^ 1, 500)
      return copy
    })
    const reader = await open(Buffer.concat(damaged))
    expect(await placeOf(reader, 1_005_000)).toMatchObject({ media: 998_000 })
    expect(await placeOf(reader, 1_020_000)).toMatchObject({ media: 1_020_000 })
  })

  it('is nowhere in a track that never began', async () => {
    expect(await placeOf(await open(Buffer.concat(await sealed([HEADER]))), 0)).toBeUndefined()
  })
})

describe('clusters', () => {
  it('are told from bytes that happen to look like their id', () => {
    const bytes = Buffer.concat([Buffer.from('1f43b675', 'hex'), cluster(5), Buffer.from('1f43b67581', 'hex')])
    expect(clustersIn(bytes)).toEqual([{ at: 4, time: 5, key: true }])
  })

  it('may carry a checksum before their time', () => {
    const plain = cluster(7, { key: false })
    const checksum = Buffer.from('bf8401020304', 'hex')
    const bytes = Buffer.concat([plain.subarray(0, 12), checksum, plain.subarray(12)])
    expect(clustersIn(bytes)).toEqual([{ at: 0, time: 7, key: false }])
  })

  it('of which the beginning is cut off are not there', () => {
    expect(clustersIn(cluster(7).subarray(0, 14))).toEqual([])
  })
})
