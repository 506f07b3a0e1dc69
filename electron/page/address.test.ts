import { expect, test } from 'vitest'
import { isPageAddress } from './address.ts'

test.each(['app://parley/index.html', 'app://parley/', 'app://parley', 'app://parley/join/abc-defg-hjk?x=1#y'])(
  'our page: %s',
  (address) => expect(isPageAddress(address)).toBe(true),
)

test.each([
  '',
  'parley',
  'about:blank',
  'null',
  'app:parley',
  'app:///parley/index.html',
  'app://parley.example/index.html',
  'app://evil/parley/',
  'app://evil@parley/',
  'app://parley:1@evil/',
  'app://parley:8080/',
  'https://parley/index.html',
  'file:///parley/index.html',
  'data:text/html,app://parley/',
  'javascript:app://parley/',
  'parley://parley/index.html',
  'blob:app://parley/0b0b',
])('not our page: %j', (address) => expect(isPageAddress(address)).toBe(false))
