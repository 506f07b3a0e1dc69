import type { KeyObject } from 'node:crypto'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { Anchoring } from '#shared/recording/anchoring.ts'
import type { Segment } from '#shared/recording/manifest.ts'
import { newId } from '../../identity/secrets.ts'
import type { Log } from '../../logging.ts'
import type { MediaProducer } from '../../media/media.ts'
import type { MediaTap, SentPacket } from '../../media/media-tap.ts'
import type { BlobStore, BlobWriter } from '../../storage/blobs/blob-store.ts'
import { SealedWriter } from '../sealed/sealed-writer.ts'
import { FfmpegRecorder } from './ffmpeg-recorder.ts'
import { giveBackPortPair, takePortPair } from './ports.ts'
import type { RecordingClock } from './recording-clock.ts'
import type { SenderReport, SenderReports } from './sender-reports.ts'

/** What recording takes, the same for all that this service records. */
export interface CaptureTools {
  readonly ffmpeg: string
  readonly blobs: BlobStore
  readonly reports: SenderReports
  readonly clock: RecordingClock
  readonly log: Log
}

export interface SegmentOptions {
  readonly tools: CaptureTools
  readonly recording: string
  readonly dataKey: KeyObject
  readonly producer: Pick<MediaProducer, 'tap'>
  /** Packets flow, for the first time or again after `setFlowing(false)`; from when on. */
  readonly onFlow: (at: number) => void
  /** What there is to say of it has changed. */
  readonly onChange: () => void
}

/** How a segment ended: as it was asked to, or by something that `failure` names. */
export interface SegmentEnd {
  readonly segment: Segment | undefined
  readonly failure: ErrorCode | undefined
}

/**
 * ms that content waits to be sealed: for the rest of the piece that the recorder has just written. With what the recorder holds back
 * itself, a crash costs less than a second.
 */
const SEAL = 50
/** ms between two key frames that are asked for: places that a player can jump to. */
const KEY_FRAMES = 10_000

/** What is recorded of one producer without a break: a tap, a recorder process, and a sealed blob. */
export class SegmentCapture {
  readonly ended: Promise<SegmentEnd>
  readonly #options: SegmentOptions
  readonly #id: string
  readonly #tap: MediaTap
  readonly #recorder: FfmpegRecorder
  readonly #blob: BlobWriter
  readonly #writer: SealedWriter
  readonly #stopListening: () => void
  readonly #keyFrames: NodeJS.Timeout
  #segment: Segment | undefined
  #anchoring: Anchoring | undefined
  #flowing = false
  #finishing = false
  #lastOutput = 0

  private constructor(options: SegmentOptions, id: string, tap: MediaTap, recorder: FfmpegRecorder, blob: BlobWriter) {
    const { recording, dataKey, tools } = options
    this.#options = options
    this.#id = id
    this.#tap = tap
    this.#recorder = recorder
    this.#blob = blob
    this.#writer = new SealedWriter(blob, dataKey, { recording, track: id }, { maximumAge: SEAL, givesBytes: true })
    this.#stopListening = tools.reports.listen(tap.ssrc, (report) => this.#hear(report))
    this.#keyFrames = setInterval(() => {
      if (this.#flowing) this.#try(tap.requestKeyFrame())
    }, KEY_FRAMES)
    this.ended = this.#record()
  }

  /** Throws MEDIA_UNREACHABLE, RECORDING_UNAVAILABLE, or what the blob store throws. Nothing flows yet. */
  static async start(options: SegmentOptions): Promise<SegmentCapture> {
    const { tools, recording, producer } = options
    await using undo = new AsyncDisposableStack()
    const id = newId()
    const rtpPort = await takePortPair()
    undo.defer(() => giveBackPortPair(rtpPort))
    let capture: SegmentCapture | undefined
    let gone = false
    const onClosed = (): void => {
      gone = true
      void capture?.finish()
    }
    const tap = await producer.tap({ rtpPort, rtcpPort: tools.reports.port, onClosed })
    undo.defer(() => tap.close())
    const recorder = await FfmpegRecorder.start(tools.ffmpeg, tap.codec, rtpPort)
    undo.defer(() => recorder.kill())
    void recorder.ended.then(() => giveBackPortPair(rtpPort))
    const blob = await tools.blobs.create(`${recording}/${id}`)
    undo.move()
    capture = new SegmentCapture(options, id, tap, recorder, blob)
    if (gone) void capture.finish()
    return capture
  }

  /** The recorder's process; for tests and the log. */
  get pid(): number | undefined {
    return this.#recorder.pid
  }

  /** What is known of it; nothing before its first packet. */
  get segment(): Segment | undefined {
    return this.#segment
  }

  setFlowing(flowing: boolean): void {
    if (this.#flowing === flowing || this.#finishing) return
    this.#flowing = flowing
    if (flowing) {
      this.#try(this.#tap.resume((packet) => this.#begin(packet)))
      return
    }
    this.#anchoring?.stop(this.#options.tools.clock.now())
    this.#describe()
    this.#tap.pause().catch((error: unknown) => this.#cutOff(error))
  }

  /** Ends it with all that came. */
  async finish(): Promise<SegmentEnd> {
    if (!this.#finishing) {
      this.#finishing = true
      this.#tap.close()
      await this.#recorder.finish()
    }
    return await this.ended
  }

  #begin({ rtp, at }: SentPacket): void {
    const moment = this.#options.tools.clock.ofMonotonic(at)
    if (this.#anchoring === undefined) {
      const { mimeType, clockRate, channels } = this.#tap.codec
      const anchoring = new Anchoring(clockRate, { rtp, at: moment })
      this.#anchoring = anchoring
      this.#segment = {
        id: this.#id,
        blob: `${this.#options.recording}/${this.#id}`,
        codec: { mimeType, clockRate, ...(channels === undefined ? {} : { channels }) },
        firstRtp: rtp,
        anchors: [...anchoring.anchors],
        span: { from: moment },
      }
    } else {
      this.#anchoring.resume({ rtp, at: moment })
      this.#describe()
    }
    this.#options.onFlow(moment)
  }

  #hear({ rtp, at }: SenderReport): void {
    if (!this.#flowing) return
    if (this.#anchoring?.report({ rtp, at: this.#options.tools.clock.ofReport(at) })) this.#describe()
  }

  #describe(): void {
    if (this.#segment === undefined || this.#anchoring === undefined) return
    this.#segment = { ...this.#segment, anchors: [...this.#anchoring.anchors] }
    this.#options.onChange()
  }

  async #record(): Promise<SegmentEnd> {
    const { log, clock } = this.#options.tools
    let failure: ErrorCode | undefined
    try {
      for await (const chunk of this.#recorder.output) {
        this.#lastOutput = clock.now()
        await this.#writer.write(chunk)
      }
    } catch (error) {
      failure = toParleyError(error).code
      log.error({ err: error, segment: this.#id }, 'a track could not be written')
      this.#recorder.kill()
    }
    await this.#recorder.ended
    const isAsked = this.#finishing
    clearInterval(this.#keyFrames)
    this.#stopListening()
    this.#tap.close()
    if (failure === undefined && !isAsked) {
      failure = 'RECORDING_UNAVAILABLE'
      log.warn({ segment: this.#id, said: this.#recorder.lastWords }, 'a recorder ended by itself')
    }
    return await this.#seal(failure)
  }

  async #seal(before: ErrorCode | undefined): Promise<SegmentEnd> {
    const { log, clock } = this.#options.tools
    let failure = before
    let totals: { frames: number; size: number } | undefined
    try {
      totals = await this.#writer.close()
    } catch (error) {
      failure ??= toParleyError(error).code
    }
    try {
      await this.#blob.finish()
    } catch (error) {
      failure ??= toParleyError(error).code
      log.error({ err: error, segment: this.#id }, 'a track could not be finished')
    }
    const segment = this.#segment
    if (segment === undefined) return { segment: undefined, failure }
    const to = failure === undefined ? clock.now() : Math.max(this.#lastOutput, segment.span.from)
    const ended = failure === undefined ? 'whole' : 'interrupted'
    this.#segment = { ...segment, span: { ...segment.span, to }, ended, ...totals }
    return { segment: this.#segment, failure }
  }

  /** What must not be recorded any more could not be held off: nothing at all is taken in. Where it may be again, another segment goes on. */
  #cutOff(error: unknown): void {
    this.#options.tools.log.error({ err: error, segment: this.#id }, 'a tap could not be paused')
    this.#tap.close()
    this.#recorder.kill()
  }

  /** What else can't be asked of a tap is seen by its end. */
  #try(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.tools.log.warn({ err: error, segment: this.#id }, 'a tap did not answer'))
  }
}
