import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { inBase64 } from './encoded.ts'

it('finds bytes wherever they are in what is encoded', () => {
  for (const length of [16, 17, 18]) {
    const bytes = randomBytes(length)
    for (const [before, after] of [0, 1, 2, 3, 4].flatMap((first) => [0, 1, 2].map((last) => [first, last] as const))) {
      const whole = Buffer.concat([randomBytes(before), bytes, randomBytes(after)]).toString('base64url')
      expect(inBase64(bytes).some((form) => whole.includes(form))).toBe(true)
    }
    expect(Math.min(...inBase64(bytes).map((form) => form.length))).toBeGreaterThan(16)
  }
})
