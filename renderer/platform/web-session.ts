import { type ClientLink, type ClientOptions, createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { KeyPair } from 'dpop'
import type { Account, Credential, Device } from '#shared/contract/identity.ts'
import type { ServiceContract } from '#shared/contract/service.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { type Binding, type CallContext, createBoundLink } from './bound-link.ts'
import { guestKey, makeKey } from './guest-key.ts'
import { Observed } from './observed.ts'
import type { ServiceClient } from './platform.ts'
import { RenewedTokens } from './renewed-tokens.ts'

/** What is asked without a session: what the service is, and the ways into one. */
const FOR_ANYBODY: ReadonlySet<string> = new Set([
  'about',
  'identity.provider',
  'identity.openSession',
  'identity.refreshSession',
])

/** Refusals that say that the session is no more. */
const SESSION_OVER: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'SESSION_ENDED'])

interface Session {
  key: KeyPair
  tokens: RenewedTokens
}

export interface WebSessionOptions {
  serviceOrigin: string
  device: Device
  fetch: typeof fetch
  /** ms since 1970. */
  now: () => number
}

/**
 * The session of whoever uses the web page, bound to a key that the browser keeps to itself. Tokens live in memory only: whoever
 * opens the page again says again who they are.
 */
export class WebSession {
  readonly state = new Observed<IdentityState>({ state: 'signedOut' })
  /** The procedures of the service, called as whoever is signed in. */
  readonly service: ServiceClient
  readonly #device: Device
  readonly #now: () => number
  readonly #link: ClientLink<CallContext>
  readonly #bound: ContractRouterClient<ServiceContract, CallContext>
  #session: Session | undefined
  #guestKey: Promise<KeyPair> | undefined

  constructor({ serviceOrigin, device, fetch: send, now }: WebSessionOptions) {
    this.#device = device
    this.#now = now
    this.#link = createBoundLink(serviceOrigin, send)
    this.#bound = createORPCClient(this.#link)
    const asWhoeverIsSignedIn: ClientLink<Record<never, never>> = {
      call: (path, input, options) => this.#call(path, input, options),
    }
    this.service = createORPCClient<ServiceClient>(asWhoeverIsSignedIn)
  }

  /** Begins a session in the place of the one before. */
  async open(credential: Credential): Promise<void> {
    const key = await this.#keyFor(credential)
    const { tokens, account } = await this.#bound.identity.openSession(
      { credential, device: this.#device },
      { context: { binding: { key } } },
    )
    void this.#end()
    const session: Session = { key, tokens: new RenewedTokens(tokens, (renewal) => this.#renew(session, renewal), this.#now) }
    this.#session = session
    this.state.set({ state: 'signedIn', account })
  }

  #keyFor({ kind }: Credential): Promise<KeyPair> {
    if (kind !== 'guest') return makeKey()
    this.#guestKey ??= guestKey(this.#now())
    return this.#guestKey
  }

  async close(): Promise<void> {
    if (this.#session === undefined) return
    const ended = this.#end()
    this.state.set({ state: 'signedOut' })
    await ended
  }

  /** The page forgets the session even where the service can't be told. */
  async #end(): Promise<void> {
    const session = this.#session
    if (session === undefined) return
    this.#session = undefined
    await this.#bind(session)
      .then((binding) => this.#bound.identity.closeSession(undefined, { context: { binding } }))
      .catch(() => undefined)
  }

  async #bind({ key, tokens }: Session): Promise<Binding> {
    return { key, accessToken: await tokens.accessToken() }
  }

  async #renew(session: Session, renewal: { refreshToken: string; attempt: string }) {
    const { tokens, account } = await this.#bound.identity.refreshSession(renewal, { context: { binding: { key: session.key } } })
    this.#learn(session, account)
    return tokens
  }

  /** The name or organisation of somebody may have changed since. */
  #learn(session: Session, account: Account): void {
    if (this.#session === session) this.state.set({ state: 'signedIn', account })
  }

  async #call(path: readonly string[], input: unknown, options: ClientOptions<Record<never, never>>): Promise<unknown> {
    const session = FOR_ANYBODY.has(path.join('.')) ? undefined : this.#session
    try {
      const context: CallContext = session === undefined ? {} : { binding: await this.#bind(session) }
      return await this.#link.call(path, input, { ...options, context })
    } catch (thrown) {
      const error = toParleyError(thrown)
      if (session !== undefined && this.#session === session && SESSION_OVER.has(error.code)) {
        this.#session = undefined
        this.state.set({ state: 'signedOut', reason: error.code })
      }
      throw error
    }
  }
}
