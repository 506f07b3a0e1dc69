import type { KeyObject } from 'node:crypto'
import type { ErrorCode } from '#shared/errors.ts'
import type { GapReason, RecordedParticipant, RecordingManifest, Span } from '#shared/recording/manifest.ts'
import type { Log } from '../../logging.ts'
import type { LiveParticipant, LiveProducer } from '../../meetings/live-participant.ts'
import type { CaptureTools } from '../capture/segment-capture.ts'
import type { TrackCapture, TrackCaptureOptions } from '../capture/track-capture.ts'
import { closed, isOpen, opened } from './spans.ts'
import { TrackRecord } from './track-record.ts'

export interface SessionOptions {
  /** As it is at the start, or as it was found after a crash. */
  readonly manifest: RecordingManifest
  readonly key: KeyObject
  readonly tools: CaptureTools
  readonly openCapture: OpenCapture
  /** Keeps what is known of it. */
  readonly save: (manifest: RecordingManifest) => Promise<void>
  /** Why something that is sent is not recorded; undefined where it is. */
  readonly gapReason: (participant: LiveParticipant, producer: LiveProducer) => GapReason | undefined
  /** Whether it can write has changed. */
  readonly onTrouble: () => void
}

/** What records one producer. */
export type LiveCapture = Pick<TrackCapture, 'pid' | 'setFlowing' | 'close'>
export type OpenCapture = (options: TrackCaptureOptions) => LiveCapture

interface Capture {
  readonly participant: LiveParticipant
  readonly producer: LiveProducer
  readonly track: TrackRecord
  /** There once it is recorded for the first time. */
  capture: LiveCapture | undefined
  failures: number
  /** Its store, and not its recorder alone, refuses it. */
  storeFails: boolean
}

/** ms after a change until it is stored; those that only tell the time more exactly can wait. */
const SOON = 150
const LATER = 5_000
/** So many times as long as it took to seal the manifest it is not sealed again, up to so many ms: people come first. */
const REST = { times: 20, most: 1_000 }

/** A recorder that has failed so often is not just started again. */
const TROUBLE = 2

const STORE_FAILURES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['STORAGE_FULL', 'STORAGE_UNREACHABLE'])

/**
 * One recording while it is made: what is sent becomes tracks, and all that happens becomes its manifest, which is stored again
 * whenever it has changed. What may be recorded is decided elsewhere; `review` asks.
 */
export class RecordingSession {
  readonly #options: SessionOptions
  readonly #log: Log
  /** By participant id. */
  readonly #people = new Map<string, RecordedParticipant>()
  /** By participant and source. */
  readonly #tracks = new Map<string, TrackRecord>()
  /** By producer id. */
  readonly #captures = new Map<string, Capture>()
  readonly #closing = new Set<Promise<void>>()
  #pauses: readonly Span[]
  #interruptions: Span[]
  #state: RecordingManifest['state']
  #asksConsent: boolean
  #end: number | undefined
  /** From here on its manifest is the caller's to keep. */
  #over = false
  #timer: { readonly due: number; readonly timeout: NodeJS.Timeout } | undefined
  #saving: Promise<void> = Promise.resolve()
  /** ms between two storings at least */
  #rest = 0

  constructor(options: SessionOptions) {
    const { manifest, tools } = options
    this.#options = options
    this.#log = tools.log.child({ recording: manifest.recording })
    this.#state = manifest.state
    this.#asksConsent = manifest.asksConsent === true
    this.#pauses = [...manifest.pauses]
    this.#interruptions = [...manifest.interruptions]
    for (const participant of manifest.participants) this.#people.set(participant.id, participant)
    for (const track of manifest.tracks) {
      this.#tracks.set(`${track.participant} ${track.source}`, new TrackRecord(track.participant, track.source, track))
    }
  }

  get id(): string {
    return this.#options.manifest.recording
  }

  get key(): KeyObject {
    return this.#options.key
  }

  get isPaused(): boolean {
    return isOpen(this.#pauses)
  }

  /** Each person is asked, and nothing of them is recorded before they agree: so it stays, whatever the meeting's options say later. */
  get asksConsent(): boolean {
    return this.#asksConsent
  }

  askConsent(): void {
    if (this.#asksConsent) return
    this.#asksConsent = true
    this.#changed(0)
  }

  /** It was cut off, and has not gone on yet. */
  get isInterrupted(): boolean {
    return isOpen(this.#interruptions)
  }

  /** Something that is to be recorded can't be written. */
  get isInTrouble(): boolean {
    return [...this.#captures.values()].some(({ failures, storeFails }) => storeFails || failures >= TROUBLE)
  }

  get manifest(): RecordingManifest {
    const { manifest } = this.#options
    return {
      ...manifest,
      ...(this.#asksConsent ? { asksConsent: true } : {}),
      state: this.#state,
      span: { from: manifest.span.from, ...(this.#end === undefined ? {} : { to: this.#end }) },
      pauses: [...this.#pauses],
      interruptions: [...this.#interruptions],
      participants: [...this.#people.values()],
      tracks: [...this.#tracks.values()].map(({ track }) => track),
    }
  }

  /** Processes that record now; for tests. */
  get pids(): number[] {
    return [...this.#captures.values()].map(({ capture }) => capture?.pid).filter((pid) => pid !== undefined)
  }

  came(participant: LiveParticipant): void {
    const { id, person } = participant
    const known = this.#people.get(id)
    if (known !== undefined && isOpen(known.presences)) return
    const name = known?.name ?? person.name
    const own = person.kind === 'member' ? { person: person.id } : {}
    this.#people.set(id, { id, name, ...own, presences: opened(known?.presences ?? [], this.#now()) })
    this.#changed(SOON)
  }

  /** Somebody has lost their connection, or is out. */
  went(participant: LiveParticipant): void {
    const known = this.#people.get(participant.id)
    if (known === undefined || !isOpen(known.presences)) return
    const at = this.#now()
    this.#people.set(participant.id, { ...known, presences: closed(known.presences, at) })
    for (const track of this.#tracks.values()) if (track.participant === participant.id) track.openGap('left', at)
    this.#changed(SOON)
  }

  /** What is recorded of this person may have changed: what they send, or what they have agreed to. */
  review(participant: LiveParticipant): void {
    for (const producer of participant.producers.values()) this.#review(participant, producer)
  }

  stops(participant: LiveParticipant, { media }: LiveProducer): void {
    const entry = this.#captures.get(media.id)
    if (entry === undefined) return
    this.#noteTrouble(entry, 0, false)
    this.#captures.delete(media.id)
    entry.track.openGap(participant.presence === undefined ? 'left' : 'off', this.#now())
    this.#close(entry)
    this.#changed(SOON)
  }

  pause(): void {
    this.#pauses = opened(this.#pauses, this.#now())
    this.#changed(0)
  }

  resume(): void {
    this.#pauses = closed(this.#pauses, this.#now())
    this.#changed(0)
  }

  /** It goes on after it was cut off. */
  goOn(): void {
    if (!this.isInterrupted) return
    this.#interruptions = closed(this.#interruptions, this.#now())
    this.#state = 'running'
    this.#changed(0)
  }

  /** All that came is sealed and stored when it resolves, as far as it can be; the manifest says so, and is the caller's to keep. */
  async finish(): Promise<RecordingManifest> {
    const at = this.#now()
    // Stored before anything that takes long or may fail: what people have stopped does not go on after a crash.
    this.#end = Math.max(at, this.#options.manifest.span.from)
    this.#saving = this.#saving.then(() => this.#save())
    await this.#closeAll()
    this.#pauses = closed(this.#pauses, at)
    for (const person of this.#people.values())
      this.#people.set(person.id, { ...person, presences: closed(person.presences, at) })
    this.#state = 'finished'
    return this.manifest
  }

  /** The service stops: stored as interrupted from now on. */
  async suspend(): Promise<RecordingManifest> {
    const at = this.#now()
    await this.#closeAll()
    for (const person of this.#people.values())
      this.#people.set(person.id, { ...person, presences: closed(person.presences, at) })
    for (const track of this.#tracks.values()) track.openGap('interrupted', at)
    if (!this.isInterrupted) this.#interruptions.push({ from: at })
    this.#state = 'interrupted'
    return this.manifest
  }

  #review(participant: LiveParticipant, producer: LiveProducer): void {
    const reason = this.#options.gapReason(participant, producer)
    const entry = this.#captureOf(participant, producer)
    if (reason === undefined) {
      entry.capture ??= this.#capture(entry)
      entry.capture.setFlowing(true)
      return
    }
    entry.capture?.setFlowing(false)
    this.#noteTrouble(entry, 0, false)
    entry.track.openGap(reason, this.#now())
    this.#changed(SOON)
  }

  #captureOf(participant: LiveParticipant, producer: LiveProducer): Capture {
    const known = this.#captures.get(producer.media.id)
    if (known !== undefined) return known
    const name = `${participant.id} ${producer.source}`
    const track = this.#tracks.get(name) ?? new TrackRecord(participant.id, producer.source)
    this.#tracks.set(name, track)
    const entry: Capture = { participant, producer, track, capture: undefined, failures: 0, storeFails: false }
    this.#captures.set(producer.media.id, entry)
    return entry
  }

  #capture(entry: Capture): LiveCapture {
    const { tools, key } = this.#options
    return this.#options.openCapture({
      tools: { ...tools, log: this.#log },
      recording: this.id,
      dataKey: key,
      producer: entry.producer.media,
      listener: {
        segment: (segment) => {
          const isEnd = segment.ended !== undefined
          entry.track.put(segment)
          this.#changed(isEnd ? SOON : LATER)
        },
        flows: (at) => {
          // Packets may be on their way that nobody wants any more.
          if (this.#options.gapReason(entry.participant, entry.producer) !== undefined) return
          entry.track.closeGap(at)
          this.#noteTrouble(entry, 0, false)
          this.#changed(SOON)
        },
        fails: (at, why) => {
          if (this.#captures.get(entry.producer.media.id) !== entry) return
          if (this.#options.gapReason(entry.participant, entry.producer) === undefined) entry.track.openGap('interrupted', at)
          this.#noteTrouble(entry, entry.failures + 1, STORE_FAILURES.has(why))
          this.#changed(SOON)
        },
      },
    })
  }

  #noteTrouble(entry: Capture, failures: number, storeFails: boolean): void {
    const before = this.isInTrouble
    entry.failures = failures
    entry.storeFails = storeFails
    if (this.isInTrouble !== before) this.#options.onTrouble()
  }

  #close({ capture }: Capture): void {
    if (capture === undefined) return
    const done = capture
      .close()
      .catch((error: unknown) => this.#log.error({ err: error }, 'a track could not be closed'))
      .finally(() => this.#closing.delete(done))
    this.#closing.add(done)
  }

  async #closeAll(): Promise<void> {
    this.#over = true
    for (const entry of this.#captures.values()) this.#close(entry)
    this.#captures.clear()
    while (this.#closing.size > 0) await Promise.all(this.#closing)
    clearTimeout(this.#timer?.timeout)
    this.#timer = undefined
    await this.#saving
  }

  /** Stores it in `within` ms at the latest, or when that is possible again. */
  #changed(within: number): void {
    if (this.#over) return
    const wait = Math.max(within, this.#rest)
    const due = Date.now() + wait
    if (this.#timer !== undefined && this.#timer.due <= due) return
    clearTimeout(this.#timer?.timeout)
    const timeout = setTimeout(() => {
      this.#timer = undefined
      this.#saving = this.#saving.then(() => this.#save())
    }, wait)
    this.#timer = { due, timeout }
  }

  async #save(): Promise<void> {
    const started = performance.now()
    try {
      const saved = this.#options.save(this.manifest)
      this.#rest = Math.min((performance.now() - started) * REST.times, REST.most)
      await saved
    } catch (error) {
      this.#log.error({ err: error }, 'what is known of a recording was not stored')
    }
  }

  #now(): number {
    return this.#options.tools.clock.now()
  }
}
