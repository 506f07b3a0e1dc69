import type { Consumer } from 'mediasoup-client/types'
import type { ConsumerParameters, Source } from '#shared/contract/media.ts'
import type { RemoteTrack } from '../call-state.ts'
import type { Connection } from '../connection/connection.ts'
import type { AudioOutput } from './audio-output.ts'

/** Pictures whose consumers are made before the others', so that the first screen does not wait for the whole meeting. */
const FIRST_PICTURES = 4

/** Consumers in the order in which they matter: what is heard, what is shown to all, faces. */
const IMPORTANCE: Record<Source, number> = { microphone: 0, screenAudio: 0, screen: 1, camera: 2 }

export interface RemoteMediaOptions {
  audio: AudioOutput
  show(change: (before: Record<string, RemoteTrack>) => Record<string, RemoteTrack>): void
}

/** What is received over one connection: a consumer for each remote producer that the service offered. */
export class RemoteMedia {
  readonly #connection: Connection
  readonly #options: RemoteMediaOptions
  readonly #consumers = new Map<string, Consumer>()
  /** Removed before their consumer was ready. */
  readonly #removed = new Set<string>()
  /** Consumers whose sender's key has just come. */
  readonly #keyed: string[] = []
  #closed = false

  constructor(connection: Connection, options: RemoteMediaOptions) {
    this.#connection = connection
    this.#options = options
  }

  /** Makes our ends and lets the packets flow. Consumers of one call are negotiated together. */
  async add(offers: readonly ConsumerParameters[]): Promise<void> {
    const sorted = [...offers].sort((one, other) => IMPORTANCE[one.source] - IMPORTANCE[other.source])
    const voices = sorted.filter(({ kind }) => kind === 'audio').length
    const first = this.#consume(sorted.slice(0, voices + FIRST_PICTURES))
    // Consumers asked for in one turn are negotiated in one offer: the rest has to wait for the next turn.
    await Promise.resolve()
    await Promise.all([first, this.#consume(sorted.slice(voices + FIRST_PICTURES))])
  }

  remove(consumerId: string): void {
    const consumer = this.#consumers.get(consumerId)
    if (consumer === undefined) {
      this.#removed.add(consumerId)
      return
    }
    this.#consumers.delete(consumerId)
    consumer.close()
    this.#options.audio.remove(consumerId)
    this.#options.show(({ [consumer.producerId]: gone, ...others }) =>
      gone === undefined || gone.track === consumer.track ? others : { ...others, [consumer.producerId]: gone },
    )
  }

  /** Nothing is received any more: the connection is gone, or the meeting is out of sight from the lobby. */
  clear(): void {
    this.#closed = true
    for (const [id, consumer] of this.#consumers) {
      consumer.close()
      this.#options.audio.remove(id)
    }
    this.#consumers.clear()
    this.#options.show(() => ({}))
  }

  /** Frames decoded so far, by producer id. */
  async decodedFrames(): Promise<Map<string, number>> {
    const byTrack = new Map([...this.#consumers.values()].map((consumer) => [consumer.track.id, consumer.producerId]))
    const frames = new Map<string, number>()
    if (byTrack.size === 0) return frames
    for (const report of (await this.#connection.receive.getStats()).values()) {
      if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue
      const producerId = byTrack.get(report.trackIdentifier)
      if (producerId !== undefined) frames.set(producerId, report.framesDecoded ?? 0)
    }
    return frames
  }

  async #consume(offers: readonly ConsumerParameters[]): Promise<void> {
    if (offers.length === 0) return
    const made = await Promise.all(
      offers.map(async (offer) => ({ id: await this.#consumeOne(offer), sender: offer.participantId })),
    )
    const consumers = made.flatMap(({ id, sender }) => (id === undefined ? [] : { id, sender }))
    const { encryption } = this.#connection
    if (encryption === undefined) return this.#resume(consumers.map(({ id }) => id))
    // What can't be decrypted is not asked for: nobody waits for a key that may never come.
    for (const { id, sender } of consumers) void encryption.keysOf(sender).then(() => this.#resumeSoon(id))
  }

  /** With all others of the same turn. */
  #resumeSoon(id: string): void {
    this.#keyed.push(id)
    if (this.#keyed.length > 1) return
    queueMicrotask(() => {
      const ids = this.#keyed.splice(0).filter((each) => this.#consumers.has(each))
      this.#resume(ids).catch(() => undefined)
    })
  }

  async #resume(consumerIds: string[]): Promise<void> {
    if (consumerIds.length > 0 && !this.#closed) await this.#connection.call.resumeConsumers({ consumerIds })
  }

  /** The consumer's id; undefined where it has gone meanwhile, or where this browser can't play it. */
  async #consumeOne(offer: ConsumerParameters): Promise<string | undefined> {
    const { id, producerId, participantId, source, kind } = offer
    const consumer = await this.#connection.consume(offer).catch(() => undefined)
    const removed = this.#removed.delete(id)
    if (consumer === undefined) return undefined
    if (removed || this.#closed) {
      consumer.close()
      return undefined
    }
    const { track } = consumer
    this.#consumers.set(id, consumer)
    this.#options.show((before) => ({ ...before, [producerId]: { producerId, participantId, source, track, frozen: false } }))
    if (kind === 'audio') this.#options.audio.add(id, track)
    return id
  }
}
