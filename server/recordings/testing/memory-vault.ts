import { type DataKey, type KeyContext, type KeyVault, randomKey } from '../../storage/vault/key-vault.ts'

/** A vault that ends with the test. What is wrapped is the recording's id. */
export class MemoryVault implements KeyVault {
  readonly name = 'memory'
  readonly #keys = new Map<string, DataKey['key']>()

  async newDataKey(context: KeyContext): Promise<DataKey> {
    const key = randomKey()
    this.#keys.set(context.recording, key)
    return { key, wrapped: context.recording }
  }

  async unwrap(wrapped: string): Promise<DataKey['key']> {
    return this.#keys.get(wrapped) ?? randomKey()
  }

  async rewrap(wrapped: string): Promise<string> {
    return wrapped
  }
}
