import {
  createPublicKey,
  generateKeyPairSync,
  hash,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
  verify as verifyWith,
} from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitTo, type Opening } from '../identity/device-key.ts'
import {
  CREDENTIAL_AGE,
  CREDENTIAL_SIZE,
  type CredentialQuestion,
  decodeCredential,
  type EncryptionCredential,
  encodeCredential,
  type TrustedProvider,
  type VerifySignature,
  verifyCredential,
} from './credential.ts'
import { fits, readProviderKeys } from './provider-key.ts'

const ISSUER = 'https://sign-in.northwind.example'
const CLIENT = 'parley-desktop'
const NOW = Date.UTC(2026, 10, 21)
const seconds = (ms: number): number => Math.floor(ms / 1_000)
const encode = (value: string | object): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const HASHES: Record<string, string> = { '256': 'sha256', '384': 'sha384', '512': 'sha512' }
const hashOf = (algorithm: string): string | null => HASHES[algorithm.slice(-3)] ?? null

/** With the same options on both sides, as node:crypto has them. */
const optionsFor = (algorithm: string, key: KeyObject) => ({
  key,
  dsaEncoding: 'ieee-p1363' as const,
  ...(algorithm.startsWith('PS') ? { padding: 6, saltLength: -1 } : {}),
})

const verify: VerifySignature = async (key, algorithm, signed, signature) => {
  const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
  return verifyWith(hashOf(algorithm), signed, optionsFor(algorithm, publicKey), signature)
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more })
const keys =
  readProviderKeys({
    keys: [
      jwkOf(rsa.publicKey, { kid: 'rsa', use: 'sig' }),
      jwkOf(p256.publicKey, { kid: 'p256', alg: 'ES256' }),
      jwkOf(ed.publicKey, { kid: 'ed', alg: 'EdDSA' }),
    ],
  }) ?? []
const NORTHWIND: TrustedProvider = { issuer: ISSUER, clientId: CLIENT, organisation: 'Northwind', keys }

const deviceKey = (): Opening => {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  return { publicKey: String(x), salt: randomBytes(32).toString('base64url') }
}
const ada = deviceKey()

interface Token {
  header?: object | string
  claims?: object
  /** The text of the claims, instead. */
  body?: string
  algorithm?: string
  key?: KeyObject
  opening?: Opening
}

const idToken = ({ header, claims, body, algorithm = 'RS256', key = rsa.privateKey, opening = ada }: Token = {}): string => {
  const head = encode(header ?? { alg: algorithm, kid: 'rsa', typ: 'JWT' })
  const payload = encode(
    body ?? {
      iss: ISSUER,
      aud: CLIENT,
      sub: 'ada-1',
      nonce: commitTo(opening),
      iat: seconds(NOW) - 3_600,
      exp: seconds(NOW) - 3_000,
      name: 'Ada Moreau',
      email: 'ada@northwind.example',
      ...claims,
    },
  )
  const signature = sign(hashOf(algorithm), Buffer.from(`${head}.${payload}`), optionsFor(algorithm, key))
  return `${head}.${payload}.${signature.toString('base64url')}`
}

const member = (token: Token = {}, opening: Opening = ada): EncryptionCredential => ({
  v: 1,
  kind: 'member',
  idToken: idToken(token),
  opening,
})
const leafOf = (publicKey: string): Uint8Array => new Uint8Array(Buffer.from(publicKey, 'base64url'))
const check = (credential: EncryptionCredential | Uint8Array, change: Partial<CredentialQuestion> = {}) =>
  verifyCredential({
    identity: credential instanceof Uint8Array ? credential : encodeCredential(credential),
    signatureKey: leafOf(ada.publicKey),
    providers: [NORTHWIND],
    verify,
    now: NOW,
    ...change,
  })
const failed = (reason: string) => ({ status: 'failed', reason })
const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value))

const VERIFIED = {
  status: 'verified',
  personKey: hash('sha256', JSON.stringify(['Parley member v1', ISSUER, 'ada-1']), 'base64url'),
  issuer: ISSUER,
  organisation: 'Northwind',
  name: 'Ada Moreau',
  email: 'ada@northwind.example',
}

describe('a member', () => {
  test('is who the provider says, long after the token has expired', async () => expect(await check(member())).toEqual(VERIFIED))

  test.each([
    ['RS256', 'rsa', rsa.privateKey],
    ['RS512', 'rsa', rsa.privateKey],
    ['PS256', 'rsa', rsa.privateKey],
    ['ES256', 'p256', p256.privateKey],
    ['EdDSA', 'ed', ed.privateKey],
    ['Ed25519', 'ed', ed.privateKey],
  ])('is verified by %s', async (algorithm, kid, key) => {
    expect(await check(member({ header: { alg: algorithm, kid }, algorithm, key }))).toEqual(VERIFIED)
  })

  test('is verified where the token names no key', async () =>
    expect(await check(member({ header: { alg: 'RS256' } }))).toEqual(VERIFIED))

  test('is verified where the provider has several keys of one name', async () => {
    const twice = [{ ...jwkOf(other.publicKey), kid: 'rsa' }, ...keys] as typeof keys
    expect(await check(member(), { providers: [{ ...NORTHWIND, keys: twice }] })).toEqual(VERIFIED)
  })

  test.each([
    ['name', { name: 'Ada\u202Emoreau' }, 'ada@northwind.example'],
    ['a name that is too long', { name: 'x'.repeat(61) }, 'ada@northwind.example'],
    ['no name', { name: undefined, preferred_username: 'ada' }, 'ada'],
  ])('goes by another where %s can’t be shown', async (_case, claims, name) =>
    expect(await check(member({ claims }))).toMatchObject({ status: 'verified', name }),
  )

  test('has a name in any script, in one form', async () => {
    expect(await check(member({ claims: { name: 'Zoe\u0308 李小龍 أحمد' } }))).toMatchObject({ name: 'Zoë 李小龍 أحمد' })
  })

  test('whose address the provider does not vouch for has none', async () =>
    expect(await check(member({ claims: { email_verified: false } }))).toMatchObject({ status: 'verified', email: undefined }))

  test('of another organisation of the same provider is not of this one', async () => {
    const providers = [{ ...NORTHWIND, member: { claim: 'org', value: 'northwind' } }]
    expect(await check(member({ claims: { org: 'northwind' } }), { providers })).toMatchObject({ organisation: 'Northwind' })
    for (const org of ['contrail', undefined, ['northwind'], { toString: 'northwind' }]) {
      expect(await check(member({ claims: { org } }), { providers })).toMatchObject({
        status: 'verified',
        organisation: undefined,
      })
    }
  })
})

describe('what others make of it is refused', () => {
  const eve = deviceKey()
  const none = `${encode({ alg: 'none' })}.${idToken().split('.')[1]}.`
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' })

  test.each<[string, Token, string]>([
    ['no algorithm', { header: { alg: 'none', kid: 'rsa' } }, 'algorithm'],
    ['an algorithm written otherwise', { header: { alg: 'None', kid: 'rsa' } }, 'algorithm'],
    ['a symmetric one, with the public key for a secret', { header: { alg: 'HS256', kid: 'rsa' } }, 'algorithm'],
    ['an algorithm of another key', { header: { alg: 'ES256', kid: 'rsa' } }, 'providerKey'],
    ['an algorithm that the key is not for', { header: { alg: 'ES384', kid: 'p256' } }, 'providerKey'],
    ['another padding than it was signed with', { header: { alg: 'PS256', kid: 'rsa' } }, 'signature'],
    ['a key that the provider does not have', { header: { alg: 'RS256', kid: 'evil' } }, 'providerKey'],
    ['the name of another key', { header: { alg: 'RS256', kid: 'ed' } }, 'providerKey'],
    ['a key of its own beside it', { header: { alg: 'RS256', jwk: jwkOf(other.publicKey) }, key: other.privateKey }, 'signature'],
    ['a signature by somebody else', { key: other.privateKey }, 'signature'],
    ['what must be understood and isn’t', { header: { alg: 'RS256', kid: 'rsa', crit: ['b64'], b64: false } }, 'form'],
    ['another kind of token', { header: { alg: 'RS256', kid: 'rsa', typ: 'at+jwt' } }, 'form'],
    ['no header', { header: 'null' }, 'form'],
    ['another issuer with the same subject', { claims: { iss: 'https://evil.example' } }, 'issuer'],
    ['an issuer that looks alike', { claims: { iss: `${ISSUER}/` } }, 'issuer'],
    ['several issuers', { claims: { iss: [ISSUER] } }, 'issuer'],
    ['a token for another program', { claims: { aud: 'another' } }, 'audience'],
    ['a token for several programs', { claims: { aud: [CLIENT, 'another'] } }, 'audience'],
    ['a token that another program asked for', { claims: { aud: [CLIENT, 'another'], azp: 'another' } }, 'audience'],
    ['no nonce', { claims: { nonce: undefined } }, 'nonce'],
    ['the nonce of another key', { opening: eve }, 'nonce'],
    ['a time to come', { claims: { iat: seconds(NOW) + 61, exp: seconds(NOW) + 600 } }, 'notYet'],
    ['a token that is too old', { claims: { iat: seconds(NOW) - CREDENTIAL_AGE - 1 } }, 'tooOld'],
    ['no time', { claims: { iat: undefined } }, 'form'],
    ['a time in words', { claims: { iat: '0' } }, 'form'],
    ['an end before its beginning', { claims: { exp: 1 } }, 'form'],
    ['nobody', { claims: { sub: '' } }, 'subject'],
    ['a number for somebody', { claims: { sub: 1 } }, 'subject'],
    ['no name at all', { claims: { name: '\u200b', email: undefined } }, 'name'],
    ['claims that are a list', { body: '[]' }, 'form'],
    ['claims that are no JSON', { body: '{' }, 'form'],
  ])('%s', async (_case, token, reason) => expect(await check(member(token))).toEqual(failed(reason)))

  test('several programs, where it was ours that asked', async () =>
    expect(await check(member({ claims: { aud: [CLIENT, 'another'], azp: CLIENT } }))).toEqual(VERIFIED))

  test('no signature at all', async () => {
    const written = JSON.stringify({ v: 1, kind: 'member', idToken: none, opening: ada })
    expect(await check(text(written))).toEqual(failed('form'))
  })

  test('a secret made of the public key', async () => {
    const [, payload] = idToken().split('.')
    const head = encode({ alg: 'HS256', kid: 'rsa' })
    const mac = hash('sha256', `${publicPem}${head}.${payload}`, 'base64url')
    const credential: EncryptionCredential = { v: 1, kind: 'member', idToken: `${head}.${payload}.${mac}`, opening: ada }
    expect(await check(credential)).toEqual(failed('algorithm'))
  })

  test('another opening than the token’s', async () => {
    expect(await check(member({}, { ...ada, salt: eve.salt }))).toEqual(failed('nonce'))
    // Eve shows Ada's token with her own key, and signs with that.
    expect(await check(member({}, eve), { signatureKey: leafOf(eve.publicKey) })).toEqual(failed('nonce'))
  })

  test('a credential that another key signs for', async () => {
    expect(await check(member(), { signatureKey: leafOf(eve.publicKey) })).toEqual(failed('key'))
    expect(await check(member(), { signatureKey: new Uint8Array() })).toEqual(failed('key'))
    expect(await check(member(), { signatureKey: new Uint8Array(33) })).toEqual(failed('key'))
  })

  test('a claim that was changed afterwards', async () => {
    const [head, , tail] = idToken().split('.')
    const claims = { iss: ISSUER, aud: CLIENT, sub: 'bo-1', nonce: commitTo(ada), iat: seconds(NOW), exp: seconds(NOW) + 1 }
    const credential: EncryptionCredential = {
      v: 1,
      kind: 'member',
      idToken: `${head}.${encode(claims)}.${tail}`,
      opening: ada,
    }
    expect(await check(credential)).toEqual(failed('signature'))
  })

  test('anybody, where no provider is believed or its keys are not known', async () => {
    expect(await check(member(), { providers: [] })).toEqual(failed('issuer'))
    expect(await check(member(), { providers: [{ ...NORTHWIND, keys: [] }] })).toEqual(failed('providerKey'))
  })
})

describe('time', () => {
  const at = (age: number) => check(member({ claims: { iat: seconds(NOW) - age, exp: seconds(NOW) - age + 300 } }))
  test.each([0, 30, CREDENTIAL_AGE, -60])('%i s after its issue it is good', async (age) =>
    expect(await at(age)).toEqual(VERIFIED),
  )
  test.each([CREDENTIAL_AGE + 1, 10 * CREDENTIAL_AGE, -61])('%i s after its issue it is not', async (age) =>
    expect(await at(age)).toMatchObject({ status: 'failed' }),
  )
})

describe('a guest', () => {
  const guest = (name: string): EncryptionCredential => ({ v: 1, kind: 'guest', name, publicKey: ada.publicKey })
  test('is nobody but a name', async () =>
    expect(await check(guest('Robin Vance'))).toEqual({ status: 'guest', name: 'Robin Vance' }))

  test.each(['', ' Robin', 'Robin  Vance', 'Zoe\u0308', 'Ada\u202E', 'a\u0000b', '\ud800', '\u200b'])(
    'has no name that is not as it is shown: %j',
    async (name) => expect(await check(guest(name))).toEqual(failed('name')),
  )

  test('signs with the key that it names', async () =>
    expect(await check(guest('Robin'), { signatureKey: leafOf(deviceKey().publicKey) })).toEqual(failed('key')))
})

describe('the form', () => {
  const written = Buffer.from(encodeCredential(member())).toString()

  test('is one', () => {
    expect(Object.keys(JSON.parse(written))).toEqual(['v', 'kind', 'idToken', 'opening'])
    expect(decodeCredential(text(written))).toEqual(member())
  })

  test.each<[string, string]>([
    ['white space', written.replace(',', ', ')],
    ['a line at the end', `${written}\n`],
    ['a byte order mark', `\ufeff${written}`],
    ['another order', JSON.stringify({ kind: 'member', v: 1, ...JSON.parse(written) })],
    ['a member twice', written.replace('{"v":1', '{"v":1,"v":1')],
    [
      'a member twice, the first for whoever reads that',
      written.replace('{"v":1,"kind":"member"', '{"v":1,"kind":"guest","kind":"member"'),
    ],
    ['an opening twice', written.replace('"opening":{', `"opening":{"publicKey":"${deviceKey().publicKey}",`)],
    ['a member written with an escape', written.replace('"kind"', '"k\\u0069nd"')],
    ['one member more', written.replace('{"v":1', '{"v":1,"x":1')],
    ['one member more in the opening', written.replace('"opening":{', '"opening":{"x":1,')],
    ['another version', written.replace('"v":1', '"v":2')],
    ['a version in words', written.replace('"v":1', '"v":"1"')],
    ['1.0', written.replace('"v":1', '"v":1.0')],
    ['another kind', written.replace('"member"', '"admin"')],
    ['a list', '[]'],
    ['nothing', ''],
    ['a prototype', '{"__proto__":{"v":1}}'],
    [
      'more than there is room for',
      JSON.stringify({ v: 1, kind: 'member', idToken: `a.b.${'c'.repeat(CREDENTIAL_SIZE)}`, opening: ada }),
    ],
    ['a key with bits that say nothing', written.replace(ada.publicKey, `${ada.publicKey.slice(0, -1)}_`)],
  ])('is not %s', async (_case, wrong) => {
    expect(wrong).not.toBe(written)
    expect((await check(text(wrong))).status).toBe('failed')
  })

  test('is no text of another encoding', async () => {
    expect(await check(new Uint8Array([...text(written).subarray(0, -2), 0xff, 0x22, 0x7d]))).toEqual(failed('form'))
  })

  test('is read back from what was written, whoever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        const credential: EncryptionCredential = { v: 1, kind: 'guest', name, publicKey: ada.publicKey }
        expect(decodeCredential(encodeCredential(credential))).toEqual(credential)
      }),
    )
  })

  test('is never found in anything else, and nothing throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (identity) => {
        expect((await check(identity)).status).toBe('failed')
      }),
    )
  })

  test('changed in one byte is another or none, and never verified', async () => {
    const identity = encodeCredential(member())
    await fc.assert(
      fc.asyncProperty(fc.nat(identity.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = identity.map((byte, index) => (index === at ? byte ^ by : byte))
        expect((await check(changed)).status).toBe('failed')
      }),
      { numRuns: 300 },
    )
  })
})

describe('a provider’s keys', () => {
  test('are read without what is no public half or for another use', () => {
    const published = {
      keys: [
        jwkOf(rsa.publicKey, { kid: 'a', x5c: ['x'], d: 'secret' }),
        jwkOf(rsa.publicKey, { kid: 'b', use: 'enc' }),
        jwkOf(rsa.publicKey, { kid: 'c', key_ops: ['encrypt'] }),
        { kty: 'oct', k: 'c2VjcmV0' },
        { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
        null,
      ],
    }
    expect(readProviderKeys(published)).toEqual([{ ...jwkOf(rsa.publicKey), kid: 'a' }])
  })

  test.each([undefined, null, [], {}, { keys: 'none' }, { keys: Array(201).fill({}) }])('are not in %j', (wrong) =>
    expect(readProviderKeys(wrong)).toBeUndefined(),
  )

  test('are for what they say', () => {
    const [rsaKey, p256Key, edKey] = keys
    if (rsaKey === undefined || p256Key === undefined || edKey === undefined) throw new Error('no keys')
    expect([fits(rsaKey, 'RS256'), fits(rsaKey, 'PS512'), fits(rsaKey, 'ES256'), fits(rsaKey, 'EdDSA')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect([fits({ ...rsaKey, alg: 'RS256' }, 'RS256'), fits({ ...rsaKey, alg: 'RS256' }, 'PS256')]).toEqual([true, false])
    expect([fits(p256Key, 'ES256'), fits(p256Key, 'ES384'), fits(edKey, 'Ed25519'), fits(edKey, 'EdDSA')]).toEqual([
      true,
      false,
      true,
      true,
    ])
  })
})
