/** The moderation provider that comes with Parley: runs on the device and on the service, and asks nobody. */
import type { Objection } from '../contract/chat.ts'
import { hasEnglishProfanity } from './english-profanity.ts'
import { normalise } from './normalise.ts'
import { de } from './patterns/de.ts'
import { en } from './patterns/en.ts'
import { fr } from './patterns/fr.ts'
import type { LanguagePatterns } from './patterns/language.ts'
import { nl } from './patterns/nl.ts'
import { compile } from './phrases.ts'
import { ALLOW, GRAVITY, gravest, type ModerationProvider, objectTo, type Verdict } from './provider.ts'

/** Nobody says which language a message is in, and many hold several: each is read as all of them. */
const LANGUAGES: readonly LanguagePatterns[] = [en, de, nl, fr]

type Found = Exclude<Objection, 'other'>
const FOUND = GRAVITY.filter((objection): objection is Found => objection !== 'other')

const HARMLESS = LANGUAGES.map(({ harmless, parts }) => compile(harmless, parts))
const EXPRESSIONS = FOUND.map((objection) => ({
  objection,
  // Each by itself: an engine takes more than twice as long to prepare them as one.
  expressions: LANGUAGES.flatMap(({ objections, parts }) => objections[objection].map((phrase) => compile([phrase], parts))),
}))
const ORDINARY = compile(LANGUAGES.flatMap(({ ordinary }) => ordinary))
const ABOUT_WORDS = compile(LANGUAGES.flatMap(({ aboutWords }) => aboutWords))

const QUOTED = /"[^"\n]{1,400}"|[“„][^“”\n]{1,400}[“”]|«[^»\n]{1,400}»|‘[^’\n]{1,400}’/g

/** Whether `expression`, which is global, finds something from the start. */
const finds = (expression: RegExp, text: string): boolean => text.search(expression) >= 0

const isOrdinary = (word: string): boolean => finds(ORDINARY, ` ${word} `)

/** By length, the profane words that asterisks may hide. */
const MASKABLE = Map.groupBy(
  LANGUAGES.flatMap(({ maskable }) => maskable),
  (word) => word.length,
)

/** The profane word that a word with asterisks stands for; otherwise the word without them. */
const unmask = (word: string): string => {
  const fits = (profane: string): boolean => [...word].every((letter, at) => letter === profane[at] || (letter === '*' && at > 0))
  return MASKABLE.get(word.length)?.find(fits) ?? word.replaceAll('*', '')
}

/** The text without what it quotes, where the rest of it says that it is about words. */
const withoutMentions = (text: string): string => {
  const rest = text.replaceAll(QUOTED, ' ')
  return rest !== text && finds(ABOUT_WORDS, normalise(rest)) ? rest : text
}

const objectionsTo = (text: string): Set<Objection> => {
  let read = normalise(withoutMentions(text), unmask)
  for (const expression of HARMLESS) read = read.replaceAll(expression, ' ~')
  const found = new Set<Objection>()
  for (const { objection, expressions } of EXPRESSIONS) {
    if (expressions.some((expression) => finds(expression, read))) found.add(objection)
  }
  if (hasEnglishProfanity(read, isOrdinary)) found.add('profanity')
  return found
}

export const bundledProvider = {
  name: 'bundled',
  judge: (text: string): Verdict => {
    const objection = gravest(objectionsTo(text))
    return objection === undefined ? ALLOW : objectTo(objection)
  },
} satisfies ModerationProvider
