import { expect, test } from 'vitest'
import { FrozenDetector } from './frozen-detector.ts'

test.each([
  ['frames come', 'camera', [1, 30, 60, 90], [false, false, false, false]],
  ['nothing ever came', 'camera', [0, 0, 0, 0], [false, false, true, true]],
  ['it stops and comes back', 'camera', [30, 30, 30, 31], [false, false, true, false]],
  ['a still screen', 'screen', [5, 5, 5, 5, 6], [false, false, false, false, false]],
  ['a dead screen', 'screen', [5, 5, 5, 5, 5], [false, false, false, false, true]],
  ['nothing is expected', 'camera', [undefined, undefined, undefined, undefined], [false, false, false, false]],
  ['it was paused in between', 'camera', [30, 30, undefined, 30, 30], [false, false, false, false, false]],
  ['sound has no picture', 'microphone', [0, 0, 0, 0], [false, false, false, false]],
] as const)('%s', (_what, source, frames, frozen) => {
  const detector = new FrozenDetector()
  expect(frames.map((count, second) => detector.judge('producer', source, count, second * 1_000))).toEqual(frozen)
})
