/** The delivery service is the attacker: what it does is noticed, or it has no effect but that people hear nothing. */
import { joinGroupExternal, type Proposal } from 'ts-mls'
import { describe, expect, it } from 'vitest'
import { COMMON_SUITE, HYBRID_SUITE, MLS_SUITES } from '#shared/encryption/group.ts'
import { MlsIdentity } from './identity.ts'
import { MeetingGroup } from './meeting-group.ts'
import { credentialOf, newKeys, newPerson, optionsOf, TestMeeting } from './testing/test-meeting.ts'
import {
  readGroupInfo,
  readKeyPackage,
  readPublicMessage,
  readTree,
  readWelcome,
  writeGroupInfo,
  writePublicMessage,
  writeWelcome,
} from './wire.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const NOTHING = new Uint8Array()
const FAILED = { code: 'ENCRYPTION_FAILED' }

const authenticatorsOf = (meeting: TestMeeting): string[] => meeting.groups.map(({ securityCode }) => securityCode)

describe.each(MLS_SUITES)('in %s, a delivery service that', (suite) => {
  it('drops a commit: whoever lacks it opens nothing, and says nothing that the others open', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const own = await meeting.group(0).commit()
    await meeting.group(0).accept(own)
    await meeting.group(1).process(own.commit)
    const { message } = await meeting.group(0).seal(bytes('new'))
    await expect(meeting.group(2).open(message)).rejects.toMatchObject(FAILED)
    const next = await meeting.group(0).commit()
    await expect(meeting.group(2).process(next.commit)).rejects.toMatchObject(FAILED)
    await meeting.group(2).process(own.commit)
    expect(new Set(authenticatorsOf(meeting)).size).toBe(1)
  })

  it('delays, reorders and repeats commits: each is taken once, in its epoch', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const commits: Uint8Array[] = []
    for (let round = 0; round < 2; round += 1) {
      const own = await meeting.group(0).commit()
      await meeting.group(0).accept(own)
      commits.push(own.commit)
    }
    const [first = NOTHING, second = NOTHING] = commits
    await expect(meeting.group(1).process(second)).rejects.toMatchObject(FAILED)
    await meeting.group(1).process(first)
    await expect(meeting.group(1).process(first)).rejects.toMatchObject(FAILED)
    await meeting.group(1).process(second)
    expect(meeting.group(1).securityCode).toBe(meeting.group(0).securityCode)
  })

  it('repeats a message: it opens once', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const { message } = await meeting.group(0).seal(bytes('once'))
    await meeting.group(1).open(message)
    await expect(meeting.group(1).open(message)).rejects.toMatchObject(FAILED)
  })

  it('repeats a proposal of an earlier epoch: it is of another epoch', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const removal = await meeting.delivery.remove(meeting.group(0), 2)
    await meeting.commit()
    await expect(meeting.group(0).announce(removal)).rejects.toMatchObject(FAILED)
  })

  it('changes one bit of anything', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const flip = (message: Uint8Array, at: number): Uint8Array => message.map((byte, index) => (index === at ? byte ^ 1 : byte))
    const { message } = await meeting.group(0).seal(bytes('whole'))
    const removal = await meeting.delivery.remove(meeting.group(0), 2)
    const own = await meeting.group(0).commit()
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
      const at = (whole: Uint8Array): number => Math.floor(whole.length * part)
      await expect(meeting.group(1).open(flip(message, at(message)))).rejects.toThrow()
      await expect(meeting.group(1).announce(flip(removal, at(removal)))).rejects.toThrow()
      await expect(meeting.group(1).process(flip(own.commit, at(own.commit)))).rejects.toThrow()
    }
    await meeting.group(1).process(own.commit)
    await meeting.group(1).open(message)
  })

  it('forks the group: the codes differ, and neither half opens what the other says or takes its commits', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen', 'dara')
    const [ada, bo, chen, dara] = [0, 1, 2, 3].map((index) => meeting.group(index))
    if (!ada || !bo || !chen || !dara) throw new Error('nobody')
    const [one, other] = [await ada.commit(), await bo.commit()]
    await ada.accept(one)
    await chen.process(one.commit)
    await bo.accept(other)
    await dara.process(other.commit)
    expect(ada.securityCode).toBe(chen.securityCode)
    expect(ada.securityCode).not.toBe(dara.securityCode)
    await expect(dara.open((await ada.seal(bytes('x'))).message)).rejects.toMatchObject(FAILED)
    await expect(dara.process((await ada.commit()).commit)).rejects.toMatchObject(FAILED)
    expect(await ada.frameBaseKey()).not.toEqual(await dara.frameBaseKey())
  })

  it('inserts somebody whose credential is forged: nobody adds them, and a group that has them is not come into', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const keys = await newKeys()
    const forged = await newPerson('eve', { suite, keys, credential: credentialOf('bo', await newKeys()) })
    const proposal = await meeting.delivery.add(meeting.group(0), forged)
    for (const group of meeting.groups) await expect(group.announce(proposal)).rejects.toMatchObject({ code: 'NOT_ACCEPTED' })
    await meeting.commit()
    expect(meeting.group(1).members).toHaveLength(2)
  })

  it('swaps a key package for its own under the same credential: the credential is not its key’s', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const dara = await newPerson('dara', { suite })
    const swapped = await newPerson('dara', { suite, credential: dara.identity.credential.identity })
    const proposal = await meeting.delivery.add(meeting.group(0), swapped)
    await expect(meeting.group(0).announce(proposal)).rejects.toMatchObject({ code: 'NOT_ACCEPTED' })
  })

  it('swaps the encryption keys in a key package: its signatures no longer hold', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const [dara, service] = [await newPerson('dara', { suite }), await newPerson('service', { suite })]
    const keyPackage = { ...readKeyPackage(dara.own.bytes), initKey: readKeyPackage(service.own.bytes).initKey }
    await meeting.announce([await meeting.delivery.propose(meeting.group(0), { proposalType: 'add', add: { keyPackage } })])
    await expect(meeting.group(0).commit()).rejects.toMatchObject(FAILED)
  })

  it('welcomes somebody into a group of its own: it is not their meeting’s, or they see who is in it', async () => {
    const stranger = await TestMeeting.in(suite, 'eve')
    const ada = await newPerson('ada', { suite })
    const own = await stranger.add([ada])
    const elsewhere = optionsOf(ada, 'xyz-wvut-srq')
    const { tree } = stranger.group(0)
    await expect(MeetingGroup.join(elsewhere, ada.own, own.welcome ?? NOTHING, tree)).rejects.toMatchObject(FAILED)
    expect(stranger.group(1).members.map(({ verdict }) => verdict.name)).toEqual(['eve', 'ada'])
  })

  it('gives another tree with a welcome', async () => {
    const [meeting, other] = [await TestMeeting.in(suite, 'ada', 'bo'), await TestMeeting.in(suite, 'eve', 'bo')]
    const dara = await newPerson('dara', { suite })
    const own = await meeting.add([dara])
    await expect(MeetingGroup.join(optionsOf(dara), dara.own, own.welcome ?? NOTHING, other.group(0).tree)).rejects.toMatchObject(
      FAILED,
    )
  })

  it('gives somebody’s welcome to another: it opens with its own key package only', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const [dara, eli] = [await newPerson('dara', { suite }), await newPerson('eli', { suite })]
    const own = await meeting.add([dara])
    await expect(MeetingGroup.join(optionsOf(eli), eli.own, own.welcome ?? NOTHING, meeting.group(0).tree)).rejects.toMatchObject(
      FAILED,
    )
  })

  it('keeps somebody subscribed who was removed: they open nothing and derive nothing', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const chen = meeting.group(2)
    await meeting.announce([await meeting.delivery.remove(meeting.group(0), 2)], meeting.groups.slice(0, 2))
    const removal = await meeting.group(0).commit()
    await meeting.group(0).accept(removal)
    await meeting.group(1).process(removal.commit)
    const later = await meeting.group(1).commit()
    await meeting.group(1).accept(later)
    await meeting.group(0).process(later.commit)
    const { message } = await meeting.group(0).seal(bytes('without chen'))
    for (const each of [removal.commit, later.commit]) await expect(chen.process(each)).rejects.toThrow()
    await expect(chen.open(message)).rejects.toThrow()
    expect(await chen.frameBaseKey()).not.toEqual(await meeting.group(0).frameBaseKey())
  })

  it('lets somebody back in from outside who was removed: nobody takes them', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const chen = meeting.people[2]
    if (chen === undefined) throw new Error('nobody')
    const before = { groupInfo: await meeting.group(0).describe(), tree: meeting.group(0).tree }
    const { commit } = await MeetingGroup.rejoin(optionsOf(chen), before.groupInfo, before.tree)
    await meeting.announce([await meeting.delivery.remove(meeting.group(0), 2)], meeting.groups.slice(0, 2))
    const removal = await meeting.group(0).commit()
    await meeting.group(0).accept(removal)
    await expect(meeting.group(0).process(commit.commit)).rejects.toMatchObject(FAILED)
    const after = { groupInfo: await meeting.group(0).describe(), tree: meeting.group(0).tree }
    await expect(MeetingGroup.rejoin(optionsOf(chen), after.groupInfo, after.tree)).rejects.toMatchObject(FAILED)
  })

  it('lets a stranger in from outside: nobody takes them, though their credential is good', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const { identity, own } = await newPerson('dara', { suite })
    const info = readGroupInfo(await meeting.group(0).describe())
    const tree = readTree(meeting.group(0).tree)
    const { publicMessage } = await joinGroupExternal(
      info,
      own.publicPackage,
      own.privatePackage,
      false,
      identity.suite(suite),
      tree,
    )
    for (const group of meeting.groups) {
      await expect(group.process(writePublicMessage(publicMessage))).rejects.toMatchObject(FAILED)
    }
  })

  it('adds somebody who is in already, or itself', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const bo = meeting.people[1]
    if (bo === undefined) throw new Error('nobody')
    const again = await newPerson('bo', { suite, keys: bo.keys })
    await meeting.announce([await meeting.delivery.add(meeting.group(0), again)])
    await expect(meeting.group(0).commit()).rejects.toMatchObject(FAILED)
    const itself = await newPerson('service', { suite, keys: meeting.delivery.keys })
    const proposal = await meeting.delivery.add(meeting.group(0), itself)
    await expect(meeting.group(0).announce(proposal)).rejects.toMatchObject(FAILED)
  })

  const OTHERS: readonly Proposal[] = [
    { proposalType: 'group_context_extensions', groupContextExtensions: { extensions: [] } },
    {
      proposalType: 'reinit',
      reinit: {
        groupId: bytes('elsewhere'),
        version: 'mls10',
        cipherSuite: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519',
        extensions: [],
      },
    },
    { proposalType: 'psk', psk: { preSharedKeyId: { psktype: 'external', pskId: bytes('p'), pskNonce: new Uint8Array(32) } } },
    { proposalType: 'external_init', externalInit: { kemOutput: new Uint8Array(32) } },
    { proposalType: 4_711, proposalData: NOTHING },
  ]
  it.each(OTHERS.map((proposal) => [proposal.proposalType, proposal] as const))('proposes %s', async (_type, proposal) => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo')
    const message = await meeting.delivery.propose(meeting.group(0), proposal)
    await expect(meeting.group(0).announce(message)).rejects.toMatchObject(FAILED)
  })

  it('forges a proposal without its key, or sends a commit as one', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const stranger = await TestMeeting.in(suite, 'eve')
    const forged = await stranger.delivery.remove(meeting.group(0), 2)
    await expect(meeting.group(0).announce(forged)).rejects.toMatchObject(FAILED)
    const own = await meeting.group(1).commit()
    await expect(meeting.group(0).announce(own.commit)).rejects.toMatchObject(FAILED)
  })
})

describe.each(MLS_SUITES)('in %s, a member who', (suite) => {
  it('commits what was announced to nobody else', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const removal = await meeting.delivery.remove(meeting.group(0), 2)
    await meeting.group(0).announce(removal)
    const own = await meeting.group(0).commit()
    await expect(meeting.group(1).process(own.commit)).rejects.toMatchObject(FAILED)
  })

  it('leaves a removal out that was announced', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const removal = await meeting.delivery.remove(meeting.group(0), 2)
    await meeting.announce([removal], [meeting.group(1)])
    const own = await meeting.group(0).commit()
    await expect(meeting.group(1).process(own.commit)).rejects.toMatchObject(FAILED)
  })

  it('sends a commit in the name of another', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const message = readPublicMessage((await meeting.group(0).commit()).commit)
    if (message.content.contentType !== 'commit') throw new Error('no commit')
    const forged = { ...message, content: { ...message.content, sender: { senderType: 'member', leafIndex: 1 } as const } }
    await expect(meeting.group(2).process(writePublicMessage(forged))).rejects.toMatchObject(FAILED)
  })
})

/** Both have key packages for both suites. */
describe('a delivery service that mixes suites', () => {
  const keys = newKeys()
  const offering = async (name: string) => {
    const pair = await keys
    const identity = await MlsIdentity.create(pair, credentialOf(name, pair))
    return { name, keys: pair, identity, own: await identity.keyPackage(COMMON_SUITE) }
  }

  it('has somebody added by a key package of the other suite: nobody can', async () => {
    const meeting = await TestMeeting.in(HYBRID_SUITE, 'ada', 'bo')
    await meeting.announce([await meeting.delivery.add(meeting.group(0), await offering('dara'))])
    await expect(meeting.group(0).commit()).rejects.toMatchObject(FAILED)
  })

  it('welcomes somebody into a group of another suite than they offered', async () => {
    const meeting = await TestMeeting.in(HYBRID_SUITE, 'ada', 'bo')
    const [dara, older] = [await newPerson('dara', { suite: HYBRID_SUITE }), await newPerson('dara')]
    const { welcome = NOTHING } = await meeting.add([dara])
    const { tree } = meeting.group(0)
    await expect(MeetingGroup.join(optionsOf(older), older.own, welcome, tree)).rejects.toMatchObject(FAILED)
    const named = writeWelcome({ ...readWelcome(welcome), cipherSuite: COMMON_SUITE })
    await expect(MeetingGroup.join(optionsOf(older), older.own, named, tree)).rejects.toMatchObject(FAILED)
    await expect(MeetingGroup.join(optionsOf(dara), dara.own, named, tree)).rejects.toMatchObject(FAILED)
  })

  it('calls somebody back into their group in another suite: it is not signed', async () => {
    const meeting = await TestMeeting.in(HYBRID_SUITE, 'ada', 'bo')
    const [ada] = meeting.people
    if (ada === undefined) throw new Error('nobody')
    const both = await MlsIdentity.create(ada.keys, ada.identity.credential.identity)
    const info = readGroupInfo(await meeting.group(0).describe())
    const lowered = writeGroupInfo({ ...info, groupContext: { ...info.groupContext, cipherSuite: COMMON_SUITE } })
    const options = { ...optionsOf(ada), identity: both }
    await expect(MeetingGroup.rejoin(options, lowered, meeting.group(0).tree)).rejects.toMatchObject(FAILED)
    await expect(MeetingGroup.rejoin(options, writeGroupInfo(info), meeting.group(0).tree)).resolves.toBeDefined()
  })
})
