import { expect, test } from 'vitest'
import { layerFor } from './layer-for.ts'

test.each([
  // width, height (CSS px), device pixel ratio, data saver → spatial, temporal layer
  ['a thumbnail', 160, 90, 1, false, 0, 2],
  ['exactly the smallest layer', 320, 180, 1, false, 0, 2],
  ['a little more, which nobody sees', 400, 225, 1, false, 0, 2],
  ['more than the smallest can give', 402, 226, 1, false, 1, 2],
  ['exactly the middle layer', 640, 360, 1, false, 1, 2],
  ['a thumbnail on a fine screen', 320, 180, 2, false, 1, 2],
  ['a screen finer than the eye', 320, 180, 4, false, 1, 2],
  ['the stage', 1280, 720, 1, false, 2, 2],
  ['more than there is', 3840, 2160, 2, false, 2, 2],
  ['a tall tile, covered by the middle of the picture', 200, 700, 1, false, 2, 2],
  ['a wide tile', 900, 100, 1, false, 2, 2],
  ['not laid out yet', 0, 0, 1, false, 0, 2],
  ['zoomed out', 640, 360, 0.5, false, 1, 2],
  ['the stage with data saver', 1280, 720, 2, true, 0, 1],
])('%s: %i×%i at %f, data saver %s', (_what, width, height, ratio, saver, spatialLayer, temporalLayer) => {
  expect(layerFor(width, height, ratio, saver)).toEqual({ spatialLayer, temporalLayer })
})
