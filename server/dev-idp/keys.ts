/** The provider's own keys: with one it signs ID tokens, with the other its cookies. Both outlive a restart. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

const FILE = 'keys.json'

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

const Keys = z.strictObject({
  /** P-256, private. */
  signing: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: Base64Url,
    y: Base64Url,
    d: Base64Url,
    kid: z.string(),
    use: z.literal('sig'),
    alg: z.literal('ES256'),
  }),
  cookies: Base64Url,
})
export type Keys = z.infer<typeof Keys>

const newKeys = (): Keys =>
  Keys.parse({
    signing: {
      ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
      kid: randomBytes(8).toString('base64url'),
      use: 'sig',
      alg: 'ES256',
    },
    cookies: randomBytes(32).toString('base64url'),
  })

/** The keys of `folder`, made where there are none. */
export const keysIn = (folder: string): Keys => {
  const kept = readPrivateFile(folder, FILE, Keys)
  if (kept !== undefined) return kept
  const keys = newKeys()
  writePrivateFile(folder, FILE, keys)
  return keys
}
