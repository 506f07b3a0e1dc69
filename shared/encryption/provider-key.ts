/** Keys that an identity provider signs ID tokens with, as it publishes them (JWK, RFC 7517), and what they sign with (RFC 7518). */
import { z } from 'zod'

const Base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9_-]+$/)

const common = {
  kid: z.string().max(500).optional(),
  alg: z.string().max(20).optional(),
}

/** The public halves alone: what else a provider writes beside them, certificates or other claims, is left out. */
export const ProviderKey = z.discriminatedUnion('kty', [
  /** 2048 bits at least, 8192 at most. */
  z.object({ ...common, kty: z.literal('RSA'), n: Base64url(1_366).min(342), e: Base64url(8) }),
  z.object({
    ...common,
    kty: z.literal('EC'),
    crv: z.enum(['P-256', 'P-384', 'P-521']),
    x: Base64url(88),
    y: Base64url(88),
  }),
  z.object({ ...common, kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: Base64url(43) }),
])
export type ProviderKey = z.infer<typeof ProviderKey>

/** More than any provider has in use at once. */
export const PROVIDER_KEYS = 50

export const ProviderKeys = z.array(ProviderKey).max(PROVIDER_KEYS)

/** What the service takes for a sign-in, too. Nothing here is symmetric: who checks a token can't make one. */
export const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
export const SigningAlgorithm = z.enum(SIGNING_ALGORITHMS)
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521', EdDSA: 'Ed25519', Ed25519: 'Ed25519' } as const
const isOnCurve = (algorithm: SigningAlgorithm): algorithm is keyof typeof CURVES => Object.hasOwn(CURVES, algorithm)

/** Whether a key is of the kind that an algorithm signs with, and its provider doesn't keep it for another. */
export const fits = (key: ProviderKey, algorithm: SigningAlgorithm): boolean => {
  const isAlike = (other: string): boolean => other === algorithm || (CURVE_NAMES.has(other) && CURVE_NAMES.has(algorithm))
  if (key.alg !== undefined && !isAlike(key.alg)) return false
  if (key.kty === 'RSA') return !isOnCurve(algorithm)
  return isOnCurve(algorithm) && CURVES[algorithm] === key.crv
}

/** Two names of one algorithm (RFC 9864). */
const CURVE_NAMES: ReadonlySet<string> = new Set(['EdDSA', 'Ed25519'])

const Usable = z.object({ use: z.literal('sig').optional(), key_ops: z.array(z.string()).max(20).optional() })

/** The keys of a published set that can verify something here; undefined where it is no set of keys. Others are of no matter. */
export const readProviderKeys = (published: unknown): ProviderKey[] | undefined => {
  const set = z.object({ keys: z.array(z.unknown()).max(200) }).safeParse(published)
  if (!set.success) return undefined
  const keys = set.data.keys.flatMap((entry) => {
    const usable = Usable.safeParse(entry)
    const key = ProviderKey.safeParse(entry)
    if (!usable.success || !key.success || usable.data.key_ops?.includes('verify') === false) return []
    return [key.data]
  })
  return keys.slice(0, PROVIDER_KEYS)
}
