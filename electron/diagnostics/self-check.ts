/** Runs the checks that are the main process's, one at a time, each within its time. */
import { type CheckResult, Facts, type SystemCheck } from '#shared/diagnostics/checks.ts'
import { toParleyError } from '#shared/errors.ts'
import type { Found, Look } from './checks/found.ts'
import type { Log } from './log.ts'

/** ms that a check may take. */
const TIME = 15_000

export interface SelfCheckOptions {
  looks: Readonly<Record<SystemCheck, Look>>
  log: Log
  /** ms; 15 s unless told. */
  time?: number
}

export class SelfCheck {
  readonly #options: SelfCheckOptions
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SelfCheckOptions) {
    this.#options = options
  }

  /** Never throws: what goes wrong is what was found. */
  run(check: SystemCheck): Promise<CheckResult> {
    const running = this.#last.then(() => this.#run(check))
    this.#last = running
    return running
  }

  async #run(check: SystemCheck): Promise<CheckResult> {
    const { log, looks, time = TIME } = this.#options
    const at = performance.now()
    const expiry = new AbortController()
    const expired = Promise.withResolvers<Found>()
    const timer = setTimeout(() => {
      expiry.abort()
      expired.resolve({ finding: 'checkTimedOut' })
    }, time)
    const look = async (): Promise<Found> => {
      try {
        return await looks[check](expiry.signal)
      } catch (thrown) {
        log.error('diagnostics.checkFailed', thrown, { check })
        return { finding: 'checkFailed', facts: { code: toParleyError(thrown).code } }
      }
    }
    const { finding, facts = {} } = await Promise.race([look(), expired.promise])
    clearTimeout(timer)
    const ms = Math.round(performance.now() - at)
    log.info('diagnostics.checked', { check, finding, ms })
    return { finding, facts: Facts.parse(facts), ms }
  }
}
