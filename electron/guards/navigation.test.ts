import { expect, test } from 'vitest'
import { externalAddress, mayNavigate } from './navigation.ts'

test.each([
  ['app://parley/index.html', true, true],
  ['app://parley/join/abc-defg-hjk', true, true],
  ['app://parley/index.html', false, false],
  ['https://example.org/', true, false],
  ['file:///etc/passwd', true, false],
  ['app://other/index.html', true, false],
  ['about:blank', true, false],
  ['data:text/html,x', false, false],
])('%s in the main frame (%s): %s', (address, isMainFrame, expected) => expect(mayNavigate(address, isMainFrame)).toBe(expected))

test('a link to the web opens in the system’s browser', () => {
  expect(externalAddress('https://docs.example.org/help?x=1#y')).toBe('https://docs.example.org/help?x=1#y')
})

test.each([
  '',
  'about:blank',
  'http://docs.example.org/',
  'file:///bin/sh',
  'javascript:alert(1)',
  'data:text/html,x',
  'ms-settings:privacy',
  'smb://server/share',
  'parley://join/abc-defg-hjk',
  'app://parley/index.html',
  'mailto:a@example.org',
  'https://user:password@example.org/',
  '\\\\server\\share',
])('%j opens nothing', (address) => expect(externalAddress(address)).toBeUndefined())
