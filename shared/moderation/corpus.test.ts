import { describe, expect, test } from 'vitest'
import { bundledProvider } from './bundled.ts'
import { de as afterwardsDe } from './corpus/afterwards/de.ts'
import { en as afterwardsEn } from './corpus/afterwards/en.ts'
import { fr as afterwardsFr } from './corpus/afterwards/fr.ts'
import { nl as afterwardsNl } from './corpus/afterwards/nl.ts'
import type { Corpus } from './corpus/corpus.ts'
import { de as heldOutDe } from './corpus/held-out/de.ts'
import { en as heldOutEn } from './corpus/held-out/en.ts'
import { fr as heldOutFr } from './corpus/held-out/fr.ts'
import { nl as heldOutNl } from './corpus/held-out/nl.ts'
import { NEAR_MISSES } from './corpus/near-misses.ts'
import { de } from './corpus/tuning/de.ts'
import { en } from './corpus/tuning/en.ts'
import { fr } from './corpus/tuning/fr.ts'
import { nl } from './corpus/tuning/nl.ts'

const LABELS = ['threat', 'selfHarm', 'insult', 'profanity'] as const

const objectionTo = (text: string): string | undefined => {
  const verdict = bundledProvider.judge(text)
  return verdict.verdict === 'allow' ? undefined : verdict.objection
}

/** Whether there is an objection is what counts; whether it is the one of the corpus, `named` says. */
const measure = (corpus: Corpus) => {
  const objectionable = LABELS.flatMap((label) => corpus[label].map((text) => ({ label, found: objectionTo(text) })))
  const found = objectionable.filter((message) => message.found !== undefined)
  const falseAlarms = corpus.ordinary.filter((text) => objectionTo(text) !== undefined).length
  return {
    precision: found.length / (found.length + falseAlarms),
    recall: found.length / objectionable.length,
    named: found.filter((message) => message.found === message.label).length / found.length,
  }
}

describe('the corpus', () => {
  test.each([
    ['English', en, heldOutEn],
    ['German', de, heldOutDe],
    ['Dutch', nl, heldOutNl],
    ['French', fr, heldOutFr],
  ])('has enough messages in %s, none of them in both halves', (_, tuning, heldOut) => {
    const all = [tuning, heldOut]
    expect(all.flatMap((half) => LABELS.flatMap((label) => half[label])).length).toBeGreaterThanOrEqual(60)
    expect(all.flatMap((half) => half.ordinary).length).toBeGreaterThanOrEqual(120)
    const texts = all.flatMap((half) => Object.values(half).flat())
    expect(new Set(texts).size).toBe(texts.length)
  })
})

describe('the bundled provider', () => {
  test.each(NEAR_MISSES)('lets pass: %s', (text) => {
    expect(objectionTo(text)).toBeUndefined()
  })

  test.each([
    ['English', en],
    ['German', de],
    ['Dutch', nl],
    ['French', fr],
  ])('knows the half that it was tuned on, in %s', (_, corpus) => {
    const { precision, recall, named } = measure(corpus)
    expect(precision).toBeGreaterThanOrEqual(0.95)
    expect(recall).toBeGreaterThanOrEqual(0.95)
    expect(named).toBeGreaterThanOrEqual(0.95)
  })

  // docs/moderation.md has the numbers; what is asked for here is below them by what one or two messages make.
  test.each([
    ['English', heldOutEn, 0.87, 0.81],
    ['German', heldOutDe, 0.85, 0.93],
    ['Dutch', heldOutNl, 0.86, 0.95],
    ['French', heldOutFr, 0.79, 0.95],
  ])('is as good as documented on the half that was held out, in %s', (_, corpus, leastPrecision, leastRecall) => {
    const { precision, recall, named } = measure(corpus)
    expect(precision).toBeGreaterThanOrEqual(leastPrecision)
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
    expect(named).toBeGreaterThanOrEqual(0.93)
  })

  test.each([
    ['English', afterwardsEn, 0.2],
    ['German', afterwardsDe, 0.25],
    ['Dutch', afterwardsNl, 0.15],
    ['French', afterwardsFr, 0.35],
  ])('is as good as documented on messages that were written afterwards, in %s', (_, corpus, leastRecall) => {
    const { precision, recall } = measure(corpus)
    expect(precision).toBeGreaterThanOrEqual(0.8)
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
  })
})
