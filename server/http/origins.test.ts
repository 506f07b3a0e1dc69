import { expect, test } from 'vitest'
import { allowedOrigins, originOf, reachedOrigins } from './origins.ts'

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

test('a proof may name every address of the service, and no page’s', () => {
  const scheme = 'http' as const
  const extraOrigins = ['http://parley.app.localhost', 'http://192.0.2.7:8473', 'https://192.0.2.7:8473', 'http://192.0.2.7:1']
  const local = { publicOrigin: 'http://192.0.2.7:8473', scheme, host: '127.0.0.1', port: 8473, extraOrigins }
  expect([...reachedOrigins(local)].toSorted()).toEqual(
    ['http://192.0.2.7:8473', 'http://127.0.0.1:8473', 'http://localhost:8473'].toSorted(),
  )
  const wide = { ...local, publicOrigin: 'https://meet.example.org', host: '0.0.0.0', extraOrigins: [] }
  expect([...reachedOrigins(wide)]).toEqual(['https://meet.example.org'])
})
