import {
  type CiphersuiteImpl,
  type ClientState,
  createApplicationMessage,
  createCommit,
  createGroup,
  createGroupInfoWithExternalPub,
  defaultKeyPackageEqualityConfig,
  defaultLifetimeConfig,
  emptyPskIndex,
  joinGroup,
  joinGroupExternal,
  mlsExporter,
  processPrivateMessage,
  processPublicMessage,
  zeroOutUint8Array,
} from 'ts-mls'
import { decryptSenderData } from 'ts-mls/privateMessage.js'
import { groupIdOf, isGroupOf, isMlsSuite, type MlsSuite } from '#shared/encryption/group.ts'
import { ParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { keyOf, sameBytes } from './bytes.ts'
import { fingerprintOf, securityCodeOf } from './codes.ts'
import { CredentialBook, type CredentialVerifier } from './credentials.ts'
import { deliveryKeyIn, groupExtensionsFor } from './delivery-sender.ts'
import type { MlsIdentity, OwnKeyPackage } from './identity.ts'
import { type Changes, changesBetween, type Member, membersOf } from './members.ts'
import { paddingFor } from './padding.ts'
import { type Announced, announcedIn, leafAt, requireFitting } from './policy.ts'
import { refusal } from './refusal.ts'
import { NO_KEY } from './suite.ts'
import {
  readGroupInfo,
  readPrivateMessage,
  readPublicMessage,
  readTree,
  readWelcome,
  writeGroupInfo,
  writePrivateMessage,
  writePublicMessage,
  writeTree,
  writeWelcome,
} from './wire.ts'

export interface GroupOptions<V> {
  /** The code of the meeting, as in the link that this person came by. */
  readonly code: string
  readonly identity: MlsIdentity
  readonly verifier: CredentialVerifier<V>
}

/** A commit of one's own, which counts once the delivery service says that it won its epoch. */
export interface OwnCommit {
  /** The epoch that it ends. */
  readonly epoch: bigint
  readonly commit: Uint8Array
  /** For those whom it adds. */
  readonly welcome: Uint8Array | undefined
  /** Of the epoch that it begins, without the tree: for those who have to come back from outside. */
  readonly groupInfo: Uint8Array
}

export interface Opened<V> {
  readonly sender: Member<V>
  readonly epoch: bigint
  readonly content: Uint8Array
}

interface Pending {
  readonly own: OwnCommit
  readonly state: ClientState
  readonly consumed: readonly Uint8Array[]
}

/** Above what a meeting can have: the service's limit is its own; this one keeps a tree from being made to fill the memory. */
const MAXIMUM_MEMBERS = 1_024

/** What a member keeps of past epochs, for messages that come late. */
const PAST_EPOCHS = 4

/**
 * One member's side of a meeting's MLS group (RFC 9420): who is in it, what is agreed, and what they say to each other. All of it
 * lives in memory and ends with `close`. What comes from outside is checked before anything here changes; what does not fit throws
 * ENCRYPTION_FAILED and changes nothing.
 */
export class MeetingGroup<V> {
  readonly #options: GroupOptions<V>
  readonly #book: CredentialBook<V>
  #state: ClientState
  #members: readonly Member<V>[]
  /** What the service proposed in this epoch. */
  #announced: Announced = {}
  #pending: Pending | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #closed = false

  private constructor(options: GroupOptions<V>, book: CredentialBook<V>, state: ClientState, members: readonly Member<V>[]) {
    this.#options = options
    this.#book = book
    this.#state = state
    this.#members = members
  }

  /** The first in the meeting makes its group, in the suite of `own`. `deliveryKey`: the Ed25519 key with which the delivery service proposes. */
  static async found<V>(options: GroupOptions<V>, own: OwnKeyPackage, deliveryKey: Uint8Array): Promise<MeetingGroup<V>> {
    const { code, identity } = options
    const suite = identity.suite(own.suite)
    const book = new CredentialBook(options.verifier)
    const groupId = groupIdOf(code, suite.rng.randomBytes(16))
    const extensions = groupExtensionsFor(deliveryKey)
    const anybody = { validateCredential: async () => true }
    const founded = await createGroup(groupId, own.publicPackage, own.privatePackage, extensions, suite, {
      ...configOf(book),
      authService: anybody,
    })
    const state = { ...founded, clientConfig: configOf(book) }
    return new MeetingGroup(options, book, state, await inspect(options, book, state))
  }

  /** Comes in by a welcome, with the tree that goes with it. */
  static async join<V>(
    options: GroupOptions<V>,
    own: OwnKeyPackage,
    welcome: Uint8Array,
    tree: Uint8Array,
  ): Promise<MeetingGroup<V>> {
    const book = new CredentialBook(options.verifier)
    const { publicPackage, privatePackage } = own
    const message = readWelcome(welcome)
    if (message.cipherSuite !== own.suite) throw refusal('a welcome of another suite')
    const state = await held(() =>
      joinGroup(
        message,
        publicPackage,
        privatePackage,
        emptyPskIndex,
        options.identity.suite(own.suite),
        readTree(tree),
        undefined,
        configOf(book),
      ),
    )
    return new MeetingGroup(options, book, state, await inspect(options, book, state))
  }

  /**
   * Comes back in the place of one's own leaf, whose secrets are lost or too old. The group is of use once `accept` is called for
   * `commit`.
   */
  static async rejoin<V>(
    options: GroupOptions<V>,
    groupInfo: Uint8Array,
    tree: Uint8Array,
  ): Promise<{ group: MeetingGroup<V>; commit: OwnCommit }> {
    const { identity, code } = options
    const { signatureKey } = identity
    const book = new CredentialBook(options.verifier)
    return held(async () => {
      const info = readGroupInfo(groupInfo)
      const nodes = readTree(tree)
      if (!isGroupOf(code, info.groupContext.groupId)) throw refusal('of another meeting')
      const own = nodes.some((node) => node?.nodeType === 'leaf' && sameBytes(node.leaf.signaturePublicKey, signatureKey))
      if (!own) throw refusal('no longer in the group')
      const name = suiteOf(info.groupContext)
      const suite = identity.suite(name)
      const { publicPackage, privatePackage } = await identity.keyPackage(name)
      const { publicMessage, newState } = await joinGroupExternal(
        info,
        publicPackage,
        privatePackage,
        true,
        suite,
        nodes,
        configOf(book),
      )
      const members = await inspect(options, book, newState)
      const group = new MeetingGroup(options, book, newState, members)
      const commit: OwnCommit = {
        epoch: info.groupContext.epoch,
        commit: writePublicMessage(publicMessage),
        welcome: undefined,
        groupInfo: await describe(newState, identity),
      }
      group.#pending = { own: commit, state: newState, consumed: [] }
      return { group, commit }
    })
  }

  get epoch(): bigint {
    return this.#state.groupContext.epoch
  }

  get groupId(): Uint8Array {
    return this.#state.groupContext.groupId
  }

  get suite(): MlsSuite {
    return suiteOf(this.#state.groupContext)
  }

  get members(): readonly Member<V>[] {
    return this.#members
  }

  get ownLeaf(): number {
    return this.#state.privatePath.leafIndex
  }

  /** Something is announced that nobody has committed: until then nothing is said (RFC 9420 §12.4). */
  get isUnsettled(): boolean {
    return Object.keys(this.#announced).length > 0
  }

  /** Thirty digits, in groups. */
  get securityCode(): string {
    return securityCodeOf(this.#state.keySchedule.epochAuthenticator)
  }

  /** The code that is shared with one other member. */
  fingerprintWith({ signatureKey }: Pick<Member<V>, 'signatureKey'>): string {
    return fingerprintOf(this.#options.identity.signatureKey, signatureKey)
  }

  /** The base key of this epoch's frame keys: one for all senders, whose keys differ by their key ids (RFC 9605 §5.2). */
  frameBaseKey(): Promise<Uint8Array> {
    return this.exportSecret('SFrame 1.0 Base Key', new Uint8Array(), 16)
  }

  /** RFC 9420 §8.5; `length` in bytes. */
  exportSecret(label: string, context: Uint8Array, length: number): Promise<Uint8Array> {
    return mlsExporter(this.#state.keySchedule.exporterSecret, label, context, length, this.#impl)
  }

  /** What the delivery service needs to take the group up: without the tree, which it knows. */
  describe(): Promise<Uint8Array> {
    return describe(this.#state, this.#options.identity)
  }

  get tree(): Uint8Array {
    return writeTree(this.#state.ratchetTree)
  }

  /**
   * Notes a proposal of the delivery service. Throws ENCRYPTION_FAILED for what it may not propose, NOT_ACCEPTED for somebody whose
   * credential the meeting’s rules refuse.
   */
  announce(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const message = readPublicMessage(bytes)
      const proposal = announcedIn(this.#state, message)
      const suite = this.#impl
      const state = { ...this.#state, unappliedProposals: this.#announced }
      const { newState } = await held(() => processPublicMessage(state, message, emptyPskIndex, suite))
      if (proposal.proposalType === 'remove') {
        if (leafAt(state.ratchetTree, proposal.remove.removed) === undefined) throw refusal('the removal of nobody')
      } else {
        const { leafNode } = proposal.add.keyPackage
        const admitted = await this.#book.validateCredential(leafNode.credential, leafNode.signaturePublicKey)
        if (!admitted) throw new ParleyError('NOT_ACCEPTED')
      }
      this.#announced = newState.unappliedProposals
      this.#pending = undefined
    })
  }

  /**
   * Commits all that is announced; with nothing announced, renews one's own keys. It counts once `accept` is called. Asked again, it is
   * the same commit: one whose answer was lost may have won.
   */
  commit(): Promise<OwnCommit> {
    return this.#inTurn(async () => {
      if (this.#pending !== undefined) return this.#pending.own
      const state = { ...this.#state, unappliedProposals: this.#announced }
      const suite = this.#impl
      const made = await held(() => createCommit({ state, cipherSuite: suite }, { wireAsPublicMessage: true }))
      if (made.commit.wireformat !== 'mls_public_message') throw refusal('a commit that the service can’t order')
      requireFitting(this.#state, made.commit.publicMessage, this.#announced)
      const welcome = made.welcome === undefined ? undefined : writeWelcome(made.welcome)
      const commit = writePublicMessage(made.commit.publicMessage)
      const groupInfo = await describe(made.newState, this.#options.identity)
      const own: OwnCommit = { epoch: this.epoch, commit, welcome, groupInfo }
      this.#pending = { own, state: made.newState, consumed: made.consumed }
      return own
    })
  }

  /** The delivery service says that this commit of one's own has won. */
  accept(own: OwnCommit): Promise<Changes<V>> {
    return this.#inTurn(async () => {
      if (this.#pending?.own !== own) throw refusal('a commit that is none')
      return this.#acceptPending(this.#pending)
    })
  }

  /** Another commit has won; it is on its way. */
  withdraw(): Promise<void> {
    return this.#inTurn(async () => {
      this.#pending = undefined
    })
  }

  /** Takes the commit that won this epoch. Throws REMOVED where it removes this member: the group is closed then. */
  process(bytes: Uint8Array): Promise<Changes<V>> {
    return this.#inTurn(async () => {
      const pending = this.#pending
      if (pending !== undefined && sameBytes(pending.own.commit, bytes)) return this.#acceptPending(pending)
      const message = readPublicMessage(bytes)
      requireFitting(this.#state, message, this.#announced)
      const state = { ...this.#state, unappliedProposals: this.#announced }
      const suite = this.#impl
      const { newState, consumed } = await held(() => processPublicMessage(state, message, emptyPskIndex, suite))
      if (newState.groupActiveState.kind !== 'active') {
        this.#close()
        throw new ParleyError('REMOVED')
      }
      return this.#enter(newState, consumed)
    })
  }

  /** Says something to all. Throws LIMIT_REACHED for too much of it, EPOCH_STALE while something announced is not committed. */
  seal(content: Uint8Array): Promise<{ epoch: bigint; message: Uint8Array }> {
    return this.#inTurn(async () => {
      if (this.isUnsettled) throw new ParleyError('EPOCH_STALE', 'unsettled')
      const suite = this.#impl
      const paddingLength = paddingFor(content.length)
      const { clientConfig } = this.#state
      const padding = { ...clientConfig, paddingConfig: { kind: 'alwaysPad', paddingLength } as const }
      const made = await createApplicationMessage({ ...this.#state, clientConfig: padding }, content, suite)
      this.#state = { ...made.newState, clientConfig }
      wipe(made.consumed)
      return { epoch: this.epoch, message: writePrivateMessage(made.privateMessage) }
    })
  }

  /** What a member said in this epoch or shortly before. Each message opens once. */
  open(bytes: Uint8Array): Promise<Opened<V>> {
    return this.#inTurn(async () => {
      if (bytes.length > LIMITS.encryptedMessage) throw refusal('a message that is too large')
      const message = readPrivateMessage(bytes)
      const { epoch } = message
      if (!sameBytes(message.groupId, this.groupId)) throw refusal('a message of another group')
      if (message.contentType !== 'application') throw refusal('a hidden commit or proposal')
      const past = this.#state.historicalReceiverData.get(epoch)
      const secret = epoch === this.epoch ? this.#state.keySchedule.senderDataSecret : past?.senderDataSecret
      const tree = epoch === this.epoch ? this.#state.ratchetTree : past?.ratchetTree
      if (secret === undefined || tree === undefined) throw refusal('a message of an epoch that is not known here')
      const suite = this.#impl
      const { leafIndex, result } = await held(async () => {
        const data = await decryptSenderData(message, secret, suite)
        if (data === undefined) throw refusal('a message of nobody')
        return { leafIndex: data.leafIndex, result: await processPrivateMessage(this.#state, message, emptyPskIndex, suite) }
      })
      if (result.kind !== 'applicationMessage') throw refusal('a hidden commit or proposal')
      this.#state = result.newState
      wipe(result.consumed)
      const leaf = leafAt(tree, leafIndex)
      if (leaf?.credential.credentialType !== 'basic') throw refusal('a message of nobody')
      const signatureKey = leaf.signaturePublicKey
      const verdict = await this.#book.verdictOn(leaf.credential.identity, signatureKey)
      return { sender: { leafIndex, signatureKey, verdict }, epoch, content: result.message }
    })
  }

  /** What is kept for messages of past epochs goes. */
  forgetPast(): Promise<void> {
    return this.#inTurn(async () => {
      this.#state = { ...this.#state, historicalReceiverData: new Map() }
    })
  }

  /** Everything secret goes. */
  close(): void {
    this.#close()
  }

  get #impl(): CiphersuiteImpl {
    return this.#options.identity.suite(this.suite)
  }

  async #acceptPending({ state, consumed }: Pending): Promise<Changes<V>> {
    this.#pending = undefined
    return this.#enter(state, consumed)
  }

  async #enter(state: ClientState, consumed: readonly Uint8Array[]): Promise<Changes<V>> {
    const members = await inspect(this.#options, this.#book, state)
    if (!sameBytes(state.groupContext.groupId, this.groupId)) throw refusal('another group')
    if (state.groupContext.cipherSuite !== this.suite) throw refusal('another suite')
    if (keyOf(serviceKeyOf(state)) !== keyOf(serviceKeyOf(this.#state))) throw refusal('another delivery service')
    const changes = changesBetween(this.#members, members)
    this.#state = state
    this.#members = members
    this.#announced = {}
    this.#pending = undefined
    wipe(consumed)
    return changes
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#closed) throw new ParleyError('WRONG_STATE', 'the group is closed')
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #close(): void {
    this.#closed = true
    this.#pending = undefined
    wipe(Object.values(this.#state.keySchedule))
    wipe(Object.values(this.#state.privatePath.privateKeys))
    for (const { handshake, application } of this.#state.secretTree) wipe([handshake.secret, application.secret])
    this.#state = { ...this.#state, historicalReceiverData: new Map() }
  }
}

const configOf = <V>(authService: CredentialBook<V>): ClientState['clientConfig'] => ({
  keyRetentionConfig: { retainKeysForGenerations: 10, retainKeysForEpochs: PAST_EPOCHS, maximumForwardRatchetSteps: 200 },
  lifetimeConfig: defaultLifetimeConfig,
  keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
  paddingConfig: { kind: 'alwaysPad', paddingLength: 0 },
  authService,
})

const wipe = (secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) zeroOutUint8Array(secret)
}

const suiteOf = ({ cipherSuite }: ClientState['groupContext']): MlsSuite => {
  if (!isMlsSuite(cipherSuite)) throw refusal('of another suite')
  return cipherSuite
}

const describe = async (state: ClientState, identity: MlsIdentity): Promise<Uint8Array> =>
  writeGroupInfo(await createGroupInfoWithExternalPub(state, [], identity.suite(suiteOf(state.groupContext))))

const serviceKeyOf = ({ groupContext }: ClientState): Uint8Array => {
  const key = deliveryKeyIn(groupContext.extensions)
  if (key === undefined) throw refusal('a group with other extensions')
  return key
}

/** Whoever is in this state’s group. Throws ENCRYPTION_FAILED where it is no group of this meeting, or has members that can’t be. */
const inspect = async <V>(
  { code, identity }: GroupOptions<V>,
  book: CredentialBook<V>,
  state: ClientState,
): Promise<readonly Member<V>[]> => {
  const { groupContext, ratchetTree, privatePath, signaturePrivateKey } = state
  if (!isGroupOf(code, groupContext.groupId)) throw refusal('of another meeting')
  identity.suite(groupContext.cipherSuite)
  if (signaturePrivateKey !== NO_KEY) throw refusal('a key that should not be here')
  const service = serviceKeyOf(state)
  const members = await membersOf(ratchetTree, book)
  if (members.length > MAXIMUM_MEMBERS) throw refusal('more members than a meeting has')
  const keys = new Set(members.map(({ signatureKey }) => keyOf(signatureKey)))
  if (keys.size !== members.length || keys.has(keyOf(service))) throw refusal('the same key twice')
  const own = leafAt(ratchetTree, privatePath.leafIndex)
  if (own === undefined || !sameBytes(own.signaturePublicKey, identity.signatureKey)) throw refusal('somebody else’s leaf')
  return members
}

/** What the library throws, as what it means here. */
const held = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ParleyError ? error : refusal(error instanceof Error ? error.message : 'unknown', error)
  }
}
