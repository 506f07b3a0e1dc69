/**
 * Plays one segment of one track through Media Source Extensions (W3C): asks for bytes as they are needed, from the place of a moment
 * on, and lets go of what was played. Damage is told and passed over: the parser begins anew at the next cluster.
 */
import { toParleyError } from '#shared/errors.ts'
import type { Segment } from '#shared/recording/manifest.ts'
import { clusterIn } from './clusters.ts'
import type { SegmentCallbacks } from './recording-player.ts'
import { SilenceFiller } from './silence.ts'
import type { TrackSource } from './track-source.ts'

/** bytes of one request */
const PART = 256 * 1_024
/** s that are fetched ahead, and kept of what was played */
const AHEAD = 20
const BEHIND = 20

/** What a browser calls a codec; undefined for what it is not given in this form. */
export const typeOf = ({ codec: { mimeType } }: Pick<Segment, 'codec'>): string | undefined => {
  const types: Record<string, string> = {
    'audio/opus': 'audio/webm; codecs="opus"',
    'video/vp8': 'video/webm; codecs="vp8"',
    'video/vp9': 'video/webm; codecs="vp09.00.10.08"',
    'video/av1': 'video/webm; codecs="av01.0.04M.08"',
  }
  return types[mimeType.toLowerCase()]
}

export class SegmentPlayer {
  readonly element: HTMLMediaElement
  readonly segment: Segment
  readonly #source: TrackSource
  readonly #events: SegmentCallbacks
  readonly #media = new MediaSource()
  readonly #url: string
  /** Of a voice, which has gaps where nobody speaks. */
  readonly #filler: SilenceFiller | undefined
  #buffer: SourceBuffer | undefined
  #header: Uint8Array<ArrayBuffer> | undefined
  #next: number | undefined
  #ended = false
  /** Each seek makes what is on the way for the one before worthless. */
  #turn = 0
  #feeding = false
  #closed = false

  constructor(segment: Segment, source: TrackSource, events: SegmentCallbacks) {
    this.segment = segment
    this.#source = source
    this.#events = events
    this.element = document.createElement(segment.codec.mimeType.startsWith('video/') ? 'video' : 'audio')
    this.element.preservesPitch = true
    this.#filler = segment.codec.mimeType.toLowerCase() === 'audio/opus' ? new SilenceFiller() : undefined
    if (this.element instanceof HTMLVideoElement) {
      this.element.playsInline = true
      this.element.disablePictureInPicture = true
    }
    this.#url = URL.createObjectURL(this.#media)
    this.element.src = this.#url
    const type = typeOf(segment)
    if (type === undefined || !MediaSource.isTypeSupported(type)) {
      events.onFailure('unplayable')
      this.#closed = true
      return
    }
    this.#media.addEventListener('sourceopen', () => {
      if (this.#buffer !== undefined || this.#closed) return
      URL.revokeObjectURL(this.#url)
      this.#buffer = this.#media.addSourceBuffer(type)
      void this.#feed()
    })
  }

  /** Goes to a moment, in ms of the file; what is there already is not asked for again. */
  seek(media: number): void {
    const second = media / 1_000
    this.element.currentTime = second
    if (this.#isBuffered(media)) return
    this.#turn += 1
    this.#next = undefined
    this.#ended = false
    void this.#feed()
  }

  /** Whether this moment can be played now, ms of the file. */
  has(media: number): boolean {
    return this.element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && this.#isBuffered(media)
  }

  #isBuffered(media: number): boolean {
    const { buffered } = this.element
    const second = media / 1_000
    for (let index = 0; index < buffered.length; index += 1) {
      if (second >= buffered.start(index) - 0.05 && second < buffered.end(index)) return true
    }
    return false
  }

  /** Whether there is nothing at this moment: what comes later is there, or the track has ended before. */
  isGap(media: number): boolean {
    if (this.#closed || this.#isBuffered(media)) return this.#closed
    const { buffered } = this.element
    const second = media / 1_000
    if (buffered.length > 0 && second < buffered.start(0)) return this.#next !== undefined
    for (let index = 0; index < buffered.length; index += 1) if (buffered.start(index) > second) return true
    return this.#ended
  }

  /** Fetches more, where that is wanted by now. */
  tend(): void {
    void this.#feed()
  }

  close(): void {
    this.#closed = true
    this.#turn += 1
    this.element.pause()
    this.element.removeAttribute('src')
    this.element.load()
    this.element.remove()
    URL.revokeObjectURL(this.#url)
  }

  async #feed(): Promise<void> {
    if (this.#feeding || this.#closed || this.#buffer === undefined) return
    this.#feeding = true
    const turn = this.#turn
    try {
      this.#next ??= await this.#begin(this.element.currentTime * 1_000, turn)
      while (turn === this.#turn && !this.#ended && !this.#isAhead()) await this.#step(turn)
    } catch (thrown) {
      if (!this.#closed && turn === this.#turn) {
        this.#ended = true
        this.#events.onFailure(toParleyError(thrown).code)
      }
    } finally {
      this.#feeding = false
    }
    // Somebody has gone elsewhere meanwhile.
    if (turn !== this.#turn && !this.#closed) void this.#feed()
  }

  /** Gives the header to the parser; answers where the bytes of this moment begin. */
  async #begin(media: number, turn: number): Promise<number | undefined> {
    const { header, from } = await this.#source.place(this.segment.id, media)
    this.#header ??= await this.#readHeader(header)
    if (turn !== this.#turn) return undefined
    this.#restart()
    await this.#append(this.#header)
    return from
  }

  async #readHeader(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = await this.#source.read(this.segment.id, 0, length)
    return part !== 'end' && 'bytes' in part ? part.bytes : new Uint8Array()
  }

  async #step(turn: number): Promise<void> {
    if (this.#next === undefined) return
    const part = await this.#source.read(this.segment.id, this.#next, PART)
    if (turn !== this.#turn || this.#closed) return
    if (part === 'end') {
      this.#ended = true
      return
    }
    this.#next = part.next
    if ('bytes' in part) {
      await this.#append(this.#filled(part.bytes))
      await this.#forget()
      return
    }
    this.#events.onDamage(part.damage)
    await this.#goOn(turn)
  }

  /** Behind a hole: from the next cluster on, as if the file began there. */
  async #goOn(turn: number): Promise<void> {
    this.#restart()
    for (;;) {
      const part = this.#next === undefined ? 'end' : await this.#source.read(this.segment.id, this.#next, PART)
      if (turn !== this.#turn || this.#closed) return
      if (part === 'end') {
        this.#ended = true
        return
      }
      this.#next = part.next
      if ('damage' in part) {
        this.#events.onDamage(part.damage)
        continue
      }
      const cluster = clusterIn(part.bytes)
      if (cluster < 0) continue
      await this.#append(this.#filled(part.bytes.slice(cluster)))
      return
    }
  }

  /** What comes next has nothing to do with what came before. */
  #restart(): void {
    this.#buffer?.abort()
    this.#filler?.reset()
  }

  #filled(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return this.#filler === undefined ? bytes : this.#filler.push(bytes)
  }

  #isAhead(): boolean {
    const { buffered, currentTime } = this.element
    const end = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1)
    return end - currentTime > AHEAD
  }

  async #append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (bytes.length > 0) await this.#change((buffer) => buffer.appendBuffer(bytes))
  }

  async #forget(): Promise<void> {
    const { buffered, currentTime } = this.element
    if (buffered.length === 0 || buffered.start(0) > currentTime - 2 * BEHIND) return
    await this.#change((buffer) => buffer.remove(0, currentTime - BEHIND))
  }

  async #change(change: (buffer: SourceBuffer) => void): Promise<void> {
    const buffer = this.#buffer
    if (buffer === undefined || this.#media.readyState === 'closed') return
    await new Promise<void>((resolve, reject) => {
      const settle = (how: () => void) => () => {
        buffer.removeEventListener('updateend', done)
        buffer.removeEventListener('error', failed)
        how()
      }
      const done = settle(resolve)
      const failed = settle(() => reject(new Error('the browser can’t play this')))
      buffer.addEventListener('updateend', done)
      buffer.addEventListener('error', failed)
      try {
        change(buffer)
      } catch (error) {
        settle(() => reject(error))()
      }
    })
  }
}
