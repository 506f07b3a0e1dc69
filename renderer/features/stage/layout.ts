/** Where the pictures stand: pure geometry. All sizes and places in CSS px, relative to the stage. */
import { LIMITS } from '#shared/meeting/limits.ts'

export interface Size {
  width: number
  height: number
}

export interface Rect extends Size {
  left: number
  top: number
}

export const ASPECT = 16 / 9
/** Between two tiles. */
export const GAP = 8
/** Narrower than this, a face is no face any more: the rest goes to another page. */
export const NARROWEST_TILE = 146

export interface Grid {
  columns: number
  rows: number
  tile: Size
}

const NO_GRID: Grid = { columns: 0, rows: 0, tile: { width: 0, height: 0 } }

const widthOfTile = (columns: number, rows: number, { width, height }: Size): number =>
  Math.floor(Math.min((width - GAP * (columns - 1)) / columns, ((height - GAP * (rows - 1)) / rows) * ASPECT))

/** The grid of the largest 16:9 tiles that hold `count` people in `area`; of equal ones, the one with the fewest empty places. */
export const largestGrid = (count: number, area: Size): Grid => {
  let best = NO_GRID
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const width = widthOfTile(columns, rows, area)
    const better = width > best.tile.width || (width === best.tile.width && columns * rows < best.columns * best.rows)
    if (width > 0 && better) best = { columns, rows, tile: { width, height: Math.floor(width / ASPECT) } }
  }
  return best
}

/** How many people one page of the gallery holds in `area`: 49 at the most, as few as one where there is little room. */
export const pageCapacity = (area: Size): number => {
  let capacity: number = LIMITS.galleryTiles
  while (capacity > 1 && largestGrid(capacity, area).tile.width < NARROWEST_TILE) capacity--
  return capacity
}

export interface GalleryLayout extends Grid {
  pages: number
  /** Places on a page, the own tile's among them. */
  perPage: number
}

/**
 * The gallery of `count` people, oneself included, in `area`. With more than one page, everyone has their own tile on each
 * (last), the others are spread evenly, and all pages have tiles of one size.
 */
export const galleryLayout = (count: number, area: Size): GalleryLayout => {
  if (count <= 0 || area.width <= 0 || area.height <= 0) return { ...NO_GRID, pages: 0, perPage: 0 }
  const capacity = pageCapacity(area)
  if (count <= capacity) return { ...largestGrid(count, area), pages: 1, perPage: count }
  const othersAtMost = Math.max(1, capacity - 1)
  const pages = Math.ceil((count - 1) / othersAtMost)
  const perPage = capacity === 1 ? 1 : Math.ceil((count - 1) / pages) + 1
  return { ...largestGrid(perPage, area), pages: capacity === 1 ? count : pages, perPage }
}

/** The people of one page, counted from 0. `selfId` is last: of everybody, and of each page where there are several. */
export const pageOf = (ids: readonly string[], selfId: string | undefined, page: number, layout: GalleryLayout): string[] => {
  const others = ids.filter((id) => id !== selfId)
  const self = ids.filter((id) => id === selfId)
  if (layout.pages <= 1) return [...others, ...self]
  if (layout.perPage === 1) return [...others, ...self].slice(page, page + 1)
  const perPage = layout.perPage - self.length
  return [...others.slice(page * perPage, (page + 1) * perPage), ...self]
}

/** The places of `count` tiles on `grid`, centred in `area`; a last row that is not full is centred too. */
export const placesOf = (grid: Grid, count: number, area: Size): Rect[] => {
  const { columns, tile } = grid
  if (columns === 0) return []
  const rows = Math.ceil(count / columns)
  const top = (area.height - rows * tile.height - (rows - 1) * GAP) / 2
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = Math.min(columns, count - row * columns)
    const left = (area.width - inRow * tile.width - (inRow - 1) * GAP) / 2
    return {
      left: Math.round(left + (index % columns) * (tile.width + GAP)),
      top: Math.round(top + row * (tile.height + GAP)),
      ...tile,
    }
  })
}

export interface FocusLayout {
  /** The one large picture. */
  main: Rect
  /** Small tiles beside or below it; fewer than asked for where there is no room. */
  strip: Rect[]
}

/** Of the tiles beside a large picture. They grow beyond the widest only where the picture leaves room that it cannot use. */
const STRIP_TILE = { narrowest: 104, widest: 360 }

const inside = (area: Size, aspect: number): number =>
  Math.min(area.width, area.height * aspect) * Math.min(area.height, area.width / aspect)

/** The grid of as many of `count` tiles, not narrower than `narrowest`, as `area` holds; one at the least. */
const fittingGrid = (count: number, area: Size, narrowest: number): { grid: Grid; shown: number } => {
  for (let shown = count; shown > 1; shown--) {
    const grid = largestGrid(shown, area)
    if (grid.tile.width >= narrowest) return { grid, shown }
  }
  return { grid: largestGrid(1, area), shown: 1 }
}

/**
 * One picture of `aspect` (width by height) as large as possible, and up to `count` people beside it: on the right or below,
 * wherever that takes less from the picture. Room that the picture cannot use goes to the people.
 */
export const focusLayout = (count: number, area: Size, aspect = ASPECT): FocusLayout => {
  const whole = { left: 0, top: 0, ...area }
  if (count === 0 || area.width <= 0 || area.height <= 0) return { main: whole, strip: [] }
  const wanted = Math.floor(Math.min(area.width, area.height) * 0.22)
  const narrowest = Math.min(STRIP_TILE.widest, Math.max(STRIP_TILE.narrowest, wanted))
  const spare = {
    width: Math.floor(area.width - area.height * aspect) - GAP,
    height: Math.floor(area.height - area.width / aspect) - GAP,
  }
  const right: Size = { width: Math.max(narrowest, spare.width), height: area.height }
  const below: Size = { width: area.width, height: Math.max(Math.floor(narrowest / ASPECT), spare.height) }
  const besideRight: Size = { width: area.width - right.width - GAP, height: area.height }
  const aboveBelow: Size = { width: area.width, height: area.height - below.height - GAP }
  const atRight = inside(besideRight, aspect) >= inside(aboveBelow, aspect)
  const main = { left: 0, top: 0, ...(atRight ? besideRight : aboveBelow) }
  const rest = atRight ? right : below
  const { grid, shown } = fittingGrid(count, rest, atRight ? narrowest : Math.min(narrowest, Math.floor(rest.height * ASPECT)))
  const strip = placesOf(grid, shown, rest).map((place) => ({
    ...place,
    left: place.left + (atRight ? main.width + GAP : 0),
    top: place.top + (atRight ? 0 : main.height + GAP),
  }))
  return { main, strip }
}

/** Who stands in a strip of `places`: oneself last, always. When not all fit, one place is kept to say how many are `hidden`. */
export const stripOf = (
  ids: readonly string[],
  selfId: string | undefined,
  places: number,
): { shown: string[]; hidden: number } => {
  const others = ids.filter((id) => id !== selfId)
  const self = ids.filter((id) => id === selfId)
  if (ids.length <= places) return { shown: [...others, ...self], hidden: 0 }
  const room = Math.max(0, places - self.length - 1)
  return { shown: [...others.slice(0, room), ...self.slice(0, places)], hidden: others.length - room }
}
