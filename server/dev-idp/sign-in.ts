/** One sign-in under way: what the person has shown so far, and what they are asked next. */
import type { Accounts } from './accounts.ts'
import { ACR, type Acr, type Method } from './assurance.ts'
import type { SampleAccount } from './sample-accounts.ts'

/** `consent` is about the client, not about who somebody is: it comes with a further interaction, when everything else is known. */
export type Step = 'identify' | 'authenticator' | 'secondFactor' | 'offerPasskey' | 'done' | 'consent'

export interface SignInOptions {
  wanted: Acr
  /** Whether somebody who has no passkey is offered one at the end. */
  offersPasskey: boolean
  /** What the first page's field is filled with at first. */
  email: string
}

/** Each method that moves a sign-in on is called only after what it is named after has been checked. */
export class SignIn {
  readonly #accounts: Accounts
  readonly #options: SignInOptions
  #step: Step = 'identify'
  #account: SampleAccount | undefined
  #methods: Method[] = []
  #challenge: string | undefined
  #email: string

  constructor(accounts: Accounts, options: SignInOptions) {
    this.#accounts = accounts
    this.#options = options
    this.#email = options.email
  }

  get step(): Step {
    // The app may have been set up in another window meanwhile: from then on it is asked for its code.
    const settled = this.#account !== undefined && this.#accounts.hasSecondFactor(this.#account.subject)
    return this.#step === 'authenticator' && settled ? 'secondFactor' : this.#step
  }

  /** What the first page's field is filled with. */
  get email(): string {
    return this.#email
  }

  emailTyped(email: string): void {
    this.#email = email
  }

  /** Who has given a first factor, or is asked to consent. */
  get account(): SampleAccount | undefined {
    return this.#account
  }

  get methods(): readonly Method[] {
    return this.#methods
  }

  /** The password was right, now or when this person signed in before. */
  passwordGiven(account: SampleAccount): void {
    this.#account = account
    this.#methods = ['password']
    if (this.#options.wanted === ACR.password) {
      this.#step = 'done'
    } else if (this.#accounts.hasSecondFactor(account.subject)) {
      this.#step = 'secondFactor'
    } else {
      this.#accounts.offerSecret(account.subject)
      this.#step = 'authenticator'
    }
  }

  codeGiven(account: SampleAccount): void {
    this.#methods = [...this.#methods, 'code']
    const offered = this.#options.offersPasskey && this.#accounts.passkeys(account.subject).length === 0
    this.#step = offered ? 'offerPasskey' : 'done'
  }

  passkeyGiven(account: SampleAccount): void {
    this.#account = account
    this.#methods = [...this.#methods, 'passkey']
    this.#step = 'done'
  }

  /** Somebody who is signed in, and is asked whether to go on to the client. */
  askConsent(account: SampleAccount): void {
    this.#account = account
    this.#step = 'consent'
  }

  offerAnswered(): void {
    this.#step = 'done'
  }

  /** Back to the first page, as nobody. */
  restart(): void {
    this.#step = 'identify'
    this.#account = undefined
    this.#methods = []
    this.#challenge = undefined
  }

  /** The WebAuthn challenge that was sent last, for one answer. */
  expectChallenge(challenge: string): void {
    this.#challenge = challenge
  }

  takeChallenge(): string | undefined {
    const challenge = this.#challenge
    this.#challenge = undefined
    return challenge
  }
}

/** The sign-ins under way, by the interaction that each belongs to. */
export class SignIns {
  readonly #signIns = new Map<string, { signIn: SignIn; expires: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** The sign-in of interaction `uid`, begun where there is none; forgotten at `expires` (seconds since 1970). */
  get(uid: string, expires: number, begin: () => SignIn): SignIn {
    const known = this.#signIns.get(uid)
    if (known !== undefined) return known.signIn
    const now = this.#now() / 1000
    for (const [other, entry] of this.#signIns) if (entry.expires <= now) this.#signIns.delete(other)
    const signIn = begin()
    this.#signIns.set(uid, { signIn, expires })
    return signIn
  }

  delete(uid: string): void {
    this.#signIns.delete(uid)
  }
}
