import type { Source } from '#shared/contract/media.ts'
import type { Gap, GapReason, Segment, Track } from '#shared/recording/manifest.ts'
import { newId } from '../../identity/secrets.ts'
import { MOST_SPANS } from './spans.ts'

/** What comes of one track after so many breaks is stored and not listed: a manifest that is too long could not be kept at all. */
const MOST_SEGMENTS = 5_000

/** One track of a recording as it grows: its segments, and the times in which there is nothing of it. */
export class TrackRecord {
  readonly id: string
  readonly participant: string
  readonly source: Source
  readonly #segments: Segment[]
  readonly #gaps: Gap[]

  constructor(participant: string, source: Source, known?: Track) {
    this.id = known?.id ?? newId()
    this.participant = participant
    this.source = source
    this.#segments = [...(known?.segments ?? [])]
    this.#gaps = [...(known?.gaps ?? [])]
  }

  /** A segment is new, or there is more to say of it. */
  put(segment: Segment): void {
    const at = this.#segments.findIndex(({ id }) => id === segment.id)
    if (at >= 0) this.#segments[at] = segment
    else if (this.#segments.length < MOST_SEGMENTS) this.#segments.push(segment)
  }

  /** Nothing of it is recorded from `at` on. Where that was so already, for a reason that is now another. */
  openGap(reason: GapReason, at: number): void {
    if (this.#open?.reason === reason) return
    this.closeGap(at)
    // As with all spans, of too many the last one goes on.
    const from = this.#gaps.length < MOST_SPANS ? at : (this.#gaps.pop()?.from ?? at)
    this.#gaps.push({ from, reason })
  }

  /** It is recorded from `at` on. */
  closeGap(at: number): void {
    const open = this.#open
    if (open === undefined) return
    if (open.from >= at) this.#gaps.pop()
    else this.#gaps[this.#gaps.length - 1] = { ...open, to: at }
  }

  get track(): Track {
    const { id, participant, source } = this
    return { id, participant, source, segments: [...this.#segments], gaps: [...this.#gaps] }
  }

  get #open(): Gap | undefined {
    const last = this.#gaps.at(-1)
    return last?.to === undefined ? last : undefined
  }
}
