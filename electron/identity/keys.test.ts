import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { commitTo, hashText, Opening, Signature, sessionStatement } from '#shared/identity/device-key.ts'
import { DeviceKey } from './device-key.ts'
import { DpopKey } from './dpop-key.ts'

/** `SignContent` of MLS: the label's length, the label, whatever is signed. */
const mlsContent = (label: string): Uint8Array => {
  const bytes = new TextEncoder().encode(`MLS 1.0 ${label}`)
  return new Uint8Array([bytes.length, ...bytes, 1, 2, 3])
}

describe('the device key', () => {
  const key = DeviceKey.create()
  const { x, d } = key.save()
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

  test('each sign-in commits to it anew', () => {
    const [first, second] = [key.newOpening(), key.newOpening()]
    for (const opening of [first, second]) {
      expect(Opening.parse(opening)).toEqual(opening)
      expect(opening.publicKey).toBe(x)
    }
    expect(commitTo(first)).not.toBe(commitTo(second))
  })

  test('a session is opened for this token, this key and this service', () => {
    const statement = { idToken: 'a.b.c', keyThumbprint: hashText('key'), service: 'https://meet.example.org' }
    const signature = key.signSession(statement)
    expect(Signature.parse(signature)).toBe(signature)
    const isFor = (other: Partial<typeof statement>) =>
      verify(null, sessionStatement({ ...statement, ...other }), publicKey, Buffer.from(signature, 'base64url'))
    expect(isFor({})).toBe(true)
    expect(isFor({ idToken: 'a.b.d' })).toBe(false)
    expect(isFor({ keyThumbprint: hashText('other') })).toBe(false)
    expect(isFor({ service: 'https://evil.example.org' })).toBe(false)
  })

  test('it signs what is its purpose’s own', () => {
    const signature = key.sign('mls', mlsContent('KeyPackageTBS'))
    expect(signature).toHaveLength(64)
    expect(verify(null, mlsContent('KeyPackageTBS'), publicKey, signature)).toBe(true)
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['a session', sessionStatement({ idToken: 'a.b.c', keyThumbprint: 'x', service: 'https://meet.example.org' })],
    ['a commitment', new TextEncoder().encode('Parley device key v1')],
    ['another label', mlsContent('x').map((byte, at) => (at === 3 ? 0 : byte))],
  ])('it does not sign %s', (_case, bytes) => {
    expect(() => key.sign('mls', bytes)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('it comes back as the same key, and nothing else does', () => {
    expect(DeviceKey.restore(key.save()).save()).toEqual(key.save())
    expect(d).not.toBe(DeviceKey.create().save().d)
    const { x: other } = DeviceKey.create().save()
    expect(DeviceKey.restore({ ...key.save(), x: other }).save().x).not.toBe(other)
  })

  test('it shows its secret to nobody by accident', () => {
    expect(JSON.stringify(key)).not.toContain(d)
    expect(String(key)).not.toContain(d)
  })
})

describe('the key of a session', () => {
  const request = { method: 'POST', url: 'https://meet.example.org/api/meetings?next=1#part' }
  const claimsOf = async (proof: string) => {
    const { payload, protectedHeader } = await jwtVerify(proof, ({ jwk }) => importJWK(jwk ?? {}, 'ES256'), {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
    })
    return { ...payload, jwk: protectedHeader.jwk ?? {} }
  }

  test('a proof is of one request, and of one token', async () => {
    const key = await DpopKey.create()
    const first = await claimsOf(await key.prove(request))
    const second = await claimsOf(await key.prove(request, 'access'))
    expect(first).toMatchObject({ htm: 'POST', htu: 'https://meet.example.org/api/meetings' })
    expect(first).not.toHaveProperty('ath')
    expect(second).toMatchObject({ ath: hashText('access') })
    expect(first.jti).not.toBe(second.jti)
    expect(Math.abs((first.iat ?? 0) - Date.now() / 1000)).toBeLessThan(5)
    expect(Object.keys(first.jwk).sort()).toEqual(['crv', 'kty', 'x', 'y'])
    expect(await calculateJwkThumbprint(first.jwk)).toBe(key.thumbprint)
  })

  test('it comes back as the same key', async () => {
    const key = await DpopKey.create()
    const restored = await DpopKey.restore(key.save())
    expect(restored.thumbprint).toBe(key.thumbprint)
    expect((await claimsOf(await restored.prove(request))).jwk).toMatchObject({ x: key.save().x })
    expect(JSON.stringify(key)).not.toContain(key.save().d)
  })

  test('a half that doesn’t fit the other is refused', async () => {
    const [one, other] = [await DpopKey.create(), await DpopKey.create()]
    await expect(DpopKey.restore({ ...one.save(), d: other.save().d })).rejects.toThrow()
    const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
    await expect(DpopKey.restore({ ...one.save(), x: String(ed.x) })).rejects.toThrow()
  })
})
