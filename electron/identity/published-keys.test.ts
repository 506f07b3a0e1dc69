import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Fetch } from '../network/fetch-whole.ts'
import { PublishedKeys } from './published-keys.ts'
import { TinyProvider } from './testing/tiny-provider.ts'

const ISSUER = 'https://sign-in.northwind.example/tenants/1'
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`
const KEYS = 'https://keys.northwind.example/jwks'
const key = { ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'one' }

let answers: Map<string, () => Response>
let asked: string[]
let trusted: string[]
let now: number
let keys: PublishedKeys
const json =
  (value: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(value), { status })

const overAnswers: Fetch = async (request, init) => {
  asked.push(request.url)
  expect(init).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' })
  const answer = answers.get(request.url)
  if (answer === undefined) throw new Error('no route')
  return answer()
}

beforeEach(() => {
  asked = []
  trusted = [ISSUER]
  now = 0
  answers = new Map([
    [DISCOVERY, json({ issuer: ISSUER, jwks_uri: KEYS })],
    [KEYS, json({ keys: [key, { kty: 'oct', k: 'c2VjcmV0' }] })],
  ])
  keys = new PublishedKeys({ fetch: overAnswers, isTrusted: (issuer) => trusted.includes(issuer), now: () => now })
})
const refused = (code: string, detail?: string) => expect.objectContaining({ code, ...(detail && { detail }) })

test('are the public ones of the provider, from the addresses that it names itself', async () => {
  expect(await keys.of(ISSUER, false)).toEqual([key])
  expect(asked).toEqual([DISCOVERY, KEYS])
})

test('of an issuer that nobody here signed in at are not asked for', () => {
  trusted = []
  for (const issuer of [ISSUER, 'https://evil.example', 'http://127.0.0.1:8080/admin']) {
    expect(() => keys.of(issuer, false)).toThrow(refused('FORBIDDEN', 'issuer'))
  }
  expect(asked).toEqual([])
})

test('are no longer given once the person has signed out', async () => {
  await keys.of(ISSUER, false)
  trusted = []
  expect(() => keys.of(ISSUER, false)).toThrow(refused('FORBIDDEN', 'issuer'))
})

describe('are asked for', () => {
  const countAfter = async (ms: number, renew: boolean): Promise<number> => {
    now += ms
    await keys.of(ISSUER, renew)
    return asked.length / 2
  }

  test('once by all who need them at once', async () => {
    await Promise.all([keys.of(ISSUER, false), keys.of(ISSUER, false), keys.of(ISSUER, true)])
    expect(asked).toHaveLength(2)
  })

  test('again after ten minutes', async () => {
    expect(await countAfter(0, false)).toBe(1)
    expect(await countAfter(599_999, false)).toBe(1)
    expect(await countAfter(1, false)).toBe(2)
  })

  test('again where one is missing, but not again and again', async () => {
    expect(await countAfter(0, true)).toBe(1)
    expect(await countAfter(9_999, true)).toBe(1)
    expect(await countAfter(1, true)).toBe(2)
  })

  test('again after a failure', async () => {
    answers.delete(KEYS)
    await expect(keys.of(ISSUER, false)).rejects.toEqual(refused('PROVIDER_UNREACHABLE'))
    answers.set(KEYS, json({ keys: [key] }))
    expect(await keys.of(ISSUER, false)).toEqual([key])
  })
})

describe('are refused', () => {
  const described = (jwks_uri: unknown) => answers.set(DISCOVERY, json({ issuer: ISSUER, jwks_uri }))

  test.each<[string, () => unknown, string, string?]>([
    [
      'from another issuer',
      () => answers.set(DISCOVERY, json({ issuer: 'https://x.example', jwks_uri: KEYS })),
      'PROVIDER_UNUSABLE',
      'discovery',
    ],
    ['without TLS', () => described('http://keys.northwind.example/jwks'), 'PROVIDER_UNUSABLE', 'jwks_uri'],
    [
      'from this computer, where the provider is none of it',
      () => described('http://127.0.0.1:1/jwks'),
      'PROVIDER_UNUSABLE',
      'jwks_uri',
    ],
    ['from a file', () => described('file:///etc/passwd'), 'PROVIDER_UNUSABLE', 'jwks_uri'],
    ['with a password', () => described('https://a:b@keys.northwind.example/'), 'PROVIDER_UNUSABLE', 'jwks_uri'],
    ['from no address', () => described(1), 'PROVIDER_UNUSABLE', 'discovery'],
    ['that are none', () => answers.set(KEYS, json({ keys: 'x' })), 'PROVIDER_UNUSABLE', 'keys'],
    ['that are no JSON', () => answers.set(KEYS, () => new Response('<html>')), 'PROVIDER_UNUSABLE', 'keys'],
    ['that are not there', () => answers.set(KEYS, json({}, 404)), 'PROVIDER_UNUSABLE', 'status 404'],
    ['of a provider that is down', () => answers.set(DISCOVERY, json({}, 503)), 'PROVIDER_UNREACHABLE'],
    ['that never end', () => answers.set(KEYS, () => new Response(endless())), 'PROVIDER_UNREACHABLE'],
  ])('%s', async (_case, make, code, detail) => {
    make()
    await expect(keys.of(ISSUER, false)).rejects.toEqual(refused(code, detail))
  })

  test('of an issuer that can’t be asked in private', async () => {
    trusted = ['http://sign-in.northwind.example']
    await expect(keys.of('http://sign-in.northwind.example', false)).rejects.toEqual(refused('PROVIDER_UNUSABLE', 'issuer'))
    expect(asked).toEqual([])
  })
})

/** Spaces, for as long as somebody reads. */
const endless = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)) })

test('come over sockets from a provider on this computer', async () => {
  const provider = await TinyProvider.start()
  try {
    const published = new PublishedKeys({ fetch: (request, init) => fetch(request, init), isTrusted: () => true, now: () => now })
    expect(await published.of(provider.issuer, false)).toMatchObject([{ kty: 'EC', crv: 'P-256', kid: 'one', alg: 'ES256' }])
  } finally {
    await provider.close()
  }
})
