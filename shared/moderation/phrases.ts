/**
 * Phrases, as the patterns of the languages write them, and the regular expressions that find them in normalised text.
 *
 * A phrase is made of words. `(a|b c)` is one of these, `(a|)` may be left out, `word*` may go on for 12 letters, `..` stands for
 * up to three words of the same sentence, and `{name}` is an alternative of the language's `parts`. Every repetition is bounded, so
 * that an expression looks at a bounded number of characters from each place of a text: the time is linear in the text's length.
 */
import { plainLetters } from './normalise.ts'

export type Parts = Readonly<Record<string, string>>

const UMLAUTS: Readonly<Record<string, string>> = { ä: '(?:a|ae)', ö: '(?:o|oe)', ü: '(?:u|ue)' }

/** A letter as it may stand in normalised text. */
const letter = (character: string): string => UMLAUTS[character] ?? plainLetters(character)

/** Doubled letters may be single in the text: `normalise` makes one of three. */
const forgiveDoubles = (source: string): string => source.replaceAll(/([a-z])\1/g, '$1$1?')

const GAP = '(?: [^ .]{1,24}){0,3}'

/** The source of an expression for one phrase, without its ends. Throws RangeError for what the notation doesn't know. */
const sourceOf = (phrase: string, parts: Parts): string => {
  const spelled = phrase.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new RangeError(`no part "${name}" for "${phrase}"`)
    return `(${part})`
  })
  if (/[[\]{}\\^$+]/.test(spelled)) throw new RangeError(`not understood: "${phrase}"`)
  const source = spelled
    .normalize('NFC')
    .replaceAll("'", ' ')
    .replaceAll(/ ?\.\. ?/g, '~')
    .replaceAll(/[äöüß\u00e0-\u017f]/g, letter)
    // What may be left out takes the space beside it along.
    .replaceAll(/\(([^()]*)\|\) /g, '(?:(?:$1) )?')
    .replaceAll(/ \(([^()]*)\|\)/g, '(?: (?:$1))?')
    .replaceAll(/\((?!\?)/g, '(?:')
    .replaceAll('*', '[a-z]{0,12}')
    .replaceAll('~', `${GAP} `)
  return forgiveDoubles(source)
}

/** An expression that finds any of these phrases. */
export const compile = (phrases: readonly string[], parts: Parts = {}): RegExp =>
  new RegExp(phrases.length === 0 ? '(?!)' : `(?<= )(?:${phrases.map((phrase) => sourceOf(phrase, parts)).join('|')})(?= )`, 'g')
