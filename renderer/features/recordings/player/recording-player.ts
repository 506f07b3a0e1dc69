/**
 * Plays a recording: one clock, and for each track that has something at its position a segment player that follows it. A track that
 * has nothing yet stops the clock for all, so that nobody's lips are ahead of their voice.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { kindOf } from '#shared/contract/media.ts'
import type { Damage } from '#shared/contract/recordings.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { RecordingManifest, Segment, Track } from '#shared/recording/manifest.ts'
import { type Playing, playingAt, type Timeline, timelineOf } from '#shared/recording/timeline.ts'
import { PlayClock } from './play-clock.ts'

export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2]

/** As much of a media element as is steered. */
export type PlayedElement = Pick<
  HTMLMediaElement,
  'currentTime' | 'playbackRate' | 'paused' | 'play' | 'pause' | 'volume' | 'muted'
>

/** What plays one segment. */
export interface PlayedSegment {
  readonly element: PlayedElement
  seek(media: number): void
  has(media: number): boolean
  isGap(media: number): boolean
  tend(): void
  close(): void
}

/** Why a track can't be had; `unplayable`: the browser does not know its codec. */
export type TrackFailure = ErrorCode | 'unplayable'

export interface SegmentCallbacks {
  onDamage: (damage: Damage) => void
  onFailure: (code: TrackFailure) => void
}

export type OpenSegment<P extends PlayedSegment> = (segment: Segment, callbacks: SegmentCallbacks) => P

/** Something of a track that can't be played. */
export interface Trouble {
  readonly segment: string
  readonly track: string
  readonly participant: string
  readonly source: Track['source']
  /** What is damaged; absent where the track can't be had at all. */
  readonly damage?: Damage
  readonly code?: TrackFailure
}

export interface PlayerState {
  /** ms; as of the last look */
  position: number
  playing: boolean
  /** It should go on, and waits for bytes. */
  waiting: boolean
  rate: number
  /** 0 to 1 */
  volume: number
  muted: boolean
  /** What has something at this position. */
  now: readonly Playing[]
  troubles: readonly Trouble[]
}

/** ms between two looks at how the tracks go, and of the position between two that are shown. */
const LOOK = 50
const SHOWN = 200
/** ms: beyond the first a track is brought back by going faster or slower, beyond the second by a jump. */
const CLOSE = 25
const FAR = 350
/** ms by which a track may be off when it begins to play; it is put right first otherwise. */
const OFF = 80
/** By which part of its speed. */
const NUDGE = 0.06
/** ms ahead of their place at which segments are opened. */
const SOON = 5_000

export interface RecordingPlayerOptions<P extends PlayedSegment> {
  manifest: RecordingManifest
  open: OpenSegment<P>
  now?: () => number
}

/** The next speed that there is, up or down. */
export const nextRate = (rate: number, by: 1 | -1): number => {
  const at = RATES.indexOf(rate)
  return RATES[Math.min(RATES.length - 1, Math.max(0, at + by))] ?? rate
}

/** How fast a track goes that is `ahead` ms ahead of where it should be; undefined: it has to jump. */
export const speedFor = (ahead: number, rate: number): number | undefined => {
  if (Math.abs(ahead) > FAR) return undefined
  if (Math.abs(ahead) <= CLOSE) return rate
  return rate * (ahead > 0 ? 1 - NUDGE : 1 + NUDGE)
}

export class RecordingPlayer<P extends PlayedSegment = PlayedSegment> {
  readonly store: StoreApi<PlayerState>
  readonly timeline: Timeline
  readonly #open: OpenSegment<P>
  readonly #clock: PlayClock
  readonly #segments = new Map<string, P>()
  readonly #looking: ReturnType<typeof setInterval>
  #wanted = false

  constructor({ manifest, open, now = () => performance.now() }: RecordingPlayerOptions<P>) {
    this.timeline = timelineOf(manifest)
    this.#open = open
    this.#clock = new PlayClock(this.timeline.duration, now)
    this.store = createStore<PlayerState>(() => ({
      position: 0,
      playing: false,
      waiting: false,
      rate: 1,
      volume: 1,
      muted: false,
      now: playingAt(this.timeline, 0),
      troubles: [],
    }))
    this.#looking = setInterval(() => this.look(), LOOK)
    this.look()
  }

  play(): void {
    if (this.#clock.atEnd) this.#clock.seek(0)
    this.#wanted = true
    this.look()
  }

  pause(): void {
    this.#wanted = false
    this.look()
  }

  seek(position: number): void {
    this.#clock.seek(position)
    for (const { segment, media } of playingAt(this.timeline, this.#clock.position)) this.#segments.get(segment.id)?.seek(media)
    this.look()
  }

  setRate(rate: number): void {
    this.#clock.setRate(rate)
    this.store.setState({ rate })
    this.look()
  }

  setVolume(volume: number, muted: boolean): void {
    this.store.setState({ volume, muted })
    this.look()
  }

  /** What plays a segment, where it is open. */
  segment(id: string): P | undefined {
    return this.#segments.get(id)
  }

  close(): void {
    clearInterval(this.#looking)
    this.#wanted = false
    for (const segment of this.#segments.values()) segment.close()
    this.#segments.clear()
  }

  /** Brings every track to where the clock is. */
  look(): void {
    if (this.#clock.atEnd) this.#wanted = false
    const position = this.#clock.position
    const now = playingAt(this.timeline, position)
    const soon = this.#startingBefore(position, position + SOON * this.#clock.rate)
    this.#keepOnly([...now, ...soon])
    for (const { track, segment, media } of [...now, ...soon]) this.#opened(track, segment, media)

    const behind = now.filter(({ segment, media }) => {
      const opened = this.#segments.get(segment.id)
      return opened !== undefined && !opened.has(media) && !opened.isGap(media)
    })
    const waiting = this.#wanted && behind.length > 0
    if (this.#wanted && !waiting) this.#clock.start()
    else this.#clock.stop()
    const current = new Set(now.map(({ segment }) => segment.id))
    for (const [id, opened] of this.#segments) if (!current.has(id) && !opened.element.paused) opened.element.pause()
    for (const playing of now) this.#follow(playing)
    this.#show({ position, now, playing: this.#wanted, waiting })
  }

  /** What begins behind `position` and before `until`, with where its file begins. */
  #startingBefore(position: number, until: number): Playing[] {
    return this.timeline.lanes.flatMap(({ track, pieces }) => {
      const next = pieces.find(({ from }) => from > position && from <= until)
      return next === undefined ? [] : [{ track, segment: next.segment, media: next.mediaFrom }]
    })
  }

  /** Tells of what has changed; of a position that goes on, now and then. */
  #show(next: Pick<PlayerState, 'position' | 'now' | 'playing' | 'waiting'>): void {
    const shown = this.store.getState()
    const isSame =
      next.playing === shown.playing &&
      next.waiting === shown.waiting &&
      next.now.length === shown.now.length &&
      next.now.every(({ segment }, index) => segment.id === shown.now[index]?.segment.id)
    const passed = next.position - shown.position
    if (!isSame || passed < 0 || passed >= SHOWN || (!this.#clock.running && passed > 0)) this.store.setState(next)
  }

  #follow({ track, segment, media }: Playing): void {
    const opened = this.#segments.get(segment.id)
    if (opened === undefined) return
    const { element } = opened
    opened.tend()
    const { volume, muted } = this.store.getState()
    const silent = kindOf(track.source) === 'video'
    element.volume = volume
    element.muted = silent || muted
    const ahead = element.currentTime * 1_000 - media
    const speed = speedFor(ahead, this.#clock.rate)
    if (speed === undefined || (!this.#clock.running && Math.abs(ahead) > CLOSE)) opened.seek(media)
    element.playbackRate = speed ?? this.#clock.rate
    const goes = this.#clock.running && opened.has(media)
    if (goes && element.paused) {
      if (Math.abs(ahead) > OFF) opened.seek(media)
      void element.play().catch(() => undefined)
    }
    if (!goes && !element.paused) element.pause()
  }

  #opened(track: Track, segment: Segment, media: number): void {
    if (this.#segments.has(segment.id)) return
    const trouble = { segment: segment.id, track: track.id, participant: track.participant, source: track.source }
    const opened = this.#open(segment, {
      onDamage: (damage) => this.#tell({ ...trouble, damage }),
      onFailure: (code) => this.#tell({ ...trouble, code }),
    })
    this.#segments.set(segment.id, opened)
    opened.seek(media)
  }

  #keepOnly(wanted: readonly Playing[]): void {
    const ids = new Set(wanted.map(({ segment }) => segment.id))
    for (const [id, opened] of this.#segments) {
      if (ids.has(id)) continue
      opened.close()
      this.#segments.delete(id)
    }
  }

  #tell(trouble: Trouble): void {
    this.store.setState(({ troubles }) => {
      const isSame = (other: Trouble): boolean =>
        other.segment === trouble.segment && other.damage?.from === trouble.damage?.from && other.code === trouble.code
      return troubles.some(isSame) ? { troubles } : { troubles: [...troubles, trouble] }
    })
  }
}
