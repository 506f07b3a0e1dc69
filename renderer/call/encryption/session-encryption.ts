import type { StoreApi } from 'zustand/vanilla'
import type { EncryptionNews } from '#shared/contract/encryption.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import type { CallState } from '../call-state.ts'
import type { Connection } from '../connection/connection.ts'
import type { CallEnvironment } from '../environment.ts'
import type { EventContext } from '../meeting-events.ts'
import type { Scope } from '../scope.ts'
import type { SignallingCalls } from '../signalling/signalling-client.ts'
import { entered, settling } from './entered.ts'
import { MeetingEncryption } from './meeting-encryption.ts'
import { Talk } from './talk.ts'

export interface SessionEncryptionOptions {
  code: string
  platform: Platform
  environment: CallEnvironment
  store: StoreApi<CallState>
  context(): EventContext
  /** Shows what a member said, as if the service had told it. */
  show(event: MeetingEvent): void
  /** The keys are lost. `forGood`: another connection would not bring them back. */
  onLost(code: ErrorCode, forGood: boolean): void
}

/** What ends a member's being in the group, whatever the connection. */
const FOR_GOOD: readonly ErrorCode[] = ['NOT_ACCEPTED', 'REMOVED', 'ENCRYPTION_FAILED']

/** A session's keys and what is said with them; of a meeting in the clear there are none. */
export class SessionEncryption {
  readonly #scope: Scope
  readonly #options: SessionEncryptionOptions
  /** From the first connection to an encrypted meeting on. */
  #held: { readonly keys: MeetingEncryption; readonly talk: Talk } | undefined

  constructor(scope: Scope, options: SessionEncryptionOptions) {
    this.#scope = scope
    this.#options = options
  }

  /**
   * Binds a connection to the keys, before anything is sent or received over it. Throws ENCRYPTION_FAILED where the service says that
   * a meeting which was encrypted is so no more.
   */
  async protect(connection: Connection): Promise<void> {
    if (!connection.isEncrypted) {
      if (this.#held !== undefined) throw new ParleyError('ENCRYPTION_FAILED', 'no longer encrypted')
      return
    }
    this.#held ??= this.#open()
    const { keys } = this.#held
    await keys.start()
    connection.protectWith(keys)
  }

  /** The service's procedures, and the members' own in place of those whose content is not the service's to know. */
  callsOver({ call, isEncrypted }: Connection): SignallingCalls {
    if (!isEncrypted) return call
    if (this.#held === undefined) throw new ParleyError('WRONG_STATE', 'no keys')
    const { calls: secret } = this.#held.talk
    return new Proxy(call, { get: (target, name) => Reflect.get(name in secret ? secret : target, name) })
  }

  /** Of what the service tells, that which is its to tell. */
  fromService(event: MeetingEvent): MeetingEvent | undefined {
    return this.#held === undefined ? event : this.#held.talk.fromService(event)
  }

  handle(news: EncryptionNews): void {
    this.#held?.keys.handle(news)
  }

  /** The connection is lost: the keys stay. */
  disconnect(): void {
    this.#held?.keys.disconnect()
  }

  /** Into the lobby, out of the meeting: no keys there, and for the way back an offer that has not been used. */
  sendBack(connection: Connection): void {
    if (this.#held === undefined) return
    const { keys, talk } = this.#held
    talk.forget()
    this.#options.store.setState({ encryption: settling() })
    const renew = async (): Promise<void> => {
      await keys.leave()
      await connection.call.renewOffer(await keys.offer())
    }
    renew().catch(() => connection.lose())
  }

  #open(): { keys: MeetingEncryption; talk: Talk } {
    const { code, platform, environment, store, context, show } = this.#options
    const keys: MeetingEncryption = new MeetingEncryption(this.#scope, {
      code,
      platform,
      startWorker: () => environment.startEncryptionWorker(),
      onEntered: (view) => {
        store.setState(({ encryption: before = settling() }) => ({ encryption: entered(before, view, context()) }))
        if (view.joined.length > 0 || view.isNewGroup) talk.greet()
      },
      onHeard: (message) => talk.hear(message),
      onLost: (why) => this.#lost(why),
    })
    const talk = new Talk({ store, show, say: (content) => keys.say(content), now: () => context().now })
    store.setState({ encryption: settling() })
    this.#scope.subscribe(
      store.subscribe(({ options: now }, { options: before }) => {
        if (now !== before) keys.admit({ guests: now.guests.value, externals: now.externals.value })
      }),
    )
    return { keys, talk }
  }

  #lost(code: ErrorCode): void {
    if (this.#scope.closed) return
    const forGood = FOR_GOOD.includes(code)
    this.#options.onLost(code, forGood)
    const { encryption } = this.#options.store.getState()
    if (forGood && encryption !== undefined) this.#options.store.setState({ encryption: { ...encryption, status: 'lost' } })
  }
}
