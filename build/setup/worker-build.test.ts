import { expect, it } from 'vitest'
import { ninjaStep } from './worker-build.ts'

it.each([
  ['[212/480] Compiling C++ object src/RTC/Router.cpp.o', '212 of 480 steps'],
  ['[1/1] Linking target mediasoup-worker', '1 of 1 steps'],
  ['../src/RTC/Router.cpp:12:3: warning: [3/4] unused', undefined],
  ['', undefined],
])('reads %j as %j', (line, step) => {
  expect(ninjaStep(line)).toBe(step)
})
