import { expect, test } from 'vitest'
import { quietWatch, watchSpeech } from './speech-watch.ts'

const noticed = (levels: number[]): boolean => levels.reduce((watch, level) => watchSpeech(watch, level, 100), quietWatch).noticed
const times = (count: number, level: number): number[] => Array.from({ length: count }, () => level)

test.each([
  { name: 'a sentence', levels: times(10, -25), heard: true },
  { name: 'a cough', levels: [...times(4, -10), ...times(20, -80)], heard: false },
  { name: 'words with gaps', levels: [...times(5, -25), ...times(3, -70), ...times(6, -25)], heard: true },
  { name: 'a noisy room', levels: times(200, -48), heard: false },
  { name: 'a sentence, then silence', levels: [...times(10, -25), ...times(100, -90)], heard: true },
])('$name: $heard', ({ levels, heard }) => {
  expect(noticed(levels)).toBe(heard)
})
