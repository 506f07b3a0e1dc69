import { describe, expect, test } from 'vitest'
import { LIMITS } from '../meeting/limits.ts'
import { bundledProvider } from './bundled.ts'
import { de } from './patterns/de.ts'
import { en } from './patterns/en.ts'
import { fr } from './patterns/fr.ts'
import { nl } from './patterns/nl.ts'
import { compile } from './phrases.ts'
import { objectTo } from './provider.ts'
import { PROVIDER_CONTRACT } from './testing/provider-contract.ts'

test.each(PROVIDER_CONTRACT)('judges %s', (_, text, verdict) => {
  expect(bundledProvider.judge(text)).toEqual(verdict)
})

describe('what is done to letters', () => {
  test.each([
    'I w1ll k1ll you',
    'I will k i l l you',
    'I will k.i.l.l you',
    'I will kiiiill youuuu',
    'I will ki\u200bll you',
    'I w\u0456ll k\u0456ll y\u043eu',
    'I will kíll yöu',
    'Ｉ ｗｉｌｌ ｋｉｌｌ ｙｏｕ',
    'I WILL *KILL* YOU',
    'I will\nkill you',
  ])('%j is a threat', (text) => {
    expect(bundledProvider.judge(text)).toEqual(objectTo('threat'))
  })

  test.each(['f*ck this', 'F**K', 'what a sh*tty day', 'f u c k'])('%s is profanity', (text) => {
    expect(bundledProvider.judge(text)).toEqual(objectTo('profanity'))
  })
})

describe('what obscenity takes for profane by itself', () => {
  test.each([
    'Bedarfsanalyse, Kanal, Abo, dicke Mappe',
    'assez de retard',
    'kikkererwten',
    'cockpit',
    'shiitake',
    'Georgy from Montenegro',
    'Mr Fu asked about the FK constraint',
    'sex, rape and incest are words of the penal code',
  ])('%s is ordinary', (text) => {
    expect(bundledProvider.judge(text)).toEqual({ verdict: 'allow' })
  })
})

describe('quotations', () => {
  test('what is quoted by somebody who talks about words is not theirs', () => {
    expect(bundledProvider.judge('The word "asshole" is against our policy').verdict).toBe('allow')
  })
  test('quotation marks alone change nothing', () => {
    expect(bundledProvider.judge('"I will kill you"').verdict).toBe('refuse')
  })
  test('what stands beside the quotation is judged', () => {
    expect(bundledProvider.judge('I will kill you for the word "hello"').verdict).toBe('refuse')
  })
})

// An expression without unbounded repetitions looks at a bounded number of characters from each place of the text.
describe('the time that it takes', () => {
  const LANGUAGES = { en, de, nl, fr }
  test.each(Object.entries(LANGUAGES))(
    'no expression of %s repeats anything without a bound',
    (_, { parts, harmless, ordinary, aboutWords, objections }) => {
      for (const phrases of [harmless, ordinary, aboutWords, ...Object.values(objections)]) {
        expect(compile(phrases, parts).source).not.toMatch(/[*+]|\{\d+,\}/)
      }
    },
  )

  test.each([
    'a',
    'you are ',
    'you are so so ',
    'i will break ',
    'fuc',
    'f*',
    '"',
    '“',
    'a.',
    '. ',
    'i i ',
    'a1',
    'http://',
    'a@',
    '!a',
    '\u200b',
    '\u0301',
  ])('%j over and over is judged', (piece) => {
    const text = piece.repeat(LIMITS.message).slice(0, LIMITS.message)
    expect(bundledProvider.judge(text)).toHaveProperty('verdict')
  })
})
