import type { Account, Tokens } from '#shared/contract/identity.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'
import type { Credentials, ServiceClient } from '../service/service-client.ts'
import type { DeviceKey } from './device-key.ts'
import type { DpopKey } from './dpop-key.ts'
import type { SignInProof } from './saved-session.ts'
import { type Continuation, SessionTokens } from './session-tokens.ts'

/** With these the service says that there is no such session any more. */
const IS_OVER: readonly ErrorCode[] = ['SESSION_ENDED', 'UNAUTHENTICATED']

/** What somebody who signed in at a provider has besides the session. */
export interface Membership {
  deviceKey: DeviceKey
  proof: SignInProof
}

export interface SessionOptions {
  service: Pick<ServiceClient, 'ask'>
  key: DpopKey
  account: Account
  /** Absent for a sample person. */
  membership?: Membership
  continuation: Continuation
  access?: Pick<Tokens, 'accessToken' | 'accessExpiresAt'>
  /** Puts what has changed where it outlasts the program. */
  keep: (session: Session, continuation: Continuation) => Promise<void>
  onAccount: (session: Session) => void
  /** The service says that it is over. */
  onLost: (session: Session, code: ErrorCode) => Promise<void>
  log: Log
}

/** Somebody's session with the service, and the key it is bound to. */
export class Session {
  readonly key: DpopKey
  readonly #options: SessionOptions
  readonly #tokens: SessionTokens
  #account: Account
  #membership: Membership | undefined

  constructor(options: SessionOptions) {
    const { continuation, access, log } = options
    this.#options = options
    this.key = options.key
    this.#account = options.account
    this.#membership = options.membership
    this.#tokens = new SessionTokens({
      continuation,
      ...(access && { access }),
      refresh: (asked) => this.#refresh(asked),
      keep: (kept) => options.keep(this, kept),
      log,
    })
  }

  get account(): Account {
    return this.#account
  }

  get membership(): Membership | undefined {
    return this.#membership
  }

  /** Runs `use` with proof of who asks; once more with new tokens where the service refuses these. */
  async use<T>(use: (credentials: Credentials) => Promise<T>): Promise<T> {
    const accessToken = await this.#tokens.access()
    try {
      return await use({ accessToken, key: this.key })
    } catch (thrown) {
      if (!IS_OVER.includes(toParleyError(thrown).code)) throw thrown
      // Only the refresh tells: the token may have run out, or been replaced while it was on its way.
      return use({ accessToken: await this.#tokens.accessInsteadOf(accessToken), key: this.key })
    }
  }

  /** Goes on with what a confirmation opened for the same person, device and key. */
  async replace(open: () => Promise<{ tokens: Tokens; account: Account; proof: SignInProof }>): Promise<void> {
    await this.#tokens.replace(async () => {
      const { tokens, account, proof } = await open()
      this.#account = account
      if (this.#membership !== undefined) this.#membership = { ...this.#membership, proof }
      return tokens
    })
  }

  async #refresh(asked: Required<Continuation>): Promise<Tokens> {
    try {
      const { tokens, account } = await this.#options.service.ask({ key: this.key }, (client, options) =>
        client.identity.refreshSession(asked, options),
      )
      const isNew = JSON.stringify(account) !== JSON.stringify(this.#account)
      this.#account = account
      if (isNew) this.#options.onAccount(this)
      return tokens
    } catch (thrown) {
      const { code } = toParleyError(thrown)
      if (IS_OVER.includes(code)) await this.#options.onLost(this, code)
      throw thrown
    }
  }
}
