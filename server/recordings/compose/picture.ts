/** One picture of a recording's pictures: who stands where. Sizes in px. */
import type { Lane } from '#shared/recording/timeline.ts'

export const WIDTH = 1_280
export const HEIGHT = 720

/** Cameras that are shown; of more, those that were on longest. */
const MOST_CAMERAS = 16

export interface Cell {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const lengthOf = ({ pieces }: Lane): number => pieces.reduce((sum, { from, to }) => sum + to - from, 0)

/** Sizes that video can have. */
const even = (value: number): number => Math.floor(value / 2) * 2

/** The largest cells of 16:9 or wider for so many, the last row in the middle. */
export const cellsFor = (count: number): Cell[] => {
  const columns = Math.ceil(Math.sqrt(count))
  const rows = Math.ceil(count / Math.max(1, columns))
  const width = even(WIDTH / Math.max(1, columns))
  const height = even(HEIGHT / Math.max(1, rows))
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns)
    const inRow = row === rows - 1 ? count - row * columns : columns
    const indent = (WIDTH - inRow * width) / 2
    return { x: even(indent + (index % columns) * width), y: row * height, width, height }
  })
}

/** The lanes that are seen, each with its place: cameras beside each other and, over them while there is one, what is shared. */
export const placesFor = (lanes: readonly Lane[]): { lane: Lane; cell: Cell }[] => {
  const seen = lanes.filter(({ pieces }) => pieces.length > 0)
  const cameras = seen
    .filter(({ track }) => track.source === 'camera')
    .toSorted((one, other) => lengthOf(other) - lengthOf(one))
    .slice(0, MOST_CAMERAS)
  const cells = cellsFor(cameras.length)
  const whole: Cell = { x: 0, y: 0, width: WIDTH, height: HEIGHT }
  return [
    ...cameras.flatMap((lane, index) => {
      const cell = cells[index]
      return cell === undefined ? [] : [{ lane, cell }]
    }),
    ...seen.filter(({ track }) => track.source === 'screen').map((lane) => ({ lane, cell: whole })),
  ]
}
