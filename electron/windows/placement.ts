import { z } from 'zod'

const Size = z.int().min(100).max(20_000)
const Position = z.int().min(-100_000).max(100_000)

/** Where the window was when it was last on screen, in device-independent pixels. */
export const Placement = z.object({ x: Position, y: Position, width: Size, height: Size, maximized: z.boolean() })
export type Placement = z.infer<typeof Placement>

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export const SMALLEST_WINDOW = { width: 320, height: 400 }
const DEFAULT_WINDOW = { width: 1280, height: 800 }

/** Of the title bar, so much must be on a display for the window to be caught with the mouse, px. */
const GRIP = { width: 120, height: 32 }

const overlap = (a: Rectangle, b: Rectangle): { width: number; height: number } => ({
  width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
  height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
})

const centred = (size: { width: number; height: number }, area: Rectangle): Rectangle => {
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, area.height)
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  }
}

/**
 * Where the window opens. A display may be gone or smaller since: a window whose title bar could not be reached is brought back
 * to the first of `areas`, the usable parts of the displays, the primary one first.
 */
export const placeWindow = (saved: Placement | undefined, areas: readonly [Rectangle, ...Rectangle[]]): Rectangle => {
  if (saved === undefined) return centred(DEFAULT_WINDOW, areas[0])
  const size = {
    width: Math.max(saved.width, SMALLEST_WINDOW.width),
    height: Math.max(saved.height, SMALLEST_WINDOW.height),
  }
  const titleBar = { x: saved.x, y: saved.y, width: size.width, height: GRIP.height }
  const reachable = areas.some((area) => {
    const { width, height } = overlap(titleBar, area)
    return width >= GRIP.width && height >= GRIP.height
  })
  return reachable ? { x: saved.x, y: saved.y, ...size } : centred(size, areas[0])
}
