import { createHash, createHmac, type KeyObject, sign, timingSafeEqual } from 'node:crypto'
import {
  bytesToBase64,
  type CiphersuiteImpl,
  type Commit,
  decodeExternalSender,
  decodeMlsMessage,
  encodeMlsMessage,
  type GroupContext,
  type GroupInfo,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  type KeyPackage,
  type MLSMessage,
  type Proposal,
  type PublicMessage,
  type RatchetTree,
  type Welcome,
} from 'ts-mls'
import { makeProposalRef } from 'ts-mls/authenticatedContent.js'
import { verifyFramedContentSignature } from 'ts-mls/framedContent.js'
import { verifyGroupInfoSignature } from 'ts-mls/groupInfo.js'
import { makeKeyPackageRef, verifyKeyPackage } from 'ts-mls/keyPackage.js'
import { verifyLeafNodeSignature, verifyLeafNodeSignatureKeyPackage } from 'ts-mls/leafNode.js'
import { protectExternalProposalPublic } from 'ts-mls/messageProtectionPublic.js'
import { addLeafNode, encodeRatchetTree, removeLeafNode } from 'ts-mls/ratchetTree.js'
import { treeHashRoot } from 'ts-mls/treeHash.js'
import { nodeToLeafIndex, toLeafIndex } from 'ts-mls/treemath.js'
import { applyUpdatePath } from 'ts-mls/updatePath.js'
import { DELIVERY_SERVICE, HYBRID_SUITE, isGroupOf, isMlsSuite, type MlsSuite } from '#shared/encryption/group.ts'
import { ParleyError } from '#shared/errors.ts'
import { costsOf } from './commit-costs.ts'

/** A key package that holds: signed by its own key, for a suite of meetings. */
export interface CheckedKeyPackage {
  readonly suite: MlsSuite
  readonly keyPackage: KeyPackage
  /** As a welcome names it (RFC 9420 §5.2), in base64. */
  readonly reference: string
}

/** Somebody to be added. */
interface Add extends CheckedKeyPackage {
  readonly participant: string
}

/** A commit that fits the group, and the group after it. */
export interface FittingCommit {
  readonly added: readonly { readonly participant: string; readonly leaf: number; readonly reference: string }[]
  readonly removed: readonly number[]
  /** The leaf of somebody who came back from outside. */
  readonly returned: number | undefined
  /** Whoever made it has fresh keys with it. */
  readonly renews: boolean
  readonly next: PublicState
}

interface PublicState {
  readonly context: GroupContext
  readonly tree: RatchetTree
  readonly confirmationTag: Uint8Array
  readonly groupInfo: Uint8Array
}

const unfit = (detail: string): ParleyError => new ParleyError('ENCRYPTION_FAILED', detail)

const decode = <W extends MLSMessage['wireformat']>(bytes: Uint8Array, wireformat: W): Extract<MLSMessage, { wireformat: W }> => {
  const is = (message: MLSMessage): message is Extract<MLSMessage, { wireformat: W }> => message.wireformat === wireformat
  const decoded = trying(() => decodeMlsMessage(bytes, 0))
  if (decoded === undefined || decoded[1] !== bytes.length || !is(decoded[0])) throw unfit(`no ${wireformat}`)
  return decoded[0]
}

const trying = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

const same = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && timingSafeEqual(one, other)

/** A suite of meetings for one who only looks: it hashes at once instead of in WebCrypto's thread pool, and signs as the service. */
export const deliverySuite = async (key: KeyObject, name: MlsSuite): Promise<CiphersuiteImpl> => {
  const base = await getCiphersuiteImpl(getCiphersuiteFromName(name))
  const hash = name === HYBRID_SUITE ? 'sha512' : 'sha256'
  const hmac = (secret: Uint8Array, data: Uint8Array): Uint8Array => createHmac(hash, secret).update(data).digest()
  return {
    ...base,
    hash: {
      digest: async (data) => createHash(hash).update(data).digest(),
      mac: async (secret, data) => hmac(secret, data),
      verifyMac: async (secret, mac, data) => same(hmac(secret, data), mac),
    },
    signature: { ...base.signature, sign: async (_key, message) => sign(null, message, key) },
  }
}

/** Throws ENCRYPTION_FAILED for one with which nobody could be added. */
export const checkKeyPackage = async (
  bytes: Uint8Array,
  suiteOf: (name: MlsSuite) => CiphersuiteImpl,
): Promise<CheckedKeyPackage> => {
  const { keyPackage } = decode(bytes, 'mls_key_package')
  const { leafNode, cipherSuite, version, initKey } = keyPackage
  if (!isMlsSuite(cipherSuite)) throw unfit('a key package of another suite')
  const suite = suiteOf(cipherSuite)
  const now = BigInt(Math.floor(Date.now() / 1_000))
  const fits =
    version === 'mls10' &&
    keyPackage.extensions.length === 0 &&
    leafNode.leafNodeSource === 'key_package' &&
    leafNode.extensions.length === 0 &&
    leafNode.credential.credentialType === 'basic' &&
    leafNode.capabilities.credentials.includes('basic') &&
    leafNode.lifetime.notBefore <= now &&
    leafNode.lifetime.notAfter >= now &&
    !same(initKey, leafNode.hpkePublicKey)
  const signed =
    fits &&
    (await verifyLeafNodeSignatureKeyPackage(leafNode, suite.signature)) &&
    (await verifyKeyPackage(keyPackage, suite.signature)) &&
    (await suite.hpke.importPublicKey(initKey).then(() => true)) &&
    (await suite.hpke.importPublicKey(leafNode.hpkePublicKey).then(() => true))
  if (!signed) throw unfit('a key package that does not hold')
  return { suite: cipherSuite, keyPackage, reference: bytesToBase64(await makeKeyPackageRef(keyPackage, suite.hash)) }
}

/** The suite of the group that this is of. Throws ENCRYPTION_FAILED. */
export const suiteIn = (groupInfo: Uint8Array): string => decode(groupInfo, 'mls_group_info').groupInfo.groupContext.cipherSuite

/**
 * What everybody may know of a meeting's group: its tree, its epoch, what is proposed. With it the service can tell a commit that
 * fits from one that does not, as far as one can without a secret, and hand newcomers the tree.
 */
export class PublicGroup {
  readonly #suite: CiphersuiteImpl
  #state: PublicState
  #adds: ReadonlyMap<string, Add> = new Map()
  #removes: ReadonlyMap<string, number> = new Map()
  #costs: ReadonlyMap<number, number> | undefined
  #encoded: Uint8Array | undefined

  private constructor(suite: CiphersuiteImpl, state: PublicState) {
    this.#suite = suite
    this.#state = state
  }

  /** The group that somebody says they made, with nobody in it but them. Throws ENCRYPTION_FAILED. */
  static async found(
    suite: CiphersuiteImpl,
    code: string,
    deliveryKey: Uint8Array,
    founder: CheckedKeyPackage,
    groupInfo: Uint8Array,
  ): Promise<PublicGroup> {
    const info = decode(groupInfo, 'mls_group_info').groupInfo
    const tree: RatchetTree = [{ nodeType: 'leaf', leaf: founder.keyPackage.leafNode }]
    const { groupContext: context, confirmationTag } = info
    const fits =
      context.epoch === 0n &&
      context.cipherSuite === suite.name &&
      founder.suite === suite.name &&
      isGroupOf(code, context.groupId) &&
      same(context.treeHash, await treeHashRoot(tree, suite.hash)) &&
      isServedBy(context, deliveryKey)
    if (!fits || !(await holds(suite, info, tree, 0))) throw unfit('no new group of this meeting')
    return new PublicGroup(suite, { context, tree, confirmationTag, groupInfo })
  }

  get epoch(): number {
    return Number(this.#state.context.epoch)
  }

  get groupId(): Uint8Array {
    return this.#state.context.groupId
  }

  get groupInfo(): Uint8Array {
    return this.#state.groupInfo
  }

  get tree(): Uint8Array {
    this.#encoded ??= encodeRatchetTree(this.#state.tree)
    return this.#encoded
  }

  /** How many encryptions a commit of this leaf's member would take. */
  costOf(leaf: number): number {
    this.#costs ??= costsOf(this.#state.tree)
    return this.#costs.get(leaf) ?? 0
  }

  holdsKey(signatureKey: Uint8Array): boolean {
    return this.#state.tree.some((node) => node?.nodeType === 'leaf' && same(node.leaf.signaturePublicKey, signatureKey))
  }

  /** Proposes this for the epoch, in place of all that was proposed before; in the order of `adds`, then of `removes`. */
  async propose(adds: readonly Add[], removes: readonly number[]): Promise<Uint8Array[]> {
    const added = new Map<string, Add>()
    const removed = new Map<string, number>()
    const messages: Uint8Array[] = []
    for (const add of adds) {
      if (add.suite !== this.#suite.name) throw unfit('a key package of another suite')
      const { reference, message } = await this.#sign({ proposalType: 'add', add: { keyPackage: add.keyPackage } })
      added.set(reference, add)
      messages.push(message)
    }
    for (const leaf of removes) {
      const { reference, message } = await this.#sign({ proposalType: 'remove', remove: { removed: leaf } })
      removed.set(reference, leaf)
      messages.push(message)
    }
    this.#adds = added
    this.#removes = removed
    return messages
  }

  /** Throws ENCRYPTION_FAILED for a commit that does not fit. `leaf`: whose it is to be. */
  async check(commit: Uint8Array, groupInfo: Uint8Array, leaf: number): Promise<FittingCommit> {
    const { context } = this.#state
    const message = decode(commit, 'mls_public_message').publicMessage
    const { content } = message
    if (content.contentType !== 'commit' || !same(content.groupId, context.groupId) || content.epoch !== context.epoch) {
      throw unfit('no commit of this epoch')
    }
    const { sender } = content
    if (sender.senderType === 'member' && sender.leafIndex === leaf) {
      return this.#checkMembers(message, content.commit, groupInfo, leaf)
    }
    if (sender.senderType === 'new_member_commit') return this.#checkReturn(message, content.commit, groupInfo, leaf)
    throw unfit('somebody else’s commit')
  }

  /** The commit has won. */
  adopt({ next }: FittingCommit): void {
    this.#state = next
    this.#adds = new Map()
    this.#removes = new Map()
    this.#costs = undefined
    this.#encoded = undefined
  }

  async #checkMembers(message: PublicMessage, commit: Commit, groupInfo: Uint8Array, leaf: number): Promise<FittingCommit> {
    const former = this.#leaf(leaf)
    await this.#requireSigned(message, former.signaturePublicKey)
    const references = commit.proposals.map((each) =>
      each.proposalOrRefType === 'reference' ? bytesToBase64(each.reference) : undefined,
    )
    const removed: number[] = []
    const adds: Add[] = []
    for (const reference of new Set(references)) {
      const removal = reference === undefined ? undefined : this.#removes.get(reference)
      const add = reference === undefined ? undefined : this.#adds.get(reference)
      if (removal !== undefined) removed.push(removal)
      else if (add !== undefined) adds.push(add)
      else throw unfit('a commit of what was not proposed')
    }
    if (removed.length !== this.#removes.size || adds.length + removed.length !== references.length) {
      throw unfit('a commit that leaves somebody in')
    }
    if (commit.path === undefined && (removed.length > 0 || adds.length === 0)) throw unfit('a commit without a path')
    let { tree } = this.#state
    for (const each of removed) tree = removeLeafNode(tree, toLeafIndex(each))
    const added = adds.map(({ participant, keyPackage, reference }) => {
      const [grown, node] = addLeafNode(tree, keyPackage.leafNode)
      tree = grown
      return { participant, reference, leaf: Number(nodeToLeafIndex(node)) }
    })
    if (commit.path !== undefined) tree = await this.#along(tree, leaf, commit.path, former.signaturePublicKey, false)
    return {
      added,
      removed,
      returned: undefined,
      renews: commit.path !== undefined,
      next: await this.#next(tree, groupInfo, leaf),
    }
  }

  async #checkReturn(message: PublicMessage, commit: Commit, groupInfo: Uint8Array, leaf: number): Promise<FittingCommit> {
    const former = this.#leaf(leaf)
    await this.#requireSigned(message, former.signaturePublicKey)
    const removals = commit.proposals.filter(
      (each) =>
        each.proposalOrRefType === 'proposal' && each.proposal.proposalType === 'remove' && each.proposal.remove.removed === leaf,
    )
    const inits = commit.proposals.filter(
      (each) => each.proposalOrRefType === 'proposal' && each.proposal.proposalType === 'external_init',
    )
    if (removals.length !== 1 || inits.length !== 1 || commit.proposals.length !== 2 || commit.path === undefined) {
      throw unfit('no return')
    }
    const [grown, node] = addLeafNode(removeLeafNode(this.#state.tree, toLeafIndex(leaf)), commit.path.leafNode)
    const returned = Number(nodeToLeafIndex(node))
    const tree = await this.#along(grown, returned, commit.path, former.signaturePublicKey, true)
    return { added: [], removed: [], returned, renews: true, next: await this.#next(tree, groupInfo, returned) }
  }

  async #along(
    tree: RatchetTree,
    leaf: number,
    path: NonNullable<Commit['path']>,
    signatureKey: Uint8Array,
    isReturn: boolean,
  ): Promise<RatchetTree> {
    const { suite, groupId } = { suite: this.#suite, groupId: this.groupId }
    const signed = await verifyLeafNodeSignature(path.leafNode, groupId, leaf, suite.signature)
    if (!signed || !same(path.leafNode.signaturePublicKey, signatureKey)) throw unfit('a leaf that does not hold')
    try {
      return await applyUpdatePath(tree, toLeafIndex(leaf), path, suite.hash, isReturn)
    } catch (cause) {
      throw new ParleyError('ENCRYPTION_FAILED', 'a path that does not fit', { cause })
    }
  }

  /** The group of the next epoch, as the committer's group info says it is; the tree is the service's own. */
  async #next(tree: RatchetTree, groupInfo: Uint8Array, signer: number): Promise<PublicState> {
    const { context } = this.#state
    const info = decode(groupInfo, 'mls_group_info').groupInfo
    const { groupContext: next, confirmationTag } = info
    const fits =
      next.epoch === context.epoch + 1n &&
      next.cipherSuite === context.cipherSuite &&
      same(next.groupId, context.groupId) &&
      same(next.treeHash, await treeHashRoot(tree, this.#suite.hash)) &&
      next.extensions.length === context.extensions.length &&
      next.extensions.every((each, at) => {
        const former = context.extensions[at]
        return former?.extensionType === each.extensionType && same(former.extensionData, each.extensionData)
      })
    if (!fits || !(await holds(this.#suite, info, tree, signer))) throw unfit('group info that does not fit')
    return { context: next, tree, confirmationTag, groupInfo }
  }

  async #requireSigned({ content, auth }: PublicMessage, key: Uint8Array): Promise<void> {
    const { context } = this.#state
    const signed = await verifyFramedContentSignature(key, 'mls_public_message', content, auth, context, this.#suite.signature)
    if (!signed) throw unfit('a commit that is not signed by its member')
  }

  #leaf(leaf: number) {
    const node = this.#state.tree[leaf * 2]
    if (node?.nodeType !== 'leaf') throw unfit('nobody’s leaf')
    return node.leaf
  }

  async #sign(proposal: Proposal): Promise<{ reference: string; message: Uint8Array }> {
    const { publicMessage } = await protectExternalProposalPublic(
      new Uint8Array(),
      this.#state.context,
      new Uint8Array(),
      proposal,
      { senderType: 'external', senderIndex: 0 },
      this.#suite,
    )
    const { content, auth } = publicMessage
    const reference = await makeProposalRef({ wireformat: 'mls_public_message', content, auth }, this.#suite.hash)
    const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_public_message', publicMessage })
    return { reference: bytesToBase64(reference), message }
  }
}

/**
 * The welcome for one of those whom it is for: without what is the others'. Throws ENCRYPTION_FAILED where there is nothing for them,
 * or where it is into a group of another suite.
 */
export const welcomeFor = (bytes: Uint8Array, suite: MlsSuite, references: readonly string[]): Map<string, Uint8Array> => {
  const { welcome } = decode(bytes, 'mls_welcome')
  if (welcome.cipherSuite !== suite) throw unfit('a welcome of another suite')
  const secrets = new Map(welcome.secrets.map((each) => [bytesToBase64(each.newMember), each]))
  if (secrets.size !== references.length || welcome.secrets.length !== references.length) throw unfit('a welcome for others')
  return new Map(
    references.map((reference) => {
      const own = secrets.get(reference)
      if (own === undefined) throw unfit('no welcome for somebody who was added')
      const part: Welcome = { ...welcome, secrets: [own] }
      return [reference, encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome: part })]
    }),
  )
}

/** Group info that its signer signed, who is in the tree, and with which one can come back from outside. */
const holds = async (suite: CiphersuiteImpl, info: GroupInfo, tree: RatchetTree, signer: number): Promise<boolean> => {
  const node = tree[signer * 2]
  const [extension] = info.extensions
  return (
    info.signer === signer &&
    info.extensions.length === 1 &&
    extension?.extensionType === 'external_pub' &&
    node?.nodeType === 'leaf' &&
    (await verifyGroupInfoSignature(info, node.leaf.signaturePublicKey, suite.signature))
  )
}

const isServedBy = ({ extensions }: GroupContext, deliveryKey: Uint8Array): boolean => {
  const [extension] = extensions
  if (extensions.length !== 1 || extension?.extensionType !== 'external_senders') return false
  const decoded = trying(() => decodeExternalSender(extension.extensionData, 0))
  if (decoded === undefined || decoded[1] !== extension.extensionData.length) return false
  const { signaturePublicKey, credential } = decoded[0]
  return (
    same(signaturePublicKey, deliveryKey) &&
    credential.credentialType === 'basic' &&
    new TextDecoder().decode(credential.identity) === DELIVERY_SERVICE
  )
}
