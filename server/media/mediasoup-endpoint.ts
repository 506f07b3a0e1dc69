import type { types } from 'mediasoup'
import { type Dictionary, kindOf, type TransportParameters } from '#shared/contract/media.ts'
import type { Prepared } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { ConsumeOptions, MediaConsumer, MediaEndpoint, MediaProducer, ProduceOptions } from './media.ts'
import { mediaError } from './mediasoup-errors.ts'
import { tapProducer } from './mediasoup-tap.ts'

/** bit/s that one client may send: three camera layers, a screen, sound, and room for retransmissions. */
const MAXIMUM_INCOMING_BITRATE = 12_000_000

/** ms between two key frame requests to one sender: several people who come in at once need only one key frame. */
const KEY_FRAME_REQUEST_DELAY = 500

/** What mediasoup checks itself comes as the dictionary that the contract let through. */
const as = <T>(dictionary: Dictionary): T => dictionary as T

const dictionary = (value: object): Dictionary => value as Dictionary

const transportParameters = (transport: types.WebRtcTransport): TransportParameters => ({
  id: transport.id,
  iceParameters: dictionary(transport.iceParameters),
  iceCandidates: transport.iceCandidates.map(dictionary),
  dtlsParameters: dictionary(transport.dtlsParameters),
  sctpParameters: transport.sctpParameters === undefined ? undefined : dictionary(transport.sctpParameters),
})

export interface MediasoupEndpointOptions {
  router: types.Router
  send: types.WebRtcTransport
  receive: types.WebRtcTransport
  /** Tells the room of a microphone, so that its loudness is measured. */
  onMicrophone: (producerId: string) => void
  onClosed: () => void
}

export class MediasoupEndpoint implements MediaEndpoint {
  readonly #options: MediasoupEndpointOptions
  readonly #connected = new Set<string>()
  #bitrateLimited = false
  #closed = false

  constructor(options: MediasoupEndpointOptions) {
    this.#options = options
  }

  get sendTransport(): TransportParameters {
    return transportParameters(this.#options.send)
  }

  get receiveTransport(): TransportParameters {
    return transportParameters(this.#options.receive)
  }

  /**
   * Channels of the receiving transport are negotiated here and not within SCTP, and nothing is ever sent on this one. So the
   * client's end is enough to connect the transport. A DataConsumer for it would cost 64 KiB here and a question to the worker.
   */
  get warmConsumer(): Prepared['warmConsumer'] {
    const { id } = this.#options.receive
    const sctpStreamParameters = { streamId: 0, ordered: true }
    return { id: `warm-${id}`, dataProducerId: `warm-${id}`, sctpStreamParameters, label: 'warm', protocol: '' }
  }

  async connect(transportId: string, dtlsParameters: Dictionary): Promise<void> {
    const transport = this.#transport(transportId)
    if (this.#connected.has(transportId)) throw new ParleyError('WRONG_STATE', 'already connected')
    this.#connected.add(transportId)
    try {
      await this.#ask('dtlsParameters', () => transport.connect({ dtlsParameters: as(dtlsParameters) }))
    } catch (error) {
      this.#connected.delete(transportId)
      throw error
    }
  }

  async restartIce(transportId: string): Promise<Dictionary> {
    const transport = this.#transport(transportId)
    return dictionary(await this.#ask('transportId', () => transport.restartIce()))
  }

  async warm(sctpStreamParameters: Dictionary): Promise<string> {
    const { send } = this.#options
    const options = { sctpStreamParameters: as<types.SctpStreamParameters>(sctpStreamParameters), label: 'warm' }
    const producer = await this.#ask('sctpStreamParameters', () => send.produceData(options))
    return producer.id
  }

  async produce({ source, rtpParameters, paused, onScore }: ProduceOptions): Promise<MediaProducer> {
    const { router, send, onMicrophone } = this.#options
    const producer = await this.#ask('rtpParameters', () =>
      send.produce({
        kind: kindOf(source),
        rtpParameters: as(rtpParameters),
        paused,
        keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY,
      }),
    )
    if (!this.#bitrateLimited) {
      this.#bitrateLimited = true
      await this.#ask('rtpParameters', () => send.setMaxIncomingBitrate(MAXIMUM_INCOMING_BITRATE))
    }
    producer.on('score', (scores) => onScore(Math.max(0, ...scores.map(({ score }) => score))))
    if (source === 'microphone') onMicrophone(producer.id)
    return {
      id: producer.id,
      pause: () => producer.pause(),
      resume: () => producer.resume(),
      tap: (options) => tapProducer(router, producer.id, options),
      close: () => producer.close(),
    }
  }

  async consume({ producerId, rtpCapabilities, onClosed }: ConsumeOptions): Promise<MediaConsumer | undefined> {
    const { router, receive } = this.#options
    const options = { producerId, rtpCapabilities: as<types.RtpCapabilities>(rtpCapabilities), paused: true }
    let consumer: types.Consumer
    try {
      consumer = await receive.consume(options)
    } catch (cause) {
      // This client can't decode it, or the producer has gone. Asked only now: it would cost each consumer a third more.
      if (!this.#closed && !router.canConsume(options)) return undefined
      throw mediaError(cause, this.#closed, 'rtpCapabilities')
    }
    consumer.on('producerclose', onClosed)
    consumer.on('transportclose', onClosed)
    return {
      id: consumer.id,
      rtpParameters: dictionary(consumer.rtpParameters),
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      setLayers: (spatialLayer, temporalLayer) =>
        consumer.setPreferredLayers(temporalLayer === undefined ? { spatialLayer } : { spatialLayer, temporalLayer }),
      setPriority: (priority) => consumer.setPriority(priority),
      close: () => consumer.close(),
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#options.send.close()
    this.#options.receive.close()
    this.#options.onClosed()
  }

  #transport(id: string): types.WebRtcTransport {
    const { send, receive } = this.#options
    if (id === send.id) return send
    if (id === receive.id) return receive
    throw new ParleyError('NOT_FOUND', 'transportId')
  }

  async #ask<T>(what: string, question: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new ParleyError('WRONG_STATE', 'closed')
    try {
      return await question()
    } catch (cause) {
      throw mediaError(cause, this.#closed, what)
    }
  }
}
