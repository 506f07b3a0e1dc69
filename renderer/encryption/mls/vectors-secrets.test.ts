/**
 * Test vectors of the MLS working group (mlswg/mls-implementations, the parts for the suite that meetings use): what is derived
 * from secrets, with the key derivation and the hashes that are exchanged here.
 */
import { createPrivateKey, sign } from 'node:crypto'
import type { CiphersuiteImpl, GroupContext } from 'ts-mls'
import { decodeAuthenticatedContent } from 'ts-mls/authenticatedContent.js'
import { decodeVarLenData, determineLength, lengthEncoder } from 'ts-mls/codec/variableLength.js'
import { refhash } from 'ts-mls/crypto/hash.js'
import { decryptWithLabel, encryptWithLabel } from 'ts-mls/crypto/hpke.js'
import { deriveSecret, deriveTreeSecret, expandWithLabel } from 'ts-mls/crypto/kdf.js'
import { signWithLabel, verifyWithLabel } from 'ts-mls/crypto/signature.js'
import { verifyConfirmationTag } from 'ts-mls/framedContent.js'
import { encodeGroupContext } from 'ts-mls/groupContext.js'
import { initializeEpoch, mlsExporter } from 'ts-mls/keySchedule.js'
import { computePskSecret, type PreSharedKeyID } from 'ts-mls/presharedkey.js'
import { createSecretTree, ratchetToGeneration } from 'ts-mls/secretTree.js'
import { expandSenderDataKey, expandSenderDataNonce, type ReuseGuard } from 'ts-mls/sender.js'
import { createConfirmedHash, createInterimHash } from 'ts-mls/transcriptHash.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMON_SUITE } from '#shared/encryption/group.ts'
import { NO_KEY, suiteWith } from './suite.ts'
import cryptoBasics from './vectors/crypto-basics.json' with { type: 'json' }
import lengths from './vectors/deserialization.json' with { type: 'json' }
import keySchedule from './vectors/key-schedule.json' with { type: 'json' }
import pskSecrets from './vectors/psk_secret.json' with { type: 'json' }
import secretTrees from './vectors/secret-tree.json' with { type: 'json' }
import transcriptHashes from './vectors/transcript-hashes.json' with { type: 'json' }
import { bytes, KEY_RETENTION, text, vectorSuite } from './vectors/vector-suite.ts'

let suite: CiphersuiteImpl
beforeAll(async () => {
  suite = await vectorSuite()
})

describe('crypto basics', () => {
  /** Keys are written with their length before them. */
  const key = (written: string): Uint8Array => decodeVarLenData(bytes(written), 0)?.[0] ?? NO_KEY

  it('hashes what is referred to', async () => {
    const { label, value, out } = cryptoBasics.ref_hash
    expect(text(await refhash(label, bytes(value), suite.hash))).toBe(out)
  })

  it('expands with a label', async () => {
    const { secret, label, context, length, out } = cryptoBasics.expand_with_label
    expect(text(await expandWithLabel(bytes(secret), label, bytes(context), length, suite.kdf))).toBe(out)
  })

  it('derives a secret', async () => {
    const { secret, label, out } = cryptoBasics.derive_secret
    expect(text(await deriveSecret(bytes(secret), label, suite.kdf))).toBe(out)
  })

  it('derives a secret of a generation', async () => {
    const { secret, label, generation, length, out } = cryptoBasics.derive_tree_secret
    expect(text(await deriveTreeSecret(bytes(secret), label, generation, length, suite.kdf))).toBe(out)
  })

  it('has what it signs signed by the device, with its label', async () => {
    const { priv, pub, content, label, signature } = cryptoBasics.sign_with_label
    const pkcs8 = Buffer.concat([bytes('302e020100300506032b657004220420'), key(priv)])
    const device = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const signing = await suiteWith(
      { publicKey: key(pub), sign: async (message) => new Uint8Array(sign(null, message, device)) },
      COMMON_SUITE,
    )
    expect(text(await signWithLabel(NO_KEY, label, bytes(content), signing.signature))).toBe(signature)
    expect(await verifyWithLabel(key(pub), label, bytes(content), bytes(signature), suite.signature)).toBe(true)
    expect(await verifyWithLabel(key(pub), `${label}!`, bytes(content), bytes(signature), suite.signature)).toBe(false)
  })

  it('encrypts to a public key with a label', async () => {
    const { priv, pub, label, context, kem_output, ciphertext, plaintext } = cryptoBasics.encrypt_with_label
    const privateKey = await suite.hpke.importPrivateKey(key(priv))
    const open = (output: Uint8Array, sealed: Uint8Array) =>
      decryptWithLabel(privateKey, label, bytes(context), output, sealed, suite.hpke)
    expect(text(await open(bytes(kem_output), bytes(ciphertext)))).toBe(plaintext)
    const publicKey = await suite.hpke.importPublicKey(key(pub))
    const { enc, ct } = await encryptWithLabel(publicKey, label, bytes(context), bytes(plaintext), suite.hpke)
    expect(text(await open(enc, ct))).toBe(plaintext)
  })
})

describe('deserialization', () => {
  it.each(lengths)('reads and writes a length of $length', ({ vlbytes_header: header, length }) => {
    expect(determineLength(bytes(header))).toEqual({ length, lengthFieldSize: header.length / 2 })
    const [size, write] = lengthEncoder(length)
    const written = new Uint8Array(size)
    write(0, written.buffer)
    expect(text(written)).toBe(header)
  })
})

describe('secret of pre-shared keys', () => {
  it.each(pskSecrets)('is derived ($psk_secret)', async ({ psks, psk_secret: secret }) => {
    const keys = psks.map(({ psk_id, psk_nonce, psk }): [PreSharedKeyID, Uint8Array] => [
      { psktype: 'external', pskId: bytes(psk_id), pskNonce: bytes(psk_nonce) },
      bytes(psk),
    ])
    expect(text(await computePskSecret(keys, suite))).toBe(secret)
  })
})

describe('key schedule', () => {
  it('goes from epoch to epoch', async () => {
    let initSecret = bytes(keySchedule.initial_init_secret)
    for (const [epoch, wanted] of keySchedule.epochs.entries()) {
      const context: GroupContext = {
        version: 'mls10',
        cipherSuite: COMMON_SUITE,
        groupId: bytes(keySchedule.group_id),
        epoch: BigInt(epoch),
        treeHash: bytes(wanted.tree_hash),
        confirmedTranscriptHash: bytes(wanted.confirmed_transcript_hash),
        extensions: [],
      }
      expect(encodeGroupContext(context)).toEqual(bytes(wanted.group_context))
      const secrets = await initializeEpoch(initSecret, bytes(wanted.commit_secret), context, bytes(wanted.psk_secret), suite.kdf)
      expect(secrets).toEqual({
        joinerSecret: bytes(wanted.joiner_secret),
        welcomeSecret: bytes(wanted.welcome_secret),
        encryptionSecret: bytes(wanted.encryption_secret),
        keySchedule: {
          initSecret: bytes(wanted.init_secret),
          senderDataSecret: bytes(wanted.sender_data_secret),
          exporterSecret: bytes(wanted.exporter_secret),
          epochAuthenticator: bytes(wanted.epoch_authenticator),
          externalSecret: bytes(wanted.external_secret),
          confirmationKey: bytes(wanted.confirmation_key),
          membershipKey: bytes(wanted.membership_key),
          resumptionPsk: bytes(wanted.resumption_psk),
        },
      })
      const { publicKey } = await suite.hpke.deriveKeyPair(bytes(wanted.external_secret))
      expect(await suite.hpke.exportPublicKey(publicKey)).toEqual(bytes(wanted.external_pub))
      const { label, context: exported, length, secret } = wanted.exporter
      expect(await mlsExporter(bytes(wanted.exporter_secret), label, bytes(exported), length, suite)).toEqual(bytes(secret))
      initSecret = secrets.keySchedule.initSecret
    }
  })
})

describe('transcript hashes', () => {
  it('go on with a commit, which its tag confirms', async () => {
    const vector = transcriptHashes
    const decoded = decodeAuthenticatedContent(bytes(vector.authenticated_content), 0)?.[0]
    if (decoded?.content.contentType !== 'commit' || decoded.auth.contentType !== 'commit') throw new Error('no commit')
    const { wireformat, content, auth } = decoded
    const input = { wireformat, content, signature: auth.signature }
    const confirmed = await createConfirmedHash(bytes(vector.interim_transcript_hash_before), input, suite.hash)
    expect(confirmed).toEqual(bytes(vector.confirmed_transcript_hash_after))
    const interim = await createInterimHash(confirmed, auth.confirmationTag, suite.hash)
    expect(interim).toEqual(bytes(vector.interim_transcript_hash_after))
    expect(await verifyConfirmationTag(bytes(vector.confirmation_key), auth.confirmationTag, confirmed, suite.hash)).toBe(true)
    expect(await verifyConfirmationTag(bytes(vector.confirmation_key), auth.confirmationTag, interim, suite.hash)).toBe(false)
  })
})

describe.each(secretTrees)('secret tree of $n_leaves', ({ n_leaves, encryption_secret, sender_data, leaves }) => {
  it('hides who sent', async () => {
    const [secret, ciphertext] = [bytes(sender_data.sender_data_secret), bytes(sender_data.ciphertext)]
    expect(text(await expandSenderDataKey(suite, secret, ciphertext))).toBe(sender_data.key)
    expect(text(await expandSenderDataNonce(suite, secret, ciphertext))).toBe(sender_data.nonce)
  })

  it('has a key and a nonce for every leaf and generation', async () => {
    const tree = await createSecretTree(n_leaves, bytes(encryption_secret), suite.kdf)
    for (const [leafIndex, { generation, ...wanted }] of leaves.entries()) {
      const sender = { leafIndex, generation, reuseGuard: new Uint8Array(4) as ReuseGuard }
      const application = await ratchetToGeneration(tree, sender, 'application', KEY_RETENTION, suite)
      const handshake = await ratchetToGeneration(tree, sender, 'commit', KEY_RETENTION, suite)
      expect({
        application_key: text(application.key),
        application_nonce: text(application.nonce),
        handshake_key: text(handshake.key),
        handshake_nonce: text(handshake.nonce),
      }).toEqual(wanted)
    }
  })
})
