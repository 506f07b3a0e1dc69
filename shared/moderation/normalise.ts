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

/** A word, or a run of what separates words; a sign that stands for a letter belongs to the word. */
const PART = /[\p{L}\p{N}$@|*]+(?:![\p{L}\p{N}]+)*|[^\p{L}\p{N}$@|*]+/gu

const isWord = (part: string): boolean => /[\p{L}\p{N}]/u.test(part)

/** What is kept of what stands between two words: the end of a sentence, what no spaced-out word goes across, or nothing. */
const boundaryOf = (part: string): '.' | '' | undefined => {
  if (/[.!?;:]\s|\n\s*\n/.test(part)) return '.'
  return /\s{2}|[\n'’]/.test(part) ? '' : undefined
}

const withoutAsterisks = (word: string): string => word.replaceAll('*', '')

/** The words of a text. `unmask` says what a word with asterisks in it stands for. */
const wordsOf = (text: string, unmask: (word: string) => string): string[] => {
  const parts: string[] = []
  for (const [part] of plainLetters(text.replaceAll(ADDRESS, ' ')).matchAll(PART)) {
    const kept = isWord(part) ? part : boundaryOf(part)
    if (kept !== undefined) parts.push(kept)
  }
  return joinLetters(parts)
    .map((part) => shorten(unleet(part.includes('*') ? unmask(part) : part)))
    .filter((word) => word !== '')
}

export const normalise = (text: string, unmask = withoutAsterisks): string => ` ${wordsOf(text, unmask).join(' ')} `
