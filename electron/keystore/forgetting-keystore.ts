import type { Keystore } from './keystore.ts'

/**
 * Keeps on disk only while that is allowed, and in memory otherwise: what is there when it isn't is removed. Whether anything could
 * be kept safely is asked all the same, since it may be allowed again at any time.
 */
export class ForgettingKeystore implements Keystore {
  readonly #disk: Keystore
  readonly #mayKeep: () => boolean
  readonly #memory = new Map<string, string>()

  constructor(disk: Keystore, mayKeep: () => boolean) {
    this.#disk = disk
    this.#mayKeep = mayKeep
  }

  check(): Promise<void> {
    return this.#disk.check()
  }

  async read(name: string): Promise<string | undefined> {
    if (!this.#mayKeep()) return this.#memory.get(name)
    const text = await this.#disk.read(name)
    if (text !== undefined) this.#memory.set(name, text)
    return text
  }

  async write(name: string, text: string): Promise<void> {
    this.#memory.set(name, text)
    if (this.#mayKeep()) await this.#disk.write(name, text)
  }

  async remove(name: string): Promise<void> {
    this.#memory.delete(name)
    await this.#disk.remove(name)
  }

  async clear(): Promise<void> {
    this.#memory.clear()
    await this.#disk.clear()
  }

  /** Brings the disk in line with what is allowed now. Throws KEYSTORE_UNAVAILABLE where the entries of this run can't be kept. */
  async settle(): Promise<void> {
    if (!this.#mayKeep()) return this.#disk.clear()
    for (const [name, text] of this.#memory) await this.#disk.write(name, text)
  }
}
