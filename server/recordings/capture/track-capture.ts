import { setTimeout as delay } from 'node:timers/promises'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import type { Segment } from '#shared/recording/manifest.ts'
import { SegmentCapture, type SegmentOptions } from './segment-capture.ts'

/** What a track's capture tells of itself. Times are those of the recording clock. */
export interface CaptureListener {
  /** A segment is there, or there is more to say of it. */
  segment(segment: Segment): void
  /** Packets are recorded from then on. */
  flows(at: number): void
  /** Nothing is recorded since then, though it should be; it is tried again and again. */
  fails(at: number, why: ErrorCode): void
}

export interface TrackCaptureOptions extends Omit<SegmentOptions, 'onFlow' | 'onChange'> {
  readonly listener: CaptureListener
}

/** ms before it is tried again: at once after something that ran well, then longer and longer. */
const PATIENCE = [0, 250, 500, 1_000, 2_000, 5_000] as const
/** ms after which something ran well. */
const WELL = 5_000

/** Records one producer for as long as it is there, in one segment or, where something fails, in several. */
export class TrackCapture {
  readonly #options: TrackCaptureOptions
  readonly #closing = new AbortController()
  readonly #done: Promise<void>
  #capture: SegmentCapture | undefined
  #flowing = false

  constructor(options: TrackCaptureOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  /** The process that records now. */
  get pid(): number | undefined {
    return this.#capture?.pid
  }

  setFlowing(flowing: boolean): void {
    this.#flowing = flowing
    this.#capture?.setFlowing(flowing)
  }

  /** Resolves when all that came is sealed and stored, as far as it can be. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#capture?.finish()
    await this.#done
  }

  async #run(): Promise<void> {
    const { listener, tools } = this.#options
    const { signal } = this.#closing
    for (let failures = 0; !signal.aborted; failures += 1) {
      await delay(PATIENCE[Math.min(failures, PATIENCE.length - 1)], undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      const since = tools.clock.now()
      const why = await this.#recordOnce()
      if (why === undefined) return
      if (tools.clock.now() - since > WELL) failures = 0
      if (!signal.aborted) listener.fails(tools.clock.now(), why)
    }
  }

  /** Undefined where it ended as it should. */
  async #recordOnce(): Promise<ErrorCode | undefined> {
    const { listener, tools } = this.#options
    try {
      const capture = await SegmentCapture.start({
        ...this.#options,
        onFlow: (at) => {
          this.#tell(capture)
          listener.flows(at)
        },
        onChange: () => this.#tell(capture),
      })
      this.#capture = capture
      capture.setFlowing(this.#flowing)
      if (this.#closing.signal.aborted) void capture.finish()
      const { segment, failure } = await capture.ended
      if (segment !== undefined) listener.segment(segment)
      return failure
    } catch (error) {
      const { code } = toParleyError(error)
      tools.log.warn({ err: error }, 'a track could not be recorded')
      return code
    } finally {
      this.#capture = undefined
    }
  }

  #tell({ segment }: SegmentCapture): void {
    if (segment !== undefined) this.#options.listener.segment(segment)
  }
}
