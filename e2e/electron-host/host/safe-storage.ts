import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { app } from './app.ts'
import { conform } from './conform.ts'

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>

const PREFIX_BYTES = 3
const IV_BYTES = 12
const TAG_BYTES = 16

/** `HOST_KEYSTORE`: the keyring that the program finds; `none` for a machine without any. */
const keystore = (): string => process.env.HOST_KEYSTORE ?? 'gnome_libsecret'

/** `HOST_KEYSTORE_VERSION`, a digit: what was sealed under another version should be sealed anew. */
const prefix = (): string => `v1${process.env.HOST_KEYSTORE_VERSION ?? '1'}`

const isAvailable = (): boolean => keystore() !== 'none'

/** A file plays the keyring: it lasts as long as the user data, and protects from nobody. */
const readKey = (): Buffer => {
  if (!isAvailable()) throw new Error('Error while encrypting the text provided to safeStorage. Encryption is not available.')
  const file = join(app.getPath('userData'), 'host-keyring')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

const encrypt = (text: string): Buffer => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', readKey(), iv)
  return Buffer.concat([Buffer.from(prefix()), iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

const decrypt = (encrypted: Buffer): string => {
  const start = PREFIX_BYTES + IV_BYTES
  const decipher = createDecipheriv('aes-256-gcm', readKey(), encrypted.subarray(PREFIX_BYTES, start))
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES))
  return decipher.update(encrypted.subarray(start, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

export const safeStorage = conform<SafeStorage>()({
  isAsyncEncryptionAvailable: async () => isAvailable(),
  isEncryptionAvailable: () => isAvailable(),
  getSelectedStorageBackend: () => (isAvailable() ? (keystore() as Backend) : 'unknown'),
  encryptStringAsync: async (text) => encrypt(text),
  decryptStringAsync: async (encrypted) => ({
    result: decrypt(encrypted),
    shouldReEncrypt: encrypted.toString('latin1', 0, PREFIX_BYTES) !== prefix(),
  }),
} satisfies Partial<SafeStorage>)
