import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from './phrases.ts'

const finds = (phrase: string, text: string): boolean => ` ${text} `.search(compile([phrase], { pet: 'cat|big dog' })) >= 0

describe('phrases', () => {
  test.each([
    ['cat', 'a cat sat', true],
    ['cat', 'concatenate', false],
    ['cat*', 'cats', true],
    ['*cat', 'tomcat', true],
    ['(a|the) cat', 'the cat', true],
    ['(a|the) cat', 'cat', false],
    ['(a|the|) cat', 'cat', true],
    ['the (fat |)cat', 'the cat', true],
    ['the (fat|) cat (now|)', 'the fat cat', true],
    ['cat(s|fish)', 'catfish', true],
    ['cat(s|fish)', 'cat', false],
    ['my {pet}', 'my big dog', true],
    ['my ({pet}|fish)', 'my fish', true],
    ['my ((small|) {pet}|)', 'my small cat', true],
    ['the .. cat', 'the very big fat cat', true],
    ['the .. cat', 'the cat', true],
    ['the .. cat', 'the one two three four cat', false],
    ['the .. cat', 'the end . cat', false],
    ['the * cat', 'the fat cat', true],
    ['the * cat', 'the cat', false],
    ["it's", 'it s', true],
    ['kill', 'kil', true],
    ['töten', 'toeten', true],
    ['töten', 'toten', true],
    ['heiß', 'heiss', true],
  ])('%s in "%s": %s', (phrase, text, found) => {
    expect(finds(phrase, text)).toBe(found)
  })

  test.each(['[a]', 'a+', 'a{2}', '\\w', 'a?', '{nobody}'])('%s is not understood', (phrase) => {
    expect(() => compile([phrase])).toThrow(RangeError)
  })

  // What is unbounded could be made to take a time that grows faster than the text.
  test('no expression repeats anything without a bound', () => {
    const piece = fc.constantFrom('cat', 'ca*', '*', '..', '(a|b c|)', '(x|)', '{pet}', '(ca|do)g*', 'ß', 'll')
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        expect(compile([pieces.join(' ')], { pet: 'cat|big dog' }).source).not.toMatch(/[*+]|\{\d+,\}/)
      }),
    )
  })
})
