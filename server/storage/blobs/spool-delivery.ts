import { toParleyError } from '#shared/errors.ts'
import type { Log } from '../../logging.ts'
import type { SpooledBlobStore, Waiting } from './spooled-blob-store.ts'

/** ms after the first failure; twice as long after each other one */
const FIRST_DELAY = 1_000
/** ms between two attempts at most */
const LONGEST_DELAY = 5 * 60_000

export interface SpoolReport extends Waiting {
  /** Since when nothing can be brought, ms since 1970, with the code of what it last failed with. */
  readonly failing?: { readonly since: number; readonly error: string }
}

/**
 * Brings what is finished from the spool to the store: at the start what a former run left, then each blob when it is finished. While
 * that fails it tries again, less and less often, each time a little earlier or later than planned, so that services that lost the same
 * store don't come back to it in the same moment.
 */
export class SpoolDelivery {
  readonly #store: SpooledBlobStore
  readonly #log: Log
  readonly #random: () => number
  readonly #closing = new AbortController()
  #failures = 0
  #failing: SpoolReport['failing']
  #running: Promise<void> | undefined
  #isAsked = false
  #timer: NodeJS.Timeout | undefined

  /** `random` is from 0 up to 1. */
  constructor(store: SpooledBlobStore, log: Log, random: () => number = Math.random) {
    this.#store = store
    this.#log = log
    this.#random = random
  }

  /** There may be something to bring: now, or when the next attempt is due. */
  ask(): void {
    if (this.#closing.signal.aborted || this.#timer !== undefined) return
    this.#isAsked = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      // Asked in the moment in which it ended.
      if (this.#isAsked) this.ask()
    })
  }

  async report(): Promise<SpoolReport> {
    return { ...(await this.#store.waiting()), ...(this.#failing !== undefined && { failing: this.#failing }) }
  }

  /** Ends what is under way between two blocks; what is not brought stays in the spool. */
  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isAsked = false
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false
      try {
        const brought = await this.#store.deliver(this.#closing.signal)
        if (this.#failing !== undefined) this.#log.info({ blobs: brought }, 'recordings reach their store again')
        this.#failing = undefined
        this.#failures = 0
      } catch (error) {
        await this.#fail(error)
        return
      }
    }
  }

  async #fail(error: unknown): Promise<void> {
    const { code, detail } = toParleyError(error)
    this.#failing = { since: this.#failing?.since ?? Date.now(), error: code }
    this.#isAsked = false
    const { blobs, bytes } = await this.#store.waiting().catch(() => ({ blobs: undefined, bytes: undefined }))
    if (this.#closing.signal.aborted) return
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures) * (0.5 + this.#random() / 2)
    this.#failures += 1
    this.#log.warn({ error: code, detail, blobs, bytes, delay: Math.round(delay) }, 'recordings wait in the spool')
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.ask()
    }, delay)
  }
}
