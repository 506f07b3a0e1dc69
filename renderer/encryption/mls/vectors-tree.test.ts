/**
 * Test vectors of the MLS working group (mlswg/mls-implementations, the parts for the suite that meetings use): the ratchet tree,
 * its hashes, and the secrets that an update path carries to everybody else.
 */
import type { CiphersuiteImpl, GroupContext } from 'ts-mls'
import { applyUpdatePathSecret } from 'ts-mls/createCommit.js'
import { verifyLeafNodeSignature } from 'ts-mls/leafNode.js'
import { verifyParentHashes } from 'ts-mls/parentHash.js'
import { getCommitSecret } from 'ts-mls/pathSecrets.js'
import { mergePrivateKeyPaths, toPrivateKeyPath } from 'ts-mls/privateKeyPath.js'
import { decodeProposal } from 'ts-mls/proposal.js'
import { addLeafNode, getHpkePublicKey, resolution } from 'ts-mls/ratchetTree.js'
import { treeHash, treeHashRoot } from 'ts-mls/treeHash.js'
import { leafToNodeIndex, toLeafIndex, toNodeIndex } from 'ts-mls/treemath.js'
import { applyUpdatePath, decodeUpdatePath } from 'ts-mls/updatePath.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMON_SUITE } from '#shared/encryption/group.ts'
import treeOperations from './vectors/tree-operations.json' with { type: 'json' }
import treeValidation from './vectors/tree-validation.json' with { type: 'json' }
import treeKem from './vectors/treekem.json' with { type: 'json' }
import { bytes, text, vectorSuite } from './vectors/vector-suite.ts'
import { readTree, writeTree } from './wire.ts'

let suite: CiphersuiteImpl
beforeAll(async () => {
  suite = await vectorSuite()
})

describe('tree operations', () => {
  it('adds somebody: the tree hashes are those before and after', async () => {
    const before = readTree(bytes(treeOperations.tree_before))
    expect(text(await treeHashRoot(before, suite.hash))).toBe(treeOperations.tree_hash_before)
    const proposal = decodeProposal(bytes(treeOperations.proposal), 0)?.[0]
    if (proposal?.proposalType !== 'add') throw new Error('no add')
    const [after] = addLeafNode(before, proposal.add.keyPackage.leafNode)
    expect(text(await treeHashRoot(after, suite.hash))).toBe(treeOperations.tree_hash_after)
  })
})

describe.each(treeValidation)('tree validation: $group_id', ({ tree: written, group_id, tree_hashes, resolutions }) => {
  const tree = readTree(bytes(written))

  it('is written as it was read', () => {
    expect(text(writeTree(tree))).toBe(written)
  })

  it('resolves every node, and hashes what is below it', async () => {
    const nodes = [...tree.keys()].map(toNodeIndex)
    expect(nodes.map((node) => resolution(tree, node))).toEqual(resolutions)
    expect((await Promise.all(nodes.map((node) => treeHash(tree, node, suite.hash)))).map(text)).toEqual(tree_hashes)
  })

  it('has the hashes of its parents, and of no others', async () => {
    expect(await verifyParentHashes(tree, suite.hash)).toBe(true)
    const changed = tree.map((node) =>
      node?.nodeType === 'parent' ? { ...node, parent: { ...node.parent, hpkePublicKey: new Uint8Array(32) } } : node,
    )
    expect(await verifyParentHashes(changed, suite.hash)).toBe(false)
  })

  it('has leaves that their members signed, for this group and this place', async () => {
    const verified = (leafIndex: number, groupId: Uint8Array) => {
      const node = tree[leafToNodeIndex(toLeafIndex(leafIndex))]
      if (node?.nodeType !== 'leaf') throw new Error('no leaf')
      return verifyLeafNodeSignature(node.leaf, groupId, leafIndex, suite.signature)
    }
    const leaves = [...Array((tree.length + 1) / 2).keys()]
    expect(await Promise.all(leaves.map((leaf) => verified(leaf, bytes(group_id))))).toEqual(leaves.map(() => true))
  })
})

describe.each(treeKem)('update paths ($update_paths.length members)', (vector) => {
  const before = readTree(bytes(vector.ratchet_tree))
  const members = vector.leaves_private.map(({ index, encryption_priv, path_secrets }) => ({
    index,
    leafKey: bytes(encryption_priv),
    pathSecrets: Object.fromEntries(path_secrets.map(({ node, path_secret }) => [node, bytes(path_secret)])),
  }))

  /** What a member can decrypt with: its leaf's key, and those of the nodes above it. */
  const keysOf = async (index: number) => {
    const member = members.find((candidate) => candidate.index === index)
    if (member === undefined) throw new Error('no member')
    const leaf = { leafIndex: index, privateKeys: { [leafToNodeIndex(toLeafIndex(index))]: member.leafKey } }
    return mergePrivateKeyPaths(await toPrivateKeyPath(member.pathSecrets, index, suite), leaf)
  }

  it('start from private keys that belong to the tree', async () => {
    for (const { index } of members) {
      for (const [node, key] of Object.entries((await keysOf(index)).privateKeys)) {
        const sealed = await suite.hpke.seal(await publicKeyOf(Number(node)), bytes('00'), bytes('01'))
        const privateKey = await suite.hpke.importPrivateKey(key)
        expect(await suite.hpke.open(privateKey, sealed.enc, sealed.ct, bytes('01'))).toEqual(bytes('00'))
      }
    }
  })

  const publicKeyOf = (node: number) => {
    const found = before[node]
    if (found === undefined) throw new Error('a blank node')
    return suite.hpke.importPublicKey(getHpkePublicKey(found))
  }

  it.each(vector.update_paths)('of member $sender gives everybody else its secrets', async (wanted) => {
    const path = decodeUpdatePath(bytes(wanted.update_path), 0)?.[0]
    if (path === undefined) throw new Error('no path')
    const sender = toLeafIndex(wanted.sender)
    const after = await applyUpdatePath(before, sender, path, suite.hash)
    const hash = await treeHashRoot(after, suite.hash)
    expect(text(hash)).toBe(wanted.tree_hash_after)
    expect(await verifyParentHashes(after, suite.hash)).toBe(true)
    const context: GroupContext = {
      version: 'mls10',
      cipherSuite: COMMON_SUITE,
      groupId: bytes(vector.group_id),
      epoch: BigInt(vector.epoch),
      treeHash: hash,
      confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
      extensions: [],
    }
    for (const { index } of members) {
      if (index === wanted.sender) continue
      const { nodeIndex, pathSecret } = await applyUpdatePathSecret(after, await keysOf(index), sender, context, path, [], suite)
      expect(text(pathSecret)).toBe(wanted.path_secrets[index])
      expect(text(await getCommitSecret(after, nodeIndex, pathSecret, suite.kdf))).toBe(wanted.commit_secret)
    }
  })
})
