import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { ParleyError, toParleyError } from '#shared/errors.ts'
import type { Log } from '../diagnostics/log.ts'
import { JsonFile } from '../storage/json-file.ts'
import type { Keystore } from './keystore.ts'

/** Of Electron's `safeStorage`, what is used here. */
export type Sealing = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

interface SealedKeystoreOptions {
  /** Of sealed entries; made when the first is written. */
  file: string
  sealing: Sealing
  platform: NodeJS.Platform
  log: Log
}

/** What Chromium falls back to on Linux where there is no keyring: a key that everybody has. */
const NO_KEYRING = ['basic_text', 'unknown']

const Sealed = z.record(z.string(), z.base64())
type Sealed = z.infer<typeof Sealed>

/** What is sealed. The name is in it, since not every keyring's seal tells that it was tampered with or stands in another's place. */
const Content = z.object({ name: z.string(), text: z.string() })

const parseContent = (unsealed: string): z.infer<typeof Content> | undefined => {
  try {
    return Content.parse(JSON.parse(unsealed))
  } catch {
    return undefined
  }
}

/** Entries sealed by the operating system's keyring, in one file of the person's own. */
export class SealedKeystore implements Keystore {
  readonly #sealing: Sealing
  readonly #platform: NodeJS.Platform
  readonly #log: Log
  readonly #file: JsonFile<Sealed>
  /** What was asked for last; later steps wait for it, so that the last word on an entry is the one that stays. */
  #order: Promise<unknown> = Promise.resolve()

  constructor({ file, sealing, platform, log }: SealedKeystoreOptions) {
    this.#sealing = sealing
    this.#platform = platform
    this.#log = log
    this.#file = new JsonFile(file, Sealed, log)
  }

  async check(): Promise<void> {
    // Only known once somebody has asked for it to be set up.
    const isAvailable = await this.#sealing.isAsyncEncryptionAvailable().catch(() => false)
    if (!isAvailable) throw new ParleyError('KEYSTORE_UNAVAILABLE', 'none')
    if (this.#platform !== 'linux') return
    const backend = this.#sealing.getSelectedStorageBackend()
    if (NO_KEYRING.includes(backend)) throw new ParleyError('KEYSTORE_UNAVAILABLE', backend)
  }

  read(name: string): Promise<string | undefined> {
    return this.#inOrder(async () => {
      const sealed = this.#entries().get(name)
      // Nobody is asked to unlock a keyring in which nothing of ours is.
      if (sealed === undefined) return undefined
      await this.check()
      const unsealed = await this.#sealing.decryptStringAsync(Buffer.from(sealed, 'base64')).catch(() => undefined)
      const content = unsealed && parseContent(unsealed.result)
      if (content?.name !== name) {
        this.#log.warn('keystore.entryLost', { name })
        this.#forget(name)
        return undefined
      }
      if (unsealed?.shouldReEncrypt) await this.#sealAnew(name, content.text)
      return content.text
    })
  }

  write(name: string, text: string): Promise<void> {
    return this.#inOrder(async () => {
      await this.check()
      await this.#seal(name, text)
    })
  }

  remove(name: string): Promise<void> {
    return this.#inOrder(async () => this.#change((entries) => entries.delete(name)))
  }

  clear(): Promise<void> {
    return this.#inOrder(async () => this.#change((entries) => entries.clear()))
  }

  async #seal(name: string, text: string): Promise<void> {
    try {
      const sealed = await this.#sealing.encryptStringAsync(JSON.stringify({ name, text } satisfies z.infer<typeof Content>))
      this.#change((entries) => entries.set(name, sealed.toString('base64')))
    } catch (cause) {
      throw new ParleyError('KEYSTORE_UNAVAILABLE', 'not written', { cause })
    }
  }

  /** The keyring has a better key by now. Where that fails, the old seal still holds, and the next reading tries again. */
  async #sealAnew(name: string, text: string): Promise<void> {
    try {
      await this.#seal(name, text)
    } catch (thrown) {
      this.#log.error('keystore.notSealedAnew', toParleyError(thrown))
    }
  }

  #forget(name: string): void {
    try {
      this.#change((entries) => entries.delete(name))
    } catch (thrown) {
      this.#log.error('keystore.notRemoved', thrown)
    }
  }

  #entries(): Map<string, string> {
    return new Map(Object.entries(this.#file.read() ?? {}))
  }

  #change(change: (entries: Map<string, string>) => void): void {
    const entries = this.#entries()
    const before = entries.size
    change(entries)
    if (before > 0 || entries.size > 0) this.#file.write(Object.fromEntries(entries))
  }

  #inOrder<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#order.then(step)
    this.#order = result.catch(() => undefined)
    return result
  }
}
