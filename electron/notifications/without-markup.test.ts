import { expect, test } from 'vitest'
import { withoutMarkup } from './without-markup.ts'

test.each([
  ['Ada joined', 'Ada joined'],
  ['R&D: 1 < 2', 'R&D: 1 ‹ 2'],
  ['<img src="https://evil.example/x.png"> joined', '‹img src="https://evil.example/x.png"› joined'],
])('%s', (text, expected) => expect(withoutMarkup(text)).toBe(expected))
