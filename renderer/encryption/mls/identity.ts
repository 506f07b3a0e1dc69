import { type CiphersuiteImpl, type Credential, generateKeyPackageWithKey, type KeyPackage, type PrivateKeyPackage } from 'ts-mls'
import { MLS_SUITE } from '#shared/encryption/group.ts'
import { type MlsSigner, NO_KEY, suiteWith } from './suite.ts'
import { writeKeyPackage } from './wire.ts'

/** A key package (RFC 9420 §10) with its private halves: used once, to come into a group. */
export interface OwnKeyPackage {
  readonly bytes: Uint8Array
  readonly publicPackage: KeyPackage
  readonly privatePackage: PrivateKeyPackage
}

/** s around now in which a key package can be committed: clocks differ, and nobody waits a day to come in. */
const LIFETIME = 86_400n

/** Who this client is in groups: the device key and the credential that binds it to a person. */
export class MlsIdentity {
  readonly suite: CiphersuiteImpl
  readonly signatureKey: Uint8Array
  readonly credential: Credential & { credentialType: 'basic' }

  private constructor(suite: CiphersuiteImpl, signatureKey: Uint8Array, identity: Uint8Array) {
    this.suite = suite
    this.signatureKey = signatureKey
    this.credential = { credentialType: 'basic', identity }
  }

  static async create(signer: MlsSigner, identity: Uint8Array): Promise<MlsIdentity> {
    return new MlsIdentity(await suiteWith(signer), signer.publicKey, identity)
  }

  async keyPackage(): Promise<OwnKeyPackage> {
    const now = BigInt(Math.floor(Date.now() / 1_000))
    const { publicPackage, privatePackage } = await generateKeyPackageWithKey(
      this.credential,
      { versions: ['mls10'], ciphersuites: [MLS_SUITE], extensions: [], proposals: [], credentials: ['basic'] },
      { notBefore: now - LIFETIME, notAfter: now + LIFETIME },
      [],
      { signKey: NO_KEY, publicKey: this.signatureKey },
      this.suite,
    )
    return { bytes: writeKeyPackage(publicPackage), publicPackage, privatePackage }
  }
}
