/** A member of a group as bare as the library has it, for tests of the service: it checks nothing, and does what it is asked. */
import { generateKeyPairSync } from 'node:crypto'
import {
  type CiphersuiteImpl,
  type ClientState,
  createApplicationMessage,
  createCommit,
  createGroup,
  createGroupInfoWithExternalPub,
  decodeMlsMessage,
  emptyPskIndex,
  encodeExternalSender,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  joinGroup,
  type KeyPackage,
  type MLSMessage,
  type PrivateKeyPackage,
  processPrivateMessage,
  processPublicMessage,
} from 'ts-mls'
import { decodeRatchetTree } from 'ts-mls/ratchetTree.js'
import type { EncryptionNews } from '#shared/contract/encryption.ts'
import { COMMON_SUITE, DELIVERY_SERVICE, groupIdOf, type MlsSuite } from '#shared/encryption/group.ts'
import { deliverySuite } from '../public-group.ts'

const encode = (message: MLSMessage): string => Buffer.from(encodeMlsMessage(message)).toString('base64url')

const decode = (text: string): MLSMessage => {
  const decoded = decodeMlsMessage(Buffer.from(text, 'base64url'), 0)
  if (decoded === undefined) throw new Error('no MLS message')
  return decoded[0]
}

const version = 'mls10' as const

export class MlsMember {
  readonly #suite: CiphersuiteImpl
  readonly #keyPackage: KeyPackage
  readonly #privatePackage: PrivateKeyPackage
  #state: ClientState | undefined

  private constructor(suite: CiphersuiteImpl, keyPackage: KeyPackage, privatePackage: PrivateKeyPackage) {
    this.#suite = suite
    this.#keyPackage = keyPackage
    this.#privatePackage = privatePackage
  }

  static async create(name: string, suiteName: MlsSuite = COMMON_SUITE): Promise<MlsMember> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const suite = await deliverySuite(privateKey, suiteName)
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    const now = BigInt(Math.floor(Date.now() / 1_000))
    const made = await generateKeyPackageWithKey(
      { credentialType: 'basic', identity: Buffer.from(name) },
      { versions: [version], ciphersuites: [suiteName], extensions: [], proposals: [], credentials: ['basic'] },
      { notBefore: now - 60n, notAfter: now + 3_600n },
      [],
      { signKey: new Uint8Array(), publicKey: key },
      suite,
    )
    return new MlsMember(suite, made.publicPackage, made.privatePackage)
  }

  get keyPackage(): string {
    return encode({ version, wireformat: 'mls_key_package', keyPackage: this.#keyPackage })
  }

  get epoch(): number {
    return Number(this.#held.groupContext.epoch)
  }

  get authenticator(): string {
    return Buffer.from(this.#held.keySchedule.epochAuthenticator).toString('hex')
  }

  /** Makes the group; the group info of it. */
  async found(code: string, deliveryKey: string): Promise<string> {
    const credential = { credentialType: 'basic', identity: Buffer.from(DELIVERY_SERVICE) } as const
    const signaturePublicKey = Buffer.from(deliveryKey, 'base64url')
    const extensionData = encodeExternalSender({ signaturePublicKey, credential })
    this.#state = await createGroup(
      groupIdOf(code, this.#suite.rng.randomBytes(16)),
      this.#keyPackage,
      this.#privatePackage,
      [{ extensionType: 'external_senders', extensionData }],
      this.#suite,
    )
    return this.#describe(this.#state)
  }

  async join({ welcome, tree }: Extract<EncryptionNews, { is: 'welcome' }>): Promise<void> {
    const message = decode(welcome)
    const nodes = decodeRatchetTree(Buffer.from(tree, 'base64url'), 0)?.[0]
    if (message.wireformat !== 'mls_welcome' || nodes === undefined) throw new Error('no welcome')
    const own = [this.#keyPackage, this.#privatePackage] as const
    this.#state = await joinGroup(message.welcome, ...own, emptyPskIndex, this.#suite, nodes)
  }

  /** Takes a proposal or a commit. */
  async take(text: string): Promise<void> {
    const message = decode(text)
    if (message.wireformat !== 'mls_public_message') throw new Error('no public message')
    this.#state = (await processPublicMessage(this.#held, message.publicMessage, emptyPskIndex, this.#suite)).newState
  }

  /** Commits what it has taken; the commit is in force here at once. */
  async commit(): Promise<{ commit: string; welcome?: string; groupInfo: string }> {
    const made = await createCommit({ state: this.#held, cipherSuite: this.#suite }, { wireAsPublicMessage: true })
    this.#state = made.newState
    const groupInfo = await this.#describe(made.newState)
    const commit = encode(made.commit)
    if (made.welcome === undefined) return { commit, groupInfo }
    return { commit, welcome: encode({ version, wireformat: 'mls_welcome', welcome: made.welcome }), groupInfo }
  }

  async seal(text: string): Promise<string> {
    const made = await createApplicationMessage(this.#held, Buffer.from(text), this.#suite)
    this.#state = made.newState
    return encode({ version, wireformat: 'mls_private_message', privateMessage: made.privateMessage })
  }

  async open(text: string): Promise<string> {
    const message = decode(text)
    if (message.wireformat !== 'mls_private_message') throw new Error('no private message')
    const opened = await processPrivateMessage(this.#held, message.privateMessage, emptyPskIndex, this.#suite)
    if (opened.kind !== 'applicationMessage') throw new Error('nothing said')
    this.#state = opened.newState
    return Buffer.from(opened.message).toString()
  }

  get #held(): ClientState {
    if (this.#state === undefined) throw new Error('in no group')
    return this.#state
  }

  async #describe(state: ClientState): Promise<string> {
    const groupInfo = await createGroupInfoWithExternalPub(state, [], this.#suite)
    return encode({ version, wireformat: 'mls_group_info', groupInfo })
  }
}
