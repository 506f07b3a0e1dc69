import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Source } from '#shared/contract/media.ts'
import { toBigInt } from '../sframe/bytes.ts'
import { readHeader } from '../sframe/header.ts'
import { MAX_EPOCHS } from './epochs.ts'
import { CODECS, type Codec } from './format.ts'
import { FrameCrypto, OLD_EPOCH_LIMIT } from './frame-crypto.ts'
import { HOLD_LIMIT, MAX_HELD_BYTES, MAX_HELD_FRAMES } from './held-frames.ts'
import type { EncodedFrame } from './stream.ts'

const LEAVES = { ada: 0, bo: 3, eve: 7 }
type Person = keyof typeof LEAVES

const baseKeyOf = (epoch: bigint): Uint8Array<ArrayBuffer> => new Uint8Array(16).fill(Number(epoch % 251n) + 1)

const keysFor = (person: Person, epoch: bigint, leaves: Record<string, number> = LEAVES) => ({
  epoch,
  baseKey: baseKeyOf(epoch),
  ownLeaf: LEAVES[person],
  leaves: new Map(Object.entries(leaves)),
})

/** A frame that every codec takes for one of its own, of about that many bytes. */
const frameOf = (content: number, length = 100): EncodedFrame => ({
  data: Uint8Array.from([0, 0, 0, 1, 0x65, 0x88, 0x84, ...new Uint8Array(length).fill(content)]).buffer,
  type: 'key',
})
const copyOf = (frame: EncodedFrame): EncodedFrame => ({ ...frame, data: frame.data.slice(0) })
const contentOf = ({ data }: EncodedFrame): number => new Uint8Array(data).at(-1) ?? -1

class Outlet {
  readonly frames: EncodedFrame[] = []

  enqueue(frame: EncodedFrame): void {
    this.frames.push(frame)
  }

  get contents(): number[] {
    return this.frames.map(contentOf)
  }
}

interface Stream {
  source: Source
  codec: Codec
}
const CAMERA: Stream = { source: 'camera', codec: 'vp8' }

/** What a sender's frame looks like on the wire. */
const sent = async (crypto: FrameCrypto, content: number, stream = CAMERA, length = 100): Promise<EncodedFrame> => {
  const outlet = new Outlet()
  await crypto.encryptor(stream).transform(frameOf(content, length), outlet)
  const [frame] = outlet.frames
  if (frame === undefined) throw new Error('nothing sent')
  return frame
}

const counterOf = (frame: EncodedFrame): bigint => {
  const header = readHeader(new Uint8Array(frame.data).subarray(1))
  if (header === undefined) throw new Error('no header')
  return toBigInt(header.counter)
}

const member = async (person: Person, ...epochs: bigint[]): Promise<FrameCrypto> => {
  const crypto = new FrameCrypto()
  for (const epoch of epochs) await crypto.addEpoch(keysFor(person, epoch))
  const last = epochs.at(-1)
  if (last !== undefined) crypto.sendWith(last)
  return crypto
}

const dropped = (crypto: FrameCrypto, sender: Person) => crypto.statistics().received.get(sender)?.dropped

describe('FrameCrypto', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each(CODECS)('brings frames of %s to the other end, unreadable on the way', async (codec) => {
    const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
    const stream: Stream = { source: codec === 'opus' ? 'microphone' : 'camera', codec }
    const outlet = new Outlet()
    const decryptor = bo.decryptor({ ...stream, sender: 'ada' })
    for (const content of [1, 2, 3]) {
      const frame = await sent(ada, content, stream)
      expect(Buffer.from(frame.data).includes(Buffer.alloc(4, content))).toBe(false)
      await decryptor.transform(frame, outlet)
    }
    expect(outlet.frames.map(({ data }) => new Uint8Array(data))).toEqual(
      [1, 2, 3].map((content) => new Uint8Array(frameOf(content).data)),
    )
    expect(bo.statistics().received.get('ada')).toMatchObject({ decrypted: 3, held: 0 })
    expect(ada.statistics().sent.encrypted).toBe(3)
  })

  it('begins anew with another group, whose epochs may be lower, and forgets the one before', async () => {
    const [ada, bo] = [await member('ada', 7n), await member('bo', 7n)]
    const outlet = new Outlet()
    const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
    const late = await sent(ada, 1)
    for (const each of [ada, bo]) {
      each.reset()
      expect(each.sendingEpoch).toBeUndefined()
    }
    await decryptor.transform(late, outlet)
    for (const [person, each] of [
      ['ada', ada],
      ['bo', bo],
    ] as const)
      await each.addEpoch(keysFor(person, 0n))
    ada.sendWith(0n)
    await decryptor.transform(await sent(ada, 2), outlet)
    expect(outlet.frames.map(({ data }) => new Uint8Array(data))).toEqual([new Uint8Array(frameOf(2).data)])
  })

  it('takes no keys of the group before that come late', async () => {
    const ada = await member('ada')
    const adding = ada.addEpoch(keysFor('ada', 3n))
    ada.reset()
    await adding
    expect(() => ada.sendWith(3n)).toThrow(RangeError)
  })

  describe('sends nothing', () => {
    it.each<[string, (crypto: FrameCrypto) => Promise<void> | void]>([
      ['without an epoch', () => undefined],
      ['with an epoch that is not to be sent with yet', (crypto) => crypto.addEpoch(keysFor('ada', 1n))],
      [
        'when its epoch is forgotten',
        async (crypto) => {
          await crypto.addEpoch(keysFor('ada', 1n))
          crypto.sendWith(1n)
          crypto.forget(1n)
        },
      ],
      [
        'when it is closed',
        async (crypto) => {
          await crypto.addEpoch(keysFor('ada', 1n))
          crypto.sendWith(1n)
          crypto.close()
        },
      ],
    ])('%s', async (_when, prepare) => {
      const ada = new FrameCrypto()
      await prepare(ada)
      const outlet = new Outlet()
      for (const codec of CODECS) await ada.encryptor({ source: 'camera', codec }).transform(frameOf(1), outlet)
      expect(outlet.frames).toEqual([])
      expect(ada.statistics().sent).toMatchObject({ encrypted: 0, dropped: { noKey: CODECS.length } })
    })

    it('that is no frame of its codec', async () => {
      const ada = await member('ada', 1n)
      const outlet = new Outlet()
      await ada.encryptor({ source: 'camera', codec: 'h264' }).transform({ data: new ArrayBuffer(20) }, outlet)
      expect(outlet.frames).toEqual([])
      expect(ada.statistics().sent.dropped.malformed).toBe(1)
    })

    it('when encryption fails', async () => {
      const ada = await member('ada', 1n)
      const encrypt = vi.spyOn(crypto.subtle, 'encrypt').mockRejectedValueOnce(new Error('refused'))
      const outlet = new Outlet()
      await ada.encryptor(CAMERA).transform(frameOf(1), outlet)
      encrypt.mockRestore()
      expect(outlet.frames).toEqual([])
      expect(ada.statistics().sent.dropped.failed).toBe(1)
    })
  })

  it('counts the frames of all streams with one counter', async () => {
    const ada = await member('ada', 1n)
    const streams: Stream[] = [CAMERA, { source: 'screen', codec: 'vp8' }, CAMERA]
    const frames = await Promise.all(streams.map((stream, at) => sent(ada, at, stream)))
    expect(new Set(frames.map(counterOf))).toEqual(new Set([0n, 1n, 2n]))
    ada.sendWith(1n)
    expect(counterOf(await sent(ada, 9))).toBe(3n)
    await expect(ada.addEpoch(keysFor('ada', 1n))).rejects.toThrow(RangeError)
    ada.forget(1n)
    await expect(ada.addEpoch(keysFor('ada', 1n))).rejects.toThrow(RangeError)
  })

  describe('refuses', () => {
    const receive = async (
      frame: EncodedFrame,
      stream: Stream & { sender: string } = { ...CAMERA, sender: 'ada' },
      bo?: FrameCrypto,
    ) => {
      const crypto = bo ?? (await member('bo', 1n))
      const outlet = new Outlet()
      await crypto.decryptor(stream).transform(frame, outlet)
      return { outlet, crypto }
    }

    it("another member's frames on this member's stream", async () => {
      const { outlet, crypto } = await receive(await sent(await member('eve', 1n), 1))
      expect(outlet.frames).toEqual([])
      expect(dropped(crypto, 'ada')?.wrongSender).toBe(1)
    })

    it('the new holder of a leaf on the stream of the old one', async () => {
      const eve = new FrameCrypto()
      await eve.addEpoch({ ...keysFor('eve', 2n), ownLeaf: LEAVES.ada })
      eve.sendWith(2n)
      const bo = new FrameCrypto()
      await bo.addEpoch(keysFor('bo', 1n))
      await bo.addEpoch(keysFor('bo', 2n, { bo: LEAVES.bo, eve: LEAVES.ada }))
      const { outlet } = await receive(await sent(eve, 1), { ...CAMERA, sender: 'ada' }, bo)
      expect(outlet.frames).toEqual([])
      expect(dropped(bo, 'ada')?.noKey).toBe(1)
    })

    it('whoever was removed, also with the keys that are still kept', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      await bo.addEpoch(keysFor('bo', 2n, { bo: LEAVES.bo, eve: LEAVES.eve }))
      const { outlet } = await receive(await sent(ada, 1), { ...CAMERA, sender: 'ada' }, bo)
      expect(outlet.frames).toEqual([])
      expect(dropped(bo, 'ada')?.noKey).toBe(1)
    })

    it('frames of another base key', async () => {
      const ada = new FrameCrypto()
      await ada.addEpoch({ ...keysFor('ada', 1n), baseKey: new Uint8Array(16).fill(99) })
      ada.sendWith(1n)
      const { outlet, crypto } = await receive(await sent(ada, 1))
      expect(outlet.frames).toEqual([])
      expect(dropped(crypto, 'ada')?.forged).toBe(1)
    })

    it('frames that were changed anywhere', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      const frame = await sent(ada, 1)
      const outlet = new Outlet()
      const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
      for (let at = 0; at < frame.data.byteLength; at += 1) {
        const changed = copyOf(frame)
        const bytes = new Uint8Array(changed.data)
        bytes[at] = (bytes[at] ?? 0) ^ 0x10
        await decryptor.transform(changed, outlet)
      }
      expect(outlet.frames).toEqual([])
      await decryptor.transform(frame, outlet)
      expect(outlet.contents).toEqual([1])
    })

    it("a camera's frames where the screen belongs", async () => {
      const frame = await sent(await member('ada', 1n), 1)
      const { outlet, crypto } = await receive(frame, { source: 'screen', codec: 'vp8', sender: 'ada' })
      expect(outlet.frames).toEqual([])
      expect(dropped(crypto, 'ada')?.forged).toBe(1)
    })

    it('frames that are clear', async () => {
      for (const codec of CODECS) {
        const { outlet } = await receive(frameOf(1), { source: 'camera', codec, sender: 'ada' })
        expect(outlet.frames).toEqual([])
      }
    })

    it('frames that were already there, on this stream and on a later one of the same source', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      const frame = await sent(ada, 1)
      const { outlet } = await receive(copyOf(frame), { ...CAMERA, sender: 'ada' }, bo)
      expect(outlet.contents).toEqual([1])
      const again = await receive(copyOf(frame), { ...CAMERA, sender: 'ada' }, bo)
      expect(again.outlet.frames).toEqual([])
      expect(dropped(bo, 'ada')?.replayed).toBe(1)
    })

    it('the second of two that came at the same time', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      const frame = await sent(ada, 1)
      const outlet = new Outlet()
      const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
      await Promise.all([decryptor.transform(copyOf(frame), outlet), decryptor.transform(copyOf(frame), outlet)])
      expect(outlet.contents).toEqual([1])
    })
  })

  it('shows no padding, and thinks no worse of it', async () => {
    const bo = await member('bo', 1n)
    const outlet = new Outlet()
    await bo.decryptor({ source: 'microphone', codec: 'opus', sender: 'ada' }).transform({ data: new ArrayBuffer() }, outlet)
    expect(outlet.frames).toEqual([])
    expect(Object.values(dropped(bo, 'ada') ?? {})).toEqual(Array(8).fill(0))
  })

  it('takes frames that overtook each other', async () => {
    const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
    const frames = [await sent(ada, 1), await sent(ada, 2), await sent(ada, 3)]
    const outlet = new Outlet()
    const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
    for (const frame of frames.reverse()) await decryptor.transform(frame, outlet)
    expect(outlet.contents).toEqual([3, 2, 1])
  })

  describe('holds frames whose key is not there yet', () => {
    const ahead = async (count: number, length = 100) => {
      const [ada, bo] = [await member('ada', 1n, 2n), await member('bo', 1n)]
      const outlet = new Outlet()
      const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
      for (let content = 0; content < count; content += 1) {
        await decryptor.transform(await sent(ada, content % 250, CAMERA, length), outlet)
      }
      expect(outlet.frames).toEqual([])
      return { ada, bo, outlet, decryptor }
    }

    it('and shows them in their order when it comes', async () => {
      const { ada, bo, outlet, decryptor } = await ahead(5)
      const later = await sent(ada, 5)
      const added = bo.addEpoch(keysFor('bo', 2n))
      await added
      await decryptor.transform(later, outlet)
      expect(outlet.contents).toEqual([0, 1, 2, 3, 4, 5])
      expect(bo.statistics().received.get('ada')).toMatchObject({ held: 5, decrypted: 6 })
    })

    it('lets none overtake that wait, while it catches up', async () => {
      const { ada, bo, outlet, decryptor } = await ahead(20)
      const later = await sent(ada, 20)
      const original = decryptor.catchUp.bind(decryptor)
      vi.spyOn(decryptor, 'catchUp').mockImplementation(async () => {
        const caughtUp = original()
        await Promise.all([decryptor.transform(later, outlet), caughtUp])
      })
      await bo.addEpoch(keysFor('bo', 2n))
      expect(outlet.contents).toEqual(Array.from({ length: 21 }, (_frame, content) => content))
    })

    it('one second, and no longer', async () => {
      const { bo, outlet } = await ahead(3)
      vi.advanceTimersByTime(HOLD_LIMIT - 10)
      expect(dropped(bo, 'ada')?.expired).toBe(0)
      vi.advanceTimersByTime(20)
      expect(dropped(bo, 'ada')?.expired).toBe(3)
      await bo.addEpoch(keysFor('bo', 2n))
      expect(outlet.frames).toEqual([])
    })

    it('each for its own second', async () => {
      const { ada, bo, outlet, decryptor } = await ahead(1)
      vi.advanceTimersByTime(HOLD_LIMIT / 2)
      await decryptor.transform(await sent(ada, 77), outlet)
      vi.advanceTimersByTime(HOLD_LIMIT / 2 + 10)
      await bo.addEpoch(keysFor('bo', 2n))
      expect(outlet.contents).toEqual([77])
      expect(dropped(bo, 'ada')?.expired).toBe(1)
    })

    it('no more than there is room for', async () => {
      const many = await ahead(MAX_HELD_FRAMES + 7)
      expect(dropped(many.bo, 'ada')?.overflowed).toBe(7)
      const large = await ahead(5, MAX_HELD_BYTES / 4)
      expect(dropped(large.bo, 'ada')?.overflowed).toBe(2)
    })

    it('on, where another epoch came than theirs', async () => {
      const [ada, bo] = [await member('ada', 1n, 2n, 3n), await member('bo', 1n)]
      const outlet = new Outlet()
      await bo.decryptor({ ...CAMERA, sender: 'ada' }).transform(await sent(ada, 1), outlet)
      await bo.addEpoch(keysFor('bo', 2n))
      expect(outlet.frames).toEqual([])
      await bo.addEpoch(keysFor('bo', 3n))
      expect(outlet.contents).toEqual([1])
    })

    it('none that are of an epoch that is over', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 2n)]
      await bo.decryptor({ ...CAMERA, sender: 'ada' }).transform(await sent(ada, 1), new Outlet())
      expect(bo.statistics().received.get('ada')).toMatchObject({ held: 0, dropped: { noKey: 1 } })
    })

    it('none when the stream has ended', async () => {
      const { ada, bo, outlet, decryptor } = await ahead(3)
      ada.close()
      bo.detach(decryptor)
      await bo.addEpoch(keysFor('bo', 2n))
      vi.advanceTimersByTime(2 * HOLD_LIMIT)
      expect(outlet.frames).toEqual([])
      expect(vi.getTimerCount()).toBe(0)
    })
  })

  describe('changes epochs', () => {
    it('receives both around the switch, and the old one ten seconds on', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      const outlet = new Outlet()
      const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
      const old = [await sent(ada, 1), await sent(ada, 2), await sent(ada, 3)]
      const [first, second, third] = old
      if (first === undefined || second === undefined || third === undefined) throw new Error('nothing sent')
      await bo.addEpoch(keysFor('bo', 2n))
      await decryptor.transform(first, outlet)
      bo.sendWith(2n)
      vi.advanceTimersByTime(OLD_EPOCH_LIMIT - 1)
      await decryptor.transform(second, outlet)
      vi.advanceTimersByTime(1)
      await decryptor.transform(third, outlet)
      expect(outlet.contents).toEqual([1, 2])
      expect(dropped(bo, 'ada')?.noKey).toBe(1)
    })

    it('says when frames are sent with another', async () => {
      const switched = vi.fn()
      const ada = new FrameCrypto(switched)
      await ada.addEpoch(keysFor('ada', 1n))
      expect(switched).not.toHaveBeenCalled()
      ada.sendWith(1n)
      ada.sendWith(1n)
      expect(switched).toHaveBeenCalledTimes(1)
      expect(ada.sendingEpoch).toBe(1n)
    })

    it('never goes back, and to none that is not there', async () => {
      const ada = await member('ada', 1n, 2n)
      expect(() => ada.sendWith(1n)).toThrow(RangeError)
      expect(() => ada.sendWith(3n)).toThrow(RangeError)
      await expect(ada.addEpoch({ ...keysFor('ada', 3n), baseKey: new Uint8Array(15) })).rejects.toThrow(RangeError)
      expect(ada.sendingEpoch).toBe(2n)
    })

    it('keeps a few at a time, in a row of many', async () => {
      const ada = await member('ada', 1n)
      const first = await sent(ada, 1)
      const bo = new FrameCrypto()
      const epochs = Array.from({ length: MAX_EPOCHS + 1 }, (_epoch, at) => BigInt(at + 1))
      await Promise.all(epochs.map((epoch) => bo.addEpoch(keysFor('bo', epoch))))
      await bo.decryptor({ ...CAMERA, sender: 'ada' }).transform(first, new Outlet())
      expect(dropped(bo, 'ada')?.noKey).toBe(1)
    })

    it('does not mistake an epoch for one 256 before it', async () => {
      const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
      const old = await sent(ada, 1)
      await bo.addEpoch(keysFor('bo', 257n))
      const outlet = new Outlet()
      await bo.decryptor({ ...CAMERA, sender: 'ada' }).transform(old, outlet)
      expect(outlet.frames).toEqual([])
      expect(() => bo.sendWith(1n)).toThrow(RangeError)
    })
  })

  describe('begins anew with another group', () => {
    it('whose epochs count from the start, with the streams that are there', async () => {
      const [ada, bo] = [await member('ada', 5n), await member('bo', 5n)]
      const outlet = new Outlet()
      const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
      const old = await sent(ada, 1)
      for (const crypto of [ada, bo]) crypto.reset()
      await decryptor.transform(old, outlet)
      await expect(sent(ada, 2)).rejects.toThrow('nothing sent')
      await ada.addEpoch(keysFor('ada', 1n))
      await bo.addEpoch(keysFor('bo', 1n))
      ada.sendWith(1n)
      await decryptor.transform(await sent(ada, 3), outlet)
      expect(outlet.contents).toEqual([3])
    })

    it('and never with keys that were there: their counters are used', async () => {
      const ada = await member('ada', 1n)
      await sent(ada, 1)
      ada.reset()
      await expect(ada.addEpoch(keysFor('ada', 1n))).rejects.toThrow(RangeError)
      await expect(ada.addEpoch({ ...keysFor('ada', 2n), baseKey: baseKeyOf(1n) })).rejects.toThrow(RangeError)
    })

    it('without the keys of the one before that are still being derived', async () => {
      const ada = new FrameCrypto()
      const adding = ada.addEpoch(keysFor('ada', 1n))
      ada.reset()
      await adding
      expect(() => ada.sendWith(1n)).toThrow(RangeError)
    })
  })

  it('shows nothing when it is closed', async () => {
    const [ada, bo] = [await member('ada', 1n), await member('bo', 1n)]
    const outlet = new Outlet()
    const decryptor = bo.decryptor({ ...CAMERA, sender: 'ada' })
    bo.close()
    await decryptor.transform(await sent(ada, 1), outlet)
    await bo.decryptor({ ...CAMERA, sender: 'ada' }).transform(await sent(ada, 2), outlet)
    expect(outlet.frames).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
