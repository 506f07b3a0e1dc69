/** A key and what is bound to it: what clients hold, for tests that use it rightly or wrongly. */
import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { Account, Tokens } from '#shared/contract/identity.ts'

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const sha256 = (text: string): string => hash('sha256', text, 'base64url')

export interface ProofClaims {
  htm: string
  htu: string
  iat?: number
  jti?: string
  ath?: string
}

/** An ES256 key that signs proofs (RFC 9449). */
export class DpopKey {
  readonly privateKey: KeyObject
  readonly thumbprint: string
  readonly #header: string

  private constructor(privateKey: KeyObject, { x, y }: { x: string; y: string }) {
    const jwk = { crv: 'P-256', kty: 'EC', x, y }
    this.privateKey = privateKey
    this.thumbprint = sha256(JSON.stringify(jwk))
    this.#header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk })
  }

  static create(): DpopKey {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    return new DpopKey(privateKey, { x, y })
  }

  proof({ iat = Math.floor(Date.now() / 1_000), jti = randomUUID(), ...claims }: ProofClaims, header = this.#header): string {
    const signed = `${header}.${encode({ iat, jti, ...claims })}`
    const signature = sign('sha256', Buffer.from(signed), { key: this.privateKey, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }
}

/** A session, or the key of one to be. */
export class TestSession {
  readonly key: DpopKey
  readonly #tokens: Tokens | undefined
  readonly #account: Account | undefined

  constructor(key: DpopKey, tokens?: Tokens, account?: Account) {
    this.key = key
    this.#tokens = tokens
    this.#account = account
  }

  get tokens(): Tokens {
    if (this.#tokens === undefined) throw new Error('no session was opened')
    return this.#tokens
  }

  get account(): Account {
    if (this.#account === undefined) throw new Error('no session was opened')
    return this.#account
  }

  /** The headers of a request at this address, at this time (ms). */
  headersFor(method: string, url: string, now = Date.now()): Record<string, string> {
    const claims = { htm: method, htu: url.split('?', 1)[0] ?? '', iat: Math.floor(now / 1_000) }
    if (this.#tokens === undefined) return { dpop: this.key.proof(claims) }
    const { accessToken } = this.#tokens
    return { authorization: `DPoP ${accessToken}`, dpop: this.key.proof({ ...claims, ath: sha256(accessToken) }) }
  }
}
