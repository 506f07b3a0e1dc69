import { expect, test } from 'vitest'
import { Placement, placeWindow } from './placement.ts'

const primary = { x: 0, y: 25, width: 1920, height: 1055 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }
const saved = { x: 200, y: 100, width: 1000, height: 700, maximized: false }

test('the first time, in the middle of the primary display', () => {
  expect(placeWindow(undefined, [primary])).toEqual({ x: 320, y: 152, width: 1280, height: 800 })
})

test('a small display is not overflowed', () => {
  expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({ x: 0, y: 0, width: 1024, height: 600 })
})

test.each([
  ['on the primary display', saved],
  ['on the other display', { ...saved, x: 3000, y: 200 }],
  ['half out to the left', { ...saved, x: -800 }],
  ['half out below', { ...saved, y: 1000 }],
])('%s it opens where it was', (_case, placement) => {
  const { maximized: _, ...bounds } = placement
  expect(placeWindow(placement, [primary, right])).toEqual(bounds)
})

test.each([
  ['whose display is gone', { ...saved, x: 3000 }, [primary] as const],
  ['whose title bar is above the display', { ...saved, y: -400 }, [primary] as const],
  ['whose title bar is below the display', { ...saved, y: 1070 }, [primary] as const],
  ['of which nothing but a corner shows', { ...saved, x: -950 }, [primary] as const],
])('a window %s is brought back', (_case, placement, areas) => {
  expect(placeWindow(placement, areas)).toEqual({ x: 460, y: 202, width: 1000, height: 700 })
})

test('a window that would not fit any more becomes smaller', () => {
  expect(placeWindow({ ...saved, x: 9_000, width: 4_000, height: 3_000 }, [primary])).toEqual(primary)
})

test('a window is never too small to use', () => {
  expect(placeWindow({ ...saved, width: 100, height: 100 }, [primary])).toMatchObject({ width: 320, height: 400 })
})

test.each([
  {},
  { ...saved, x: '200' },
  { ...saved, x: Number.NaN },
  { ...saved, width: 0 },
  { ...saved, width: 1e9 },
  { ...saved, y: -1e9 },
  { ...saved, maximized: 'no' },
])('a file with %j is not believed', (placement) => expect(Placement.safeParse(placement).success).toBe(false))
