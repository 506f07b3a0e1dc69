import type { VerifySignature } from '#shared/encryption/credential.ts'
import type { SigningAlgorithm } from '#shared/encryption/provider-key.ts'

const HASHES = { '256': 'SHA-256', '384': 'SHA-384', '512': 'SHA-512' } as const

interface Parameters {
  key: RsaHashedImportParams | EcKeyImportParams | Algorithm
  verify: RsaPssParams | EcdsaParams | Algorithm
}

/** What WebCrypto calls an algorithm of JWA (RFC 7518 §3.1), for reading its keys and for verifying with them. */
const parametersOf = (algorithm: SigningAlgorithm): Parameters => {
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return { key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } }
  const bits = algorithm.slice(2) as keyof typeof HASHES
  const hash = HASHES[bits]
  switch (algorithm.slice(0, 2)) {
    case 'RS':
      return { key: { name: 'RSASSA-PKCS1-v1_5', hash }, verify: { name: 'RSASSA-PKCS1-v1_5' } }
    case 'PS':
      return { key: { name: 'RSA-PSS', hash }, verify: { name: 'RSA-PSS', saltLength: Number(bits) / 8 } }
    default:
      return {
        key: { name: 'ECDSA', namedCurve: bits === '512' ? 'P-521' : `P-${bits}` },
        verify: { name: 'ECDSA', hash },
      }
  }
}

/** With WebCrypto, in the page, in a worker or in Node. A key that it does not take has signed nothing. */
export const verifySignature: VerifySignature = async (key, algorithm, signed, signature) => {
  const { subtle } = globalThis.crypto
  const parameters = parametersOf(algorithm)
  try {
    // What the provider says of the key's use was looked at already; names that WebCrypto doesn't know would only be refused.
    const { alg: _alg, kid: _kid, ...jwk } = key
    const imported = await subtle.importKey('jwk', jwk, parameters.key, false, ['verify'])
    return await subtle.verify(parameters.verify, imported, new Uint8Array(signature), new Uint8Array(signed))
  } catch {
    return false
  }
}
