/**
 * Media as the rest of the service sees it: a room for each meeting, an endpoint for each client in it, producers and consumers
 * on endpoints. `mediasoup-media.ts` is the real one, `fake-media.ts` one without packets; `media-contract.ts` tests both.
 *
 * What a client sends (RTP and DTLS parameters) is judged here: INVALID_INPUT for what makes no sense, NOT_FOUND for an id that
 * is not this endpoint's, WRONG_STATE for an endpoint that is closed or already connected. Every `close` may be called twice.
 */
import type { EventEmitter } from 'node:events'
import type { Dictionary, Source, TransportParameters } from '#shared/contract/media.ts'
import type { Prepared } from '#shared/contract/signalling.ts'
import type { MediaTap, TapOptions } from './media-tap.ts'

export interface Media {
  /** A new room, where there is most to spare. Throws MEDIA_UNREACHABLE. */
  createRoom(): Promise<MediaRoom>
  /** Whether a room could be made now. */
  readonly available: boolean
  close(): Promise<void>
}

export interface MediaRoomEvents {
  /** Loudness of the microphones that are heard, dBov, loudest first; empty when all are silent. */
  audioLevels: [levels: { producerId: string; level: number }[]]
  /** The producer whose speaker holds the floor. */
  activeSpeaker: [producerId: string]
  /** The room is gone with all that was in it, and not because anybody closed it. */
  died: []
}

export interface MediaRoom {
  readonly events: EventEmitter<MediaRoomEvents>
  readonly rtpCapabilities: Dictionary
  createEndpoint(): Promise<MediaEndpoint>
  close(): void
}

export interface ProduceOptions {
  source: Source
  rtpParameters: Dictionary
  paused: boolean
  /** How well it arrives, 0 (not at all) to 10; of the best layer. */
  onScore: (score: number) => void
}

export interface ConsumeOptions {
  producerId: string
  rtpCapabilities: Dictionary
  /** The producer or the receiving endpoint has gone, and this consumer with it. */
  onClosed: () => void
}

/** The two transports of one client. */
export interface MediaEndpoint {
  readonly sendTransport: TransportParameters
  readonly receiveTransport: TransportParameters
  readonly warmConsumer: Prepared['warmConsumer']
  connect(transportId: string, dtlsParameters: Dictionary): Promise<void>
  restartIce(transportId: string): Promise<Dictionary>
  /** A data channel from the client that carries nothing; its id. */
  warm(sctpStreamParameters: Dictionary): Promise<string>
  produce(options: ProduceOptions): Promise<MediaProducer>
  /** Starts paused. Undefined where this client can't decode it, or the producer has just gone. */
  consume(options: ConsumeOptions): Promise<MediaConsumer | undefined>
  close(): void
}

export interface MediaProducer {
  readonly id: string
  pause(): Promise<void>
  resume(): Promise<void>
  /** A copy for a recorder. Throws MEDIA_UNREACHABLE, also where the producer has gone. */
  tap(options: TapOptions): Promise<MediaTap>
  close(): void
}

export interface MediaConsumer {
  readonly id: string
  readonly rtpParameters: Dictionary
  pause(): Promise<void>
  resume(): Promise<void>
  /** Layers count from 0, the smallest. */
  setLayers(spatialLayer: number, temporalLayer: number | undefined): Promise<void>
  /** 1 to 255, larger first. */
  setPriority(priority: number): Promise<void>
  close(): void
}
