import { createPrivateKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ParleyError } from '#shared/errors.ts'

const LENGTH = 32
const FILE = 'service.key'

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The one secret of the service, from which each of its keys is derived for a purpose of its own (HKDF, RFC 5869). */
export class ServiceSecret {
  readonly #secret: Buffer

  private constructor(secret: Buffer) {
    this.#secret = secret
  }

  static random(): ServiceSecret {
    return new ServiceSecret(randomBytes(LENGTH))
  }

  /** From the data folder, made at the first start. Throws INTERNAL where others could read it, or it is none. */
  static load(folder: string): ServiceSecret {
    const path = join(folder, FILE)
    try {
      const secret = randomBytes(LENGTH)
      writeFileSync(path, secret, { flag: 'wx', mode: 0o600, flush: true })
      return new ServiceSecret(secret)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new ParleyError('INTERNAL', 'the service’s secret can’t be kept in the data folder', { cause: error })
      }
    }
    return new ServiceSecret(read(path))
  }

  /** 32 bytes for this purpose and no other. */
  deriveBytes(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, '', `Parley ${purpose} v1`, 32))
  }

  /** An Ed25519 key for this purpose and no other. */
  deriveSigningKey(purpose: string): KeyObject {
    const pkcs8 = Buffer.concat([ED25519_PKCS8, this.deriveBytes(purpose)])
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  }
}

const read = (path: string): Buffer => {
  const file = openSync(path, 'r')
  try {
    // Windows keeps no such bits; there the folder of the account is closed to others.
    if (process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0) {
      throw new ParleyError('INTERNAL', `others than the service can read ${path}: set its mode to 600`)
    }
    const secret = readFileSync(file)
    if (secret.length !== LENGTH) throw new ParleyError('INTERNAL', `${path} does not hold the service’s secret`)
    return secret
  } finally {
    closeSync(file)
  }
}
