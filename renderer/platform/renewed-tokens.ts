import type { Tokens } from '#shared/contract/identity.ts'

/** Whoever has less left than this, in ms, gets new tokens first: a request must not run out on its way. */
const RENEW_BEFORE = 60_000

export interface Renewal {
  refreshToken: string
  /** Says which of our attempts this is. */
  attempt: string
}

/** The tokens of one session, renewed in time. However many ask at once, one of them renews for all. */
export class RenewedTokens {
  readonly #renew: (renewal: Renewal) => Promise<Tokens>
  readonly #now: () => number
  #tokens: Tokens
  #running: Promise<Tokens> | undefined
  /** Stays until an attempt is answered: the service knows one whose answer was lost by it, and gives the same answer again. */
  #attempt: string | undefined

  constructor(tokens: Tokens, renew: (renewal: Renewal) => Promise<Tokens>, now: () => number) {
    this.#tokens = tokens
    this.#renew = renew
    this.#now = now
  }

  /** An access token that is good for the next minute. Rejects where it can't be renewed. */
  async accessToken(): Promise<string> {
    if (this.#tokens.accessExpiresAt - this.#now() >= RENEW_BEFORE) return this.#tokens.accessToken
    this.#running ??= this.#renewOnce().finally(() => {
      this.#running = undefined
    })
    return (await this.#running).accessToken
  }

  async #renewOnce(): Promise<Tokens> {
    this.#attempt ??= crypto.randomUUID()
    this.#tokens = await this.#renew({ refreshToken: this.#tokens.refreshToken, attempt: this.#attempt })
    this.#attempt = undefined
    return this.#tokens
  }
}
