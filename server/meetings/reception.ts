import { type ConsumerParameters, type Dictionary, kindOf, type VisibleVideo } from '#shared/contract/media.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { capabilitiesOf } from '../media/capabilities.ts'
import type { MediaConsumer, MediaEndpoint } from '../media/media.ts'
import type { LiveProducer } from './live-participant.ts'

/** Videos that one client may hold, shown or not. Those not shown for longest are given up first. */
const VIDEO_CONSUMERS = 2 * (LIMITS.galleryTiles + 8)

interface Received {
  producer: LiveProducer
  /** Absent while the media layer makes it. */
  consumer: MediaConsumer | undefined
  /** The client has its end of it. */
  ready: boolean
  /** It is on screen, or sound. */
  wanted: boolean
  /** Its sender is among those who are forwarded. */
  audible: boolean
  flowing: boolean
  layers: { spatialLayer: number; temporalLayer: number | undefined } | undefined
  priority: number | undefined
}

export interface ReceptionOptions {
  endpoint: MediaEndpoint
  rtpCapabilities: Dictionary
  /** How many pictures the client shows before it says which. */
  pictures: number
  onRemoved: (consumerId: string) => void
}

/**
 * What one participant receives. Packets of a consumer flow while three agree: the client has its end, it is on screen (or
 * sound), and its sender is among those who are forwarded.
 */
export class Reception {
  readonly #options: ReceptionOptions
  readonly #capabilities: Record<'audio' | 'video', Dictionary>
  /** By producer id; those last shown last. */
  readonly #received = new Map<string, Received>()
  #closed = false

  constructor(options: ReceptionOptions) {
    this.#options = options
    const { rtpCapabilities } = options
    this.#capabilities = { audio: capabilitiesOf(rtpCapabilities, 'audio'), video: capabilitiesOf(rtpCapabilities, 'video') }
  }

  /** Whether a new picture would find a place on screen. */
  get hasRoom(): boolean {
    let shown = 0
    for (const { producer, wanted } of this.#received.values()) if (wanted && kindOf(producer.source) === 'video') shown += 1
    return shown < this.#options.pictures
  }

  /** Starts to receive `producer`, paused. Undefined where it is received already, can't be decoded, or has gone. */
  async add(producer: LiveProducer, audible: boolean): Promise<ConsumerParameters | undefined> {
    const producerId = producer.media.id
    if (this.#closed || this.#received.has(producerId)) return undefined
    const entry: Received = {
      producer,
      consumer: undefined,
      ready: false,
      wanted: true,
      audible,
      flowing: false,
      layers: undefined,
      priority: undefined,
    }
    this.#received.set(producerId, entry)
    const { endpoint } = this.#options
    const rtpCapabilities = this.#capabilities[kindOf(producer.source)]
    try {
      entry.consumer = await endpoint.consume({ producerId, rtpCapabilities, onClosed: () => this.#lost(producerId) })
    } catch (error) {
      this.#received.delete(producerId)
      if (this.#closed) return undefined
      throw error
    }
    const { consumer } = entry
    if (consumer === undefined || this.#closed || this.#received.get(producerId) !== entry) {
      if (this.#received.get(producerId) === entry) this.#received.delete(producerId)
      consumer?.close()
      return undefined
    }
    this.#tune(entry)
    return {
      id: consumer.id,
      producerId,
      participantId: producer.participantId,
      source: producer.source,
      kind: kindOf(producer.source),
      rtpParameters: consumer.rtpParameters,
      producerPaused: producer.paused,
    }
  }

  /** The client has its ends of these. Ids of consumers that have gone meanwhile are nobody's fault. */
  resume(consumerIds: readonly string[]): void {
    const ids = new Set(consumerIds)
    for (const entry of this.#received.values()) {
      if (entry.consumer === undefined || !ids.has(entry.consumer.id)) continue
      entry.ready = true
      this.#flow(entry)
    }
  }

  /** What is on screen now; the ids of producers that are on screen but not yet received. */
  show(videos: readonly VisibleVideo[]): string[] {
    const shown = new Map(videos.map((video) => [video.producerId, video]))
    for (const [producerId, entry] of this.#received) {
      if (kindOf(entry.producer.source) === 'audio') continue
      const video = shown.get(producerId)
      entry.wanted = video !== undefined
      if (video !== undefined) this.#choose(entry, video)
      this.#flow(entry)
    }
    for (const producerId of shown.keys()) {
      const entry = this.#received.get(producerId)
      if (entry === undefined) continue
      this.#received.delete(producerId)
      this.#received.set(producerId, entry)
    }
    return [...shown.keys()].filter((producerId) => !this.#received.has(producerId))
  }

  /** Layers and priority of a video that was on screen before it was received. */
  tune(video: VisibleVideo): void {
    const entry = this.#received.get(video.producerId)
    if (entry !== undefined) this.#choose(entry, video)
  }

  setAudible(producerId: string, audible: boolean): void {
    const entry = this.#received.get(producerId)
    if (entry === undefined || entry.audible === audible) return
    entry.audible = audible
    this.#flow(entry)
  }

  /** Gives up videos beyond what one client may hold. */
  trim(): void {
    const videos = [...this.#received].filter(([, { producer }]) => kindOf(producer.source) === 'video')
    let excess = videos.length - VIDEO_CONSUMERS
    for (const [producerId, { wanted, consumer }] of videos) {
      if (excess <= 0) return
      if (wanted || consumer === undefined) continue
      consumer.close()
      this.#lost(producerId)
      excess -= 1
    }
  }

  /** Whether a consumer is still there; one may go while others are made. */
  has(consumerId: string): boolean {
    for (const { consumer } of this.#received.values()) if (consumer?.id === consumerId) return true
    return false
  }

  /** Stops to receive `producerId` at once. */
  drop(producerId: string): void {
    this.#received.get(producerId)?.consumer?.close()
    this.#lost(producerId)
  }

  /** Stops to receive any video at once. */
  dropPictures(): void {
    for (const [producerId, { producer }] of this.#received) if (kindOf(producer.source) === 'video') this.drop(producerId)
  }

  /** Nothing is received any more, though its endpoint goes on. */
  stop(): void {
    for (const { consumer } of this.#received.values()) consumer?.close()
    this.close()
  }

  /** Its endpoint is closed, and everything with it. */
  close(): void {
    this.#closed = true
    this.#received.clear()
  }

  #lost(producerId: string): void {
    const entry = this.#received.get(producerId)
    if (entry === undefined) return
    this.#received.delete(producerId)
    if (entry.consumer !== undefined) this.#options.onRemoved(entry.consumer.id)
  }

  #choose(entry: Received, { spatialLayer, temporalLayer, priority }: VisibleVideo): void {
    const same = entry.layers?.spatialLayer === spatialLayer && entry.layers.temporalLayer === temporalLayer
    const samePriority = priority === undefined || entry.priority === priority
    entry.layers = { spatialLayer, temporalLayer }
    entry.priority = priority ?? entry.priority
    if (!same || !samePriority) this.#tune(entry, !same, !samePriority)
  }

  #tune({ consumer, layers, priority }: Received, withLayers = true, withPriority = true): void {
    if (withLayers && layers !== undefined) consumer?.setLayers(layers.spatialLayer, layers.temporalLayer).catch(ignoreClosed)
    if (withPriority && priority !== undefined) consumer?.setPriority(priority).catch(ignoreClosed)
  }

  #flow(entry: Received): void {
    const { consumer, ready, wanted, audible, flowing } = entry
    if (consumer === undefined || flowing === (ready && wanted && audible)) return
    entry.flowing = !flowing
    const changed = entry.flowing ? consumer.resume() : consumer.pause()
    changed.catch(ignoreClosed)
  }
}

/** A consumer that is closed while the worker is asked needs no answer. */
const ignoreClosed = (): void => undefined
