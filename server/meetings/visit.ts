import type { Dictionary } from '#shared/contract/media.ts'
import type { EventSink } from './announcement.ts'
import type { Presence } from './live-participant.ts'
import type { Wait } from './lobby.ts'
import type { Preparation } from './preparations.ts'
import type { Newcomer } from './standing.ts'

export interface VisitOptions {
  newcomer: Newcomer
  preparation: Preparation
  sink: EventSink
  rtpCapabilities: Dictionary
  /** How many pictures the client shows first. */
  pictures: number
  /** The client shows the viewer's address over pictures where the meeting asks for it. */
  watermark: boolean
}

/** One connection's being at a meeting, from its join to its end: in the lobby or in the meeting, one after the other. */
export class Visit {
  readonly newcomer: Newcomer
  readonly preparation: Preparation
  readonly sink: EventSink
  readonly rtpCapabilities: Dictionary
  readonly pictures: number
  readonly watermark: boolean
  /** While it waits in the lobby. */
  wait: Wait | undefined
  /** While it is in the meeting. */
  presence: Presence | undefined

  constructor({ newcomer, preparation, sink, rtpCapabilities, pictures, watermark }: VisitOptions) {
    this.newcomer = newcomer
    this.preparation = preparation
    this.sink = sink
    this.rtpCapabilities = rtpCapabilities
    this.pictures = pictures
    this.watermark = watermark
  }
}
