import { describe, expect, it } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'

type Leaves = Map<string, string>

const leavesOf = (texts: object, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([name, text]): [string, string][] => {
    const key = path === '' ? name : `${path}.${name}`
    return typeof text === 'string' ? [[key, text]] : leavesOf(text as object, key)
  })

/** Names, codes, and words that both languages write alike. */
const ALIKE = new Set([
  'common.product',
  'common.errorCode',
  'home.rail',
  'home.chat',
  'settings.client',
  'settings.languages.en',
  'settings.languages.de',
  'toolbar.chat',
  'toolbar.hand',
  'chat.title',
  'chat.compose.emoji',
  'admin.area.settings',
  'options.kind.webinar',
  'audit.pseudonym',
  'audit.kind.person',
  'audit.detail.format',
])
const isAlike = (key: string, text: string): boolean =>
  ALIKE.has(key) ||
  key.startsWith('options.licence.') ||
  key.startsWith('sessions.os.') ||
  /^[^\p{L}]*$/u.test(text.replaceAll(/\{\{\w+\}\}/g, ''))

/** What is different between a catalogue and the one that it is measured against, in words. */
const differencesOf = (texts: object, model: object): string[] => {
  const own: Leaves = new Map(leavesOf(texts))
  const theirs: Leaves = new Map(leavesOf(model))
  const placeholders = (text: string): string => [...new Set(text.match(/\{\{\w+\}\}/g))].sort().join(' ')
  return [
    ...[...theirs.keys()].filter((key) => !own.has(key)).map((key) => `${key} is missing`),
    ...[...own].flatMap(([key, text]) => {
      const model = theirs.get(key)
      if (model === undefined) return [`${key} is superfluous`]
      if (text === model && !isAlike(key, text)) return [`${key} is not translated`]
      // A name that is said twice in one language may be said once in the other.
      return placeholders(text) !== placeholders(model) ? [`${key} has other placeholders`] : []
    }),
  ]
}

describe('the German catalogue', () => {
  it('has the same texts as the English one, all translated, with the same placeholders', () => {
    expect(differencesOf(de, en)).toEqual([])
  })

  it('is measured by something that finds every difference', () => {
    const model = { a: 'Hello {{name}}', b: { c: 'World' }, d: 'One' }
    expect(differencesOf({ a: 'Hallo {{nam}}', b: { c: 'World' }, e: 'Eins' }, model)).toEqual([
      'd is missing',
      'a has other placeholders',
      'b.c is not translated',
      'e is superfluous',
    ])
  })

  it('is calm: nothing empty, nothing exclaimed, German quotation marks', () => {
    const wrong = leavesOf(de).filter(
      ([, text]) => text.trim() === '' || text !== text.trim() || /!|["“”]\p{L}|\w'\w/u.test(text),
    )
    expect(wrong).toEqual([])
  })

  it('says Sie, never du', () => {
    const familiar = /\b(du|dich|dir|dein|deine|deinen|deiner|deinem|euch|euer|eure)\b/i
    expect(leavesOf(de).filter(([, text]) => familiar.test(text))).toEqual([])
  })
})
