/** Believes a manifest only when one of the keys that the build was made with has signed it. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { UpdateManifest } from '#shared/updates/manifest.ts'
import { describeIssue } from '../diagnostics/describe-issue.ts'

/** Ed25519 (RFC 8032): 64 bytes in base64, and the line break that editors leave. */
const SIGNATURE = /^[A-Za-z0-9+/]{86}==\n?$/

/** The keys of a build: raw Ed25519 keys of 32 bytes in base64url, with commas between them. Throws where one is no such key. */
export const readUpdateKeys = (text: string): KeyObject[] =>
  text
    .split(',')
    .filter((key) => key !== '')
    .map((x) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }))

/** Throws UPDATE_UNTRUSTED. What the bytes say is not looked at before their signature is known to be good. */
export const openManifest = (bytes: Uint8Array, signature: string, keys: readonly KeyObject[]): UpdateManifest => {
  if (!SIGNATURE.test(signature)) throw new ParleyError('UPDATE_UNTRUSTED', 'signature: malformed')
  const raw = Buffer.from(signature, 'base64')
  if (!keys.some((key) => verify(null, bytes, key, raw))) throw new ParleyError('UPDATE_UNTRUSTED', 'signature: not ours')
  const parsed = UpdateManifest.safeParse(jsonOf(bytes))
  if (!parsed.success) throw new ParleyError('UPDATE_UNTRUSTED', `manifest: ${describeIssue(parsed.error)}`)
  return parsed.data
}

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
