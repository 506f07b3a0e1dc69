/** One password, kept as an scrypt hash with a salt. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const HASH_LENGTH = 32
/** OWASP's smallest recommendation with p = 1 is N = 2^17; this password is printed on the page, and the machine has other work. */
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 }

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

export class Password {
  readonly #salt: Buffer
  readonly #hash: Buffer

  static async of(text: string): Promise<Password> {
    const salt = randomBytes(16)
    return new Password(salt, await derive(text, salt, HASH_LENGTH, COST))
  }

  private constructor(salt: Buffer, hash: Buffer) {
    this.#salt = salt
    this.#hash = hash
  }

  /** Takes as long for a wrong text as for the right one. */
  async matches(text: string): Promise<boolean> {
    return timingSafeEqual(await derive(text, this.#salt, HASH_LENGTH, COST), this.#hash)
  }
}
