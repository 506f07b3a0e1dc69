import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UpdateManifest } from '#shared/updates/manifest.ts'
import { newKey, publicKeyOf, readSigningKey, signRelease } from './manifest-signing.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-signing-'))
  file = join(folder, 'Parley-1.5.0-windows-x64.exe')
  writeFileSync(file, 'a package')
})
afterEach(() => rmSync(folder, { recursive: true }))

const PLACE = { platform: 'windows', architecture: 'x64', channel: 'stable' } as const

test('what is signed is what clients read, and the key that builds pin says so', async () => {
  const { privateKey, publicKey } = newKey()
  const path = await signRelease(
    { package: file, place: PLACE, version: '1.5.0', stagingPercentage: 10, installBy: 5_000, notes: 'Quicker.' },
    readSigningKey(privateKey),
    1_000,
  )
  expect(path).toBe(join(folder, 'stable-windows-x64.json'))
  const bytes = readFileSync(path)
  expect(UpdateManifest.parse(JSON.parse(bytes.toString()))).toMatchObject({
    version: '1.5.0',
    issuedAt: 1_000,
    stagingPercentage: 10,
    installBy: 5_000,
    notes: 'Quicker.',
    package: { file: 'Parley-1.5.0-windows-x64.exe', size: 9 },
  })
  const pinned = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  const signature = Buffer.from(readFileSync(`${path}.sig`, 'utf8'), 'base64')
  expect(verify(null, bytes, pinned, signature)).toBe(true)
  expect(verify(null, Buffer.concat([bytes, Buffer.from(' ')]), pinned, signature)).toBe(false)
  expect(publicKeyOf(readSigningKey(privateKey))).toBe(publicKey)
})

test('what clients would refuse is not signed', async () => {
  const key = readSigningKey(newKey().privateKey)
  await expect(signRelease({ package: file, place: PLACE, version: 'new' }, key, 1)).rejects.toThrow('version')
  await expect(signRelease({ package: file, place: PLACE, version: '1.5.0', stagingPercentage: 101 }, key, 1)).rejects.toThrow(
    'stagingPercentage',
  )
})

test('another key than an Ed25519 one is refused, and does not come into the message', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const pem of [undefined, '', 'secret', rsa]) {
    expect(() => readSigningKey(pem)).toThrow(/^PARLEY_UPDATE_SIGNING_KEY (is missing|can’t be used)[^-]*$/)
  }
})
