import { expect, test } from 'vitest'
import { normalise } from './normalise.ts'

test.each([
  ['Good Morning', ' good morning '],
  ['k.i.l.l', ' kill '],
  ['F U N  a t  home', ' fun a t home '],
  ['k-i-l-l y-o-u now', ' killyou now '],
  ['kiiiiiill', ' kill '],
  ['k1ll', ' kill '],
  ['b!tter', ' bitter '],
  ['$top', ' stop '],
  ['sh17 and 45s', ' sh17 and 45s '],
  ['in 2026', ' in 2026 '],
  ['ki\u200bll\u00ad', ' kill '],
  ['k\u0456ll', ' kill '],
  ['ｋｉｌｌ 𝐤𝐢𝐥𝐥', ' kill kill '],
  ['Töten ß œ', ' toten ss oe '],
  ["don't I'm a", ' don t i m a '],
  ['One. Two! Three', ' one . two . three '],
  ['one\ntwo\n\nthree', ' one two . three '],
  ['**very** *bold*', ' very bold '],
  ['see https://example.org/kill?me=1 and a@b.example', ' see and '],
  ['', '  '],
])('%s', (text, normal) => {
  expect(normalise(text)).toBe(normal)
})
