import type { Announcement } from './announcement.ts'
import type { EventGate } from './event-gate.ts'

interface Pending {
  readonly announcement: Announcement
  readonly recipients: readonly EventGate[]
  sent: number
}

/**
 * Everything that is told in one meeting, in the order in which it happened. What is too much for one turn of the event loop
 * (hundreds who come in at once, each told of to hundreds) goes out in several, with other people's requests in between.
 */
export class Announcer {
  /** ms of announcing in one turn. */
  readonly #stretch: number
  readonly #pending: Pending[] = []
  /** When this turn's announcing began. */
  #since: number | undefined

  constructor(stretch: number) {
    this.#stretch = stretch
  }

  tell(announcement: Announcement, recipients: readonly EventGate[]): void {
    if (recipients.length === 0) return
    this.#pending.push({ announcement, recipients, sent: 0 })
    // With others waiting, this one has its turn after them.
    if (this.#pending.length === 1) this.#drain()
  }

  #drain(): void {
    if (this.#since === undefined) {
      this.#since = performance.now()
      setImmediate(() => {
        this.#since = undefined
        if (this.#pending.length > 0) this.#drain()
      })
    }
    let done = 0
    for (const next of this.#pending) {
      while (next.sent < next.recipients.length) {
        if (next.sent % 16 === 0 && performance.now() - this.#since > this.#stretch) return void this.#pending.splice(0, done)
        next.recipients[next.sent]?.deliver(next.announcement)
        next.sent += 1
      }
      done += 1
    }
    this.#pending.length = 0
  }
}
