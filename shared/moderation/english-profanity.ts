/** English profanity: the list of obscenity, without what it takes for profane at work, and with what it misses. */
import {
  collapseDuplicatesTransformer,
  DataSet,
  englishDataset,
  englishRecommendedWhitelistMatcherTransformers,
  pattern,
  RegExpMatcher,
} from 'obscenity'

/** Matters of medicine, law, policy and security training; no profanity by themselves. */
const TOPICS = ['anal', 'anus', 'ejaculate', 'incest', 'orgasm', 'penis', 'porn', 'rape', 'semen', 'sex', 'vagina', 'bestiality']
/** Names, abbreviations, animals, and words of our other languages. */
const HOMONYMS = ['abo', 'dyke', 'hooker', 'orgy', 'scat', 'spastic']
/** Found by phrases of our own: by itself each of these is an ordinary word in one of our languages, or part of many. */
const OUR_OWN = ['ass', 'cock', 'dick', 'fuck', 'kike', 'retard', 'tit']

const REMOVED = new Set([...TOPICS, ...HOMONYMS, ...OUR_OWN])

/** obscenity joins runs of letters itself, to two of these where the list spells them with two. */
const DOUBLED = new Map(['b', 'e', 'g', 'l', 'o', 's'].map((letter): [string, number] => [letter, 2]))

const dataset = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(({ metadata }) => metadata !== undefined && REMOVED.has(metadata.originalWord))
  .addPhrase((phrase) =>
    phrase
      .setMetadata({ originalWord: 'fuck' })
      .addPattern(pattern`fuck`)
      .addPattern(pattern`|fuk`)
      .addPattern(pattern`|fck`)
      .addPattern(pattern`|fvck`)
      .addPattern(pattern`|fcuk`)
      .addPattern(pattern`|phuck`),
  )
  .addPhrase((phrase) =>
    phrase.setMetadata({ originalWord: 'shit' }).addPattern(pattern`bullshit`).addPattern(pattern`horseshit`),
  )

const matcher = new RegExpMatcher({
  ...dataset.build(),
  // Case, digits and look-alikes are plain letters already.
  blacklistMatcherTransformers: [collapseDuplicatesTransformer({ defaultThreshold: 1, customThresholds: DOUBLED })],
  whitelistMatcherTransformers: englishRecommendedWhitelistMatcherTransformers,
})

/** Whether a normalised text holds profanity in a word other than those that `isOrdinary` knows. */
export const hasEnglishProfanity = (text: string, isOrdinary: (word: string) => boolean): boolean =>
  matcher.getAllMatches(text).some(({ startIndex, endIndex }) => {
    const start = text.lastIndexOf(' ', startIndex) + 1
    const end = text.indexOf(' ', endIndex)
    return !isOrdinary(text.slice(start, end === -1 ? undefined : end))
  })
