import type { Log } from '../logging.ts'
import type { Database } from '../storage/database.ts'
import type { AuditLog } from './audit-log.ts'

/** ms */
const INTERVAL = 10 * 60_000

export interface CheckpointsOptions {
  database: Database
  audit: Pick<AuditLog, 'checkpoint'>
  log: Log
  /** ms between two. */
  interval?: number
}

/** Signs now and then, and when the service stops, how far the logs have come. */
export class Checkpoints {
  readonly #options: CheckpointsOptions
  readonly #timer: NodeJS.Timeout
  #last: Promise<void> = Promise.resolve()

  constructor(options: CheckpointsOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#sign(), options.interval ?? INTERVAL).unref()
  }

  /** Resolves when the last is signed. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#sign()
  }

  /** One after the other. The log is whole without them; that one is missing is in the service's log. */
  #sign(): Promise<void> {
    const { database, audit, log } = this.#options
    this.#last = this.#last
      .then(() => audit.checkpoint(database))
      .then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, 'no checkpoint of the audit log was signed'),
      )
    return this.#last
  }
}
