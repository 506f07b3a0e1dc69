/**
 * Test vectors of the MLS working group (mlswg/mls-implementations, the parts for the suite that meetings use): messages and
 * welcomes, opened by the library in that suite.
 */
import { type CiphersuiteImpl, decodeMlsMessage, encodeMlsMessage, type GroupContext, type RatchetTree } from 'ts-mls'
import type { Decoder } from 'ts-mls/codec/tlsDecoder.js'
import type { Encoder } from 'ts-mls/codec/tlsEncoder.js'
import { decodeCommit, encodeCommit } from 'ts-mls/commit.js'
import { verifyGroupInfoConfirmationTag, verifyGroupInfoSignature } from 'ts-mls/groupInfo.js'
import { decodeGroupSecrets, encodeGroupSecrets } from 'ts-mls/groupSecrets.js'
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js'
import { unprotectPrivateMessage } from 'ts-mls/messageProtection.js'
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js'
import { computePskSecret } from 'ts-mls/presharedkey.js'
import {
  decodeAdd,
  decodeExternalInit,
  decodeGroupContextExtensions,
  decodePSK,
  decodeReinit,
  decodeRemove,
  decodeUpdate,
  encodeAdd,
  encodeExternalInit,
  encodeGroupContextExtensions,
  encodeProposal,
  encodePSK,
  encodeReinit,
  encodeRemove,
  encodeUpdate,
} from 'ts-mls/proposal.js'
import { decodeRatchetTree, encodeRatchetTree } from 'ts-mls/ratchetTree.js'
import { createSecretTree } from 'ts-mls/secretTree.js'
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMON_SUITE } from '#shared/encryption/group.ts'
import messageProtection from './vectors/message-protection.json' with { type: 'json' }
import messages from './vectors/messages.json' with { type: 'json' }
import passiveClient from './vectors/passive-client-welcome.json' with { type: 'json' }
import { bytes, KEY_RETENTION, text, vectorSuite } from './vectors/vector-suite.ts'
import welcomed from './vectors/welcome.json' with { type: 'json' }
import { readKeyPackage, readWelcome } from './wire.ts'

let suite: CiphersuiteImpl
beforeAll(async () => {
  suite = await vectorSuite()
})

/** Reads, writes what was read, and says where reading stopped. */
const again =
  <T>(decode: Decoder<T>, encode: Encoder<T>) =>
  (given: Uint8Array): { written: string; read: number } | undefined => {
    const decoded = decode(given, 0)
    return decoded && { written: text(encode(decoded[0])), read: decoded[1] }
  }

const message = again(decodeMlsMessage, encodeMlsMessage)

describe('messages', () => {
  it.each([
    ['mls_welcome', message],
    ['mls_group_info', message],
    ['mls_key_package', message],
    ['ratchet_tree', again(decodeRatchetTree, encodeRatchetTree)],
    ['group_secrets', again(decodeGroupSecrets, encodeGroupSecrets)],
    ['add_proposal', again(decodeAdd, encodeAdd)],
    ['update_proposal', again(decodeUpdate, encodeUpdate)],
    ['remove_proposal', again(decodeRemove, encodeRemove)],
    ['pre_shared_key_proposal', again(decodePSK, encodePSK)],
    ['re_init_proposal', again(decodeReinit, encodeReinit)],
    ['external_init_proposal', again(decodeExternalInit, encodeExternalInit)],
    ['group_context_extensions_proposal', again(decodeGroupContextExtensions, encodeGroupContextExtensions)],
    ['commit', again(decodeCommit, encodeCommit)],
    ['public_message_application', message],
    ['public_message_proposal', message],
    ['public_message_commit', message],
    ['private_message', message],
  ] as const)('are written as they were read: %s', (name, codec) => {
    const given = bytes(messages[name])
    expect(codec(given)).toEqual({ written: messages[name], read: given.length })
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
    return (await unprotectPrivateMessage(sender, decoded.privateMessage, secrets, tree(), context, KEY_RETENTION, suite, key))
      .content
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

describe('welcome', () => {
  const welcome = readWelcome(bytes(welcomed.welcome))
  const open = async () => {
    const reference = await makeKeyPackageRef(readKeyPackage(bytes(welcomed.key_package)), suite.hash)
    const key = await suite.hpke.importPrivateKey(bytes(welcomed.init_priv))
    const secrets = await decryptGroupSecrets(key, reference, welcome, suite.hpke)
    if (secrets === undefined) throw new Error('no secrets')
    return secrets
  }

  it('has a group in it that its signer signed and confirms', async () => {
    const { joinerSecret, psks } = await open()
    expect(psks).toEqual([])
    const nothing = await computePskSecret([], suite)
    const group = await decryptGroupInfo(welcome, joinerSecret, nothing, suite)
    if (group === undefined) throw new Error('no group')
    expect(group.groupContext.cipherSuite).toBe(COMMON_SUITE)
    expect(await verifyGroupInfoSignature(group, bytes(welcomed.signer_pub), suite.signature)).toBe(true)
    expect(await verifyGroupInfoConfirmationTag(group, joinerSecret, nothing, suite)).toBe(true)
  })

  it('opens for nobody else', async () => {
    const { joinerSecret } = await open()
    const other = joinerSecret.map((byte) => byte ^ 1)
    await expect(decryptGroupInfo(welcome, other, new Uint8Array(32), suite)).rejects.toThrow()
  })
})
