/**
 * Media of clients that are ffmpeg: what they send comes as plain RTP to a real media worker, and can be recorded as a browser's can.
 * They receive nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWorker, type types } from 'mediasoup'
import { type Dictionary, kindOf } from '#shared/contract/media.ts'
import { MEDIA_CODECS } from '../media/codecs.ts'
import { FakeEndpoint, FakeMedia, type FakeProducer, FakeRoom, type Gates } from '../media/fake-media.ts'
import type { ProduceOptions } from '../media/media.ts'
import type { MediaTap, TapOptions } from '../media/media-tap.ts'
import { tapProducer } from '../media/mediasoup-tap.ts'

const LOOPBACK = '127.0.0.1'

/** The ffmpeg of this machine. */
export const FFMPEG = process.env.PARLEY_FFMPEG ?? 'ffmpeg'

const PAYLOAD = { audio: 111, video: 96 } as const

let lastSsrc = 10_000

/** RTP parameters of one plain stream. */
export const plainParameters = (kind: 'audio' | 'video'): Dictionary => {
  lastSsrc += 1
  const codec =
    kind === 'audio'
      ? { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, parameters: { 'sprop-stereo': 1 } }
      : { mimeType: 'video/VP8', clockRate: 90_000, parameters: {}, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] }
  return {
    codecs: [{ ...codec, payloadType: PAYLOAD[kind] }],
    encodings: [{ ssrc: lastSsrc }],
    rtcp: { cname: `plain-${lastSsrc}` },
  }
}

/** Where a stream is to be sent. */
export interface Destination {
  readonly kind: 'audio' | 'video'
  readonly port: number
  readonly rtcpPort: number
  readonly ssrc: number
}

const withoutRtcp = (): never => {
  throw new Error('no RTCP port')
}

/** A producer of plain RTP on a router. */
export const producePlain = async (
  router: types.Router,
  kind: 'audio' | 'video',
  rtpParameters: Dictionary = plainParameters(kind),
  paused = false,
): Promise<{ producer: types.Producer; destination: Destination }> => {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: LOOPBACK },
    rtcpMux: false,
    comedia: true,
  })
  const producer = await transport.produce({ kind, rtpParameters: rtpParameters as unknown as types.RtpParameters, paused })
  producer.observer.once('close', () => transport.close())
  const { localPort: port } = transport.tuple
  const { localPort: rtcpPort } = transport.rtcpTuple ?? withoutRtcp()
  return { producer, destination: { kind, port, rtcpPort, ssrc: producer.rtpParameters.encodings?.[0]?.ssrc ?? 0 } }
}

/** What a stream shows or sounds, as a source of ffmpeg's lavfi. */
export interface Scene {
  readonly audio?: string
  readonly video?: string
}

const AUDIO = ['-c:a', 'libopus', '-ac', '2', '-b:a', '48k']
const VIDEO = ['-c:v', 'libvpx', '-b:v', '200k', '-deadline', 'realtime', '-cpu-used', '8', '-g', '10', '-pix_fmt', 'yuv420p']

/** Sends streams in time, all from one clock, until it is stopped. */
export class PlainSource {
  readonly #process: ChildProcess

  private constructor(process: ChildProcess) {
    this.#process = process
  }

  static start({ audio, video }: Scene, destinations: readonly Destination[]): PlainSource {
    const inputs = [audio, video].filter((scene) => scene !== undefined)
    const outputs = destinations.flatMap(({ kind, port, rtcpPort, ssrc }) => [
      ...['-map', `${kind === 'video' && audio !== undefined ? 1 : 0}:${kind === 'audio' ? 'a' : 'v'}`],
      ...(kind === 'audio' ? AUDIO : VIDEO),
      ...['-ssrc', String(ssrc), '-payload_type', String(PAYLOAD[kind])],
      ...['-f', 'rtp', `rtp://${LOOPBACK}:${port}?rtcpport=${rtcpPort}`],
    ])
    const arguments_ = ['-hide_banner', '-loglevel', 'error', ...inputs.flatMap((scene) => ['-re', '-f', 'lavfi', '-i', scene])]
    return new PlainSource(spawn(FFMPEG, [...arguments_, ...outputs], { stdio: ['ignore', 'ignore', 'inherit'] }))
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'close')
    this.#process.kill('SIGKILL')
    await ended
  }
}

export const tone = (frequency: number): string => `sine=frequency=${frequency}:sample_rate=48000`
export const colour = (name: string): string => `color=c=${name}:size=160x90:rate=15`

class PlainEndpoint extends FakeEndpoint {
  readonly #room: PlainRoom

  constructor(room: PlainRoom) {
    super(room)
    this.#room = room
  }

  override async produce(options: ProduceOptions): Promise<FakeProducer> {
    const fake = await super.produce(options)
    const kind = kindOf(options.source)
    const { router, streams } = this.#room
    const { producer, destination } = await producePlain(router, kind, options.rtpParameters, options.paused)
    streams.set(fake.id, destination)
    const close = (): void => {
      streams.delete(fake.id)
      producer.close()
    }
    const [pauseFake, resumeFake, closeFake] = [fake.pause.bind(fake), fake.resume.bind(fake), fake.close.bind(fake)]
    return Object.assign(fake, {
      pause: async () => {
        await Promise.all([pauseFake(), producer.pause()])
      },
      resume: async () => {
        await Promise.all([resumeFake(), producer.resume()])
      },
      tap: (tapOptions: TapOptions): Promise<MediaTap> => tapProducer(router, producer.id, tapOptions),
      close: () => {
        close()
        closeFake()
      },
    })
  }
}

class PlainRoom extends FakeRoom {
  readonly router: types.Router
  readonly streams: Map<string, Destination>

  constructor(gates: Gates, onClosed: () => void, router: types.Router, streams: Map<string, Destination>) {
    super(gates, onClosed)
    this.router = router
    this.streams = streams
  }

  protected override openEndpoint(): FakeEndpoint {
    return new PlainEndpoint(this)
  }

  override close(): void {
    super.close()
    this.router.close()
  }
}

export class PlainMedia extends FakeMedia {
  /** Where what a producer sends is to be sent, by its id. */
  readonly streams = new Map<string, Destination>()
  readonly #worker: types.Worker

  private constructor(worker: types.Worker) {
    super()
    this.#worker = worker
  }

  static async create(): Promise<PlainMedia> {
    return new PlainMedia(await createWorker({ logLevel: 'error' }))
  }

  override async createRoom(): Promise<FakeRoom> {
    const router = await this.#worker.createRouter({ mediaCodecs: MEDIA_CODECS })
    return this.keepRoom((gates, onClosed) => new PlainRoom(gates, onClosed, router, this.streams))
  }

  override async close(): Promise<void> {
    await super.close()
    this.#worker.close()
  }
}
