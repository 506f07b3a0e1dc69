import { ParleyError } from '#shared/errors.ts'
import type { Keystore } from './keystore.ts'

/** A keystore for tests: keeps everything for as long as it lives, and fails on demand. */
export class MemoryKeystore implements Keystore {
  readonly entries = new Map<string, string>()
  isAvailable = true

  async check(): Promise<void> {
    if (!this.isAvailable) throw new ParleyError('KEYSTORE_UNAVAILABLE')
  }

  async read(name: string): Promise<string | undefined> {
    const text = this.entries.get(name)
    if (text !== undefined) await this.check()
    return text
  }

  async write(name: string, text: string): Promise<void> {
    await this.check()
    this.entries.set(name, text)
  }

  async remove(name: string): Promise<void> {
    this.entries.delete(name)
  }

  async clear(): Promise<void> {
    this.entries.clear()
  }
}
