import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const directives = (serviceOrigin: string): Map<string, string[]> =>
  new Map(
    contentSecurityPolicy({ nonce: 'bm9uY2U=', serviceOrigin })
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources]
      }),
  )

test('nothing is allowed that is not named', () => {
  const policy = directives('https://meet.example.org')
  expect(policy.get('default-src')).toEqual(["'none'"])
  for (const name of ['object-src', 'frame-ancestors', 'base-uri', 'form-action']) expect(policy.get(name)).toEqual(["'none'"])
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
  expect([policy.get('worker-src'), policy.get('trusted-types')]).toEqual([["'self'"], ['encryption-worker']])
})

test('scripts and styles are ours or carry the nonce', () => {
  const policy = directives('https://meet.example.org')
  for (const name of ['script-src', 'style-src']) expect(policy.get(name)).toEqual(["'self'", "'nonce-bm9uY2U='"])
  expect([...policy.values()].flat().filter((source) => source.includes('unsafe') || source === '*')).toEqual([])
})

test.each([
  ['https://meet.example.org', 'wss://meet.example.org'],
  ['https://meet.example.org:8443', 'wss://meet.example.org:8443'],
  ['http://127.0.0.1:8473', 'ws://127.0.0.1:8473'],
])('connections go to %s and its sockets only', (origin, socketOrigin) =>
  expect(directives(origin).get('connect-src')).toEqual(["'self'", origin, socketOrigin]),
)
