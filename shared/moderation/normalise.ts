/**
 * A message as the patterns read it: words of small Latin letters with one space between them and at both ends, ` . ` where a
 * sentence ends. What people do to letters to get past a filter is undone. Every step looks at each character once.
 */
import { LOOK_ALIKES } from './look-alikes.ts'

/** Digits and signs that stand for letters inside a word. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
  '!': 'i',
  '|': 'i',
}

/** Addresses are nobody's words; what they spell is chance. */
const ADDRESS = /\bhttps?:\/\/\S+|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/g

/** Small Latin letters without marks, without what can't be seen, without letters of other scripts that look like them. */
export const plainLetters = (text: string): string => {
  const bare = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
  let result = ''
  for (const character of bare) result += LOOK_ALIKES.get(character) ?? character
  return result
}

/** A run of three or more of a letter, as one: nobody spells a word with it. `compile` takes one for two. */
const shorten = (word: string): string => word.replaceAll(/(\p{L})\1{2,}/gu, '$1')

/** A word with digits for letters; `sh17` and `45s`, letters beside a number, are left alone. */
const unleet = (word: string): string => {
  if (!/[0-9$@!|]/.test(word) || !/[a-z]/.test(word) || /^[a-z]+[0-9]+$|^[0-9]+[a-z]+$/.test(word)) return word
  return word.replaceAll(/[0134570$@!|]/g, (sign) => LEET[sign] ?? sign)
}

/** Whether `part` is a letter by itself, or a sign that stands for one. */
const isSingle = (part: string): boolean => /^[\p{L}$@!|0-9]$/u.test(part)

/** Letters with something between them, three or more of them, become a word; two blanks end it. */
const joinLetters = (parts: readonly string[]): string[] => {
  const result: string[] = []
  let run: string[] = []
  const flush = (): void => {
    if (run.length >= 3 && run.some((part) => /\p{L}/u.test(part))) result.push(run.join(''))
    else result.push(...run)
    run = []
  }
  for (const part of parts) {
    if (isSingle(part)) {
      run.push(part)
      continue
    }
    flush()
    result.push(part)
  }
  flush()
  return result
}

/** A word, a run of what separates words; an asterisk inside a word belongs to it. */
const PART = /[\p{L}\p{N}$@|*]+(?:![\p{L}\p{N}]+)*|[^\p{L}\p{N}$@|*]+/gu

const isWord = (part: string): boolean => /[\p{L}\p{N}]/u.test(part)

/** What stands between two words: a space, or the end of a sentence, which a single stop between single letters is not. */
const separatorOf = (part: string): string => (/[.!?;:\n…](?:\s|$)|\n/.test(part) ? '.' : /\s{2,}/.test(part) ? '' : ' ')

/** For `compile` and `normalise` alike. */
export const wordsOf = (text: string): string[] => {
  const parts: string[] = []
  for (const [part] of plainLetters(text.replaceAll(ADDRESS, ' ')).matchAll(PART)) {
    if (isWord(part)) {
      parts.push(part)
      continue
    }
    const separator = separatorOf(part)
    if (separator !== ' ') parts.push(separator)
  }
  return joinLetters(parts)
    .filter((part) => part !== '')
    .map((part) => shorten(unleet(part)))
}

export const normalise = (text: string): string => ` ${wordsOf(text).join(' ')} `
