import { expect, test } from 'vitest'
import { externalAddress, isOwnFile, mayNavigate } from './navigation.ts'

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

test.each([
  ['blob:app://parley/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'application/json', true],
  ['blob:app://parley/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'application/x-ndjson', true],
  ['blob:app://parley/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'text/csv', true],
  ['blob:app://parley/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'text/html', false],
  ['blob:app://parley/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'application/x-msdownload', false],
  ['blob:https://example.org/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'application/json', false],
  ['https://example.org/rules.json', 'application/json', false],
  ['app://parley/rules.json', 'application/json', false],
  ['data:application/json,{}', 'application/json', false],
  ['blob:null/0b2c7f4e-5a0e-4f0e-9a51-1f1f3c0f7a11', 'application/json', false],
])('%s (%s) is saved where the person says: %s', (address, mimeType, expected) =>
  expect(isOwnFile(address, mimeType)).toBe(expected),
)

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
