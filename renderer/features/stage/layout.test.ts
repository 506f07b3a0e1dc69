import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ASPECT, focusLayout, GAP, galleryLayout, NARROWEST_TILE, pageOf, placesOf, stripOf } from './layout.ts'

describe('galleryLayout', () => {
  test.each([
    { count: 1, width: 1280, height: 660, grid: '1x1', pages: 1 },
    { count: 2, width: 1280, height: 660, grid: '2x1', pages: 1 },
    { count: 2, width: 374, height: 640, grid: '1x2', pages: 1 },
    { count: 4, width: 1280, height: 660, grid: '2x2', pages: 1 },
    { count: 5, width: 1280, height: 660, grid: '3x2', pages: 1 },
    { count: 16, width: 1280, height: 660, grid: '4x4', pages: 1 },
    { count: 49, width: 1280, height: 660, grid: '7x7', pages: 1 },
    { count: 49, width: 3840, height: 1960, grid: '7x7', pages: 1 },
    { count: 60, width: 1280, height: 660, grid: '6x6', pages: 2 },
    { count: 300, width: 3840, height: 1960, grid: '7x7', pages: 7 },
    { count: 5, width: 280, height: 150, grid: '1x1', pages: 5 },
    { count: 5, width: 304, height: 170, grid: '2x1', pages: 4 },
    { count: 49, width: 304, height: 460, grid: '2x5', pages: 6 },
    { count: 9, width: 374, height: 640, grid: '2x5', pages: 1 },
  ])('$count people in $width×$height stand $grid on $pages page(s)', ({ count, width, height, grid, pages }) => {
    const layout = galleryLayout(count, { width, height })
    expect(`${layout.columns}x${layout.rows}`).toBe(grid)
    expect(layout.pages).toBe(pages)
  })

  test('nothing to show, or nowhere to show it', () => {
    expect(galleryLayout(0, { width: 800, height: 600 }).pages).toBe(0)
    expect(galleryLayout(3, { width: 0, height: 600 }).pages).toBe(0)
  })

  test('whatever the window: 16:9, inside, no overlap, at most 49, everyone on exactly one page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 288, max: 3840 }),
        fc.integer({ min: 170, max: 2160 }),
        (count, width, height) => {
          const area = { width, height }
          const layout = galleryLayout(count, area)
          expect(layout.perPage).toBeLessThanOrEqual(49)
          expect(Math.abs(layout.tile.width / layout.tile.height - ASPECT)).toBeLessThan(0.03)
          if (layout.perPage > 1) expect(layout.tile.width).toBeGreaterThanOrEqual(NARROWEST_TILE)
          const ids = Array.from({ length: count }, (_, index) => `${index}`)
          const seen: string[] = []
          for (let page = 0; page < layout.pages; page++) {
            const onPage = pageOf(ids, '0', page, layout)
            expect(onPage.length).toBeLessThanOrEqual(layout.perPage)
            seen.push(...onPage.filter((id) => id !== '0'))
            if (layout.perPage > 1) expect(onPage.at(-1)).toBe('0')
            const places = placesOf(layout, onPage.length, area)
            for (const [index, place] of places.entries()) {
              expect(place.left).toBeGreaterThanOrEqual(0)
              expect(place.top).toBeGreaterThanOrEqual(0)
              expect(place.left + place.width).toBeLessThanOrEqual(width + 1)
              expect(place.top + place.height).toBeLessThanOrEqual(height + 1)
              const next = places[index + 1]
              if (next?.top === place.top) expect(next.left - place.left - place.width).toBeGreaterThanOrEqual(GAP - 1)
            }
          }
          expect(seen.toSorted()).toEqual(ids.slice(1).toSorted())
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the last row is centred', () => {
    const area = { width: 1280, height: 660 }
    const places = placesOf(galleryLayout(5, area), 5, area)
    const [first, last] = [places[3], places[4]]
    expect((first?.left ?? 0) + (last?.left ?? 0) + (last?.width ?? 0)).toBe(1280)
  })
})

describe('focusLayout', () => {
  test.each([
    { name: 'a wide window has the strip on the right', area: { width: 1600, height: 700 }, side: 'right' },
    { name: 'a tall window has it below', area: { width: 374, height: 640 }, side: 'below' },
    {
      name: 'a portrait share in a wide window leaves room on the right',
      area: { width: 1280, height: 660 },
      aspect: 0.7,
      side: 'right',
    },
  ])('$name', ({ area, side, aspect }) => {
    const { main, strip } = focusLayout(4, area, aspect)
    const tile = strip[0]
    if (side === 'right') expect(tile?.left).toBeGreaterThanOrEqual(main.width + GAP)
    else expect(tile?.top).toBeGreaterThanOrEqual(main.height + GAP)
    for (const { left, top, width, height } of strip) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(left + width).toBeLessThanOrEqual(area.width)
      expect(top + height).toBeLessThanOrEqual(area.height)
    }
  })

  test('alone, the picture has everything', () => {
    expect(focusLayout(0, { width: 900, height: 500 })).toEqual({ main: { left: 0, top: 0, width: 900, height: 500 }, strip: [] })
  })

  test('room that the picture cannot use goes to the people', () => {
    const tall = focusLayout(6, { width: 374, height: 680 })
    expect(tall.main.height).toBeGreaterThanOrEqual(Math.floor(374 / ASPECT))
    expect(tall.main.height).toBeLessThan(374 / ASPECT + 2)
    expect(tall.strip).toHaveLength(6)
    expect(tall.strip[0]?.width).toBeGreaterThan(150)
    const wide = focusLayout(9, { width: 2536, height: 960 })
    expect(wide.main.width).toBeGreaterThanOrEqual(Math.floor(960 * ASPECT))
    expect(wide.strip).toHaveLength(9)
    expect(wide.strip[0]?.width).toBeGreaterThan(250)
  })

  test('no more tiles than fit', () => {
    const { strip } = focusLayout(80, { width: 1600, height: 700 })
    expect(strip.length).toBeGreaterThan(7)
    expect(strip.length).toBeLessThan(80)
    expect(strip[0]?.width).toBeGreaterThanOrEqual(104)
  })
})

test.each([
  { ids: ['a', 'me', 'b'], places: 3, shown: ['a', 'b', 'me'], hidden: 0 },
  { ids: ['a', 'b', 'c', 'd', 'me'], places: 4, shown: ['a', 'b', 'me'], hidden: 2 },
  { ids: ['a', 'b', 'c'], places: 2, shown: ['a'], hidden: 2 },
  { ids: ['a', 'b', 'me'], places: 1, shown: ['me'], hidden: 2 },
])('a strip of $places holds $shown of $ids', ({ ids, places, shown, hidden }) => {
  expect(stripOf(ids, 'me', places)).toEqual({ shown, hidden })
})
