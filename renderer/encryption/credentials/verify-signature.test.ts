import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readProviderKeys, SIGNING_ALGORITHMS } from '#shared/encryption/provider-key.ts'
import { verifySignature } from './verify-signature.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const
const keysFor = (algorithm: string) => {
  if (algorithm in CURVES) return generateKeyPairSync('ec', { namedCurve: CURVES[algorithm as keyof typeof CURVES] })
  return algorithm.startsWith('Ed') ? generateKeyPairSync('ed25519') : rsa
}
const signed = new TextEncoder().encode('header.payload')

describe.each(SIGNING_ALGORITHMS)('%s', (algorithm) => {
  const { privateKey, publicKey } = keysFor(algorithm)
  const [key] =
    readProviderKeys({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: algorithm, use: 'sig' }] }) ?? []
  if (key === undefined) throw new Error('no key')
  const signature = new Uint8Array(
    sign(algorithm.startsWith('Ed') ? null : `sha${algorithm.slice(2)}`, signed, {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
      ...(algorithm.startsWith('PS') ? { padding: 6, saltLength: -1 } : {}),
    }),
  )

  test('takes its own signature', async () => expect(await verifySignature(key, algorithm, signed, signature)).toBe(true))

  test('takes no other', async () => {
    const changed = signature.map((byte, at) => (at === 10 ? byte ^ 1 : byte))
    expect(await verifySignature(key, algorithm, signed, changed)).toBe(false)
    expect(await verifySignature(key, algorithm, signed.subarray(1), signature)).toBe(false)
    expect(await verifySignature(key, algorithm, signed, new Uint8Array())).toBe(false)
  })

  test('takes no key of another kind, and throws for none', async () => {
    const other = key.kty === 'RSA' ? 'ES256' : 'RS256'
    expect(await verifySignature(key, other, signed, signature)).toBe(false)
  })
})
