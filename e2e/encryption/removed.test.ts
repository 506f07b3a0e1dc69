/** Somebody who was removed and is told everything all the same; and that this is no matter of course, with a library that leaks. */
import * as one from 'ts-mls'
import * as two from 'ts-mls-2'
import { describe, expect, it } from 'vitest'
import { COMMON_SUITE, MLS_SUITES, type MlsSuite } from '#shared/encryption/group.ts'
import { writeGroupInfo } from '../../renderer/encryption/mls/wire.ts'
import { baseKeyOf, baseKeyWithoutPath } from './without-path.ts'

/** All that counts after a removal. */
interface Removal {
  /** Of whoever was removed, in their last epoch. */
  readonly initSecret: Uint8Array
  /** Of those who stay, in the next one. */
  readonly groupInfo: Uint8Array
  readonly exporterSecret: Uint8Array
  /** What the library itself makes of the commit for whoever it removes. */
  readonly removedExporterSecret: Uint8Array
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const NAMES = ['ada', 'bo', 'chen'] as const

/** Ada founds a group with Bo and Chen, and removes Chen, by the library that the product has. */
const removalByOurs = async (name: MlsSuite): Promise<Removal> => {
  const suite = await one.getCiphersuiteImpl(one.getCiphersuiteFromName(name))
  const people = await Promise.all(
    NAMES.map((who) =>
      one.generateKeyPackage(
        { credentialType: 'basic', identity: bytes(who) },
        one.defaultCapabilities(),
        one.defaultLifetime,
        [],
        suite,
      ),
    ),
  )
  const [ada, bo, chen] = people
  if (!ada || !bo || !chen) throw new Error('nobody')
  const founded = await one.createGroup(bytes('group'), ada.publicPackage, ada.privatePackage, [], suite)
  const extraProposals = [bo, chen].map(({ publicPackage }) => ({
    proposalType: 'add' as const,
    add: { keyPackage: publicPackage },
  }))
  const adding = await one.createCommit({ state: founded, cipherSuite: suite }, { extraProposals })
  if (adding.welcome === undefined) throw new Error('no welcome')
  const chens = await one.joinGroup(
    adding.welcome,
    chen.publicPackage,
    chen.privatePackage,
    one.emptyPskIndex,
    suite,
    adding.newState.ratchetTree,
  )
  const removing = await one.createCommit(
    { state: adding.newState, cipherSuite: suite },
    { extraProposals: [{ proposalType: 'remove', remove: { removed: 2 } }], wireAsPublicMessage: true },
  )
  if (removing.commit.wireformat !== 'mls_public_message') throw new Error('no public message')
  const after = await one.processPublicMessage(chens, removing.commit.publicMessage, one.emptyPskIndex, suite)
  return {
    initSecret: chens.keySchedule.initSecret,
    groupInfo: writeGroupInfo(await one.createGroupInfoWithExternalPub(removing.newState, [], suite)),
    exporterSecret: removing.newState.keySchedule.exporterSecret,
    removedExporterSecret: after.newState.keySchedule.exporterSecret,
  }
}

/** The same by the release that removes without an UpdatePath. */
const removalByLeaking = async (): Promise<Removal> => {
  const cipherSuite = await two.getCiphersuiteImpl(COMMON_SUITE)
  const context: two.MlsContext = { cipherSuite, authService: two.unsafeTestingAuthenticationService }
  const people = await Promise.all(
    NAMES.map((who) =>
      two.generateKeyPackage({
        credential: { credentialType: two.defaultCredentialTypes.basic, identity: bytes(who) },
        cipherSuite,
      }),
    ),
  )
  const [ada, bo, chen] = people
  if (!ada || !bo || !chen) throw new Error('nobody')
  const founded = await two.createGroup({
    context,
    groupId: bytes('group'),
    keyPackage: ada.publicPackage,
    privateKeyPackage: ada.privatePackage,
  })
  const extraProposals = [bo, chen].map(({ publicPackage }) => ({
    proposalType: two.defaultProposalTypes.add,
    add: { keyPackage: publicPackage },
  }))
  const adding = await two.createCommit({ context, state: founded, extraProposals })
  if (adding.welcome === undefined) throw new Error('no welcome')
  const chens = await two.joinGroup({
    context,
    welcome: adding.welcome.welcome,
    keyPackage: chen.publicPackage,
    privateKeys: chen.privatePackage,
    ratchetTree: adding.newState.ratchetTree,
  })
  const removing = await two.createCommit({
    context,
    state: adding.newState,
    extraProposals: [{ proposalType: two.defaultProposalTypes.remove, remove: { removed: 2 } }],
    wireAsPublicMessage: true,
  })
  const after = await two.processMessage({ context, state: chens, message: removing.commit })
  const groupInfo = await two.createGroupInfoWithExternalPub(removing.newState, [], cipherSuite)
  return {
    initSecret: chens.keySchedule.initSecret,
    groupInfo: two.encode(two.mlsMessageEncoder, {
      version: two.protocolVersions.mls10,
      wireformat: two.wireformats.mls_group_info,
      groupInfo,
    }),
    exporterSecret: removing.newState.keySchedule.exporterSecret,
    removedExporterSecret: after.newState.keySchedule.exporterSecret,
  }
}

const leaks = async ({ initSecret, groupInfo, exporterSecret, removedExporterSecret }: Removal, suite: MlsSuite) => {
  const key = Buffer.from(await baseKeyOf(exporterSecret, suite))
  return {
    byDerivation: key.equals(await baseKeyWithoutPath(initSecret, groupInfo)),
    byTheLibrary: key.equals(await baseKeyOf(removedExporterSecret, suite)),
  }
}

describe('the keys of the epoch after a removal are', () => {
  it.each(MLS_SUITES)('out of reach of whoever was removed, in %s', async (suite) => {
    expect(await leaks(await removalByOurs(suite), suite)).toEqual({ byDerivation: false, byTheLibrary: false })
  })

  it('theirs with a library that removes without an UpdatePath: the same look finds them', async () => {
    expect(await leaks(await removalByLeaking(), COMMON_SUITE)).toEqual({ byDerivation: true, byTheLibrary: true })
  })
})
