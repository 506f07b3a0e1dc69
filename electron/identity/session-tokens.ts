import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Id } from '#shared/contract/common.ts'
import { Tokens } from '#shared/contract/identity.ts'
import { toParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'

/** An access token that ends sooner is renewed before it is used, ms. */
const LEAST_LEFT = 60_000

/** What continues a session: a refresh token, and the attempt under which it was sent, until the reply to that is here. */
export const Continuation = z.object({ refreshToken: Tokens.shape.refreshToken, attempt: Id.optional() })
export type Continuation = z.infer<typeof Continuation>

interface SessionTokensOptions {
  continuation: Continuation
  /** Of a session that was just opened. */
  access?: Pick<Tokens, 'accessToken' | 'accessExpiresAt'>
  /** Asks the service for new tokens. */
  refresh: (asked: Required<Continuation>) => Promise<Tokens>
  /** Puts it where it outlasts the program. */
  keep: (continuation: Continuation) => Promise<void>
  log: Log
  now?: () => number
}

/**
 * The tokens of one session. A refresh token is good once, and using an old one ends the session; so it is kept before it is
 * used, with the attempt that uses it. Whenever the program or the network breaks off, the same attempt is made again, and gets
 * the same answer.
 */
export class SessionTokens {
  readonly #options: SessionTokensOptions
  readonly #now: () => number
  #continuation: Continuation
  #access: Pick<Tokens, 'accessToken' | 'accessExpiresAt'> | undefined
  #renewal: Promise<string> | undefined
  #replacement: Promise<unknown> = Promise.resolve()

  constructor(options: SessionTokensOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#continuation = options.continuation
    this.#access = options.access
  }

  /** An access token that is good for a while. Rejects with what the service refuses. */
  async access(): Promise<string> {
    await this.#replacement
    if (this.#access !== undefined && this.#access.accessExpiresAt - this.#now() >= LEAST_LEFT) return this.#access.accessToken
    return this.#renew()
  }

  /** An access token in place of one that the service refused. */
  async accessInsteadOf(refused: string): Promise<string> {
    await this.#replacement
    if (this.#access?.accessToken === refused) this.#access = undefined
    return this.access()
  }

  /** Takes the tokens that `open` gives. Until they are here, no others are asked for or given out. */
  async replace(open: () => Promise<Tokens>): Promise<void> {
    const replaced = this.#replacement.then(async () => {
      await this.#renewal?.catch(() => undefined)
      await this.#take(await open())
    })
    this.#replacement = replaced.catch(() => undefined)
    await replaced
  }

  /** Once for all who need it. */
  #renew(): Promise<string> {
    this.#renewal ??= this.#rotate().finally(() => {
      this.#renewal = undefined
    })
    return this.#renewal
  }

  async #rotate(): Promise<string> {
    const { refreshToken, attempt = randomUUID() } = this.#continuation
    const asked = { refreshToken, attempt }
    this.#continuation = asked
    await this.#options.keep(asked)
    return this.#take(await this.#options.refresh(asked))
  }

  async #take({ refreshToken, ...access }: Tokens): Promise<string> {
    this.#continuation = { refreshToken }
    this.#access = access
    try {
      await this.#options.keep(this.#continuation)
    } catch (thrown) {
      // What is kept is the attempt that gave this token, or gives it again. It will be kept before it is used.
      this.#options.log.error('identity.tokensNotKept', toParleyError(thrown))
    }
    return access.accessToken
  }
}
