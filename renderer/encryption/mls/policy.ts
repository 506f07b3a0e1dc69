/** What may be proposed and committed in a meeting's group: less than MLS allows. Pure: signatures are the library's to check. */
import type { ClientState, Credential, LeafNode, Proposal, PublicMessage, RatchetTree } from 'ts-mls'
import { bytesToBase64 } from 'ts-mls'
import { sameBytes } from './bytes.ts'
import { deliveryKeyIn } from './delivery-sender.ts'
import { refusal } from './refusal.ts'

type State = Pick<ClientState, 'groupContext' | 'ratchetTree'>

const requireHere = (state: State, { content }: PublicMessage): void => {
  if (!sameBytes(content.groupId, state.groupContext.groupId)) throw refusal('of another group')
  if (content.epoch !== state.groupContext.epoch) throw refusal('of another epoch')
  if (content.authenticatedData.length > 0) throw refusal('with authenticated data')
}

export const leafAt = (tree: RatchetTree, leafIndex: number): LeafNode | undefined => {
  const node = tree[leafIndex * 2]
  return node?.nodeType === 'leaf' ? node.leaf : undefined
}

const isSameCredential = (one: Credential, other: Credential): boolean =>
  one.credentialType === 'basic' && other.credentialType === 'basic' && sameBytes(one.identity, other.identity)

const isSameMember = (one: LeafNode, other: LeafNode): boolean =>
  sameBytes(one.signaturePublicKey, other.signaturePublicKey) && isSameCredential(one.credential, other.credential)

/** The proposal of the delivery service in it: somebody is to come, or to go. Throws ENCRYPTION_FAILED for anything else. */
export const announcedIn = (state: State, message: PublicMessage): Extract<Proposal, { proposalType: 'add' | 'remove' }> => {
  requireHere(state, message)
  const { content } = message
  if (content.contentType !== 'proposal') throw refusal('no proposal')
  const { sender, proposal } = content
  if (sender.senderType !== 'external' || sender.senderIndex !== 0) throw refusal('a proposal that is not the service’s')
  if (proposal.proposalType === 'add') {
    const { leafNode } = proposal.add.keyPackage
    const service = deliveryKeyIn(state.groupContext.extensions)
    if (service === undefined || sameBytes(service, leafNode.signaturePublicKey)) throw refusal('the service adds itself')
    return proposal
  }
  if (proposal.proposalType === 'remove') return proposal
  throw refusal(`a proposal ${proposal.proposalType}`)
}

/** Proposals as the library keeps them: by reference, in base64. */
export type Announced = ClientState['unappliedProposals']

/**
 * Throws ENCRYPTION_FAILED for a commit with content that nobody announced: a member's commits announced proposals and nothing else,
 * all announced removals among them, under the credential and key that the member came with; somebody who lost their state replaces
 * their own leaf, and no other's.
 */
export const requireFitting = (state: State, message: PublicMessage, announced: Announced): void => {
  requireHere(state, message)
  const { content } = message
  if (content.contentType !== 'commit') throw refusal('no commit')
  if (content.sender.senderType === 'member') requireMembersCommit(state, content.commit, content.sender.leafIndex, announced)
  else if (content.sender.senderType === 'new_member_commit') requireReturn(state, content.commit)
  else throw refusal('a commit of nobody in the group')
}

type Commit = Extract<PublicMessage['content'], { contentType: 'commit' }>['commit']

const requireMembersCommit = (state: State, { proposals, path }: Commit, leafIndex: number, announced: Announced): void => {
  const committed = new Set<string>()
  for (const each of proposals) {
    const reference = each.proposalOrRefType === 'reference' ? bytesToBase64(each.reference) : undefined
    if (reference === undefined || announced[reference] === undefined) throw refusal('a commit of what nobody announced')
    if (committed.has(reference)) throw refusal('a commit of the same twice')
    committed.add(reference)
  }
  const removals = Object.entries(announced).filter(([, { proposal }]) => proposal.proposalType === 'remove')
  if (removals.some(([reference]) => !committed.has(reference))) throw refusal('a commit that leaves somebody in')
  // Without a path, whoever is removed would know the next epoch's secrets too (RFC 9420 §12.4).
  if (path === undefined && (removals.length > 0 || proposals.length === 0)) throw refusal('a commit without a path')
  const former = leafAt(state.ratchetTree, leafIndex)
  if (former === undefined) throw refusal('a commit of nobody in the group')
  if (path !== undefined && !isSameMember(former, path.leafNode)) throw refusal('a member with another key')
}

const requireReturn = (state: State, { proposals, path }: Commit): void => {
  const inline = proposals.map((each) => {
    if (each.proposalOrRefType === 'reference') throw refusal('a return that commits what was announced')
    return each.proposal
  })
  const removed = inline.find((each) => each.proposalType === 'remove')
  const kinds = inline.map(({ proposalType }) => proposalType).toSorted((one, other) => (String(one) < String(other) ? -1 : 1))
  if (kinds.join() !== 'external_init,remove' || removed?.proposalType !== 'remove') throw refusal('a stranger’s commit')
  const former = leafAt(state.ratchetTree, removed.remove.removed)
  if (former === undefined || path === undefined || !isSameMember(former, path.leafNode))
    throw refusal('a return as somebody else')
}
