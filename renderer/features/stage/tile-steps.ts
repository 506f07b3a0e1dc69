/** Walking the tiles with the arrow keys. */
import type { Rect } from './layout.ts'

export type StepKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End'

export const isStepKey = (key: string): key is StepKey =>
  ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key)

const middle = ({ left, top, width, height }: Rect): { x: number; y: number } => ({ x: left + width / 2, y: top + height / 2 })

/**
 * The tile that `key` leads to from the tile at `from`. Left and right follow the order of the tiles; up and down go to the
 * nearest tile of the next row. At an edge it stays.
 */
export const stepTo = (key: StepKey, from: number, places: readonly Rect[]): number => {
  const start = places[from]
  if (start === undefined) return 0
  const last = places.length - 1
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'ArrowLeft') return Math.max(0, from - 1)
  if (key === 'ArrowRight') return Math.min(last, from + 1)
  const direction = key === 'ArrowUp' ? -1 : 1
  const here = middle(start)
  let best = from
  let shortest = Number.POSITIVE_INFINITY
  for (const [index, place] of places.entries()) {
    const there = middle(place)
    const forward = (there.y - here.y) * direction
    if (forward < 1) continue
    // Rows first: a tile of the next row is nearer than any of the row after it, however far aside.
    const distance = forward * 10_000 + Math.abs(there.x - here.x)
    if (distance < shortest) {
      shortest = distance
      best = index
    }
  }
  return best
}
