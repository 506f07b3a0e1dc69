import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { readPart } from './jws.ts'
import { hashSecret } from './secrets.ts'

const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** The header of a proof (RFC 9449 §4.2): ES256, with the public key in it and nothing private. */
const ProofHeader = z.strictObject({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: Coordinate,
    y: Coordinate,
    d: z.undefined().optional(),
  }),
})

/** Characters: three times what a header of ours takes, since it is kept. */
const MAXIMUM_HEADER = 1_024

export interface ClientKey {
  key: KeyObject
  /** RFC 7638 */
  thumbprint: string
}

/** A key that is no point of the curve can't be made. */
const importKey = (x: string, y: string): KeyObject | undefined => {
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** The keys in the headers of proofs. One client's header is always the same, and reading it costs as much as a signature. */
export class ClientKeys {
  readonly #capacity: number
  /** By header, the one that was kept first at the front. */
  readonly #known = new Map<string, ClientKey>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Undefined where the header is not that of a proof we take. */
  read(header: string): ClientKey | undefined {
    const known = this.#known.get(header)
    if (known !== undefined) return known
    const parsed = header.length <= MAXIMUM_HEADER ? ProofHeader.safeParse(readPart(header)) : undefined
    if (parsed?.success !== true) return undefined
    const { crv, kty, x, y } = parsed.data.jwk
    const key = importKey(x, y)
    return key === undefined ? undefined : { key, thumbprint: hashSecret(JSON.stringify({ crv, kty, x, y })) }
  }

  /** To be called once the key has verified something: nobody fills this with keys they do not hold. */
  keep(header: string, key: ClientKey): void {
    if (this.#known.has(header)) return
    if (this.#known.size >= this.#capacity) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(header, key)
  }
}
