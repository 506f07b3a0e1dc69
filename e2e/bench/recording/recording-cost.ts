/**
 * A recorded participant (a microphone and a camera) against plain `ffmpeg -c copy` of the same streams into files: both record the same
 * producers at the same time, so that what else the machine does falls on both.
 *
 * Counted for Parley: its recorders and this whole process, which does nothing but record: reading, sealing, encrypting and storing as
 * the service does, the reports of the media worker, garbage collection; less what this process takes while nothing is recorded.
 * Counted for the other side: its ffmpegs. The media worker and the sender, which both sides need alike, are on neither.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { types } from 'mediasoup'
import { createLog } from '../../../server/logging.ts'
import { tapProducer } from '../../../server/media/mediasoup-tap.ts'
import { PortLine, takePortPair } from '../../../server/recordings/capture/ports.ts'
import { RecordingClock } from '../../../server/recordings/capture/recording-clock.ts'
import { describeStream } from '../../../server/recordings/capture/sdp.ts'
import { SenderReports } from '../../../server/recordings/capture/sender-reports.ts'
import { TrackCapture } from '../../../server/recordings/capture/track-capture.ts'
import { EncryptedBlobStore } from '../../../server/storage/blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from '../../../server/storage/blobs/folder-blob-store.ts'
import { median, memory, processorTimeOfThis, processorTimes, report, sum } from './figures.ts'
import { RecordedMeeting } from './meeting.ts'

const PEOPLE = Number(process.env.PARLEY_BENCH_PEOPLE ?? 8)
/** How often, and for how many s, it is measured. */
const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 5)
const SECONDS = 6
/** s until all have started, and the code that runs is the one that stays. */
const WARMING = 8

/** The program as anybody would run it, with its own choice of everything. */
const startPlain = async (router: types.Router, producerId: string, ffmpeg: string, file: string): Promise<ChildProcess> => {
  const port = await takePortPair()
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

/** As the service records. Resolves when media of all has come. */
const startCaptures = async (producers: readonly types.Producer[], router: types.Router, folder: string, ffmpeg: string) => {
  const reports = await SenderReports.open()
  const files = await FolderBlobStore.create(join(folder, 'blobs'), { leaveFree: 1_000_000 })
  const blobs = new EncryptedBlobStore(files, createSecretKey(randomBytes(32)))
  const tools = { ffmpeg, blobs, reports, clock: new RecordingClock(), log: createLog('error') }
  const dataKey = createSecretKey(randomBytes(32))
  const flowing = Promise.all(
    producers.map(
      (producer) =>
        new Promise<TrackCapture>((resolve) => {
          const capture: TrackCapture = new TrackCapture({
            tools,
            recording: 'bench',
            dataKey,
            producer: { tap: (options) => tapProducer(router, producer.id, options) },
            listener: {
              segment: () => undefined,
              flows: () => resolve(capture),
              fails: (_at, why) => console.error(`a recorder failed: ${why}`),
            },
          })
          capture.setFlowing(true)
        }),
    ),
  )
  return { captures: await flowing, reports }
}

interface Round {
  readonly recorders: number
  readonly service: number
  readonly plain: number
}

/** ms of processor time in one round. */
const measureRound = async (own: readonly number[], plain: readonly number[]): Promise<Round> => {
  const before = { recorders: await processorTimes(own), plain: await processorTimes(plain), service: processorTimeOfThis() }
  await delay(SECONDS * 1_000)
  const service = processorTimeOfThis() - before.service
  return {
    recorders: (await processorTimes(own)) - before.recorders,
    plain: (await processorTimes(plain)) - before.plain,
    service,
  }
}

export const measureRecording = async (folder: string, ffmpeg: string): Promise<void> => {
  const meeting = await RecordedMeeting.create(ffmpeg, folder, PEOPLE)
  const { router, producers } = meeting
  const memoryBefore = await memory('self')
  const idleBefore = processorTimeOfThis()
  await delay(SECONDS * 1_000)
  const idle = processorTimeOfThis() - idleBefore

  const { captures, reports } = await startCaptures(producers, router, folder, ffmpeg)
  const plain = await Promise.all(producers.map(({ id }, index) => startPlain(router, id, ffmpeg, join(folder, `${index}.webm`))))
  await delay(WARMING * 1_000)

  const own = captures.map(({ pid }) => pid ?? 0)
  const others = plain.map(({ pid }) => pid ?? 0)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(own, others))

  const memoryOwn = sum(await Promise.all(own.map(memory)))
  const memoryHere = Math.max(0, (await memory('self')) - memoryBefore)
  const memoryOthers = sum(await Promise.all(others.map(memory)))

  const percent = (times: readonly number[]): number => (median(times) / (SECONDS * 1_000) / PEOPLE) * 100
  const unit = '% of a core for each participant'
  report('recording.cpu.plain', percent(rounds.map((round) => round.plain)), unit)
  report('recording.cpu.recorders', percent(rounds.map(({ recorders }) => recorders)), unit)
  report('recording.cpu.service', percent(rounds.map(({ service }) => service - idle)), unit)
  const ratios = rounds.map(({ recorders, service, plain: baseline }) => (recorders + service - idle) / baseline)
  const cpu = median(ratios)
  report('recording.cpu-ratio.least', Math.min(...ratios), 'of plain ffmpeg -c copy')
  report('recording.cpu-ratio.most', Math.max(...ratios), 'of plain ffmpeg -c copy')
  report('recording.cpu-ratio', cpu, 'of plain ffmpeg -c copy', '<= 1.2', cpu <= 1.2)
  report('recording.memory.plain', memoryOthers / PEOPLE, 'MB for each participant')
  report('recording.memory', (memoryOwn + memoryHere) / PEOPLE, 'MB for each participant')
  const ratio = (memoryOwn + memoryHere) / memoryOthers
  report('recording.memory-ratio', ratio, 'of plain ffmpeg -c copy', '<= 1.2', ratio <= 1.2)

  await Promise.all(captures.map((capture) => capture.close()))
  for (const child of plain) {
    const ended = once(child, 'close')
    child.kill('SIGKILL')
    await ended
  }
  reports.close()
  await meeting.close()
}
