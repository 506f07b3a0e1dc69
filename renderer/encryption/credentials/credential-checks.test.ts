import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { encodeCredential } from '#shared/encryption/credential.ts'
import { type ProviderKey, readProviderKeys } from '#shared/encryption/provider-key.ts'
import { commitTo } from '#shared/identity/device-key.ts'
import { CredentialChecks } from './credential-checks.ts'
import { verifySignature } from './verify-signature.ts'

const ISSUER = 'https://sign-in.northwind.example'
const provider = { issuer: ISSUER, clientId: 'parley-desktop', organisation: 'Northwind' }
const NOW = Date.UTC(2026, 10, 21)
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const providerKey = (kid: string): { privateKey: KeyObject; published: ProviderKey } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const [published] = readProviderKeys({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid }] }) ?? []
  if (published === undefined) throw new Error('no key')
  return { privateKey, published }
}
const [first, second] = [providerKey('first'), providerKey('second')]

/** A member whom the provider vouched for with this key. */
const member = (privateKey: KeyObject, kid: string): [Uint8Array, Uint8Array] => {
  const publicKey = String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x)
  const opening = { publicKey, salt: randomBytes(32).toString('base64url') }
  const iat = NOW / 1_000 - 60
  const claims = { iss: ISSUER, aud: provider.clientId, sub: 'bo', name: 'Bo', nonce: commitTo(opening), iat, exp: iat + 300 }
  const text = `${encode({ alg: 'EdDSA', kid })}.${encode(claims)}`
  const idToken = `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
  return [encodeCredential({ v: 1, kind: 'member', idToken, opening }), new Uint8Array(Buffer.from(publicKey, 'base64url'))]
}
const verified = expect.objectContaining({ status: 'verified', organisation: 'Northwind', name: 'Bo' })

const keysOf = vi.fn<(issuer: string, renew: boolean) => Promise<readonly ProviderKey[]>>()
let checks: CredentialChecks
beforeEach(() => {
  keysOf.mockReset().mockResolvedValue([first.published])
  checks = new CredentialChecks({ provider, keysOf, verify: verifySignature, now: () => NOW })
})

test('the provider is asked once for a whole meeting', async () => {
  const everybody = Array.from({ length: 20 }, () => member(first.privateKey, 'first'))
  expect(await Promise.all(everybody.map((each) => checks.check(...each)))).toEqual(everybody.map(() => verified))
  expect(keysOf.mock.calls).toEqual([[ISSUER, false]])
})

test('a key that is missing is asked for, and those that were there stay good', async () => {
  expect(await checks.check(...member(first.privateKey, 'first'))).toEqual(verified)
  keysOf.mockResolvedValue([second.published])
  expect(await checks.check(...member(second.privateKey, 'second'))).toEqual(verified)
  expect(keysOf.mock.calls).toEqual([
    [ISSUER, false],
    [ISSUER, true],
  ])
  expect(await checks.check(...member(first.privateKey, 'first'))).toEqual(verified)
  expect(keysOf).toHaveBeenCalledTimes(2)
})

test('a provider that can’t be reached verifies nobody, until it can', async () => {
  keysOf.mockRejectedValue(new Error('offline'))
  const bo = member(first.privateKey, 'first')
  expect(await checks.check(...bo)).toEqual({ status: 'failed', reason: 'providerKey' })
  keysOf.mockResolvedValue([first.published])
  expect(await checks.check(...bo)).toEqual(verified)
})

test('whoever has no provider believes nobody, and asks nobody', async () => {
  checks = new CredentialChecks({ provider: undefined, keysOf, verify: verifySignature, now: () => NOW })
  expect(await checks.check(...member(first.privateKey, 'first'))).toEqual({ status: 'failed', reason: 'issuer' })
  const publicKey = randomBytes(32)
  const guest = encodeCredential({ v: 1, kind: 'guest', name: 'Robin', publicKey: publicKey.toString('base64url') })
  expect(await checks.check(guest, new Uint8Array(publicKey))).toEqual({ status: 'guest', name: 'Robin' })
  expect(keysOf).not.toHaveBeenCalled()
})

test('an issuer that a member names is never asked', async () => {
  const [identity, key] = member(first.privateKey, 'first')
  const text = new TextDecoder().decode(identity)
  const [, , , token = ''] = /"idToken":"([^.]+)\.([^.]+)\.([^"]+)"/.exec(text) ?? []
  const elsewhere = encode({ iss: 'http://127.0.0.1:8080/admin', aud: provider.clientId, sub: 'bo', nonce: 'x' })
  const forged = text.replace(/"idToken":"[^"]+"/, `"idToken":"${encode({ alg: 'EdDSA' })}.${elsewhere}.${token}"`)
  expect(await checks.check(new TextEncoder().encode(forged), key)).toEqual({ status: 'failed', reason: 'issuer' })
  expect(keysOf.mock.calls).toEqual([[ISSUER, false]])
})
