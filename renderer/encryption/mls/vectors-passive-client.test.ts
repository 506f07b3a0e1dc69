/**
 * Test vectors of the MLS working group (mlswg/mls-implementations, the parts for the suite that meetings use): a client that comes
 * in and follows what the others do, with the library as it is used here. The cases of `passive-client-handling-commit` begin alike
 * (welcome and first commit) and differ in what comes next: the beginning is there once, and what comes next in
 * `passive-client-commits`.
 */
import { bytesToBase64, type CiphersuiteImpl, type ClientState, joinGroup, makePskIndex, processPublicMessage } from 'ts-mls'
import { beforeAll, describe, expect, it } from 'vitest'
import { CredentialBook } from './credentials.ts'
import commits from './vectors/passive-client-commits.json' with { type: 'json' }
import following from './vectors/passive-client-handling-commit.json' with { type: 'json' }
import welcomed from './vectors/passive-client-welcome.json' with { type: 'json' }
import { bytes, KEY_RETENTION, text, vectorSuite } from './vectors/vector-suite.ts'
import { readKeyPackage, readPublicMessage, readTree, readWelcome, writeTree } from './wire.ts'

interface Client {
  readonly key_package: string
  readonly signature_priv: string
  readonly encryption_priv: string
  readonly init_priv: string
  readonly external_psks: readonly { psk_id: string; psk: string }[]
  readonly welcome: string
  readonly ratchet_tree?: string
}

interface Epoch {
  /** Sent one by one before the commit. */
  readonly proposals: readonly string[]
  readonly commit: string
}

let suite: CiphersuiteImpl
beforeAll(async () => {
  suite = await vectorSuite()
})

const pskIndex = ({ external_psks: psks }: Client, state?: ClientState) =>
  makePskIndex(state, Object.fromEntries(psks.map(({ psk_id, psk }) => [bytesToBase64(bytes(psk_id)), bytes(psk)])))

const join = (client: Client): Promise<ClientState> =>
  joinGroup(
    readWelcome(bytes(client.welcome)),
    readKeyPackage(bytes(client.key_package)),
    {
      initPrivateKey: bytes(client.init_priv),
      hpkePrivateKey: bytes(client.encryption_priv),
      signaturePrivateKey: bytes(client.signature_priv),
    },
    pskIndex(client),
    suite,
    client.ratchet_tree === undefined ? undefined : readTree(bytes(client.ratchet_tree)),
    undefined,
    {
      keyRetentionConfig: KEY_RETENTION,
      lifetimeConfig: { maximumTotalLifetime: 0n, validateLifetimeOnReceive: false },
      keyPackageEqualityConfig: { compareKeyPackages: () => false, compareKeyPackageToLeafNode: () => false },
      paddingConfig: { kind: 'alwaysPad', paddingLength: 0 },
      authService: new CredentialBook({ verify: async () => true, admits: () => true }),
    },
  )

const follow = async (client: Client, state: ClientState, { proposals, commit }: Epoch): Promise<ClientState> => {
  let current = state
  for (const message of [...proposals, commit]) {
    const received = readPublicMessage(bytes(message))
    current = (await processPublicMessage(current, received, pskIndex(client, current), suite)).newState
  }
  return current
}

describe('passive client', () => {
  it('comes in by a welcome and the tree that goes with it, and is in the others’ epoch', async () => {
    const state = await join(welcomed)
    expect(text(state.keySchedule.epochAuthenticator)).toBe(welcomed.initial_epoch_authenticator)
    expect(text(writeTree(state.ratchetTree))).toBe(welcomed.ratchet_tree)
  })

  it('comes in by a welcome that has the tree in it, and follows new keys', async () => {
    const joined = await join(following)
    expect(text(joined.keySchedule.epochAuthenticator)).toBe(following.initial_epoch_authenticator)
    const state = await follow(following, joined, following.epoch)
    expect(text(state.keySchedule.epochAuthenticator)).toBe(following.epoch.epoch_authenticator)
  })

  it.each(commits)('follows a commit that $what', async (epoch) => {
    const state = await follow(following, await join(following), following.epoch)
    const next = await follow(following, state, epoch)
    expect(next.groupContext.epoch).toBe(state.groupContext.epoch + 1n)
    expect(text(next.keySchedule.epochAuthenticator)).toBe(epoch.epoch_authenticator)
  })

  it.each(commits)('follows nothing that was changed: a commit that $what', async ({ commit, proposals }) => {
    const state = await follow(following, await join(following), following.epoch)
    const changed = commit.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    await expect(follow(following, state, { proposals, commit: changed })).rejects.toThrow()
  })
})
