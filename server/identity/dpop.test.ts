import { generateKeyPairSync } from 'node:crypto'
import { generateKeyPair, generateProof } from 'dpop'
import { beforeEach, describe, expect, test } from 'vitest'
import { DpopKey } from '../testing/test-session.ts'
import { Proofs } from './dpop.ts'
import { ReplayMemory } from './replay-memory.ts'

const ORIGIN = 'http://127.0.0.1:8473'
const PATH = '/api/meetings'
const URL_ = `${ORIGIN}${PATH}`

let now: number
let proofs: Proofs
beforeEach(() => {
  now = 1_767_225_600_000
  proofs = new Proofs({ origins: () => new Set([ORIGIN, 'https://meet.example.org']), now: () => now })
})

const key = DpopKey.create()
const claims = () => ({ htm: 'GET', htu: URL_, iat: now / 1_000 })
const verify = (dpop: string | undefined, accessToken?: string) => proofs.verify({ method: 'GET', path: PATH, dpop }, accessToken)
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a proof', () => {
  test('names its key and the origin that it was made for', () => {
    expect(verify(key.proof(claims()))).toEqual({ keyThumbprint: key.thumbprint, origin: ORIGIN })
    const htu = `https://meet.example.org${PATH}`
    expect(verify(key.proof({ ...claims(), htu }))).toMatchObject({ origin: 'https://meet.example.org' })
  })

  test('of the library that clients use is taken', async () => {
    now = Date.now()
    const pair = await generateKeyPair('ES256')
    expect(verify(await generateProof(pair, URL_, 'GET', undefined, 'token'), 'token')).toMatchObject({ origin: ORIGIN })
  })

  test.each<[string, () => string | undefined]>([
    ['that is not there', () => undefined],
    ['that is empty', () => ''],
    ['that is no JWS', () => 'a.b.c'],
    ['that is two', () => `${key.proof(claims())}, ${key.proof(claims())}`],
    ['that is too long', () => key.proof({ ...claims(), htu: `${URL_}?${'x'.repeat(4_000)}` })],
    ['without a time', () => key.proof({ ...claims(), iat: Number.NaN })],
    ['with an endless id', () => key.proof({ ...claims(), jti: 'x'.repeat(129) })],
    ['with an empty id', () => key.proof({ ...claims(), jti: '' })],
    ['for another host', () => key.proof({ ...claims(), htu: `http://evil.example${PATH}` })],
    ['for our host in the name', () => key.proof({ ...claims(), htu: `http://127.0.0.1:8473@evil.example${PATH}` })],
    ['for a path below', () => key.proof({ ...claims(), htu: `${URL_}/x` })],
    ['for no address', () => key.proof({ ...claims(), htu: PATH })],
    ['for a token where there is none', () => key.proof({ ...claims(), ath: 'x' })],
  ])('%s is refused', (_what, make) => {
    expect(() => verify(make())).toThrow('PROOF_INVALID')
  })

  test.each<[string, (jwk: Record<string, unknown>) => object]>([
    ['of another type', (jwk) => ({ typ: 'JWT', alg: 'ES256', jwk })],
    ['with another algorithm', (jwk) => ({ typ: 'dpop+jwt', alg: 'none', jwk })],
    ['with a private key', (jwk) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: { ...jwk, d: 'x'.repeat(43) } })],
    ['with another curve', (jwk) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: { ...jwk, crv: 'P-384' } })],
    ['with no point', (jwk) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: { ...jwk, x: 'A'.repeat(43) } })],
    ['with ballast', (jwk) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: { ...jwk, kid: 'x'.repeat(1_024) } })],
    ['without a key', () => ({ typ: 'dpop+jwt', alg: 'ES256' })],
    ['with an extension', (jwk) => ({ typ: 'dpop+jwt', alg: 'ES256', jwk, crit: ['x'] })],
    ['with somebody else’s key', () => ({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk(DpopKey.create()) })],
  ])('%s in its header is refused', (_what, header) => {
    expect(() => verify(key.proof(claims(), encode(header(publicJwk(key)))))).toThrow('PROOF_INVALID')
  })

  test('with a key of another kind is refused', () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const header = encode({ typ: 'dpop+jwt', alg: 'EdDSA', jwk: publicKey.export({ format: 'jwk' }) })
    expect(() => verify(key.proof(claims(), header))).toThrow('PROOF_INVALID')
  })

  test('is for the method and may name a query', () => {
    expect(() => verify(key.proof({ ...claims(), htm: 'get' }))).toThrow('PROOF_INVALID: method')
    expect(verify(key.proof({ ...claims(), htu: `${URL_}?a=1#b` }))).toBeDefined()
  })

  test.each([
    [-60, true],
    [60, true],
    [-61, false],
    [61, false],
  ])('made %d s from now is in time: %s', (seconds, inTime) => {
    const proof = key.proof({ ...claims(), iat: now / 1_000 + seconds })
    if (inTime) expect(verify(proof)).toBeDefined()
    else expect(() => verify(proof)).toThrow('CLOCK_SKEWED')
  })

  test('is good once for as long as it is in time', () => {
    const proof = key.proof({ ...claims(), iat: now / 1_000 + 60 })
    verify(proof)
    for (const later of [0, 60_000, 60_000]) {
      now += later
      expect(() => verify(proof)).toThrow('PROOF_INVALID: replayed')
    }
    now += 1
    expect(() => verify(proof)).toThrow('CLOCK_SKEWED')
  })

  test('with the id of another key’s proof is no replay', () => {
    verify(key.proof({ ...claims(), jti: 'same' }))
    expect(verify(DpopKey.create().proof({ ...claims(), jti: 'same' }))).toBeDefined()
  })

  test('that was refused does not use up its id', () => {
    const proof = key.proof({ ...claims(), jti: 'kept' })
    expect(() => verify(proof, 'token')).toThrow('PROOF_INVALID: token')
    expect(verify(proof)).toBeDefined()
  })

  test('cannot be had without end from one key', () => {
    for (let count = 0; count < 6_000; count += 1) verify(key.proof(claims()))
    expect(() => verify(key.proof(claims()))).toThrow('TOO_MANY_REQUESTS')
    expect(verify(DpopKey.create().proof(claims()))).toBeDefined()
    now += 122_000
    expect(verify(key.proof(claims()))).toBeDefined()
  }, 60_000)
})

const publicJwk = (each: DpopKey): Record<string, unknown> =>
  JSON.parse(Buffer.from(each.proof(claims()).split('.')[0] ?? '', 'base64url').toString()).jwk

describe('what was seen', () => {
  test('is forgotten in time and bounded', () => {
    const memory = new ReplayMemory({ lifetime: 100, capacity: 3, perOwner: 2 })
    expect(memory.note('a', '1', 0)).toBe('new')
    expect(memory.note('a', '1', 99)).toBe('seen')
    expect(memory.note('a', '2', 0)).toBe('new')
    expect(memory.note('a', '3', 0)).toBe('full')
    expect(memory.note('b', '1', 50)).toBe('new')
    expect(memory.note('c', '1', 50)).toBe('full')
    expect(memory.note('a', '1', 100)).toBe('new')
    expect(memory.size).toBe(2)
    expect(memory.note('b', '9', 1_000)).toBe('new')
    expect(memory.size).toBe(1)
  })
})
