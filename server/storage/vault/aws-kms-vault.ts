/**
 * Keys in AWS Key Management Service: one symmetric key for each organisation, found by its alias, which never leaves it. The context is
 * KMS's own encryption context, bound to each ciphertext and written to CloudTrail. What is wrapped names the key, so that the alias can
 * be pointed at another one.
 *
 * Rotation and destruction are done in AWS. KMS rotates a key's material by itself and keeps the former for as long as the key lives; to
 * be able to destroy a former one, make a new key, point the alias at it, wrap again, and schedule the deletion of the old key. Until
 * the waiting period is over such a key is out of reach but can be had back, so nothing counts as destroyed before.
 *
 * Not run against the real service: the tests speak to a small peer with its API.
 */
import { createSecretKey, hash, type KeyObject } from 'node:crypto'
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { ParleyError } from '#shared/errors.ts'
import { type AwsClientOptions, awsClientConfig, awsErrorName } from '../aws-client.ts'
import { DATA_KEY_LENGTH, type DataKey, type KeyContext, type KeyVault, WRAPPED_MAXIMUM } from './key-vault.ts'
import { unreachable } from './vault-request.ts'

export interface AwsKmsOptions extends AwsClientOptions {
  /** Before the name of each organisation's key, after `alias/`. */
  keyPrefix?: string | undefined
  /** Requests of one call, the first one included. */
  attempts?: number
  /** ms for one call with all its attempts */
  patience?: number
}

const ATTEMPTS = 3
const PATIENCE = 5_000
/** ARN of the key, what KMS made of the data key */
const WRAPPED = /^aws-kms:(arn:aws[a-z-]{0,16}:kms:([a-z0-9-]{1,32}):\d{12}:key\/[A-Za-z0-9-]{1,64}):([A-Za-z0-9_-]{1,2048})$/

const changed = (): ParleyError => new ParleyError('KEY_INVALID', 'it was changed, or is for another recording')

/** What KMS says when it opens nothing, and what that is. All else is no answer, a key that waits for its deletion included. */
const REFUSALS: ReadonlyMap<string, () => ParleyError> = new Map([
  ['NotFoundException', () => new ParleyError('KEY_DESTROYED')],
  ['InvalidCiphertextException', changed],
  ['IncorrectKeyException', changed],
  ['InvalidArnException', changed],
])

export class AwsKmsVault implements KeyVault {
  readonly name = 'AWS KMS'
  readonly #client: KMSClient
  readonly #region: string
  readonly #keyPrefix: string
  readonly #patience: number

  constructor({ keyPrefix = 'parley-', attempts = ATTEMPTS, patience = PATIENCE, ...options }: AwsKmsOptions) {
    this.#client = new KMSClient({ ...awsClientConfig(options), maxAttempts: attempts })
    this.#region = options.region
    this.#keyPrefix = keyPrefix
    this.#patience = patience
  }

  async newDataKey(context: KeyContext): Promise<DataKey> {
    const command = new GenerateDataKeyCommand({
      KeyId: this.#aliasOf(context.tenant),
      NumberOfBytes: DATA_KEY_LENGTH,
      EncryptionContext: encryptionContext(context),
    })
    const { KeyId, Plaintext, CiphertextBlob } = await this.#call((abortSignal) => this.#client.send(command, { abortSignal }))
    return { key: keyFrom(Plaintext), wrapped: wrappedFrom(KeyId, CiphertextBlob) }
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<KeyObject> {
    const [, key, region, text = ''] = wrapped.length <= WRAPPED_MAXIMUM ? (WRAPPED.exec(wrapped) ?? []) : []
    if (key === undefined) throw new ParleyError('KEY_INVALID', 'not a key of this vault')
    // There KMS would know no such key, and it would look destroyed.
    if (region !== this.#region) throw new ParleyError('KEY_INVALID', 'a key of another region')
    const bytes = Buffer.from(text, 'base64url')
    // base64url of other letters may stand for the same bytes: a wrapped key has one text.
    if (bytes.toString('base64url') !== text) throw changed()
    const command = new DecryptCommand({
      KeyId: key,
      CiphertextBlob: bytes,
      EncryptionContext: encryptionContext(context),
    })
    const { Plaintext } = await this.#call((abortSignal) => this.#client.send(command, { abortSignal }), REFUSALS)
    return keyFrom(Plaintext)
  }

  async rewrap(wrapped: string, context: KeyContext): Promise<string> {
    const command = new EncryptCommand({
      KeyId: this.#aliasOf(context.tenant),
      Plaintext: (await this.unwrap(wrapped, context)).export(),
      EncryptionContext: encryptionContext(context),
    })
    const { KeyId, CiphertextBlob } = await this.#call((abortSignal) => this.#client.send(command, { abortSignal }))
    return wrappedFrom(KeyId, CiphertextBlob)
  }

  /** What comes back is the answer, or one of the `refusals`, or VAULT_UNREACHABLE with the name of the error. */
  async #call<T>(
    act: (abortSignal: AbortSignal) => Promise<T>,
    refusals: ReadonlyMap<string, () => ParleyError> = new Map(),
  ): Promise<T> {
    try {
      return await act(AbortSignal.timeout(this.#patience))
    } catch (error) {
      const name = awsErrorName(error)
      throw refusals.get(name)?.() ?? unreachable(name)
    }
  }

  /** The organisation's own id where it can stand in an alias, and can't be taken for the name of another one. */
  #aliasOf(tenant: string): string {
    const name = /^[a-z0-9][a-z0-9-]{0,47}$/.test(tenant) ? tenant : `H${hash('sha256', tenant, 'hex').slice(0, 48)}`
    return `alias/${this.#keyPrefix}${name}`
  }
}

const encryptionContext = ({ tenant, recording }: KeyContext): Record<string, string> => ({
  purpose: 'Parley data key v1',
  tenant,
  recording,
})

const keyFrom = (plaintext: Uint8Array | undefined): KeyObject => {
  if (plaintext?.length !== DATA_KEY_LENGTH) throw unreachable('an answer is not a key')
  return createSecretKey(plaintext)
}

const wrappedFrom = (key: string | undefined, ciphertext: Uint8Array | undefined): string => {
  const wrapped = `aws-kms:${key}:${Buffer.from(ciphertext ?? []).toString('base64url')}`
  if (!WRAPPED.test(wrapped)) throw unreachable('an answer is not understood')
  return wrapped
}
