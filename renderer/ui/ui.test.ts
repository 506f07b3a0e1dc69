import { describe, expect, it } from 'vitest'
import { resolveAppearance } from './appearance.ts'
import { initialsOf, TONES, toneOf } from './avatar-tone.ts'
import { createI18n, resolveLanguage } from './i18n.ts'
import { createFormat, regionOf } from './use-format.ts'

const luminanceOf = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((index) => {
    const part = Number.parseInt(hex.slice(index, index + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe('appearance', () => {
  it.each([
    ['light', true, true, 'light'],
    ['highContrast', false, false, 'highContrast'],
    ['system', false, false, 'light'],
    ['system', false, true, 'dark'],
    ['system', true, false, 'highContrast'],
    ['system', true, true, 'highContrast'],
  ] as const)('%s where forced colours are %s and dark is %s', (chosen, forcedColors, dark, expected) => {
    expect(resolveAppearance(chosen, { forcedColors, dark })).toBe(expected)
  })
})

describe('avatars', () => {
  it.each([
    ['Ada Moreau', 'AM'],
    ['chen', 'C'],
    ['  Jean Luc  de la Tour ', 'JT'],
    ['Éva (Ops) Ørsted', 'ÉØ'],
    ['山田 太郎', '山太'],
    ['-', ''],
  ])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))

  it('gives a name the same tone always, however it is written', () => {
    expect(toneOf('Ada Moreau')).toBe(toneOf('ada moreau'))
    expect(toneOf('E\u0301va')).toBe(toneOf('\u00c9va'))
    const used = new Set(Array.from({ length: 200 }, (_, index) => toneOf(`Person ${index}`)))
    expect(used.size).toBe(TONES.length)
  })

  it('keeps initials readable', () => {
    for (const { ground, ink } of TONES) {
      expect((luminanceOf(ink) + 0.05) / (luminanceOf(ground) + 0.05), ground).toBeGreaterThan(6)
    }
  })
})

describe('language', () => {
  it.each([
    ['en', ['de'], 'en'],
    ['system', ['de-DE', 'en-GB'], 'de'],
    ['de', ['en'], 'de'],
    ['system', ['xx'], 'en'],
  ] as const)('%s with %s', (chosen, preferred, expected) => expect(resolveLanguage(chosen, preferred)).toBe(expected))

  it('is that of the organisation where the browser prefers none that is spoken here', () => {
    expect(resolveLanguage('system', ['fr-FR'], 'de')).toBe('de')
    expect(resolveLanguage('system', ['fr-FR', 'en'], 'de')).toBe('en')
  })

  it('counts and fills in', () => {
    const { t } = createI18n('en')
    expect(t('preJoin.present', { count: 1 })).toBe('1 person is in')
    expect(t('preJoin.present', { count: 3 })).toBe('3 people are in')
    expect(t('preJoin.organisedBy', { name: '<b>' })).toBe('Organised by <b>')
  })

  it('writes times as the person’s region does', () => {
    expect(regionOf('en', ['de-DE', 'en-GB'])).toBe('en-GB')
    expect(regionOf('en', ['de-DE'])).toBe('en')
  })
})

describe('formats', () => {
  const format = createFormat('en-GB')
  const now = new Date(2026, 4, 12, 9).getTime()

  it.each([
    [0, '0:00'],
    [7_999, '0:07'],
    [247_000, '4:07'],
    [3_753_000, '1:02:33'],
    [-5, '0:00'],
  ])('%d ms is %s', (duration, text) => expect(format.elapsed(duration)).toBe(text))

  it.each([
    [2 * 60_000, '2 minutes ago'],
    [3_599_999, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [86_399_999, '23 hours ago'],
    [86_400_000, 'yesterday'],
    [13 * 86_400_000, '13 days ago'],
    [20 * 86_400_000, '22 Apr 2026'],
  ])('%d ms ago is %s', (past, text) => expect(format.ago(now - past, now)).toBe(text))

  it('names the days around today', () => {
    expect(format.day(new Date(2026, 4, 12, 23).getTime(), now)).toBe('Today')
    expect(format.day(new Date(2026, 4, 13, 0).getTime(), now)).toBe('Tomorrow')
    expect(format.day(new Date(2026, 4, 15, 1).getTime(), now)).toContain('15 May')
    expect(format.time(new Date(2026, 4, 12, 14, 5).getTime())).toBe('14:05')
  })
})
