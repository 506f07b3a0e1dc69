import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { cleanName } from './names.ts'

test.each([
  ['Grace', 'Grace'],
  ['  Grace   Hopper ', 'Grace Hopper'],
  ['José', 'José'],
  ['李小龙', '李小龙'],
  ["O'Brien-Smith 2", "O'Brien-Smith 2"],
  ['', undefined],
  ['   ', undefined],
  ['…!?', undefined],
  ['evil\u202Egro', undefined],
  ['zero\u200Bwidth', undefined],
  ['nul\u0000', undefined],
  ['a'.repeat(LIMITS.name), 'a'.repeat(LIMITS.name)],
  ['a'.repeat(LIMITS.name + 1), undefined],
])('%j', (text, expected) => {
  expect(cleanName(text)).toBe(expected)
})

it('is idempotent and bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = cleanName(text)
      if (name === undefined) return
      expect(cleanName(name)).toBe(name)
      expect(name.length).toBeLessThanOrEqual(LIMITS.name)
    }),
  )
})
