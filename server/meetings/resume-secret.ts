import { hashSecret, newSecret } from '../identity/secrets.ts'

/**
 * What brings one participant back: a token that is exchanged for a new one at each return. The token that was presented stays
 * good until the client has shown that the reply with the new one arrived, because the connection may be lost in between again.
 */
export class ResumeSecret {
  #hash: string
  #presented: string | undefined

  constructor(hash: string, presented?: string) {
    this.#hash = hash
    this.#presented = presented
  }

  static create(): { secret: ResumeSecret; token: string } {
    const token = newSecret()
    return { secret: new ResumeSecret(hashSecret(token)), token }
  }

  /** What is kept of it. */
  get hashes(): { hash: string; presented: string | undefined } {
    return { hash: this.#hash, presented: this.#presented }
  }

  opensWith(token: string): boolean {
    const hash = hashSecret(token)
    return hash === this.#hash || hash === this.#presented
  }

  /** The token that takes the place of `token`. */
  exchange(token: string): string {
    const next = newSecret()
    this.#presented = hashSecret(token)
    this.#hash = hashSecret(next)
    return next
  }

  /** The client has the newest token; true where that made another one worthless. */
  confirm(): boolean {
    const had = this.#presented !== undefined
    this.#presented = undefined
    return had
  }
}
