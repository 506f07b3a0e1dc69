import { parseDeepLink } from '#shared/meeting/code.ts'
import type { Log } from '../diagnostics/log.ts'

/**
 * Links of our scheme, from whoever opened them. A meeting that is asked for before the page is there to hear it waits until the
 * page asks; afterwards the page is told at once.
 */
export class DeepLinks {
  readonly #tell: (code: string) => void
  readonly #log: Log
  #pending: string | undefined
  #pageListens = false

  constructor(tell: (code: string) => void, log: Log) {
    this.#tell = tell
    this.#log = log
  }

  /** True for a link to a meeting. All others are ignored, and leave no text in the log: anybody may write anything into one. */
  open(link: string): boolean {
    const code = parseDeepLink(link)
    if (code === undefined) {
      this.#log.warn('link.ignored')
      return false
    }
    this.#log.info('link.opened')
    if (this.#pageListens) this.#tell(code)
    else this.#pending = code
    return true
  }

  /** The meeting that waits, once. From now on the page listens. */
  takePending(): string | undefined {
    const code = this.#pending
    this.#pending = undefined
    this.#pageListens = true
    return code
  }

  /** The page is loaded anew, or gone. */
  pageGone(): void {
    this.#pageListens = false
  }
}
