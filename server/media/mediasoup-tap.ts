import type { types } from 'mediasoup'
import type { Dictionary } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MediaTap, SentPacket, TapCodec, TapOptions } from './media-tap.ts'

const LOOPBACK = '127.0.0.1'

/**
 * Codecs that ffmpeg copies from RTP into a file. Not VP9: it tells none of its key frames there, and would write a file of nothing
 * without a word. Whoever sends something else is seen to be missing.
 */
const RECORDED = new Set(['audio/opus', 'video/vp8', 'video/h264'])

/**
 * What a recorder can take: no retransmissions, no bandwidth estimation and no header extensions, since a recorder would take probes
 * and retransmitted packets for thousands of lost ones. Key frames can be asked for.
 */
export const recorderCapabilities = ({ codecs = [] }: types.RtpCapabilities): types.RtpCapabilities => ({
  codecs: codecs
    .filter(({ mimeType }) => RECORDED.has(mimeType.toLowerCase()))
    .map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(
        ({ type, parameter }) => type === 'ccm' || (type === 'nack' && parameter === 'pli'),
      ),
    })),
  headerExtensions: [],
})

const codecOf = ({ kind, rtpParameters }: types.Consumer): TapCodec => {
  const [codec] = rtpParameters.codecs
  if (codec === undefined) throw new ParleyError('INTERNAL', 'a consumer without a codec')
  const { mimeType, clockRate, channels, payloadType, parameters } = codec
  return { kind, mimeType, clockRate, channels, payloadType, parameters: (parameters ?? {}) as Dictionary }
}

const sentPacket = ({ info, timestamp }: types.ConsumerTraceEventData): SentPacket | undefined => {
  const packet = info.rtpPacket
  if (typeof packet !== 'object' || packet === null || !('timestamp' in packet)) return undefined
  const { timestamp: rtp } = packet
  return typeof rtp === 'number' ? { rtp, at: timestamp } : undefined
}

class MediasoupTap implements MediaTap {
  readonly codec: TapCodec
  readonly ssrc: number
  readonly #transport: types.PlainTransport
  readonly #consumer: types.Consumer
  #onFirst: ((packet: SentPacket) => void) | undefined
  #wanted = 0
  #closed = false

  constructor(transport: types.PlainTransport, consumer: types.Consumer, onClosed: () => void) {
    this.#transport = transport
    this.#consumer = consumer
    this.codec = codecOf(consumer)
    this.ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0
    const lose = (): void => {
      if (this.#closed) return
      this.close()
      onClosed()
    }
    consumer.on('producerclose', lose)
    consumer.on('transportclose', lose)
    consumer.on('trace', (event) => this.#trace(event))
  }

  async resume(onFirst: (packet: SentPacket) => void): Promise<void> {
    this.#onFirst = onFirst
    const turn = this.#turn()
    // Each packet would be told: only until the first one is.
    await this.#ask(() => this.#consumer.enableTraceEvent(['rtp', 'keyframe']))
    if (turn === this.#wanted) await this.#ask(() => this.#consumer.resume())
    if (turn === this.#wanted) await this.requestKeyFrame()
  }

  async pause(): Promise<void> {
    this.#turn()
    this.#onFirst = undefined
    await this.#ask(() => this.#consumer.pause())
  }

  async requestKeyFrame(): Promise<void> {
    if (this.codec.kind === 'video') await this.#ask(() => this.#consumer.requestKeyFrame())
  }

  close(): void {
    this.#closed = true
    this.#turn()
    this.#onFirst = undefined
    this.#transport.close()
  }

  /** What was asked before is not wanted any more. */
  #turn(): number {
    this.#wanted += 1
    return this.#wanted
  }

  #trace(event: types.ConsumerTraceEventData): void {
    const onFirst = this.#onFirst
    const packet = onFirst === undefined ? undefined : sentPacket(event)
    if (onFirst === undefined || packet === undefined) return
    this.#onFirst = undefined
    this.#ask(() => this.#consumer.enableTraceEvent([])).catch(() => undefined)
    onFirst(packet)
  }

  async #ask(question: () => Promise<void>): Promise<void> {
    if (this.#consumer.closed) return
    try {
      await question()
    } catch (cause) {
      if (!this.#consumer.closed) throw new ParleyError('MEDIA_UNREACHABLE', 'tap', { cause })
    }
  }
}

/** Copies a producer to a recorder; paused at first. Throws MEDIA_UNREACHABLE, also where the producer has just gone, or can't be recorded. */
export const tapProducer = async (router: types.Router, producerId: string, options: TapOptions): Promise<MediaTap> => {
  const { rtpPort, rtcpPort, onClosed } = options
  let transport: types.PlainTransport | undefined
  try {
    transport = await router.createPlainTransport({ listenInfo: { protocol: 'udp', ip: LOOPBACK }, rtcpMux: false })
    await transport.connect({ ip: LOOPBACK, port: rtpPort, rtcpPort })
    const rtpCapabilities = recorderCapabilities(router.rtpCapabilities)
    const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true })
    return new MediasoupTap(transport, consumer, onClosed)
  } catch (cause) {
    transport?.close()
    throw new ParleyError('MEDIA_UNREACHABLE', 'tap', { cause })
  }
}
