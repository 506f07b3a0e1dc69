/**
 * The library in the suite that all members offer, with the parts of it exchanged as they are exchanged here, against test vectors of the
 * MLS working group (the parts for that suite).
 */
import { hex } from '@scure/base'
import {
  bytesToBase64,
  type CiphersuiteImpl,
  decodeMlsMessage,
  type GroupContext,
  joinGroup,
  makePskIndex,
  type RatchetTree,
} from 'ts-mls'
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js'
import { decodeProposal, encodeProposal } from 'ts-mls/proposal.js'
import { addLeafNode } from 'ts-mls/ratchetTree.js'
import { createSecretTree } from 'ts-mls/secretTree.js'
import { treeHashRoot } from 'ts-mls/treeHash.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMON_SUITE } from '#shared/encryption/group.ts'
import { CredentialBook } from './credentials.ts'
import { suiteWith } from './suite.ts'
import messageProtection from './vectors/message-protection.json' with { type: 'json' }
import passiveClient from './vectors/passive-client-welcome.json' with { type: 'json' }
import treeOperations from './vectors/tree-operations.json' with { type: 'json' }
import { readKeyPackage, readTree, readWelcome, writeTree } from './wire.ts'

const bytes = (text: string): Uint8Array => hex.decode(text.toLowerCase())
const text = (content: Uint8Array): string => hex.encode(content)

let suite: CiphersuiteImpl
beforeAll(async () => {
  const signer = { publicKey: new Uint8Array(32), sign: () => Promise.reject(new Error('nothing is signed here')) }
  suite = await suiteWith(signer, COMMON_SUITE)
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

describe('message protection', () => {
  const vector = messageProtection
  const context: GroupContext = {
    version: 'mls10',
    cipherSuite: COMMON_SUITE,
    groupId: bytes(vector.group_id),
    epoch: BigInt(vector.epoch),
    treeHash: bytes(vector.tree_hash),
    confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
    extensions: [],
  }
  const config = { retainKeysForGenerations: 10, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 200 }

  /** Two members, of whom the second speaks. */
  const tree = (): RatchetTree => {
    const leaf = readKeyPackage(bytes(passiveClient.key_package)).leafNode
    return [{ nodeType: 'leaf', leaf }, undefined, { nodeType: 'leaf', leaf }]
  }

  const open = async (message: string) => {
    const decoded = decodeMlsMessage(bytes(message), 0)?.[0]
    if (decoded?.wireformat !== 'mls_private_message') throw new Error('no private message')
    const secrets = await createSecretTree(2, bytes(vector.encryption_secret), suite.kdf)
    const key = bytes(vector.signature_pub)
    const sender = bytes(vector.sender_data_secret)
    return (await unprotectPrivateMessage(sender, decoded.privateMessage, secrets, tree(), context, config, suite, key)).content
  }

  it('opens an application message', async () => {
    const { content } = await open(vector.application_priv)
    expect(content.contentType === 'application' && text(content.applicationData)).toBe(vector.application)
  })

  it('opens a proposal, hidden and in the open', async () => {
    const hidden = await open(vector.proposal_priv)
    expect(hidden.content.contentType === 'proposal' && text(encodeProposal(hidden.content.proposal))).toBe(vector.proposal)
    const decoded = decodeMlsMessage(bytes(vector.proposal_pub), 0)?.[0]
    if (decoded?.wireformat !== 'mls_public_message') throw new Error('no public message')
    const { content } = await unprotectPublicMessage(
      bytes(vector.membership_key),
      context,
      tree(),
      decoded.publicMessage,
      suite,
      bytes(vector.signature_pub),
    )
    expect(content.contentType === 'proposal' && text(encodeProposal(content.proposal))).toBe(vector.proposal)
  })

  it('opens nothing that was changed', async () => {
    const changed = vector.application_priv.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    await expect(open(changed)).rejects.toThrow()
  })
})

describe('passive client', () => {
  it('comes in by a welcome and the tree that goes with it, and is in the others’ epoch', async () => {
    const { external_psks: psks } = passiveClient
    const everybody = { verify: async () => true, admits: () => true }
    const state = await joinGroup(
      readWelcome(bytes(passiveClient.welcome)),
      readKeyPackage(bytes(passiveClient.key_package)),
      {
        initPrivateKey: bytes(passiveClient.init_priv),
        hpkePrivateKey: bytes(passiveClient.encryption_priv),
        signaturePrivateKey: bytes(passiveClient.signature_priv),
      },
      makePskIndex(undefined, Object.fromEntries(psks.map(({ psk_id, psk }) => [bytesToBase64(bytes(psk_id)), bytes(psk)]))),
      suite,
      readTree(bytes(passiveClient.ratchet_tree)),
      undefined,
      {
        keyRetentionConfig: { retainKeysForGenerations: 10, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 200 },
        lifetimeConfig: { maximumTotalLifetime: 0n, validateLifetimeOnReceive: false },
        keyPackageEqualityConfig: { compareKeyPackages: () => false, compareKeyPackageToLeafNode: () => false },
        paddingConfig: { kind: 'alwaysPad', paddingLength: 0 },
        authService: new CredentialBook(everybody),
      },
    )
    expect(text(state.keySchedule.epochAuthenticator)).toBe(passiveClient.initial_epoch_authenticator)
    expect(text(writeTree(state.ratchetTree))).toBe(passiveClient.ratchet_tree)
  })
})
