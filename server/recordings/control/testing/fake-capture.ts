import type { ErrorCode } from '#shared/errors.ts'
import type { Segment } from '#shared/recording/manifest.ts'
import type { TrackCaptureOptions } from '../../capture/track-capture.ts'
import type { LiveCapture } from '../recording-session.ts'

/** Records nothing, and keeps account of whether it would. */
export class FakeCapture implements LiveCapture {
  readonly pid = undefined
  flowing = false
  closed = false
  /** What its end waits for. */
  patience: Promise<void> = Promise.resolve()
  readonly #options: TrackCaptureOptions
  readonly #id: string
  #segment: Segment | undefined

  constructor(options: TrackCaptureOptions, id: string) {
    this.#options = options
    this.#id = id
  }

  get producer(): TrackCaptureOptions['producer'] {
    return this.#options.producer
  }

  get recording(): string {
    return this.#options.recording
  }

  setFlowing(flowing: boolean): void {
    if (this.flowing === flowing) return
    this.flowing = flowing
    if (flowing) this.flow()
  }

  /** The first packets after a while without. */
  flow(): void {
    const { listener, tools, recording } = this.#options
    const at = tools.clock.now()
    const codec = { mimeType: 'audio/opus', clockRate: 48_000 }
    const segment = { id: this.#id, blob: `${recording}/${this.#id}`, codec, firstRtp: 0, anchors: [{ rtp: 0, at }] }
    this.#segment ??= { ...segment, span: { from: at } }
    listener.segment(this.#segment)
    listener.flows(at)
  }

  fail(why: ErrorCode): void {
    this.#options.listener.fails(this.#options.tools.clock.now(), why)
  }

  async close(): Promise<void> {
    this.closed = true
    this.flowing = false
    await this.patience
    const { listener, tools } = this.#options
    if (this.#segment === undefined) return
    const span = { from: this.#segment.span.from, to: tools.clock.now() }
    listener.segment({ ...this.#segment, span, ended: 'whole', frames: 1, size: 1 })
  }
}
