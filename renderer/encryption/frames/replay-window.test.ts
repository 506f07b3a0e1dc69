import { array, assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unsigned64 } from '../sframe/bytes.ts'
import { ReplayWindow, WINDOW } from './replay-window.ts'

describe('ReplayWindow', () => {
  it('takes each counter once, and none that is too old, as a list of all would', () => {
    assert(
      property(array(integer({ min: 0, max: 3 * WINDOW }), { maxLength: 400 }), (counters) => {
        const window = new ReplayWindow()
        const seen = new Set<number>()
        let newest = -1
        for (const counter of counters) {
          const isFresh = !seen.has(counter) && counter > newest - WINDOW
          expect(window.take(unsigned64(counter))).toBe(isFresh)
          seen.add(counter)
          newest = Math.max(newest, counter)
        }
      }),
    )
  })

  it('refuses counters that it could not tell apart', () => {
    expect(new ReplayWindow().take(unsigned64(2n ** 63n))).toBe(false)
  })
})
