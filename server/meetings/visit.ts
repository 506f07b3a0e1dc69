import type { Platform } from '#shared/contract/common.ts'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import type { Dictionary } from '#shared/contract/media.ts'
import type { EventSink } from './announcement.ts'
import type { Presence } from './live-participant.ts'
import type { Wait } from './lobby.ts'
import type { Preparation } from './preparations.ts'
import type { Newcomer } from './standing.ts'

export interface VisitOptions {
  newcomer: Newcomer
  /** As it says of itself. */
  client: Platform
  preparation: Preparation
  sink: EventSink
  rtpCapabilities: Dictionary
  /** How many pictures the client shows first. */
  pictures: number
  /** The client shows the viewer's address over pictures where the meeting asks for it. */
  watermark: boolean
  /** What it can be let into the group of an encrypted meeting with. */
  encryption?: EncryptionOffer | undefined
  /** Recordings whose notice the person has seen; undefined for a client that doesn't say. */
  noticesShown?: readonly string[] | undefined
}

/** One connection's being at a meeting, from its join to its end: in the lobby or in the meeting, one after the other. */
export class Visit {
  readonly newcomer: Newcomer
  readonly client: Platform
  readonly preparation: Preparation
  readonly sink: EventSink
  readonly rtpCapabilities: Dictionary
  readonly pictures: number
  readonly watermark: boolean
  encryption: EncryptionOffer | undefined
  readonly noticesShown: readonly string[] | undefined
  /** While it waits in the lobby. */
  wait: Wait | undefined
  /** While it is in the meeting. */
  presence: Presence | undefined

  constructor({
    newcomer,
    client,
    preparation,
    sink,
    rtpCapabilities,
    pictures,
    watermark,
    encryption,
    noticesShown,
  }: VisitOptions) {
    this.newcomer = newcomer
    this.client = client
    this.preparation = preparation
    this.sink = sink
    this.rtpCapabilities = rtpCapabilities
    this.pictures = pictures
    this.watermark = watermark
    this.encryption = encryption
    this.noticesShown = noticesShown
  }
}
