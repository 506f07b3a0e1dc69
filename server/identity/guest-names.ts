/** Names that look alike: after the skeletons of UTS #39 §4, with case, accents, punctuation and spaces left out of account. */
import { CONFUSABLES } from './confusables.ts'

/** Of two names that look alike, one of these is the same. */
export interface Skeletons {
  /** As it reads: case is folded first, so that a name in capitals is that name. */
  folded: string
  /** As it looks: a capital of another script, or a capital i, is what it looks like first. */
  seen: string
}

const lookLike = (text: string): string => {
  let result = ''
  for (const character of text) result += CONFUSABLES.get(character) ?? character
  return result
}

/** Letters that run into one. */
const joinStrokes = (text: string): string => text.replaceAll('rn', 'm').replaceAll('vv', 'w')

const lettersOf = (text: string): string => joinStrokes(text.replaceAll(/[^\p{L}\p{N}]/gu, ''))

/** Both are empty where the name has neither letters nor digits. */
export const skeletonsOf = (name: string): Skeletons => {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return {
    folded: lettersOf(lookLike(plain.toLowerCase())),
    seen: lettersOf(lookLike(plain).toLowerCase()),
  }
}
