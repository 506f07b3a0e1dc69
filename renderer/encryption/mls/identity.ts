import { type CiphersuiteImpl, type Credential, generateKeyPackageWithKey, type KeyPackage, type PrivateKeyPackage } from 'ts-mls'
import { isMlsSuite, MLS_SUITES, type MlsSuite } from '#shared/encryption/group.ts'
import { refusal } from './refusal.ts'
import { type MlsSigner, NO_KEY, suiteWith } from './suite.ts'
import { writeKeyPackage } from './wire.ts'

/** A key package (RFC 9420 §10) with its private halves: used once, to come into a group. */
export interface OwnKeyPackage {
  readonly suite: MlsSuite
  readonly bytes: Uint8Array
  readonly publicPackage: KeyPackage
  readonly privatePackage: PrivateKeyPackage
}

/** s around now in which a key package can be committed: clocks differ, and nobody waits a day to come in. */
const LIFETIME = 86_400n

/** Who this client is in groups: the device key and the credential that binds it to a person. */
export class MlsIdentity {
  readonly #suites: ReadonlyMap<MlsSuite, CiphersuiteImpl>
  readonly signatureKey: Uint8Array
  readonly credential: Credential & { credentialType: 'basic' }

  private constructor(suites: ReadonlyMap<MlsSuite, CiphersuiteImpl>, signatureKey: Uint8Array, identity: Uint8Array) {
    this.#suites = suites
    this.signatureKey = signatureKey
    this.credential = { credentialType: 'basic', identity }
  }

  /** `suites`: those that it offers, in order of preference. */
  static async create(signer: MlsSigner, identity: Uint8Array, suites: readonly MlsSuite[] = MLS_SUITES): Promise<MlsIdentity> {
    const made = await Promise.all(suites.map(async (name) => [name, await suiteWith(signer, name)] as const))
    return new MlsIdentity(new Map(made), signer.publicKey, identity)
  }

  /** Those that it offers, in order of preference. */
  get suites(): readonly MlsSuite[] {
    return [...this.#suites.keys()]
  }

  /** Throws ENCRYPTION_FAILED for one that it does not offer. */
  suite(name: string): CiphersuiteImpl {
    const suite = isMlsSuite(name) ? this.#suites.get(name) : undefined
    if (suite === undefined) throw refusal('a suite that is not offered')
    return suite
  }

  /** Throws ENCRYPTION_FAILED for a suite that it does not offer. */
  async keyPackage(suite: MlsSuite): Promise<OwnKeyPackage> {
    const now = BigInt(Math.floor(Date.now() / 1_000))
    const { publicPackage, privatePackage } = await generateKeyPackageWithKey(
      this.credential,
      { versions: ['mls10'], ciphersuites: [...this.suites], extensions: [], proposals: [], credentials: ['basic'] },
      { notBefore: now - LIFETIME, notAfter: now + LIFETIME },
      [],
      { signKey: NO_KEY, publicKey: this.signatureKey },
      this.suite(suite),
    )
    return { suite, bytes: writeKeyPackage(publicPackage), publicPackage, privatePackage }
  }
}
