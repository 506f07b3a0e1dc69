import { chmodSync, mkdtempSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ServiceSecret } from './service-secret.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'parley-secret-'))

test('the secret is made once, and for nobody else to read', () => {
  const data = folder()
  const first = ServiceSecret.load(data)
  expect(ServiceSecret.load(data).deriveBytes('x')).toEqual(first.deriveBytes('x'))
  expect(ServiceSecret.load(folder()).deriveBytes('x')).not.toEqual(first.deriveBytes('x'))
  if (process.platform !== 'win32') expect(statSync(join(data, 'service.key')).mode & 0o777).toBe(0o600)
})

test('each purpose has a key of its own', () => {
  const secret = ServiceSecret.random()
  expect(secret.deriveBytes('one')).not.toEqual(secret.deriveBytes('other'))
  expect(secret.deriveSigningKey('one').asymmetricKeyType).toBe('ed25519')
})

test.skipIf(process.platform === 'win32')('a secret that others can read is none', () => {
  const data = folder()
  ServiceSecret.load(data)
  chmodSync(join(data, 'service.key'), 0o640)
  expect(() => ServiceSecret.load(data)).toThrow('set its mode to 600')
})

test('a file that holds something else is none', () => {
  const data = folder()
  ServiceSecret.load(data)
  truncateSync(join(data, 'service.key'), 31)
  expect(() => ServiceSecret.load(data)).toThrow('does not hold')
  expect(() => ServiceSecret.load(join(data, 'nowhere'))).toThrow('can’t be kept')
})
