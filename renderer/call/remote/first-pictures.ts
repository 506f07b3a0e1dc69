import { LIMITS } from '#shared/meeting/limits.ts'

/** The least that a tile of the gallery measures, in CSS px. */
const SMALLEST_TILE = { width: 200, height: 112 }

/** How many pictures fit into a window of this size (CSS px): what is asked for before the screen has said what is visible. */
export const firstPictures = ({ width, height }: { width: number; height: number }): number => {
  const fitting = Math.floor(width / SMALLEST_TILE.width) * Math.floor(height / SMALLEST_TILE.height)
  return Math.min(Math.max(fitting, 1), LIMITS.galleryTiles)
}
