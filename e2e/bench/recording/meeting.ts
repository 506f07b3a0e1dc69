/** A meeting to be recorded: people who send a microphone and a camera as Parley's own client does at its best, to a real media worker. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createWorker, type types } from 'mediasoup'
import { MEDIA_CODECS } from '../../../server/media/codecs.ts'
import { producePlain } from '../../../server/testing/plain-media.ts'

/** The largest layer of a camera, with a key frame as often as the recorder asks for one, and a microphone that is always heard. */
const VIDEO = [
  '-c:v',
  'libvpx',
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-b:v',
  '1500k',
  '-minrate',
  '1500k',
  '-maxrate',
  '1500k',
  '-g',
  '250',
  '-pix_fmt',
  'yuv420p',
]
const AUDIO = ['-c:a', 'libopus', '-b:a', '40k']
/** Noise, which takes all of the rate; what a recorder does depends on packets and bytes, and not on the size of the picture. */
const PICTURE = 'testsrc2=size=160x90:rate=25,noise=alls=60:allf=t'
const SOUND = 'sine=frequency=440:sample_rate=48000'
/** s, and then again from the start */
const CLIP = 10
const LOOPBACK = '127.0.0.1'

const run = async (ffmpeg: string, args: readonly string[]): Promise<void> => {
  const child = spawn(ffmpeg, ['-hide_banner', '-loglevel', 'error', ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`)
}

export class RecordedMeeting {
  readonly router: types.Router
  /** Of each person two. */
  readonly producers: readonly types.Producer[]
  readonly #worker: types.Worker
  readonly #sender: ChildProcess

  private constructor(worker: types.Worker, router: types.Router, producers: readonly types.Producer[], sender: ChildProcess) {
    this.#worker = worker
    this.router = router
    this.producers = producers
    this.#sender = sender
  }

  /** It is encoded once and sent as often as there are people. */
  static async create(ffmpeg: string, folder: string, people: number): Promise<RecordedMeeting> {
    const clip = join(folder, 'clip.webm')
    const length = ['-t', String(CLIP)]
    await run(ffmpeg, ['-f', 'lavfi', '-i', PICTURE, '-f', 'lavfi', '-i', SOUND, ...VIDEO, ...AUDIO, ...length, clip])
    const worker = await createWorker({ logLevel: 'error' })
    const router = await worker.createRouter({ mediaCodecs: MEDIA_CODECS })
    const kinds = Array.from({ length: people }, () => ['audio', 'video'] as const).flat()
    const streams = await Promise.all(kinds.map((kind) => producePlain(router, kind)))
    const outputs = streams.flatMap(({ destination: { kind, port, rtcpPort, ssrc }, producer }) => [
      ...['-map', kind === 'video' ? '0:v' : '0:a', '-c', 'copy', '-ssrc', String(ssrc)],
      ...['-payload_type', String(producer.rtpParameters.codecs[0]?.payloadType)],
      ...['-f', 'rtp', `rtp://${LOOPBACK}:${port}?rtcpport=${rtcpPort}`],
    ])
    const args = ['-hide_banner', '-loglevel', 'fatal', '-re', '-stream_loop', '-1', '-i', clip, ...outputs]
    const sender = spawn(ffmpeg, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const producers = streams.map(({ producer }) => producer)
    return new RecordedMeeting(worker, router, producers, sender)
  }

  async close(): Promise<void> {
    const ended = once(this.#sender, 'close')
    this.#sender.kill('SIGKILL')
    await ended
    this.#worker.close()
  }
}
