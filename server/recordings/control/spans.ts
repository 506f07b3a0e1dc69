/** Times that begin and end, the last of which may still go on. */
import type { Span } from '#shared/recording/manifest.ts'

/**
 * So many are kept of each kind, and of more the last one goes on: nobody makes a manifest too long to be kept by coming and going, or
 * by turning something off and on.
 */
export const MOST_SPANS = 2_000

export const isOpen = (spans: readonly Span[]): boolean => {
  const last = spans.at(-1)
  return last !== undefined && last.to === undefined
}

/** Another one begins at `at`. */
export const opened = (spans: readonly Span[], at: number): Span[] => {
  const last = spans.at(-1)
  return last === undefined || spans.length < MOST_SPANS ? [...spans, { from: at }] : [...spans.slice(0, -1), { from: last.from }]
}

/** The last of them ends at `at`, where it had not. */
export const closed = (spans: readonly Span[], at: number): Span[] =>
  spans.map((span, index) =>
    index < spans.length - 1 || span.to !== undefined ? span : { from: span.from, to: Math.max(span.from, at) },
  )
