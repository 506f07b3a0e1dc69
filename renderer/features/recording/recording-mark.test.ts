import { expect, test } from 'vitest'
import type { RecordingStateName } from '#shared/contract/recording.ts'
import { markOf } from './recording-mark.ts'

test.each<[RecordingStateName[], RecordingStateName | undefined]>([
  [[], undefined],
  [['paused'], 'paused'],
  [['paused', 'running'], 'running'],
  [['interrupted', 'paused'], 'interrupted'],
  [['interrupted', 'running'], 'running'],
  [['starting', 'paused'], 'starting'],
])('of %j the mark says %s', (states, mark) => {
  const active = states.map((state, index) => ({ id: `r${index}`, kind: 'regular' as const, state, startedAt: 0 }))
  expect(markOf({ active })).toBe(mark)
})
