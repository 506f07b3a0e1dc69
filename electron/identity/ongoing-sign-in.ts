import type { SignInStep } from '#shared/desktop-bridge.ts'
import type { ParleyError } from '#shared/errors.ts'

/** A sign-in, or a confirmation by who is signed in, that somebody waits for. */
export class OngoingSignIn {
  readonly kind: 'signIn' | 'confirm'
  /** In words: whose sign-in page it is. */
  organisation = ''
  /** Undefined until the provider is asked. */
  step: SignInStep | undefined
  readonly #onStep: () => void
  readonly #stop = new AbortController()
  #reopen: (() => Promise<void>) | undefined

  constructor(kind: OngoingSignIn['kind'], onStep: () => void) {
    this.kind = kind
    this.#onStep = onStep
  }

  /** Aborted with the error that it ends with. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** The person was in their browser, and is waited for here. */
  get isBackFromBrowser(): boolean {
    return this.step === 'finishing' && !this.signal.aborted
  }

  readonly onStep = (step: SignInStep, reopen?: () => Promise<void>): void => {
    this.step = step
    this.#reopen = reopen
    this.#onStep()
  }

  stop(error: ParleyError): void {
    this.#stop.abort(error)
  }

  async reopen(): Promise<void> {
    await this.#reopen?.()
  }
}
