import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { CODE_ALPHABET, deepLinkOf, isCode, makeCode, parseDeepLink, parseInvitation, webLinkOf } from './code.ts'

const codes = fc
  .array(fc.integer({ min: 0, max: CODE_ALPHABET.length - 1 }), { minLength: 10, maxLength: 10 })
  .map((picks) => makeCode(() => picks.shift() as number))

describe('parseInvitation', () => {
  test.each([
    ['a code', 'abc-defg-hjk', 'abc-defg-hjk'],
    ['capitals and spaces', '  ABC-DEFG-HJK ', 'abc-defg-hjk'],
    ['without dashes', 'abcdefghjk', 'abc-defg-hjk'],
    ['groups with spaces', 'abc defg hjk', 'abc-defg-hjk'],
    ['a web link', 'https://meet.example.org/join/abc-defg-hjk', 'abc-defg-hjk'],
    ['a link with a query', 'https://meet.example.org/join/abc-defg-hjk?x=1#y', 'abc-defg-hjk'],
    ['our own scheme', 'parley://join/abc-defg-hjk', 'abc-defg-hjk'],
    ['an invitation', 'Budget\nTuesday 10:00\nJoin: https://m.example/join/abc-defg-hjk\nOr enter abc-defg-hjk.', 'abc-defg-hjk'],
    ['the link before other look-alikes', 'ref xyz-wvut-srq, see https://m.example/join/abc-defg-hjk', 'abc-defg-hjk'],
    ['two different codes', 'abc-defg-hjk or xyz-wvut-srq', undefined],
    ['letters that codes leave out', 'abl-defg-hjk', undefined],
    ['a longer word', 'xabc-defg-hjkx', undefined],
    ['nothing', '', undefined],
    ['words of fitting length in a text', 'Tuesday or the next day: abc-defg-hjk', 'abc-defg-hjk'],
    ['words and no code', 'see you on the next day.', undefined],
  ])('%s', (_name, text, expected) => {
    expect(parseInvitation(text)).toBe(expected)
  })

  it('reads every way in which a code is passed on', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(isCode(code)).toBe(true)
        for (const text of [code, code.replaceAll('-', ''), deepLinkOf(code), webLinkOf('https://m.example', code)])
          expect(parseInvitation(text)).toBe(code)
      }),
    )
  })

  it('gives a code or nothing for any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const code = parseInvitation(text)
        expect(code === undefined || isCode(code)).toBe(true)
      }),
    )
    expect(parseInvitation('a-'.repeat(500_000))).toBeUndefined()
  })
})

describe('parseDeepLink', () => {
  test.each([
    ['parley://join/abc-defg-hjk', 'abc-defg-hjk'],
    ['parley://join/abc-defg-hjk/', 'abc-defg-hjk'],
    ['PARLEY://JOIN/ABC-DEFG-HJK', 'abc-defg-hjk'],
    ['parley:join/abc-defg-hjk', undefined],
    ['parley://join/abc-defg-hjk?x', undefined],
    ['parley://join/abc-defg-hjk/../x', undefined],
    ['parley://user@join/abc-defg-hjk', undefined],
    ['parley://join/abc-defg-hjk\n', undefined],
    ['parley://settings', undefined],
    ['https://join/abc-defg-hjk', undefined],
    ['', undefined],
  ])('%j', (link, expected) => {
    expect(parseDeepLink(link)).toBe(expected)
  })

  it('takes nothing but the whole form', () => {
    fc.assert(
      fc.property(codes, fc.string({ minLength: 1 }), (code, extra) => {
        expect(parseDeepLink(deepLinkOf(code))).toBe(code)
        if (extra !== '/') expect(parseDeepLink(deepLinkOf(code) + extra)).toBeUndefined()
        expect(parseDeepLink(extra + deepLinkOf(code))).toBeUndefined()
      }),
    )
  })
})
