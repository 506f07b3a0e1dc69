import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICY_NAMES, type PolicyName, policyOf } from './policies.ts'
import { isServerAllowed, readValue } from './value.ts'

const accepts = (name: PolicyName, raw: unknown): boolean => readValue(policyOf(name).allowed, raw) !== undefined

describe.each(POLICY_NAMES)('%s', (name) => {
  const { allowed, default: builtIn, safer, example, en, de } = policyOf(name)

  test('has a default, a safer value and an example that it accepts', () => {
    for (const value of [builtIn, safer, example]) expect(readValue(allowed, value)).toEqual(value)
  })

  test('is described in both languages, without what XML or a table could take for its own', () => {
    for (const text of [en.title, en.description, de.title, de.description]) expect(text).toMatch(/^[^|<>&\n]+$/)
  })

  test('accepts nothing of another sort', () => {
    for (const raw of [undefined, null, 2, -1, Number.NaN, {}, [1], 'x'.repeat(501), '\u0000'])
      expect(accepts(name, raw)).toBe(false)
  })
})

test('never throws, whatever stands there', () => {
  fc.assert(
    fc.property(fc.constantFrom(...POLICY_NAMES), fc.anything(), (name, raw) => {
      const value = readValue(policyOf(name).allowed, raw)
      expect(value === undefined || ['boolean', 'string', 'object'].includes(typeof value)).toBe(true)
    }),
  )
})

test.each([
  [1, true],
  [0, false],
  [true, true],
])('a yes or no written as %j', (raw, value) => expect(readValue({ type: 'boolean' }, raw)).toBe(value))

test.each(['true', '1', 2, null])('no yes or no: %j', (raw) => expect(readValue({ type: 'boolean' }, raw)).toBeUndefined())

test.each<[PolicyName, string]>([
  ['ServerUrl', 'http://meet.example.org'],
  ['ServerUrl', 'https://user:secret@meet.example.org'],
  ['ServerUrl', 'https://meet.example.org/path'],
  ['ServerUrl', 'https://meet.example.org@evil.example'],
  ['ServerUrl', 'http://127.0.0.1.example.org'],
  ['ServerUrl', 'https://meet.example.org; script-src *'],
  ['UpdateUrl', 'http://updates.example.org'],
  ['UpdateUrl', 'https://a:b@updates.example.org'],
  ['UpdateUrl', 'file:///tmp/feed'],
  ['ProxyPac', 'data:text/plain,x'],
  ['ProxyServer', 'proxy.example.org'],
  ['ProxyServer', 'proxy.example.org:3128,direct://'],
  ['SignInDomainHint', 'example'],
  ['SignInDomainHint', 'a@example.org'],
  ['MinimumVersion', '1.'],
  ['MinimumVersion', '1.4.0.0'],
  ['TargetVersionPrefix', '1.'],
  ['TargetVersionPrefix', 'v1'],
  ['UpdateWindow', '20:00'],
  ['UpdateWindow', '24:00-25:00'],
  ['LogDirectory', 'logs'],
  ['LogDirectory', '/var/log/../../etc'],
  ['LogDirectory', 'C:\\logs\\..\\Windows'],
  ['LogDirectory', '\\\\server\\share'],
  ['LogDirectory', '//server/share'],
  ['AutoUpdate', 'Automatic'],
])('%s does not take %j', (name, raw) => expect(accepts(name, raw)).toBe(false))

test.each<[PolicyName, string]>([
  ['ServerUrl', 'https://MEET.example.org:8443/'],
  ['ServerUrl', 'http://127.0.0.1:8473'],
  ['ServerUrl', 'https://[2001:db8::1]'],
  ['ProxyServer', 'socks5://127.0.0.1:1080'],
  ['TargetVersionPrefix', '1.4.2'],
  ['MinimumVersion', 'latest'],
  ['MinimumVersion', '1.4'],
  ['MinimumVersion', '2'],
  ['LogDirectory', 'D:\\Logs\\Parley'],
])('%s takes %j', (name, raw) => expect(accepts(name, raw)).toBe(true))

test.each([
  ['https://meet.example.org', ['*'], true],
  ['https://meet.example.org', [], false],
  ['https://MEET.example.org:443/', ['https://meet.example.org'], true],
  ['https://meet.example.org', ['https://meet.example.org:8443'], false],
  ['https://meet.example.org.evil.example', ['https://meet.example.org'], false],
])('%s among %j: %s', (server, allowed, is) => expect(isServerAllowed(server, allowed)).toBe(is))
