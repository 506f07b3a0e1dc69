/**
 * When the media of a segment was, on the service's clock.
 *
 * A sender's media clock is not the service's: it starts anywhere, wraps around every 2³² ticks, and runs some parts per million fast
 * or slow, which in an hour is enough to part lips from voice. Between two anchors time is interpolated, so an error never adds up;
 * before the first and behind the last the codec's own rate is taken.
 */
import type { Anchor, Segment } from './manifest.ts'

const WRAP = 2 ** 32

/** Ticks from `from` to `to`, whichever way around is shorter: up to 2³¹, 6.6 h at 90 kHz, 12.4 h at 48 kHz. */
export const ticksBetween = (from: number, to: number): number => {
  const forward = (to - from) % WRAP
  const positive = forward < 0 ? forward + WRAP : forward
  return positive >= WRAP / 2 ? positive - WRAP : positive
}

/** An anchor in the file's own time. */
export interface MediaAnchor {
  /** ms from the start of the file */
  readonly media: number
  /** ms since 1970 */
  readonly at: number
}

type Clock = Pick<Segment, 'codec' | 'firstRtp' | 'anchors'>

/** The anchors in the file's time, through any number of wraps, as long as no two are further apart than half of one. */
export const mediaAnchors = ({ codec, firstRtp, anchors }: Clock): MediaAnchor[] => {
  let ticks = 0
  let last = firstRtp
  return anchors.map(({ rtp, at }: Anchor) => {
    ticks += ticksBetween(last, rtp)
    last = rtp
    return { media: (ticks / codec.clockRate) * 1_000, at }
  })
}

/** The two sides of the line that holds at `value`, or the one point beyond which the clock's own rate holds. */
const around = (points: readonly MediaAnchor[], side: 'media' | 'at', value: number): [MediaAnchor, MediaAnchor?] => {
  const behind = points.findIndex((point) => point[side] >= value)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a segment without an anchor')
  if (behind === 0) return [first]
  if (behind < 0) return [last]
  return [points[behind - 1] ?? first, points[behind]]
}

const along = (points: readonly MediaAnchor[], value: number, from: 'media' | 'at', to: 'media' | 'at'): number => {
  const [one, other] = around(points, from, value)
  const rate = other === undefined || other[from] === one[from] ? 1 : (other[to] - one[to]) / (other[from] - one[from])
  return one[to] + (value - one[from]) * rate
}

/** ms since 1970 of what is `media` ms into the file. */
export const wallClockOf = (segment: Clock, media: number): number => along(mediaAnchors(segment), media, 'media', 'at')

/** ms into the file of what was at `at`; negative before its first packet. */
export const mediaTimeOf = (segment: Clock, at: number): number => along(mediaAnchors(segment), at, 'at', 'media')
