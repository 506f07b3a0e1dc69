import { expect, test } from 'vitest'
import { galleryLayout, placesOf } from './layout.ts'
import { isStepKey, type StepKey, stepTo } from './tile-steps.ts'

// Three above, two centred below.
const area = { width: 1280, height: 660 }
const places = placesOf(galleryLayout(5, area), 5, area)

test.each<[StepKey, number, number]>([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 3],
  ['ArrowRight', 4, 4],
  ['ArrowLeft', 0, 0],
  ['ArrowLeft', 3, 2],
  ['ArrowDown', 0, 3],
  ['ArrowDown', 2, 4],
  ['ArrowDown', 3, 3],
  ['ArrowUp', 4, 1],
  ['ArrowUp', 1, 1],
  ['Home', 3, 0],
  ['End', 1, 4],
])('%s leads from tile %i to tile %i', (key, from, to) => {
  expect(stepTo(key, from, places)).toBe(to)
})

test('a tile that is no longer there leads to the first', () => {
  expect(stepTo('ArrowRight', 9, places)).toBe(0)
})

test('other keys lead nowhere', () => {
  expect(isStepKey('Tab')).toBe(false)
})
