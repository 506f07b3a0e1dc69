/**
 * Phrases, as the patterns of the languages write them, and the regular expressions that find them in normalised text.
 *
 * A phrase is words. `(a|b c)` is one of these, `(a|)` may be left out, `word*` may go on for 12 letters, `*` is any word, `..` is
 * up to three words of the same sentence, and `{name}` is an alternative of the language's `parts`. Every repetition is bounded, so
 * that an expression looks at a bounded number of characters from each place of a text: the time is linear in the text's length.
 */
import { plainLetters } from './normalise.ts'

export type Parts = Readonly<Record<string, string>>

const UMLAUTS: Readonly<Record<string, string>> = { ä: '(?:a|ae)', ö: '(?:o|oe)', ü: '(?:u|ue)' }

const GAP = '(?: [^ .]{1,24}){0,3}'
const ANY_WORD = '[^ .]{1,24}'
const ENDING = '[a-z]{0,12}'

/** Doubled letters may be single in the text, because `normalise` makes one of three; an umlaut may be spelled out. */
const spell = (letters: string): string => {
  let source = ''
  for (const letter of letters.normalize('NFC').toLowerCase()) source += UMLAUTS[letter] ?? plainLetters(letter)
  return source.replaceAll(/([a-z])\1/g, '$1$1?')
}

/** `text` at each `separator` that stands in no parenthesis. */
const split = (text: string, separator: string): string[] => {
  const pieces: string[] = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === separator && depth === 0) pieces.push('')
    else pieces.push(`${pieces.pop() ?? ''}${character}`)
  }
  return pieces
}

const isGroup = (item: string): boolean => item.startsWith('(') && split(item.slice(0, -1), ')').length === 1

/** Words, each with the space before it. */
const sequence = (text: string): string =>
  split(text, ' ')
    .filter((item) => item !== '')
    .map((item) => {
      if (item === '..') return GAP
      if (item === '*') return ` ${ANY_WORD}`
      if (isGroup(item)) return `(?:${split(item.slice(1, -1), '|').map(sequence).join('|')})`
      return ` ${word(item)}`
    })
    .join('')

/** One word: letters, and alternatives of letters among them. */
const word = (text: string): string =>
  text.replaceAll(/[^()|*]+|[()|*]/g, (piece) => {
    if (piece === '(') return '(?:'
    if (piece === '*') return ENDING
    return piece === ')' || piece === '|' ? piece : spell(piece)
  })

/** Throws RangeError for what the notation doesn't know. */
const sourceOf = (phrase: string, parts: Parts): string => {
  const whole = phrase.replaceAll(/\{(\p{L}+)\}/gu, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new RangeError(`no part "${name}" for "${phrase}"`)
    return `(${part})`
  })
  if (/[^\p{L}\p{M}\d()|*.' -]/u.test(whole)) throw new RangeError(`not understood: "${phrase}"`)
  return sequence(whole.replaceAll(/['-]/g, ' '))
}

/** An expression that finds any of these phrases, with the space before it. */
export const compile = (phrases: readonly string[], parts: Parts = {}): RegExp =>
  new RegExp(phrases.length === 0 ? '(?!)' : `(?:${phrases.map((phrase) => sourceOf(phrase, parts)).join('|')})(?= )`, 'g')
