/**
 * A manifest as it is kept in the database: sealed with a key of its own, made of the recording's data key. With that key it is gone.
 *
 * Text: `m1.` and base64url of nonce (12 bytes), ciphertext (AES-256-GCM) and tag (16 bytes); the recording's id is authenticated.
 */
import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { RecordingManifest } from '#shared/recording/manifest.ts'

const PREFIX = 'm1.'
const NONCE_LENGTH = 12
const TAG_LENGTH = 16

const keyOf = (dataKey: KeyObject, recording: string): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, '', `Parley manifest v1 ${recording}`, 32))

export const sealManifest = (manifest: RecordingManifest, dataKey: KeyObject): string => {
  const nonce = randomBytes(NONCE_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', keyOf(dataKey, manifest.recording), nonce)
  cipher.setAAD(Buffer.from(manifest.recording))
  const sealed = [nonce, cipher.update(JSON.stringify(RecordingManifest.parse(manifest))), cipher.final(), cipher.getAuthTag()]
  return `${PREFIX}${Buffer.concat(sealed).toString('base64url')}`
}

/** Throws STORED_DAMAGED for what was not sealed for this recording with this key. */
export const openManifest = (text: string, recording: string, dataKey: KeyObject): RecordingManifest => {
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url')
  if (!text.startsWith(PREFIX) || bytes.length < NONCE_LENGTH + TAG_LENGTH) throw new ParleyError('STORED_DAMAGED', 'manifest')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(dataKey, recording), bytes.subarray(0, NONCE_LENGTH), {
    authTagLength: TAG_LENGTH,
  })
  decipher.setAAD(Buffer.from(recording))
  decipher.setAuthTag(bytes.subarray(-TAG_LENGTH))
  try {
    const json = Buffer.concat([decipher.update(bytes.subarray(NONCE_LENGTH, -TAG_LENGTH)), decipher.final()]).toString()
    const manifest = RecordingManifest.parse(JSON.parse(json))
    if (manifest.recording === recording) return manifest
  } catch (cause) {
    throw new ParleyError('STORED_DAMAGED', 'manifest', { cause })
  }
  throw new ParleyError('STORED_DAMAGED', 'manifest')
}
