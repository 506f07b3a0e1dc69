import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPunycode, linkOf, textParts } from './text-parts.ts'

const partsOf = (text: string, names: string[] = []): string[] =>
  textParts(
    text,
    names.map((name) => ({ personId: name, name })),
  ).map((part) => (part.kind === 'text' ? part.text : part.kind === 'link' ? `[${part.text}]` : `(${part.text})`))

describe('links', () => {
  test.each([
    ['see https://example.org now', ['see ', '[https://example.org]', ' now']],
    ['https://example.org/a?b=c&d=%20#e', ['[https://example.org/a?b=c&d=%20#e]']],
    ['(https://example.org/a).', ['(', '[https://example.org/a]', ').']],
    ['https://example.org/wiki/Cat_(animal), and', ['[https://example.org/wiki/Cat_(animal)]', ', and']],
    ['“https://example.org”', ['“', '[https://example.org]', '”']],
    ['https://one.example https://two.example', ['[https://one.example]', ' ', '[https://two.example]']],
    ['HTTPS://EXAMPLE.org/Path', ['[https://example.org/Path]']],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts)
  })

  test.each([
    'http://example.org',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'parley://join/abc',
    'www.example.org',
    'https://',
    'https://safe.example@evil.example/',
    'https://user:secret@evil.example/',
    'ftp://example.org',
  ])('%s is none', (text) => {
    expect(partsOf(text)).toEqual([text])
  })

  test('say their host as computers read it', () => {
    expect(linkOf('https://раypal.example/login')).toMatchObject({
      host: 'xn--ypal-43d9g.example',
      text: 'https://xn--ypal-43d9g.example/login',
    })
    expect(linkOf('https://ｅxample.org/ä')).toMatchObject({ host: 'example.org', text: 'https://example.org/ä' })
    expect(linkOf('https:\\\\example.org\\@evil.example')).toMatchObject({ host: 'example.org' })
    expect(isPunycode('xn--ypal-43d9g.example')).toBe(true)
    expect(isPunycode('a.xn--p1ai')).toBe(true)
    expect(isPunycode('example-xn--.org')).toBe(false)
  })
})

test('mentions are those who were mentioned, the longest name first', () => {
  expect(partsOf('@Ada Moreau and @Ada', ['Ada', 'Ada Moreau'])).toEqual(['(@Ada Moreau)', ' and ', '(@Ada)'])
  expect(partsOf('@Ada and @Bo', ['Bo'])).toEqual(['@Ada and ', '(@Bo)'])
  expect(partsOf('@Bo https://example.org/@Bo', ['Bo'])).toEqual(['(@Bo)', ' ', '[https://example.org/@Bo]'])
  expect(partsOf('@ nobody', [''])).toEqual(['@ nobody'])
})

test('whatever is written is shown, and every link is plain https', () => {
  const piece = fc.constantFrom(
    'https://',
    'example.org',
    '@',
    'Ada',
    ' ',
    '(',
    ')',
    '.',
    '/',
    'xn--',
    'ä',
    '\n',
    ':',
    '👍',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('')
      const parts = textParts(text, [{ personId: 'ada', name: 'Ada' }])
      for (const part of parts) {
        if (part.kind !== 'link') continue
        const url = new URL(part.href)
        expect([url.protocol, url.username, url.password, url.host]).toEqual(['https:', '', '', part.host])
        expect(part.text).toContain(part.host)
      }
      const plain = parts.map((part) => part.text).join('')
      if (parts.every(({ kind }) => kind !== 'link')) expect(plain).toBe(text)
    }),
  )
})
