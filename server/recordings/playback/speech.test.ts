import { describe, expect, it } from 'vitest'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { KEY, sealed, sourceOf, TRACK } from '../sealed/testing/sealed-bytes.ts'
import { inParts } from '../testing/filmed.ts'
import { cluster, HEADER } from '../testing/tiny-webm.ts'
import { BlockScan } from './blocks.ts'
import { speechIn } from './speech.ts'

/** A voice: a cluster each 100 ms, large where it speaks. */
const voice = (seconds: number, speaks: (second: number) => boolean): Buffer =>
  Buffer.concat([
    HEADER,
    ...Array.from({ length: seconds * 10 }, (_, tenth) => cluster(tenth * 100, { length: speaks(tenth / 10) ? 600 : 12 })),
  ])

const speechOf = async (content: Buffer): Promise<unknown> => {
  const bytes = Buffer.concat(await sealed(inParts(content, 1_000)))
  return speechIn(await SealedReader.open(sourceOf(bytes), KEY, TRACK))
}

describe('speech', () => {
  it('is where much was sent', async () => {
    expect(await speechOf(voice(20, (second) => second >= 5 && second < 10))).toEqual([[5_000, 10_000]])
  })
  it('goes through the pauses between words, and is no cough', async () => {
    const speaks = (second: number) =>
      (second >= 2 && second < 4) || (second >= 4.5 && second < 6) || (second >= 12 && second < 12.2)
    expect(await speechOf(voice(20, speaks))).toEqual([[2_000, 6_000]])
  })
  it('is not where a sender’s clock has jumped to', async () => {
    const room = Array.from({ length: 200 }, (_, tenth) =>
      cluster(tenth * 100, { length: tenth >= 50 && tenth < 100 ? 2_000 : 260 }),
    )
    expect(await speechOf(Buffer.concat([HEADER, ...room, cluster(4e9)]))).toEqual([[5_000, 10_000]])
  })
  it('is nowhere in a quiet room', async () => {
    expect(await speechOf(voice(10, () => false))).toEqual([])
  })
})

describe('blocks', () => {
  const content = voice(3, () => true)
  it.each([1, 7, 64, 1_000, 1_000_000])('are the same in parts of %d bytes', (length) => {
    const scan = new BlockScan()
    const blocks = inParts(content, length).flatMap((part) => scan.push(part))
    expect(blocks).toEqual(Array.from({ length: 30 }, (_, tenth) => ({ time: tenth * 100, size: 600 })))
  })
  it('go on behind what is missing', () => {
    const scan = new BlockScan()
    const before = scan.push(content.subarray(0, 5_000))
    scan.lose()
    const after = scan.push(content.subarray(8_000))
    expect(before.length + after.length).toBeGreaterThan(20)
    expect(after.at(-1)).toEqual({ time: 2_900, size: 600 })
  })
})
