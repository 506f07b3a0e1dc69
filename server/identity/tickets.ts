import { hashSecret, newSecret } from './secrets.ts'

/** Single-use, short-lived secrets, each standing for a `T`. They live in memory only: a restart makes them worthless. */
export class Tickets<T> {
  readonly #lifetime: number
  readonly #now: () => number
  /** In order of expiry, because all live equally long. */
  readonly #open = new Map<string, { value: T; expiresAt: number }>()

  constructor(lifetime: number, now: () => number = Date.now) {
    this.#lifetime = lifetime
    this.#now = now
  }

  open(value: T): { ticket: string; expiresAt: number } {
    this.#dropExpired()
    const ticket = newSecret()
    const expiresAt = this.#now() + this.#lifetime
    this.#open.set(hashSecret(ticket), { value, expiresAt })
    return { ticket, expiresAt }
  }

  /** What the ticket stands for, once and in time; undefined otherwise. */
  redeem(ticket: string): T | undefined {
    const hash = hashSecret(ticket)
    const found = this.#open.get(hash)
    this.#open.delete(hash)
    return found !== undefined && this.#now() < found.expiresAt ? found.value : undefined
  }

  #dropExpired(): void {
    const now = this.#now()
    for (const [hash, { expiresAt }] of this.#open) {
      if (now < expiresAt) return
      this.#open.delete(hash)
    }
  }
}
