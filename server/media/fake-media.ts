/** Media without packets, in memory: rooms, endpoints, producers and consumers that only keep account of themselves. */
import { EventEmitter } from 'node:events'
import { type Dictionary, kindOf, type Source, type TransportParameters } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import type {
  ConsumeOptions,
  Media,
  MediaConsumer,
  MediaEndpoint,
  MediaProducer,
  MediaRoom,
  MediaRoomEvents,
  ProduceOptions,
} from './media.ts'
import type { MediaTap, SentPacket, TapCodec, TapOptions } from './media-tap.ts'

let made = 0
const nextId = (what: string): string => {
  made += 1
  return `${what}-${made}`
}

/** What can be held up, as a worker that has much to do holds it up. */
export type FakeStep = 'createEndpoint' | 'produce' | 'consume' | 'setPaused'

/** Steps that are held up. What is asked of the media meanwhile is done when it goes on. */
export class Gates {
  readonly #shut = new Map<FakeStep, Promise<void>>()

  hold(step: FakeStep): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#shut.set(step, promise)
    return () => {
      if (this.#shut.get(step) === promise) this.#shut.delete(step)
      resolve()
    }
  }

  /** Undefined where nothing holds it up. */
  pass(step: FakeStep): Promise<void> | undefined {
    return this.#shut.get(step)
  }
}

export class FakeMedia implements Media {
  readonly rooms = new Set<FakeRoom>()
  available = true
  readonly #gates = new Gates()

  /** Holds up every step of this kind until the returned function is called. */
  hold(step: FakeStep): () => void {
    return this.#gates.hold(step)
  }

  async createRoom(): Promise<FakeRoom> {
    return this.keepRoom((gates, onClosed) => new FakeRoom(gates, onClosed))
  }

  protected keepRoom(make: (gates: Gates, onClosed: () => void) => FakeRoom): FakeRoom {
    if (!this.available) throw new ParleyError('MEDIA_UNREACHABLE')
    const room = make(this.#gates, () => this.rooms.delete(room))
    this.rooms.add(room)
    return room
  }

  async close(): Promise<void> {
    this.available = false
    for (const room of this.rooms) room.close()
  }
}

export class FakeRoom implements MediaRoom {
  readonly events = new EventEmitter<MediaRoomEvents>()
  readonly rtpCapabilities: Dictionary = { codecs: [], headerExtensions: [] }
  readonly producers = new Map<string, FakeProducer>()
  readonly endpoints = new Set<FakeEndpoint>()
  closed = false
  readonly gates: Gates
  readonly #onClosed: () => void

  constructor(gates: Gates, onClosed: () => void) {
    this.gates = gates
    this.#onClosed = onClosed
  }

  async createEndpoint(): Promise<FakeEndpoint> {
    await this.gates.pass('createEndpoint')
    if (this.closed) throw new ParleyError('MEDIA_UNREACHABLE')
    const endpoint = this.openEndpoint()
    this.endpoints.add(endpoint)
    return endpoint
  }

  protected openEndpoint(): FakeEndpoint {
    return new FakeEndpoint(this)
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    for (const endpoint of this.endpoints) endpoint.close()
    this.#onClosed()
  }

  /** What a dying worker does. */
  die(): void {
    this.close()
    this.events.emit('died')
  }
}

const transport = (): TransportParameters => ({
  id: nextId('transport'),
  iceParameters: {},
  iceCandidates: [],
  dtlsParameters: {},
})

export class FakeEndpoint implements MediaEndpoint {
  readonly sendTransport = transport()
  readonly receiveTransport = transport()
  readonly warmConsumer = {
    id: nextId('warm'),
    dataProducerId: nextId('data'),
    sctpStreamParameters: { streamId: 0 },
    label: 'warm',
    protocol: '',
  }
  readonly consumers = new Map<string, FakeConsumer>()
  readonly #room: FakeRoom
  readonly #connected = new Set<string>()
  readonly #producers = new Set<FakeProducer>()
  #closed = false

  constructor(room: FakeRoom) {
    this.#room = room
  }

  async connect(transportId: string, dtlsParameters: Dictionary): Promise<void> {
    this.#check(transportId)
    if (!Array.isArray(dtlsParameters.fingerprints)) throw new ParleyError('INVALID_INPUT', 'dtlsParameters')
    if (this.#connected.has(transportId)) throw new ParleyError('WRONG_STATE', 'already connected')
    this.#connected.add(transportId)
  }

  async restartIce(transportId: string): Promise<Dictionary> {
    this.#check(transportId)
    return { usernameFragment: nextId('ufrag'), password: nextId('password') }
  }

  async warm(sctpStreamParameters: Dictionary): Promise<string> {
    this.#check()
    if (typeof sctpStreamParameters.streamId !== 'number') throw new ParleyError('INVALID_INPUT', 'sctpStreamParameters')
    return nextId('warm')
  }

  async produce({ source, rtpParameters, paused, onScore }: ProduceOptions): Promise<FakeProducer> {
    this.#check()
    if (!Array.isArray(rtpParameters.codecs)) throw new ParleyError('INVALID_INPUT', 'rtpParameters')
    await this.#room.gates.pass('produce')
    this.#check()
    const onClosed = (): void => {
      this.#producers.delete(producer)
      this.#room.producers.delete(producer.id)
      for (const endpoint of this.#room.endpoints) {
        for (const consumer of endpoint.consumers.values()) if (consumer.producerId === producer.id) consumer.lose()
      }
    }
    const producer = new FakeProducer(source, paused, onScore, onClosed, this.#room.gates)
    this.#producers.add(producer)
    this.#room.producers.set(producer.id, producer)
    return producer
  }

  async consume({ producerId, onClosed }: ConsumeOptions): Promise<FakeConsumer | undefined> {
    await this.#room.gates.pass('consume')
    this.#check()
    if (!this.#room.producers.has(producerId)) return undefined
    const consumer = new FakeConsumer(producerId, onClosed, () => this.consumers.delete(consumer.id))
    this.consumers.set(consumer.id, consumer)
    return consumer
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#room.endpoints.delete(this)
    for (const producer of this.#producers) producer.close()
    for (const consumer of this.consumers.values()) consumer.lose()
  }

  #check(transportId?: string): void {
    if (this.#closed) throw new ParleyError('WRONG_STATE', 'closed')
    if (transportId === undefined) return
    if (transportId !== this.sendTransport.id && transportId !== this.receiveTransport.id) {
      throw new ParleyError('NOT_FOUND', 'transportId')
    }
  }
}

export class FakeProducer implements MediaProducer {
  readonly id = nextId('producer')
  readonly source: ProduceOptions['source']
  /** Reports a score as if packets had arrived or gone missing. */
  readonly score: ProduceOptions['onScore']
  readonly taps = new Set<FakeTap>()
  paused: boolean
  closed = false
  readonly #gates: Gates
  readonly #onClosed: () => void

  constructor(
    source: ProduceOptions['source'],
    paused: boolean,
    onScore: ProduceOptions['onScore'],
    onClosed: () => void,
    gates = new Gates(),
  ) {
    this.#gates = gates
    this.source = source
    this.paused = paused
    this.score = onScore
    this.#onClosed = onClosed
  }

  async pause(): Promise<void> {
    await this.#set(true)
  }

  async resume(): Promise<void> {
    await this.#set(false)
  }

  async tap(options: TapOptions): Promise<FakeTap> {
    if (this.closed) throw new ParleyError('MEDIA_UNREACHABLE', 'tap')
    const tap = new FakeTap(this.source, () => {
      this.taps.delete(tap)
      options.onClosed()
    })
    this.taps.add(tap)
    return tap
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    for (const tap of this.taps) tap.lose()
    this.#onClosed()
  }

  /** In the order in which it is asked, as a worker does it. */
  async #set(paused: boolean): Promise<void> {
    const gate = this.#gates.pass('setPaused')
    if (gate !== undefined) await gate
    this.paused = paused
  }
}

/** A copy from which nothing flows but what a test lets through. */
export class FakeTap implements MediaTap {
  readonly codec: TapCodec
  readonly ssrc = 1
  flowing = false
  keyFrames = 0
  readonly #onLost: () => void

  constructor(source: Source, onLost: () => void) {
    const kind = kindOf(source)
    const clock = kind === 'audio' ? { clockRate: 48_000, channels: 2 } : { clockRate: 90_000, channels: undefined }
    this.codec = { kind, mimeType: kind === 'audio' ? 'audio/opus' : 'video/VP8', payloadType: 100, parameters: {}, ...clock }
    this.#onLost = onLost
  }

  async resume(onFirst: (packet: SentPacket) => void): Promise<void> {
    this.flowing = true
    onFirst({ rtp: 0, at: performance.now() })
  }

  async pause(): Promise<void> {
    this.flowing = false
  }

  async requestKeyFrame(): Promise<void> {
    this.keyFrames += 1
  }

  close(): void {
    this.flowing = false
  }

  /** Its producer has gone. */
  lose(): void {
    this.close()
    this.#onLost()
  }
}

export class FakeConsumer implements MediaConsumer {
  readonly id = nextId('consumer')
  readonly rtpParameters: Dictionary = { codecs: [], encodings: [] }
  readonly producerId: string
  paused = true
  layers: { spatialLayer: number; temporalLayer: number | undefined } | undefined
  priority: number | undefined
  readonly #onLost: () => void
  readonly #onClosed: () => void

  constructor(producerId: string, onLost: () => void, onClosed: () => void) {
    this.producerId = producerId
    this.#onLost = onLost
    this.#onClosed = onClosed
  }

  async pause(): Promise<void> {
    this.paused = true
  }

  async resume(): Promise<void> {
    this.paused = false
  }

  async setLayers(spatialLayer: number, temporalLayer: number | undefined): Promise<void> {
    this.layers = { spatialLayer, temporalLayer }
  }

  async setPriority(priority: number): Promise<void> {
    this.priority = priority
  }

  close(): void {
    this.#onClosed()
  }

  /** Its producer or endpoint has gone. */
  lose(): void {
    this.#onClosed()
    this.#onLost()
  }
}
