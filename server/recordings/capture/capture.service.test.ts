/** What is recorded of a producer, with the real media worker and the real ffmpeg, and what is left of it when something breaks. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createWorker, type types } from 'mediasoup'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { Segment } from '#shared/recording/manifest.ts'
import { wallClockOf } from '#shared/recording/rtp-clock.ts'
import { createLog } from '../../logging.ts'
import { MEDIA_CODECS } from '../../media/codecs.ts'
import type { MediaTap } from '../../media/media-tap.ts'
import { tapProducer } from '../../media/mediasoup-tap.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { colour, FFMPEG, PlainSource, producePlain, type Scene, tone } from '../../testing/plain-media.ts'
import { mediaEnd } from '../control/media-end.ts'
import { recoverSegment } from '../control/recovery.ts'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { loudnessOf, pixelsAt } from '../testing/looked-at.ts'
import { judgeFfmpeg } from './find-ffmpeg.ts'
import { RecordingClock } from './recording-clock.ts'
import { SenderReports } from './sender-reports.ts'
import { PacketTimes } from './testing/packet-times.ts'
import { TrackCapture } from './track-capture.ts'

const RECORDING = 'r1'
/** ms that anything may take on a machine that has much else to do. */
const LONG = 60_000
const key = createSecretKey(randomBytes(32))
const clock = new RecordingClock()

let worker: types.Worker
let router: types.Router
let reports: SenderReports
beforeAll(async () => {
  worker = await createWorker({ logLevel: 'error' })
  router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS })
  reports = await SenderReports.open()
})
afterAll(() => {
  worker.close()
  reports.close()
})

let blobs: MemoryBlobStore
let undo: AsyncDisposableStack
beforeEach(() => {
  blobs = new MemoryBlobStore()
  undo = new AsyncDisposableStack()
})
afterEach(() => undo.disposeAsync())

class Recorded {
  readonly segments = new Map<string, Segment>()
  readonly flowed: number[] = []
  readonly failed: string[] = []
  readonly capture: TrackCapture

  constructor(producer: types.Producer, store: MemoryBlobStore = blobs, change: (tap: MediaTap) => MediaTap = (tap) => tap) {
    this.capture = new TrackCapture({
      tools: { ffmpeg: FFMPEG, blobs: store, reports, clock, log: createLog('silent') },
      recording: RECORDING,
      dataKey: key,
      producer: { tap: async (options) => change(await tapProducer(router, producer.id, options)) },
      listener: {
        segment: (segment) => this.segments.set(segment.id, segment),
        flows: (at) => this.flowed.push(at),
        fails: (_at, why) => this.failed.push(why),
      },
    })
    undo.defer(() => this.capture.close())
  }

  get all(): Segment[] {
    return [...this.segments.values()]
  }

  /** Whole, or as far as it was sealed. */
  async contentOf({ id, blob }: Segment): Promise<Buffer> {
    const reader = await blobs.open(blob)
    const track = await SealedReader.open(reader, key, { recording: RECORDING, track: id })
    const parts: Buffer[] = []
    for await (const piece of track.read()) if ('bytes' in piece) parts.push(piece.bytes)
    return Buffer.concat(parts)
  }

  /** s that are sealed by now. */
  async sealed(index = 0): Promise<number> {
    const segment = this.all[index]
    if (segment === undefined) return 0
    const content = await this.contentOf(segment).catch(() => undefined)
    return content === undefined ? 0 : (mediaEnd(content) ?? 0) / 1_000
  }
}

/** A source that has had to wait for its encoder catches up in a burst first; people's clients don't. */
const inTime = async (producer: types.Producer): Promise<void> => {
  const packets = async (): Promise<number> => (await producer.getStats())[0]?.packetCount ?? 0
  let before = await packets()
  const rate = async (): Promise<number> => {
    const now = await packets()
    const since = now - before
    before = now
    return since
  }
  await expect.poll(rate, { timeout: LONG, interval: 1_000 }).toSatisfy((each: number) => each > 8 && each < 66)
}

/** Sends, and records what is sent. */
const record = async (scene: Scene, store?: MemoryBlobStore) => {
  const kinds = (['audio', 'video'] as const).filter((kind) => scene[kind] !== undefined)
  const streams = await Promise.all(kinds.map((kind) => producePlain(router, kind)))
  const source = PlainSource.start(
    scene,
    streams.map(({ destination }) => destination),
  )
  undo.defer(() => source.stop())
  await Promise.all(streams.map(({ producer }) => inTime(producer)))
  const tracks = streams.map(({ producer }) => new Recorded(producer, store))
  for (const { capture } of tracks) capture.setFlowing(true)
  const [first, second] = tracks
  if (first === undefined) throw new Error('nothing is sent')
  return { source, streams, first, second: second ?? first }
}

/** s since 1970 at which the content of a segment starts a stretch. */
const momentsIn = (segment: Segment, seconds: readonly number[]): number[] =>
  seconds.map((second) => wallClockOf(segment, second * 1_000) / 1_000)

test('the ffmpeg of this machine can record', async () => {
  expect(await judgeFfmpeg(FFMPEG)).toBeUndefined()
  expect(await judgeFfmpeg('/nowhere/ffmpeg')).toBe('it can’t be run')
})

test(
  'sound is copied as it is, sealed within a second, and whole when it ends',
  async () => {
    const { first } = await record({ audio: tone(700) })
    await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(3)
    await first.capture.close()
    const [segment] = first.all
    expect(first.all).toHaveLength(1)
    expect(segment).toMatchObject({ ended: 'whole', codec: { mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } })
    if (segment === undefined) return
    const content = await first.contentOf(segment)
    expect(content.length).toBe(segment.size)
    const times = await PacketTimes.of(content)
    expect(times.first).toBe(0)
    expect(times.longestGap).toBeLessThan(0.05)
    // What lies in the file is what was sent while it was recorded.
    const [from, to] = [segment.span.from, segment.span.to ?? 0]
    expect(Math.abs(wallClockOf(segment, times.last * 1_000) - to)).toBeLessThan(600)
    expect((to - from) / 1_000).toBeGreaterThan(3)
    const loudness = await loudnessOf(content)
    expect(loudness(700, 1)).toBeGreaterThan(0.05)
    expect(loudness(440, 1)).toBeLessThan(0.02)
  },
  2 * LONG,
)

test(
  'pictures begin with a key frame',
  async () => {
    const { first } = await record({ video: colour('red') })
    await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(2)
    await first.capture.close()
    const [segment] = first.all
    if (segment === undefined) throw new Error('no segment')
    const content = await first.contentOf(segment)
    const times = await PacketTimes.of(content)
    expect([times.first, times.beginsWithKeyFrame]).toEqual([0, true])
    const [red, green, blue] = (await pixelsAt(content, 1, { width: 160, height: 90 }))(80, 45)
    expect([red > 200, green < 60, blue < 60]).toEqual([true, true, true])
  },
  2 * LONG,
)

test(
  'a flash and a beep that were one are one in the recording',
  async () => {
    // Both of one clock: for a fifth of each two seconds it is bright, and sounds.
    const video = `color=c=black:size=160x90:rate=25,drawbox=c=white:t=fill:enable='lt(mod(t,2),0.4)'`
    const audio = `sine=frequency=1000:sample_rate=48000,volume='if(lt(mod(t,2),0.4),1,0)':eval=frame`
    const { first, second } = await record({ audio, video })
    await expect
      .poll(() => Promise.all([first.sealed(), second.sealed()]).then((all) => Math.min(...all)), { timeout: LONG })
      .toBeGreaterThan(9)
    await Promise.all([first.capture.close(), second.capture.close()])
    const [sound, picture] = [first.all[0], second.all[0]]
    if (sound === undefined || picture === undefined) throw new Error('no segment')
    const beeps = momentsIn(sound, await PacketTimes.beeps(await first.contentOf(sound)))
    const flashes = momentsIn(picture, await PacketTimes.flashes(await second.contentOf(picture)))
    const pairs = flashes
      .map((flash) => beeps.toSorted((one, other) => Math.abs(one - flash) - Math.abs(other - flash))[0] ?? 0)
      .map((beep, index) => Math.abs(beep - (flashes[index] ?? 0)))
      .filter((difference) => difference < 1)
    expect(pairs.length).toBeGreaterThanOrEqual(3)
    // Half of them: on a busy machine the sender itself is late for single ones, and says so in its reports.
    expect(pairs.toSorted((one, other) => one - other)[Math.floor(pairs.length / 2)]).toBeLessThan(0.08)
  },
  2 * LONG,
)

test(
  'a microphone that was muted for longer than a recorder waits goes on in the same segment',
  async () => {
    const { first } = await record({ audio: tone(440) })
    await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(1)
    first.capture.setFlowing(false)
    const muted = clock.now()
    await expect.poll(() => clock.now() - muted, { timeout: LONG, interval: 500 }).toBeGreaterThan(9_000)
    expect(first.failed).toEqual([])
    const before = await first.sealed()
    first.capture.setFlowing(true)
    await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(before + 8)
    await first.capture.close()
    const [segment] = first.all
    expect([first.all.length, first.flowed.length]).toEqual([1, 2])
    if (segment === undefined) return
    const times = await PacketTimes.of(await first.contentOf(segment))
    expect(times.longestGap).toBeGreaterThan(8)
    // On both sides of it the file's time is the wall clock's.
    const [, resumed = 0] = first.flowed
    expect(Math.abs(wallClockOf(segment, times.afterLongestGap * 1_000) - resumed)).toBeLessThan(60)
  },
  2 * LONG,
)

describe('nothing of it is in the clear', () => {
  test(
    'in the store, in a file that a recorder holds open, or in its arguments',
    async () => {
      process.env.A_SECRET_OF_THE_SERVICE = 'x'
      undo.defer(() => {
        delete process.env.A_SECRET_OF_THE_SERVICE
      })
      const { first } = await record({ audio: tone(440) })
      await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(1)
      const { pid } = first.capture
      const handles = await readdir(`/proc/${pid}/fd`)
      const links = await Promise.all(handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')))
      expect(links.length).toBeGreaterThan(3)
      // Pipes, sockets and nothing else: no file at all.
      expect(links.filter((link) => !/^(pipe|socket|anon_inode):|^\/dev\//.test(link) && link !== '')).toEqual([])
      // And what comes in comes from this machine alone.
      const inodes = links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [])
      const sockets = (await readFile(`/proc/${pid}/net/udp`, 'utf8')).split('\n').map((line) => line.trim().split(/\s+/))
      const own = sockets.filter((fields) => inodes.includes(fields[9] ?? ''))
      expect(own.map(([, local]) => local?.split(':')[0])).toEqual(['0100007F', '0100007F'])
      expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(key.export().toString('hex'))
      expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('A_SECRET_OF_THE_SERVICE')
      for (const { name } of await blobs.list()) {
        for (const mark of ['OpusHead', 'webm', 'Lavf', 'A_OPUS']) expect(blobs.bytesOf(name).includes(mark)).toBe(false)
      }
    },
    2 * LONG,
  )
})

describe('what breaks', () => {
  test(
    'kill -9 of ffmpeg: a second is lost at most, and it goes on by itself',
    async () => {
      const { first } = await record({ audio: tone(440) })
      await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(3)
      const killed = clock.now()
      process.kill(first.capture.pid ?? 0, 'SIGKILL')
      await expect.poll(() => first.sealed(1), { timeout: LONG }).toBeGreaterThan(1)
      await first.capture.close()
      expect(first.failed).toEqual(['RECORDING_UNAVAILABLE'])
      const [before, after] = first.all
      if (before === undefined || after === undefined) throw new Error('no second segment')
      expect([before.ended, after.ended]).toEqual(['interrupted', 'whole'])
      const content = await first.contentOf(before)
      const last = wallClockOf(before, (mediaEnd(content) ?? 0) as number)
      expect(killed - last).toBeLessThan(1_000)
      expect(after.span.from).toBeGreaterThan(killed)
      const loudness = await loudnessOf(content)
      expect(loudness(440, 1)).toBeGreaterThan(0.05)
    },
    2 * LONG,
  )

  test(
    'a full store: what was sealed stands, and it goes on when there is room',
    async () => {
      blobs = new MemoryBlobStore({ quota: 20_000 })
      const { first } = await record({ audio: tone(440) }, blobs)
      await expect.poll(() => first.failed, { timeout: LONG }).toContain('STORAGE_FULL')
      const [before] = first.all
      if (before === undefined) throw new Error('no segment')
      const found = await recoverSegment(before, { recording: RECORDING, key, blobs })
      expect(found).toMatchObject({ ended: 'interrupted', frames: expect.any(Number) })
      expect(found?.size).toBeGreaterThan(10_000)
      blobs.quota = Number.POSITIVE_INFINITY
      await expect.poll(() => first.all.length, { timeout: LONG }).toBeGreaterThan(1)
      await expect.poll(() => first.sealed(first.all.length - 1), { timeout: LONG }).toBeGreaterThan(1)
    },
    2 * LONG,
  )

  test(
    'a store that can’t be reached for a while',
    async () => {
      const { first } = await record({ audio: tone(440) })
      const sealedOfLast = (): Promise<number> => first.sealed(first.all.length - 1)
      await expect.poll(sealedOfLast, { timeout: LONG }).toBeGreaterThan(1)
      const before = first.all.at(-1)
      if (before === undefined) throw new Error('no segment')
      blobs.reachable = false
      await expect.poll(() => first.failed, { timeout: LONG }).toContain('STORAGE_UNREACHABLE')
      blobs.reachable = true
      await expect.poll(() => first.all.at(-1)?.id, { timeout: LONG }).not.toBe(before.id)
      await expect.poll(sealedOfLast, { timeout: LONG }).toBeGreaterThan(1)
      const found = await recoverSegment(before, { recording: RECORDING, key, blobs })
      expect(found?.size).toBeGreaterThan(1_000)
    },
    2 * LONG,
  )

  test(
    'a tap that can’t be paused is cut off, and recorded anew when it may be',
    async () => {
      const { streams } = await record({ audio: tone(440) })
      const [stream] = streams
      if (stream === undefined) throw new Error('nothing is sent')
      let refuses = true
      const stubborn = new Recorded(stream.producer, blobs, (tap) => ({
        codec: tap.codec,
        ssrc: tap.ssrc,
        resume: (onFirst) => tap.resume(onFirst),
        requestKeyFrame: () => tap.requestKeyFrame(),
        close: () => tap.close(),
        pause: async () => {
          if (refuses) throw new ParleyError('MEDIA_UNREACHABLE')
          await tap.pause()
        },
      }))
      stubborn.capture.setFlowing(true)
      await expect.poll(() => stubborn.sealed(), { timeout: LONG }).toBeGreaterThan(1)
      stubborn.capture.setFlowing(false)
      await expect.poll(() => stubborn.all[0]?.ended, { timeout: LONG }).toBe('interrupted')
      refuses = false
      stubborn.capture.setFlowing(true)
      await expect.poll(() => stubborn.sealed(1), { timeout: LONG }).toBeGreaterThan(1)
    },
    2 * LONG,
  )

  test(
    'a producer that goes ends its segment whole',
    async () => {
      const { first, streams } = await record({ audio: tone(440) })
      await expect.poll(() => first.sealed(), { timeout: LONG }).toBeGreaterThan(1)
      streams[0]?.producer.close()
      await expect.poll(() => first.all[0]?.ended, { timeout: LONG }).toBe('whole')
      expect(first.failed).toEqual([])
    },
    2 * LONG,
  )
})
