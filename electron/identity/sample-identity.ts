import type { Person } from '#shared/contract/common.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'
import type { ServiceClient } from '../service/service-client.ts'
import type { Identity } from './identity.ts'

interface Session {
  token: string
  person: Person
}

interface SampleIdentityOptions {
  service: Pick<ServiceClient, 'ask'>
  onChange: (state: IdentityState) => void
  log: Log
}

const stateOf = (session: Session | undefined): IdentityState =>
  session === undefined ? { state: 'signedOut' } : { state: 'signedIn', person: session.person }

/** One of the embedded service's sample people: saying who one is, is enough. The token lives in this object only. */
export class SampleIdentity implements Identity {
  readonly #options: SampleIdentityOptions
  #session: Session | undefined
  /** What was asked for last; later steps wait for it. */
  #change: Promise<unknown> = Promise.resolve()
  #renewal: Promise<Session> | undefined

  constructor(options: SampleIdentityOptions) {
    this.#options = options
  }

  async current(): Promise<IdentityState> {
    await this.#change
    return stateOf(this.#session)
  }

  signIn(personId: string): Promise<IdentityState> {
    return this.#inOrder(async () => {
      const session = await this.#open(personId)
      await this.#end()
      return this.#become(session)
    })
  }

  signOut(): Promise<IdentityState> {
    return this.#inOrder(async () => {
      await this.#end()
      return this.#become(undefined)
    })
  }

  openTicket(): Promise<string> {
    return this.withToken(async (token) => {
      if (token === undefined) throw new ParleyError('UNAUTHENTICATED')
      const { ticket } = await this.#options.service.ask(token, (client, options) =>
        client.identity.openTicket(undefined, options),
      )
      return ticket
    })
  }

  async withToken<T>(use: (token: string | undefined) => Promise<T>): Promise<T> {
    const session = this.#session
    try {
      return await use(session?.token)
    } catch (thrown) {
      if (session === undefined || toParleyError(thrown).code !== 'UNAUTHENTICATED') throw thrown
      const renewed = await this.#renew(session)
      return use(renewed.token)
    }
  }

  /** A new session for the same person, once for all who found the old one expired. */
  #renew(expired: Session): Promise<Session> {
    const current = this.#session
    // Another call has renewed it, or the person has changed, in the meantime.
    if (current !== expired) {
      return current?.person.id === expired.person.id
        ? Promise.resolve(current)
        : Promise.reject(new ParleyError('UNAUTHENTICATED'))
    }
    this.#renewal ??= this.#open(expired.person.id)
      .then((session) => {
        if (this.#session !== expired) throw new ParleyError('UNAUTHENTICATED')
        this.#session = session
        return session
      })
      .catch((thrown: unknown) => {
        const error = toParleyError(thrown)
        if (error.category !== 'network' && this.#session === expired) this.#become(undefined)
        throw error
      })
      .finally(() => {
        this.#renewal = undefined
      })
    return this.#renewal
  }

  async #open(personId: string): Promise<Session> {
    const { token, person } = await this.#options.service.ask(undefined, (client, options) =>
      client.identity.openSession({ kind: 'sample', personId }, options),
    )
    return { token, person }
  }

  /** Ends the session at the service as well, where it can be reached; here it ends in any case. */
  async #end(): Promise<void> {
    const session = this.#session
    if (session === undefined) return
    this.#session = undefined
    try {
      await this.#options.service.ask(session.token, (client, options) => client.identity.closeSession(undefined, options))
    } catch (thrown) {
      this.#options.log.warn('identity.sessionNotClosed', { code: toParleyError(thrown).code })
    }
  }

  #become(session: Session | undefined): IdentityState {
    this.#session = session
    const state = stateOf(session)
    this.#options.onChange(state)
    return state
  }

  #inOrder<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#change.then(step)
    this.#change = result.catch(() => undefined)
    return result
  }
}
