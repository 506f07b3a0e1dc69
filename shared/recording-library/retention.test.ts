import { describe, expect, it, test } from 'vitest'
import { DEFAULT_RECORDING_RULES } from '../policies/recording-rules.ts'
import { DAY, dueFor, expiresSoon, type Kept, keptFor } from './retention.ts'

const NOW = 1_790_000_000_000

test.each<[string, Kept, boolean, ReturnType<typeof dueFor>]>([
  ['is kept without an end', { held: false }, true, undefined],
  ['is kept up to its last moment', { expiresAt: NOW + 1, held: false }, true, undefined],
  ['goes to the trash', { expiresAt: NOW, held: false }, true, 'trash'],
  ['is deleted where there is no trash', { expiresAt: NOW, held: false }, false, 'deletion'],
  ['is kept while it is held', { expiresAt: NOW - DAY, held: true }, false, undefined],
  ['stays in the trash for two weeks', { held: false, trashedAt: NOW - 14 * DAY + 1 }, true, undefined],
  ['is deleted after them', { held: false, trashedAt: NOW - 14 * DAY }, true, 'deletion'],
  ['stays in the trash while it is held', { held: true, trashedAt: NOW - 99 * DAY }, true, undefined],
  ['is not thrown away twice', { expiresAt: NOW - DAY, held: false, trashedAt: NOW - DAY }, true, undefined],
])('what %s', (_, kept, trash, due) => {
  expect(dueFor(kept, trash, NOW)).toBe(due)
})

test.each<[string, Kept, boolean]>([
  ['in a week', { expiresAt: NOW + 7 * DAY, held: false }, true],
  ['later', { expiresAt: NOW + 7 * DAY + 1, held: false }, false],
  ['never', { held: false }, false],
  ['in a week, but held', { expiresAt: NOW + DAY, held: true }, false],
  ['in a week, but thrown away', { expiresAt: NOW + DAY, held: false, trashedAt: NOW }, false],
])('notice is given of what expires %s: %s', (_, kept, soon) => {
  expect(expiresSoon(kept, NOW)).toBe(soon)
})

describe('how long a recording is kept', () => {
  it('is a number of days, or until somebody deletes it', () => {
    expect(keptFor({ keptDays: 30 }, false)).toBe(30 * DAY)
    expect(keptFor({}, false)).toBeUndefined()
  })
  it('is ruled apart for compliance recordings', () => {
    expect(keptFor({ keptDays: 30 }, true)).toBeUndefined()
    expect(keptFor({ keptDays: 30, complianceKeptDays: 3_650 }, true)).toBe(3_650 * DAY)
    expect(keptFor(DEFAULT_RECORDING_RULES, false)).toBe(120 * DAY)
  })
})
