import { expect, test } from 'vitest'
import { findPageFile } from './page-files.ts'

const ROOT = '/opt/parley/renderer'

test.each(['/', '/index.html', '/join/abc-defg-hjk', '/join/', '/join/anything%20else'])('%s is the document', (path) =>
  expect(findPageFile(ROOT, path)).toEqual({
    file: `${ROOT}/index.html`,
    contentType: 'text/html; charset=utf-8',
    isDocument: true,
  }),
)

test.each([
  ['/assets/main-x1.js', 'text/javascript; charset=utf-8'],
  ['/assets/main-x1.css', 'text/css; charset=utf-8'],
  ['/logo.svg', 'image/svg+xml'],
  ['/sounds/ring.MP3', 'audio/mpeg'],
])('%s is a file of its kind', (path, contentType) =>
  expect(findPageFile(ROOT, path)).toEqual({ file: ROOT + path, contentType, isDocument: false }),
)

test.each([
  '',
  'index.html',
  '/../secret.js',
  '/assets/../../secret.js',
  '/..%2fsecret.js',
  '/%2e%2e/secret.js',
  '/%2e%2e%2fsecret.js',
  '/assets/..%2f..%2f..%2fsecret.js',
  '/..\\secret.js',
  '/..%5csecret.js',
  '/assets\\main.js',
  '/main.js%00.html',
  '/%',
  '/%ff.js',
  '/assets',
  '/assets/',
  '/.env',
  '/parley.db',
  '/join/abc/def',
  '/joint/abc',
])('%j is nothing', (path) => expect(findPageFile(ROOT, path)).toBeUndefined())
