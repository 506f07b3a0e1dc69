import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, canonicalList, canonicalMembers, digest } from './canonical.ts'

type Json = Parameters<typeof canonicalJson>[0]

test('one text for one value, in ASCII, from which the value comes back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json)
      expect(text).toMatch(/^[ -~]*$/)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
  )
})

test('the order in which members were written does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.integer()), { selector: ([name]) => name }), (members) => {
      const text = canonicalJson(Object.fromEntries(members))
      expect(canonicalJson(Object.fromEntries(members.toReversed()))).toBe(text)
    }),
  )
  expect(canonicalJson({ b: 1, a: { d: undefined, c: 'é' }, 10: null, 9: [true] })).toBe(
    '{"10":null,"9":[true],"a":{"c":"\\u00e9"},"b":1}',
  )
})

test('two lists have the same text only where they are the same', () => {
  const list = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null)), { maxLength: 4 })
  fc.assert(
    fc.property(list, list, (one, other) => {
      expect(canonicalList(one) === canonicalList(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
    }),
  )
  expect(canonicalList(['a', 'b'])).not.toBe(canonicalList(['a","b']))
  expect(canonicalList(['1'])).not.toBe(canonicalList([1]))
})

test('the hash is SHA-256', () => {
  expect(digest('[1]')).toBe(hash('sha256', '[1]', 'base64url'))
})

test('it is the same for members without members, in whatever order they come', () => {
  const member = fc.oneof(fc.string(), fc.integer(), fc.boolean())
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]*$/), member), (members) => {
      expect(canonicalMembers(members)).toBe(canonicalJson(members))
    }),
  )
})
