import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { ParleyError } from '#shared/errors.ts'
import type { TapCodec } from '../../media/media-tap.ts'
import { ffmpegEnvironment } from '../ffmpeg-environment.ts'
import { LOOPBACK, PortLine } from './ports.ts'
import { describeStream } from './sdp.ts'

/** s without a packet after which a recorder ends by itself: one whose service was killed does not stay behind. */
const LONELINESS = 6
/** ms between two signs that its service is there. */
const COMPANY = 2_000
/**
 * ms for which media is held back until a piece of the file is whole: most of what a crash may cost. Each piece costs the service some
 * work however small it is, so there are few.
 */
const CLUSTER = 700
/** ms to start in, and to end in. */
const START = 10_000
const FAREWELL = 3_000
/** ms between two goodbyes to a recorder that has not ended yet. */
const GOODBYES = 100
/**
 * An empty receiver report and a goodbye (RFC 3550 §6.4.2, §6.6): the end of the stream. A recorder that waits for a packet hears it;
 * a signal it would notice only with the next one.
 */
const GOODBYE = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 0, 0x81, 203, 0, 1, 0, 0, 0, 0])
/** Bytes of what it says that are kept. */
const LAST_WORDS = 2_000

/** WebM where it can hold the codec; Matroska, which it is a part of, elsewhere. */
const formatOf = ({ mimeType }: TapCodec): string => (/\/(vp8|opus)$/i.test(mimeType) ? 'webm' : 'matroska')

/** Copies what arrives into a file that is written as a stream, nothing decoded and nothing on the disk. */
const recorderArguments = (codec: TapCodec): string[] => [
  ...['-hide_banner', '-nostats', '-loglevel', 'warning', '-protocol_whitelist', 'pipe,udp,rtp'],
  ...['-fflags', '+genpts', '-analyzeduration', '0', '-probesize', '32', '-fpsprobesize', '0', '-reorder_queue_size', '512'],
  // It would listen on all addresses of the machine, and record what anybody sends there.
  ...['-localaddr', LOOPBACK, '-listen_timeout', String(LONELINESS), '-f', 'sdp', '-i', 'pipe:0'],
  ...['-map', '0', '-c', 'copy', '-f', formatOf(codec), '-live', '1'],
  // A piece in one write, and not in parts of 32 kB that each wake the service.
  ...['-cluster_time_limit', String(CLUSTER), '-flush_packets', '1', '-avioflags', 'direct', 'pipe:1'],
]

/** An ffmpeg that records one stream: RTP comes in at a port, the file goes out as it is made. */
export class FfmpegRecorder {
  /** The file. */
  readonly output: Readable
  /** Its process has ended and all of its output was read. */
  readonly ended: Promise<void>
  readonly #process: ChildProcess
  readonly #line: PortLine
  readonly #company: NodeJS.Timeout
  #words = ''
  #isOver = false

  private constructor(process: ChildProcess, output: Readable, line: PortLine) {
    this.output = output
    this.#process = process
    this.#line = line
    this.#company = setInterval(() => line.knock(), COMPANY)
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-LAST_WORDS)
    })
    this.ended = once(process, 'close').then(
      () => this.#over(),
      () => this.#over(),
    )
  }

  /** Ready to take packets at `port` when it resolves. @throws RECORDING_UNAVAILABLE where it can't be started */
  static async start(program: string, codec: TapCodec, port: number): Promise<FfmpegRecorder> {
    const line = await PortLine.open(port)
    const child = spawn(program, recorderArguments(codec), { stdio: ['pipe', 'pipe', 'pipe'], env: ffmpegEnvironment() })
    const recorder = new FfmpegRecorder(child, child.stdout, line)
    const gone = new AbortController()
    void recorder.ended.then(() => gone.abort())
    // Who is gone before it has read its description is noticed by its end.
    child.stdin.on('error', () => undefined)
    child.stdin.end(describeStream(codec, port))
    try {
      await line.listened(AbortSignal.any([gone.signal, AbortSignal.timeout(START)]))
      return recorder
    } catch (cause) {
      recorder.kill()
      throw new ParleyError('RECORDING_UNAVAILABLE', 'the recorder did not start', { cause })
    }
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** What it last complained of; for the log. */
  get lastWords(): string {
    return this.#words.trim()
  }

  /** Lets it write what it has, and end. */
  async finish(): Promise<void> {
    if (this.#isOver) return
    this.#line.send(GOODBYE)
    const goodbyes = setInterval(() => this.#line.send(GOODBYE), GOODBYES)
    const patience = setTimeout(() => this.kill(), FAREWELL)
    await this.ended
    clearInterval(goodbyes)
    clearTimeout(patience)
  }

  kill(): void {
    this.#process.kill('SIGKILL')
  }

  #over(): void {
    this.#isOver = true
    clearInterval(this.#company)
    this.#line.close()
  }
}
