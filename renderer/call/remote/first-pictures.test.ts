import { expect, test } from 'vitest'
import { firstPictures } from './first-pictures.ts'

test.each([
  [1280, 800, 42],
  [390, 844, 7],
  [3840, 2160, 49],
  [100, 50, 1],
])('%i×%i asks for %i', (width, height, pictures) => {
  expect(firstPictures({ width, height })).toBe(pictures)
})
