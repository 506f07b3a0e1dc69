import { expect, test } from 'vitest'
import { allowedOrigins, originOf } from './origins.ts'

test.each([
  ['http', '127.0.0.1', 8473, 'http://127.0.0.1:8473'],
  ['https', 'meet.example.org', 443, 'https://meet.example.org'],
  ['http', '::1', 8473, 'http://[::1]:8473'],
] as const)('%s %s %d is %s', (scheme, host, port, origin) => {
  expect(originOf(scheme, host, port)).toBe(origin)
})

test('a service for others knows its own page and the desktop, and no name of this machine', () => {
  const origins = allowedOrigins({
    publicOrigin: 'https://meet.example.org',
    scheme: 'https',
    host: '192.0.2.1',
    port: 443,
    extraOrigins: [],
  })
  expect([...origins]).toEqual(['https://meet.example.org', 'app://parley'])
})

test('a service on loopback is itself by either name', () => {
  const own = 'http://127.0.0.1:1'
  const origins = allowedOrigins({
    publicOrigin: own,
    scheme: 'http',
    host: '127.0.0.1',
    port: 1,
    extraOrigins: ['https://a.test'],
  })
  expect([...origins].toSorted()).toEqual(['app://parley', own, 'http://localhost:1', 'https://a.test'].toSorted())
})
