import { sha256 } from '@noble/hashes/sha2.js'
import type { AuthenticationService, Credential, LeafNode } from 'ts-mls'
import { CREDENTIAL_SIZE } from '#shared/encryption/credential.ts'
import { keyOf } from './bytes.ts'

/** Looks at what members say they are. `V` is what it finds. */
export interface CredentialVerifier<V> {
  /** `identity`: the bytes of a basic credential; `signatureKey`: the key of the leaf that it stands in. Does not throw. */
  verify(identity: Uint8Array, signatureKey: Uint8Array): Promise<V>
  /** Whether somebody of whom that was found can be in the group: the meeting's rules say so. */
  admits(verdict: V): boolean
}

/** What was found of whom, each looked at once. */
export class CredentialBook<V> implements AuthenticationService {
  readonly #verifier: CredentialVerifier<V>
  readonly #verdicts = new Map<string, Promise<V>>()
  /** Most leaves are the same in one epoch and the next. */
  readonly #leaves = new WeakMap<LeafNode, Promise<V>>()

  constructor(verifier: CredentialVerifier<V>) {
    this.#verifier = verifier
  }

  verdictOn(identity: Uint8Array, signatureKey: Uint8Array): Promise<V> {
    const key = keyOf(sha256(identity)) + keyOf(signatureKey)
    const known = this.#verdicts.get(key)
    if (known !== undefined) return known
    const verdict = this.#verifier.verify(identity, signatureKey)
    this.#verdicts.set(key, verdict)
    return verdict
  }

  /** Undefined for a leaf with another kind of credential. */
  verdictOnLeaf(leaf: LeafNode): Promise<V> | undefined {
    const known = this.#leaves.get(leaf)
    if (known !== undefined || leaf.credential.credentialType !== 'basic') return known
    const verdict = this.verdictOn(leaf.credential.identity, leaf.signaturePublicKey)
    this.#leaves.set(leaf, verdict)
    return verdict
  }

  async validateCredential(credential: Credential, signatureKey: Uint8Array): Promise<boolean> {
    if (credential.credentialType !== 'basic' || credential.identity.length > CREDENTIAL_SIZE) return false
    return this.#verifier.admits(await this.verdictOn(credential.identity, signatureKey))
  }
}
