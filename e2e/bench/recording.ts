/**
 * `npm run bench:recording`: what recording costs.
 *
 * A recorded participant (a microphone and a camera) against plain `ffmpeg -c copy` of the same streams into files: both record the
 * same producers at the same time. Parley's side is its recorders and this whole process, which does nothing else; the media worker
 * and the senders, which both sides need alike, are on neither. And sealing against bare AES-256-GCM over frames of the same size.
 * Prints one JSON line a figure.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createWorker, type types } from 'mediasoup'
import { ensureFfmpeg } from '../../build/setup/ffmpeg.ts'
import { ensureWorker } from '../../build/setup/worker.ts'
import { createLog } from '../../server/logging.ts'
import { MEDIA_CODECS } from '../../server/media/codecs.ts'
import { tapProducer } from '../../server/media/mediasoup-tap.ts'
import { freePortPair, PortLine } from '../../server/recordings/capture/ports.ts'
import { RecordingClock } from '../../server/recordings/capture/recording-clock.ts'
import { describeStream } from '../../server/recordings/capture/sdp.ts'
import { SenderReports } from '../../server/recordings/capture/sender-reports.ts'
import { TrackCapture } from '../../server/recordings/capture/track-capture.ts'
import { SealedWriter } from '../../server/recordings/sealed/sealed-writer.ts'
import { EncryptedBlobStore } from '../../server/storage/blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from '../../server/storage/blobs/folder-blob-store.ts'
import { PlainSource, producePlain, tone } from '../../server/testing/plain-media.ts'

const PEOPLE = Number(process.env.PARLEY_BENCH_PEOPLE ?? 3)
const SECONDS = Number(process.env.PARLEY_BENCH_SECONDS ?? 30)
const ROUNDS = 9
/** Bytes of a frame of sound, and of a picture of a usual and of a large one, in the time that a frame may take. */
const FRAMES = [3_000, 40_000, 200_000]
/** bytes of each round */
const ROUND = 8 * 1_024 * 1_024

const report = (bench: string, value: number, unit: string, goal = 'none', ok = true): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(3)), unit, goal, ok }))
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** ms of processor time that a process has had, of all its threads. */
const processorTime = async (pid: number): Promise<number> => {
  const tasks = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(
    tasks.map(async (task) => Number((await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8')).split(' ')[0])),
  )
  return sum(times) / 1e6
}

/** ms of this thread on a processor: what else runs on the machine does not count. */
const processorTimeHere = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** MB of its own, and its part of what it shares with others. */
const memory = async (pid: number | 'self'): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1_024
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The program as anybody would run it, with its own choice of everything. */
const startPlain = async (router: types.Router, producerId: string, ffmpeg: string, file: string): Promise<ChildProcess> => {
  const port = await freePortPair()
  const line = await PortLine.open(port)
  const tap = await tapProducer(router, producerId, { rtpPort: port, rtcpPort: port + 1, onClosed: () => undefined })
  const input = ['-protocol_whitelist', 'pipe,udp,rtp', '-f', 'sdp', '-i', 'pipe:0']
  const child = spawn(ffmpeg, ['-hide_banner', '-loglevel', 'error', ...input, '-c', 'copy', '-f', 'webm', file], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin?.end(describeStream(tap.codec, port))
  await line.listened(AbortSignal.timeout(30_000))
  line.close()
  await tap.resume(() => undefined)
  return child
}

const measureRecording = async (folder: string, ffmpeg: string): Promise<void> => {
  process.env.MEDIASOUP_WORKER_BIN = await ensureWorker()
  const worker = await createWorker({ logLevel: 'error' })
  const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS })
  const streams = await Promise.all(
    Array.from({ length: PEOPLE }, () => Promise.all([producePlain(router, 'audio'), producePlain(router, 'video')])),
  )
  const video = 'testsrc2=size=640x360:rate=25'
  const sources = streams.map((own) =>
    PlainSource.start(
      { audio: tone(440), video },
      own.map(({ destination }) => destination),
    ),
  )
  const producers = streams.flat().map(({ producer }) => producer)

  const before = await memory('self')
  const reports = await SenderReports.open()
  const blobs = new EncryptedBlobStore(await FolderBlobStore.create(join(folder, 'blobs')), createSecretKey(randomBytes(32)))
  const tools = { ffmpeg, blobs, reports, clock: new RecordingClock(), log: createLog('error') }
  const dataKey = createSecretKey(randomBytes(32))
  let flowing = 0
  const captures = producers.map(
    ({ id }) =>
      new TrackCapture({
        tools,
        recording: 'bench',
        dataKey,
        producer: { tap: (options) => tapProducer(router, id, options) },
        listener: {
          segment: () => undefined,
          flows: () => {
            flowing += 1
          },
          fails: (_at, why) => console.error(`a recorder failed: ${why}`),
        },
      }),
  )
  for (const capture of captures) capture.setFlowing(true)
  const plain = await Promise.all(producers.map(({ id }, index) => startPlain(router, id, ffmpeg, join(folder, `${index}.webm`))))
  while (flowing < captures.length) await delay(100)
  await delay(2_000)

  const own = captures.map(({ pid }) => pid ?? 0)
  const others = plain.map(({ pid }) => pid ?? 0)
  const times = async (pids: readonly number[]): Promise<number> => sum(await Promise.all(pids.map(processorTime)))
  const [ownBefore, othersBefore, here] = [await times(own), await times(others), process.cpuUsage()]
  await delay(SECONDS * 1_000)
  const { user, system } = process.cpuUsage(here)
  const service = (user + system) / 1_000
  const recorders = (await times(own)) - ownBefore
  const baseline = (await times(others)) - othersBefore
  const memoryOwn = sum(await Promise.all(own.map(memory)))
  const memoryHere = Math.max(0, (await memory('self')) - before)
  const memoryOthers = sum(await Promise.all(others.map(memory)))

  const percent = (time: number): number => (time / (SECONDS * 1_000) / PEOPLE) * 100
  report('recording.cpu.plain', percent(baseline), '% of a core for each participant')
  report('recording.cpu.recorders', percent(recorders), '% of a core for each participant')
  report('recording.cpu.service', percent(service), '% of a core for each participant')
  const cpu = (recorders + service) / baseline
  report('recording.cpu-ratio', cpu, 'of plain ffmpeg -c copy', '<= 1.2', cpu <= 1.2)
  report('recording.memory.plain', memoryOthers / PEOPLE, 'MB for each participant')
  report('recording.memory', (memoryOwn + memoryHere) / PEOPLE, 'MB for each participant')
  const ratio = (memoryOwn + memoryHere) / memoryOthers
  report('recording.memory-ratio', ratio, 'of plain ffmpeg -c copy', '<= 1.2', ratio <= 1.2)

  await Promise.all(captures.map((capture) => capture.close()))
  for (const child of plain) {
    const ended = once(child, 'close')
    child.kill('SIGINT')
    await ended
  }
  await Promise.all(sources.map((source) => source.stop()))
  reports.close()
  worker.close()
}

/** MB/s */
const throughput = (milliseconds: number): number => ROUND / 1_000_000 / (milliseconds / 1_000)

const sealWith = async (content: Buffer): Promise<number> => {
  const key = createSecretKey(randomBytes(32))
  const sink = { append: async () => undefined }
  const writer = new SealedWriter(
    sink,
    key,
    { recording: 'bench', track: 'bench' },
    { maximumLength: content.length, givesBytes: true },
  )
  const started = processorTimeHere()
  for (let done = 0; done < ROUND; done += content.length) await writer.write(content)
  await writer.close()
  return processorTimeHere() - started
}

const encrypt = (content: Buffer): number => {
  const key = randomBytes(32)
  const started = processorTimeHere()
  for (let done = 0, number = 0; done < ROUND; done += content.length, number += 1) {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(number, 8)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
  }
  return processorTimeHere() - started
}

const measureSealing = async (): Promise<void> => {
  for (const size of FRAMES) {
    const content = randomBytes(size)
    const rounds: { sealed: number; bare: number }[] = []
    for (let round = -2; round < ROUNDS; round += 1) {
      const times = { sealed: await sealWith(content), bare: encrypt(content) }
      if (round >= 0) rounds.push(times)
    }
    report(`recording.sealing.${size}`, throughput(median(rounds.map(({ sealed }) => sealed))), 'MB/s')
    report(`recording.sealing.${size}.bare`, throughput(median(rounds.map(({ bare }) => bare))), 'MB/s')
    const ratio = median(rounds.map(({ sealed, bare }) => bare / sealed))
    report(`recording.sealing.${size}.ratio`, ratio, 'of bare AES-256-GCM', '>= 0.8', ratio >= 0.8)
  }
}

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
try {
  await measureSealing()
  await measureRecording(folder, await ensureFfmpeg())
} finally {
  await rm(folder, { recursive: true, force: true })
}
