/** What a real browser sends, recorded by the real media worker and the real ffmpeg: what comes of each codec. */
import { spawnSync } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { createWorker, type types } from 'mediasoup'
import type { Segment } from '#shared/recording/manifest.ts'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { ensureFfmpeg } from '../../build/setup/ffmpeg.ts'
import { ensureWorker } from '../../build/setup/worker.ts'
import { createLog } from '../../server/logging.ts'
import { MEDIA_CODECS } from '../../server/media/codecs.ts'
import { tapProducer } from '../../server/media/mediasoup-tap.ts'
import { RecordingClock } from '../../server/recordings/capture/recording-clock.ts'
import { SenderReports } from '../../server/recordings/capture/sender-reports.ts'
import { type CaptureListener, TrackCapture } from '../../server/recordings/capture/track-capture.ts'
import { mediaEnd } from '../../server/recordings/control/media-end.ts'
import { SealedReader } from '../../server/recordings/sealed/sealed-reader.ts'
import { MemoryBlobStore } from '../../server/storage/blobs/memory-blob-store.ts'
import { BuiltPage } from '../support/built-page.ts'
import type { Sent } from './sender/page.ts'

test.setTimeout(180_000)

const RECORDING = 'r1'
const key = createSecretKey(randomBytes(32))

let built: BuiltPage
let browser: Browser
let worker: types.Worker
let reports: SenderReports
test.beforeAll(async () => {
  built = await BuiltPage.build(`${import.meta.dirname}/sender`)
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
  process.env.MEDIASOUP_WORKER_BIN = await ensureWorker()
  worker = await createWorker({ logLevel: 'error' })
  reports = await SenderReports.open()
})
test.afterAll(async () => {
  reports?.close()
  worker?.close()
  await browser?.close()
  await built?.close()
})

/** A page that sends, and what of it is there to record. */
const send = async (sent: Sent): Promise<{ page: Page; router: types.Router; producer: types.Producer }> => {
  const page = await (await browser.newContext()).newPage()
  const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS })
  const transport = await router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] })
  const producing = Promise.withResolvers<types.Producer>()
  await page.exposeFunction('connectTransport', (dtlsParameters: types.DtlsParameters) => transport.connect({ dtlsParameters }))
  await page.exposeFunction('produce', async (rtpParameters: types.RtpParameters) => {
    const producer = await transport.produce({ kind: 'video', rtpParameters })
    producing.resolve(producer)
    return producer.id
  })
  await page.goto(built.origin)
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport
  await page.evaluate(({ capabilities, options, what }) => window.send(capabilities as never, options as never, what), {
    capabilities: router.rtpCapabilities,
    options: { id, iceParameters, iceCandidates, dtlsParameters },
    what: sent,
  })
  return { page, router, producer: await producing.promise }
}

/** Nothing is recorded yet. */
const capturing = async (
  router: types.Router,
  producer: types.Producer,
  listener: Pick<CaptureListener, 'segment' | 'fails'>,
  blobs = new MemoryBlobStore(),
): Promise<TrackCapture> =>
  new TrackCapture({
    tools: { ffmpeg: await ensureFfmpeg(), blobs, reports, clock: new RecordingClock(), log: createLog('silent') },
    recording: RECORDING,
    dataKey: key,
    producer: { tap: (options) => tapProducer(router, producer.id, options) },
    listener: { ...listener, flows: () => undefined },
  })

/** The content of what was recorded of a producer, once there are some seconds of it. */
const record = async (router: types.Router, producer: types.Producer): Promise<{ segments: Segment[]; content: Buffer }> => {
  // Each size comes when the sender believes that the network carries it.
  const arriving = async (): Promise<boolean> => (await producer.getStats()).every(({ packetCount }) => packetCount > 10)
  const sizes = producer.rtpParameters.encodings?.length ?? 1
  const all = async (): Promise<boolean> => (await producer.getStats()).length === sizes && (await arriving())
  await expect.poll(all, { timeout: 60_000, message: 'all sizes arrive' }).toBe(true)
  const blobs = new MemoryBlobStore()
  const segments = new Map<string, Segment>()
  const listener = { segment: (segment: Segment) => void segments.set(segment.id, segment), fails: () => undefined }
  const capture = await capturing(router, producer, listener, blobs)
  const contentOf = async (): Promise<Buffer> => {
    const last = [...segments.values()].at(-1)
    if (last === undefined) return Buffer.alloc(0)
    const track = await SealedReader.open(await blobs.open(last.blob), key, { recording: RECORDING, track: last.id })
    const parts: Buffer[] = []
    for await (const piece of track.read()) if ('bytes' in piece) parts.push(piece.bytes)
    return Buffer.concat(parts)
  }
  try {
    capture.setFlowing(true)
    const seconds = async (): Promise<number> => (mediaEnd(await contentOf().catch(() => Buffer.alloc(0))) ?? 0) / 1_000
    await expect.poll(seconds, { timeout: 60_000, message: 's that were recorded' }).toBeGreaterThan(5)
  } finally {
    await capture.close()
  }
  return { segments: [...segments.values()], content: await contentOf() }
}

/** The middle of the first picture, as ffmpeg sees it: red, green, blue. */
const seenByFfmpeg = (content: Buffer): number[] => {
  const how = [
    '-v',
    'error',
    '-i',
    'pipe:0',
    '-frames:v',
    '1',
    '-vf',
    'scale=16:16',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    'pipe:1',
  ]
  const { stdout } = spawnSync('ffmpeg', how, { input: content })
  return [...stdout.subarray((8 * 16 + 8) * 3, (8 * 16 + 8) * 3 + 3)]
}

const isRed = ([red = 0, green = 0, blue = 0]: readonly number[]): boolean => red > 180 && green < 70 && blue < 70

for (const { sent, mimeType, plays } of [
  { sent: 'camera', mimeType: 'video/VP8', plays: true },
  { sent: 'video/H264', mimeType: 'video/H264', plays: false },
] as const) {
  test(`${sent}: recorded as ${mimeType}, in files, and ${plays ? 'played' : 'played by no browser'}`, async () => {
    const { page, router, producer } = await send(sent)
    const { segments, content } = await record(router, producer)
    expect(segments).toMatchObject([{ ended: 'whole', codec: { mimeType } }])
    expect(isRed(seenByFfmpeg(content))).toBe(true)
    const played = await page.evaluate(([type, bytes]) => window.play(type, bytes), [
      mimeType,
      content.toString('base64'),
    ] as const)
    // Of a camera in three sizes the largest is recorded.
    if (plays) expect([played?.width, isRed(played?.colour ?? [])]).toEqual([1_280, true])
    else expect(played).toBeUndefined()
    router.close()
    await page.context().close()
  })
}

test('video/VP9: not recorded, which is seen at once', async () => {
  const { page, router, producer } = await send('video/VP9')
  const failures: string[] = []
  const capture = await capturing(router, producer, { segment: () => undefined, fails: (_at, why) => failures.push(why) })
  capture.setFlowing(true)
  await expect.poll(() => failures.length).toBeGreaterThan(1)
  expect(failures).toContain('MEDIA_UNREACHABLE')
  await capture.close()
  router.close()
  await page.context().close()
})
