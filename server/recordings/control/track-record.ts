import type { Source } from '#shared/contract/media.ts'
import type { Gap, GapReason, Segment, Track } from '#shared/recording/manifest.ts'
import { newId } from '../../identity/secrets.ts'

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
    if (at < 0) this.#segments.push(segment)
    else this.#segments[at] = segment
  }

  /** Nothing of it is recorded from `at` on. Where that was so already, for a reason that is now another. */
  openGap(reason: GapReason, at: number): void {
    if (this.#open?.reason === reason) return
    this.closeGap(at)
    this.#gaps.push({ from: at, reason })
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
