/**
 * Where the keys are that lock the keys of recordings. A recording is sealed with a data key of its own, which is stored only wrapped;
 * the vault wraps it with the key of the organisation, and for no other recording of no other organisation.
 *
 * Errors are ParleyErrors: VAULT_UNREACHABLE where the vault gives no answer that can be used, KEY_INVALID for what is not a wrapped
 * key of this context or was changed, KEY_DESTROYED where what it was wrapped with is gone for good. None has a secret in it.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** What a data key is for. It opens with no other. */
export interface KeyContext {
  readonly tenant: string
  readonly recording: string
}

export interface DataKey {
  /** 32 bytes */
  readonly key: KeyObject
  /** What is stored of it: ASCII, at most 4 kB. */
  readonly wrapped: string
}

export interface KeyVault {
  readonly name: string
  newDataKey(context: KeyContext): Promise<DataKey>
  unwrap(wrapped: string, context: KeyContext): Promise<KeyObject>
  /** The same data key, wrapped with the newest key of the organisation, so that an older one can be destroyed without its data. */
  rewrap(wrapped: string, context: KeyContext): Promise<string>
}

export const DATA_KEY_LENGTH = 32
export const WRAPPED_MAXIMUM = 4_096

export const randomKey = (): KeyObject => createSecretKey(randomBytes(DATA_KEY_LENGTH))

/** One text for one context, whatever is in it. */
export const contextText = ({ tenant, recording }: KeyContext): string =>
  JSON.stringify(['Parley data key v1', tenant, recording])
