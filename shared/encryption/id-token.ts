/** The parts of an ID token (a JWS in compact form, RFC 7515 §7.1), read strictly and believed in nothing. */

import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad, utf8 } from '@scure/base'
import { z } from 'zod'
import { SigningAlgorithm } from './provider-key.ts'

const Header = z.object({
  alg: SigningAlgorithm,
  kid: z.string().max(500).optional(),
  typ: z.string().regex(/^jwt$/i).optional(),
  /** Whatever it names, it is not understood here (RFC 7515 §4.1.11). */
  crit: z.undefined().optional(),
})

const Claims = z.record(z.string(), z.unknown())

export interface IdToken {
  header: z.infer<typeof Header>
  claims: Readonly<Record<string, unknown>>
  /** What is signed. */
  signed: Uint8Array
  signature: Uint8Array
}

const readJson = (part: string): unknown => {
  try {
    return JSON.parse(utf8.encode(base64urlnopad.decode(part)))
  } catch {
    return undefined
  }
}

const readBytes = (part: string): Uint8Array | undefined => {
  try {
    return base64urlnopad.decode(part)
  } catch {
    return undefined
  }
}

/** `form` or `algorithm` where it is none that can be checked here. */
export const readIdToken = (text: string): IdToken | 'form' | 'algorithm' => {
  const parts = text.split('.')
  const [head = '', body = '', tail = ''] = parts
  const header = readJson(head)
  const claims = Claims.safeParse(readJson(body))
  const signature = readBytes(tail)
  if (parts.length !== 3 || typeof header !== 'object' || !claims.success || signature === undefined) return 'form'
  const known = Header.safeParse(header)
  if (!known.success) return known.error.issues.some(({ path }) => path[0] === 'alg') ? 'algorithm' : 'form'
  return { header: known.data, claims: claims.data, signed: new Uint8Array(utf8ToBytes(`${head}.${body}`)), signature }
}
