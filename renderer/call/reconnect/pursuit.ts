import { type ErrorCode, type ParleyError, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { Scope } from '../scope.ts'
import { reconnectDelay } from './delays.ts'

/** A first attempt may take this long to reach the service, in ms. */
const PATIENT_REACH_LIMIT = 15_000
/** An attempt to come back that has not reached the service by then is given up for the next one, in ms. */
const REACH_LIMIT = 3_000
/** How often the clock is looked at, and how late such a look says that the computer slept, in ms. */
const TICK = 1_000
const SLEEP = 5_000

export interface PursuitOptions {
  /** Tries to reach the goal; `reachLimit` ms for reaching the service at all. */
  attempt(reachLimit: number): Promise<void>
  /** Ends an attempt that is under way: there is a better moment now. */
  abandonAttempt(): void
  /** Whether an error is dealt with, and the next attempt may follow at once. */
  overcome(error: ParleyError): boolean
  onFailed(code: ErrorCode): void
  /** There is time until `until` (ms since 1970). */
  onTime(until: number): void
  now(): number
}

/** Attempts at a goal, again and again until it is reached, can't be, or the time for it is over. */
export class Pursuit {
  readonly #scope: Scope
  readonly #options: PursuitOptions
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined
  #cancelTimeout: (() => void) | undefined
  #stopTicking: (() => void) | undefined
  #lastTick = 0

  constructor(scope: Scope, options: PursuitOptions) {
    this.#scope = scope
    this.#options = options
  }

  /** Resolves when it is over, one way or the other; undefined while there is nothing to reach. */
  get running(): Promise<void> | undefined {
    return this.#running
  }

  /** A single attempt. */
  once(): Promise<void> {
    return this.#run(this.#attempts(PATIENT_REACH_LIMIT, true))
  }

  /** Attempts for `time` ms. */
  forTime(time: number): Promise<void> {
    this.limit(time)
    return this.#run(this.#attempts(REACH_LIMIT, false))
  }

  /** Gives what is running no more than `time` ms from now. */
  limit(time: number): void {
    this.#lastTick = this.#options.now()
    this.#stopTicking ??= this.#scope.interval(TICK, () => this.#tick())
    this.#allow(time)
  }

  /** There is a sign that it is worth trying: no more waiting, for this attempt or the next. */
  tryNow(): void {
    this.#options.abandonAttempt()
    this.#wake?.()
  }

  #run(attempts: Promise<void>): Promise<void> {
    this.#running = attempts.finally(() => {
      this.#running = undefined
      this.#cancelTimeout?.()
      this.#stopTicking?.()
      this.#stopTicking = undefined
    })
    return this.#running
  }

  async #attempts(reachLimit: number, single: boolean): Promise<void> {
    for (let attempt = 0; !this.#scope.closed; attempt += 1) {
      await this.#wait(reconnectDelay(attempt))
      try {
        await this.#options.attempt(reachLimit)
        return
      } catch (thrown) {
        if (this.#scope.closed) return
        const error = toParleyError(thrown)
        if (this.#options.overcome(error)) attempt = -1
        else if (!error.retryable || single) this.#options.onFailed(error.code)
      }
    }
  }

  /** `delay` ms, or until it is worth trying. */
  #wait(delay: number): Promise<void> {
    if (delay === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#scope.timeout(delay, resolve)
      const forget = this.#scope.defer(resolve)
      this.#wake = () => {
        cancel()
        forget()
      }
    })
  }

  #allow(time: number): void {
    this.#cancelTimeout?.()
    this.#cancelTimeout = this.#scope.timeout(time, () => {
      if (this.#hasSlept) this.#wokeUp()
      else this.#options.onFailed('SERVICE_UNREACHABLE')
    })
    this.#options.onTime(this.#options.now() + time)
  }

  #tick(): void {
    if (this.#hasSlept) this.#wokeUp()
    this.#lastTick = this.#options.now()
  }

  /** Nothing ran for a while: the computer slept, or the page was stopped. */
  get #hasSlept(): boolean {
    return this.#options.now() - this.#lastTick > SLEEP
  }

  /** Time that was slept through is no time spent trying. */
  #wokeUp(): void {
    this.#lastTick = this.#options.now()
    this.#allow(LIMITS.resumeWindow)
    this.tryNow()
  }
}
