import { createHmac } from 'node:crypto'
import { isSame } from './secrets.ts'
import type { ServiceSecret } from './service-secret.ts'

const TOKEN = /^([A-Za-z0-9_-]{1,64})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/

export interface RefreshGrant {
  sessionId: string
  /** How many tokens of the session came before it. */
  counter: number
}

/** Refresh tokens, as in `<session>.<counter>.<MAC>`: ours are known as ours without keeping them, the old ones too. */
export class RefreshTokens {
  readonly #key: Buffer

  constructor(secret: ServiceSecret) {
    this.#key = secret.deriveBytes('refresh token')
  }

  issue({ sessionId, counter }: RefreshGrant): string {
    return `${sessionId}.${counter}.${this.#mac(sessionId, counter)}`
  }

  /** Undefined for what we did not issue. */
  read(token: string): RefreshGrant | undefined {
    const [, sessionId, digits, mac] = TOKEN.exec(token) ?? []
    if (sessionId === undefined || mac === undefined) return undefined
    const counter = Number(digits)
    return isSame(mac, this.#mac(sessionId, counter)) ? { sessionId, counter } : undefined
  }

  #mac(sessionId: string, counter: number): string {
    return createHmac('sha256', this.#key).update(`${sessionId}.${counter}`).digest('base64url')
  }
}
