import { type CredentialVerdict, type VerifySignature, verifyCredential } from '#shared/encryption/credential.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { ProviderKey } from '#shared/encryption/provider-key.ts'

export interface CredentialChecksOptions {
  /** Whom this client believes: the provider where its own person signed in; nobody for whoever has none. */
  provider: EncryptionIdentity['provider'] | undefined
  /** From the provider itself. `renew`: a key was missing among those given before. */
  keysOf: (issuer: string, renew: boolean) => Promise<readonly ProviderKey[]>
  verify: VerifySignature
  now: () => number
}

const keyText = (key: ProviderKey): string =>
  JSON.stringify(Object.entries(key).toSorted(([one], [other]) => (one < other ? -1 : 1)))

/**
 * Checks of the members of one meeting. A provider's keys are pinned for it: those that were there stay good until its end, and a
 * missing one is asked for, so that a provider that changes its keys turns nobody into a stranger in the middle of a conversation.
 */
export class CredentialChecks {
  readonly #options: CredentialChecksOptions
  /** By their own text. */
  readonly #pinned = new Map<string, ProviderKey>()
  #asked: Promise<void> | undefined

  constructor(options: CredentialChecksOptions) {
    this.#options = options
  }

  /** Who a member is, by the identity and signature key of their leaf. Where the provider can't be reached nobody is verified by it. */
  async check(identity: Uint8Array, signatureKey: Uint8Array): Promise<CredentialVerdict> {
    this.#asked ??= this.#ask(false)
    await this.#asked
    const verdict = await this.#verify(identity, signatureKey)
    if (verdict.status !== 'failed' || verdict.reason !== 'providerKey') return verdict
    await this.#ask(true)
    return this.#verify(identity, signatureKey)
  }

  #verify(identity: Uint8Array, signatureKey: Uint8Array): Promise<CredentialVerdict> {
    const { provider, verify, now } = this.#options
    const providers = provider === undefined ? [] : [{ ...provider, keys: [...this.#pinned.values()] }]
    return verifyCredential({ identity, signatureKey, providers, verify, now: now() })
  }

  async #ask(renew: boolean): Promise<void> {
    const { provider, keysOf } = this.#options
    if (provider === undefined) return
    try {
      for (const key of await keysOf(provider.issuer, renew)) this.#pinned.set(keyText(key), key)
    } catch {
      // Asked for again by the next member whose key is missing: until then they are not verified.
    }
  }
}
