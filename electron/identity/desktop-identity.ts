import type { Account, Device, Tokens } from '#shared/contract/identity.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import { type ErrorCode, ParleyError, toParleyError } from '#shared/errors.ts'
import type { SigningPurpose } from '#shared/identity/device-key.ts'
import type { Log } from '../diagnostics/log.ts'
import type { Keystore } from '../keystore/keystore.ts'
import type { Credentials, ServiceClient } from '../service/service-client.ts'
import { DeviceKey } from './device-key.ts'
import { DpopKey } from './dpop-key.ts'
import { encryptionIdentityOf } from './encryption-identity-of.ts'
import type { Identity } from './identity.ts'
import { MemberSignIn, type SignInPolicies } from './member-sign-in.ts'
import { OngoingSignIn } from './ongoing-sign-in.ts'
import type { ProviderSignIn } from './provider-sign-in.ts'
import { SavedSessions, type SignInProof } from './saved-session.ts'
import { type Membership, Session, type SessionOptions } from './session.ts'

export interface DesktopIdentityOptions {
  service: Pick<ServiceClient, 'ask' | 'origin'>
  providers: Pick<ProviderSignIn, 'run'>
  keystore: Keystore
  /** What administrators say about signing in, now. */
  policies: () => SignInPolicies
  /** How this computer is listed among the person's sessions. */
  device: Device
  /** Lets the person end what they have with their provider. */
  signOutAtProvider: (proof: SignInProof) => Promise<void>
  onChange: (state: IdentityState) => void
  /** The person has been in their browser, and goes on here. */
  onBackFromBrowser: () => void
  /** Reads what was saved. Where the program was started as somebody, it stays where it is. */
  restore: boolean
  log: Log
}

/** The one person who is signed in here, by their organisation's provider or as a sample person, and how they come and go. */
export class DesktopIdentity implements Identity {
  readonly #options: DesktopIdentityOptions
  readonly #saved: SavedSessions
  readonly #members: MemberSignIn
  #session: Session | undefined
  /** Why the last one ended, where it wasn't the person's own doing. */
  #reason: ErrorCode | undefined
  #running: { signIn: OngoingSignIn; done: Promise<IdentityState> } | undefined
  /** What was asked for last; later steps wait for it. */
  #order: Promise<unknown>

  constructor(options: DesktopIdentityOptions) {
    this.#options = options
    this.#saved = new SavedSessions(options.keystore, options.log)
    this.#members = new MemberSignIn(options)
    this.#order = options.restore ? this.#restore() : Promise.resolve()
  }

  async current(): Promise<IdentityState> {
    await this.#order
    return this.#state()
  }

  async signIn(email: string | undefined): Promise<IdentityState> {
    return this.#run('signIn', (ongoing) => this.#signInMember(ongoing, email))
  }

  async confirm(): Promise<IdentityState> {
    await this.#order
    return this.#run('confirm', (ongoing) => this.#confirmMember(ongoing))
  }

  /** Throws SECOND_FACTOR_REQUIRED where administrators want one: a sample person has none. */
  async signInAsSample(personId: string): Promise<IdentityState> {
    if (this.#options.policies().RequireMfa) throw new ParleyError('SECOND_FACTOR_REQUIRED')
    if (this.#running !== undefined) await this.#stopRunning()
    return this.#inOrder(async () => {
      const { service, device } = this.#options
      const key = await DpopKey.create()
      const opened = await service.ask({ key }, (client, options) =>
        client.identity.openSession({ credential: { kind: 'sample', personId }, device }, options),
      )
      await this.#end()
      return this.#become(this.#sessionOf(key, opened))
    })
  }

  async reopenSignIn(): Promise<void> {
    await this.#running?.signIn.reopen()
  }

  cancelSignIn(): void {
    this.#running?.signIn.stop(new ParleyError('SIGN_IN_CANCELLED'))
  }

  async signOut(): Promise<IdentityState> {
    if (this.#running !== undefined) await this.#stopRunning()
    return this.#inOrder(async () => {
      const proof = this.#session?.membership?.proof
      await this.#end()
      if (proof !== undefined) {
        // Nobody waits for it: here the person is signed out already.
        this.#options.signOutAtProvider(proof).catch((thrown: unknown) => this.#warn('identity.notSignedOutAtProvider', thrown))
      }
      return this.#state()
    })
  }

  signWithDeviceKey(purpose: SigningPurpose, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const membership = this.#session?.membership
    if (membership === undefined) throw new ParleyError('UNAUTHENTICATED')
    return membership.deviceKey.sign(purpose, bytes)
  }

  encryptionIdentity(): EncryptionIdentity | undefined {
    const session = this.#session
    return session?.membership === undefined ? undefined : encryptionIdentityOf(session.membership.proof, session.account)
  }

  openTicket(): Promise<string> {
    return this.withCredentials(async (credentials) => {
      if (credentials === undefined) throw new ParleyError('UNAUTHENTICATED')
      const { ticket } = await this.#options.service.ask(credentials, (client, options) =>
        client.identity.openTicket(undefined, options),
      )
      return ticket
    })
  }

  async withCredentials<T>(use: (credentials: Credentials | undefined) => Promise<T>): Promise<T> {
    await this.#order
    return this.#session === undefined ? use(undefined) : this.#session.use(use)
  }

  /** The one that runs, where it is of this kind; else a new one, where none runs. */
  #run(kind: OngoingSignIn['kind'], work: (ongoing: OngoingSignIn) => Promise<IdentityState>): Promise<IdentityState> {
    if (this.#running !== undefined) {
      if (this.#running.signIn.kind !== kind) throw new ParleyError('WRONG_STATE', this.#running.signIn.kind)
      return this.#running.done
    }
    const signIn = new OngoingSignIn(kind, () => this.#tell())
    const { promise: done, resolve } = Promise.withResolvers<IdentityState>()
    this.#running = { signIn, done }
    resolve(this.#finish(signIn, work(signIn)))
    return done
  }

  async #finish(ongoing: OngoingSignIn, work: Promise<IdentityState>): Promise<IdentityState> {
    try {
      return await work
    } catch (thrown) {
      this.#warn(`identity.${ongoing.kind}Failed`, thrown)
      this.#over(ongoing)
      if (ongoing.step !== undefined) this.#tell()
      throw thrown
    } finally {
      if (ongoing.isBackFromBrowser) this.#options.onBackFromBrowser()
    }
  }

  async #signInMember(ongoing: OngoingSignIn, email: string | undefined): Promise<IdentityState> {
    await this.#order
    await this.#saved.check()
    const provider = await this.#members.findProvider(email, ongoing.signal)
    ongoing.organisation = provider.organisation
    await this.#inOrder(() => this.#end())

    const [deviceKey, key] = [DeviceKey.create(), await DpopKey.create()]
    const opened = await this.#members.open(provider, { deviceKey, key }, ongoing)
    const { account, proof, tokens } = opened
    return this.#inOrder(async () => {
      await this.#end()
      const session = this.#sessionOf(key, opened, { deviceKey, proof })
      const progress = { service: this.#options.service.origin, account, continuation: { refreshToken: tokens.refreshToken } }
      try {
        ongoing.signal.throwIfAborted()
        await this.#saved.saveNew({ deviceKey: deviceKey.save(), dpopKey: key.save(), proof, progress })
      } catch (thrown) {
        await this.#closeAtService(session)
        throw thrown
      }
      this.#over(ongoing)
      return this.#become(session)
    })
  }

  async #confirmMember(ongoing: OngoingSignIn): Promise<IdentityState> {
    const session = this.#session
    const membership = session?.membership
    if (session === undefined || membership === undefined) throw new ParleyError('WRONG_STATE', 'nothing to confirm')
    const keys = { deviceKey: membership.deviceKey, key: session.key }
    ongoing.organisation = membership.proof.provider.organisation
    const proof = await this.#members.confirm({ proof: membership.proof, email: session.account.email }, keys, ongoing)
    await session.replace(() => this.#members.exchange(proof, keys))
    await this.#saved.save({ proof }).catch((thrown: unknown) => this.#warn('identity.proofNotKept', thrown))
    this.#over(ongoing)
    this.#tell()
    return this.#state()
  }

  #over(ongoing: OngoingSignIn): void {
    if (this.#running?.signIn === ongoing) this.#running = undefined
  }

  async #stopRunning(): Promise<void> {
    this.cancelSignIn()
    await this.#running?.done.catch(() => undefined)
  }

  #sessionOf(key: DpopKey, { tokens, account }: { tokens: Tokens; account: Account }, membership?: Membership): Session {
    const { refreshToken, ...access } = tokens
    return new Session({
      ...this.#sessionSurroundings(),
      key,
      account,
      continuation: { refreshToken },
      access,
      ...(membership && { membership }),
    })
  }

  #sessionSurroundings(): Pick<SessionOptions, 'service' | 'keep' | 'onAccount' | 'onLost' | 'log'> {
    const { service, log } = this.#options
    return {
      service,
      log,
      keep: async (session, continuation) => {
        // One that was signed out may still need new tokens to say so to the service; they are not for later.
        if (this.#session !== session || session.membership === undefined) return
        await this.#saved.save({ progress: { service: service.origin, account: session.account, continuation } })
      },
      onAccount: (session) => {
        if (this.#session === session) this.#tell()
      },
      onLost: (session, code) => this.#lose(session, code),
    }
  }

  async #restore(): Promise<void> {
    try {
      const saved = await this.#saved.load(this.#options.service.origin)
      if (saved === undefined) return
      const { account, continuation } = saved.progress
      this.#session = new Session({
        ...this.#sessionSurroundings(),
        key: await DpopKey.restore(saved.dpopKey),
        account,
        continuation,
        membership: { deviceKey: DeviceKey.restore(saved.deviceKey), proof: saved.proof },
      })
    } catch (thrown) {
      this.#warn('identity.notRestored', thrown)
      const { code } = toParleyError(thrown)
      // A keyring that is locked for now keeps what it has; of anything else nothing is left to wait for.
      if (code === 'KEYSTORE_UNAVAILABLE') this.#reason = code
      else await this.#saved.clear()
    }
    this.#tell()
  }

  /** The service ended it. What was kept of it is of no more use. */
  async #lose(session: Session, reason: ErrorCode): Promise<void> {
    if (this.#session !== session) return
    this.#session = undefined
    this.#reason = reason
    if (this.#running?.signIn.kind === 'confirm') this.#running.signIn.stop(new ParleyError(reason))
    this.#tell()
    if (session.membership !== undefined) await this.#saved.clear()
  }

  /** Ends the session at the service as well, where it can be reached; here it ends in any case, and first. */
  async #end(): Promise<void> {
    this.#reason = undefined
    const session = this.#session
    if (session === undefined) return
    this.#session = undefined
    if (session.membership !== undefined) await this.#saved.clear()
    this.#tell()
    await this.#closeAtService(session)
  }

  async #closeAtService(session: Session): Promise<void> {
    try {
      await session.use((credentials) =>
        this.#options.service.ask(credentials, (client, options) => client.identity.closeSession(undefined, options)),
      )
    } catch (thrown) {
      this.#warn('identity.sessionNotClosed', thrown)
    }
  }

  #become(session: Session): IdentityState {
    this.#session = session
    this.#reason = undefined
    this.#tell()
    return this.#state()
  }

  #state(): IdentityState {
    const { step, kind, organisation } = this.#running?.signIn ?? {}
    if (this.#session !== undefined) {
      return { state: 'signedIn', account: this.#session.account, ...(kind === 'confirm' && step && { confirming: step }) }
    }
    if (kind === 'signIn' && step !== undefined) return { state: 'signingIn', step, organisation: organisation ?? '' }
    return { state: 'signedOut', ...(this.#reason && { reason: this.#reason }) }
  }

  #tell(): void {
    this.#options.onChange(this.#state())
  }

  #warn(event: string, thrown: unknown): void {
    const { code, detail } = toParleyError(thrown)
    this.#options.log.warn(event, { code, detail })
  }

  #inOrder<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#order.then(step)
    this.#order = result.catch(() => undefined)
    return result
  }
}
