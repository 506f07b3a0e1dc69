import { describe, expect, it } from 'vitest'
import { MLS_SUITES } from '#shared/encryption/group.ts'
import { MeetingGroup } from './meeting-group.ts'
import { requireFitting } from './policy.ts'
import { newPerson, optionsOf, TestMeeting } from './testing/test-meeting.ts'
import { readGroupInfo, readPublicMessage, readTree } from './wire.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (content: Uint8Array): string => new TextDecoder().decode(content)
const hex = (content: Uint8Array): string => Buffer.from(content).toString('hex')

describe.each(MLS_SUITES)('MeetingGroup in %s', (suite) => {
  it('gives all members the same epoch, security code and frame keys', async () => {
    const { groups } = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const [ada] = groups
    expect(new Set(groups.map(({ epoch }) => epoch))).toEqual(new Set([1n]))
    expect(new Set(groups.map(({ securityCode }) => securityCode)).size).toBe(1)
    expect(ada?.securityCode).toMatch(/^\d{5}( \d{5}){5}$/)
    const keys = await Promise.all(groups.map(async (group) => hex(await group.frameBaseKey())))
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toHaveLength(32)
    for (const group of groups) {
      expect(group.members.map(({ verdict }) => verdict)).toEqual(
        ['ada', 'bo', 'chen'].map((name) => ({ status: 'verified', name })),
      )
    }
  })

  it('has one fingerprint for two people, another for every other two', async () => {
    const { groups } = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const [ada, bo] = groups
    const [memberAda, memberBo, memberChen] = ada?.members ?? []
    if (!ada || !bo || !memberAda || !memberBo || !memberChen) throw new Error('nobody')
    expect(ada.fingerprintWith(memberBo)).toBe(bo.fingerprintWith(memberAda))
    expect(ada.fingerprintWith(memberBo)).not.toBe(ada.fingerprintWith(memberChen))
  })

  it('says who joined and who left with an epoch', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const dara = await newPerson('dara', { suite })
    await meeting.announce([
      await meeting.delivery.add(meeting.group(0), dara),
      await meeting.delivery.remove(meeting.group(0), 2),
    ])
    const own = await meeting.group(0).commit()
    const changes = await meeting.group(1).process(own.commit)
    expect(changes.joined.map(({ verdict }) => verdict.name)).toEqual(['dara'])
    expect(changes.left.map(({ verdict }) => verdict.name)).toEqual(['chen'])
    expect(await meeting.group(0).accept(own)).toEqual(changes)
    const joined = await MeetingGroup.join(optionsOf(dara), dara.own, own.welcome ?? bytes(''), meeting.group(1).tree)
    expect(joined.securityCode).toBe(meeting.group(0).securityCode)
  })

  it('removes somebody by a commit with a path, from which they learn nothing of the next epoch', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const chen = meeting.group(2)
    const before = hex(await chen.exportSecret('test', bytes(''), 32))
    await meeting.announce([await meeting.delivery.remove(meeting.group(0), 2)])
    const own = await meeting.group(0).commit()
    const { content } = readPublicMessage(own.commit)
    expect(content.contentType === 'commit' && content.commit.proposals).toHaveLength(1)
    expect(content.contentType === 'commit' && content.commit.path?.nodes.length).toBeGreaterThan(0)
    await meeting.group(0).accept(own)
    await meeting.group(1).process(own.commit)
    await expect(chen.process(own.commit)).rejects.toMatchObject({ code: 'REMOVED' })
    const next = hex(await meeting.group(0).exportSecret('test', bytes(''), 32))
    expect(hex(await meeting.group(1).exportSecret('test', bytes(''), 32))).toBe(next)
    expect(next).not.toBe(before)
    expect(hex(await chen.exportSecret('test', bytes(''), 32))).not.toBe(next)
    const { message } = await meeting.group(0).seal(bytes('without chen'))
    await expect(chen.open(message)).rejects.toThrow()
  })

  it('refuses a removal without a path, whoever made it', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    await meeting.announce([await meeting.delivery.remove(meeting.group(0), 2)])
    const own = await meeting.group(0).commit()
    const message = readPublicMessage(own.commit)
    if (message.content.contentType !== 'commit') throw new Error('no commit')
    const [reference] = message.content.commit.proposals
    if (reference?.proposalOrRefType !== 'reference') throw new Error('no reference')
    const announced = {
      [Buffer.from(reference.reference).toString('base64')]: {
        proposal: { proposalType: 'remove', remove: { removed: 2 } } as const,
        senderLeafIndex: undefined,
      },
    }
    const { ratchetTree, groupContext } = await stateOf(meeting)
    const stripped = { ...message, content: { ...message.content, commit: { ...message.content.commit, path: undefined } } }
    expect(() => requireFitting({ ratchetTree, groupContext }, message, announced)).not.toThrow()
    expect(() => requireFitting({ ratchetTree, groupContext }, stripped, announced)).toThrow('without a path')
  })

  it('brings somebody back who lost their state, in the place of their own leaf', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const bo = meeting.people[1]
    if (bo === undefined) throw new Error('nobody')
    const { group, commit } = await MeetingGroup.rejoin(optionsOf(bo), await meeting.group(0).describe(), meeting.group(0).tree)
    await group.accept(commit)
    const changes = await meeting.group(0).process(commit.commit)
    await meeting.group(2).process(commit.commit)
    expect(changes).toEqual({ joined: [], left: [] })
    expect(group.securityCode).toBe(meeting.group(2).securityCode)
    const { message } = await group.seal(bytes('back'))
    const opened = await meeting.group(0).open(message)
    expect([text(opened.content), opened.sender.verdict.name]).toEqual(['back', 'bo'])
  })

  it('carries what members say, filled up to few sizes, and knows who said it', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const short = await meeting.group(1).seal(bytes('a'))
    const longer = await meeting.group(1).seal(bytes('b'.repeat(200)))
    expect(short.message).toHaveLength(longer.message.length)
    const opened = await meeting.group(0).open(short.message)
    expect([text(opened.content), opened.sender.verdict.name, opened.epoch]).toEqual(['a', 'bo', 1n])
    await expect(meeting.group(1).seal(new Uint8Array(16_385))).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
    const largest = await meeting.group(1).seal(new Uint8Array(16_384))
    expect((await meeting.group(2).open(largest.message)).content).toHaveLength(16_384)
  })

  it('says nothing between a proposal and its commit, and still opens what was said before it', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    const { message } = await meeting.group(0).seal(bytes('before'))
    await meeting.announce([await meeting.delivery.remove(meeting.group(0), 2)])
    await expect(meeting.group(0).seal(bytes('meanwhile'))).rejects.toMatchObject({ code: 'EPOCH_STALE' })
    const own = await meeting.group(0).commit()
    await meeting.group(0).accept(own)
    await meeting.group(1).process(own.commit)
    expect(text((await meeting.group(1).open(message)).content)).toBe('before')
    await meeting.group(1).forgetPast()
  })

  it('commits what is announced again after another commit won', async () => {
    const meeting = await TestMeeting.in(suite, 'ada', 'bo', 'chen')
    await meeting.group(1).commit()
    await meeting.commit(0)
    expect(meeting.group(1).epoch).toBe(2n)
    await meeting.commit(1)
    expect(new Set(meeting.groups.map(({ securityCode }) => securityCode)).size).toBe(1)
  })

  it('is of no use once it is closed', async () => {
    const { groups } = await TestMeeting.in(suite, 'ada', 'bo')
    groups[0]?.close()
    await expect(groups[0]?.seal(bytes('x'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })
})

const stateOf = async (meeting: TestMeeting) => {
  return {
    ratchetTree: readTree(meeting.group(1).tree),
    groupContext: readGroupInfo(await meeting.group(1).describe()).groupContext,
  }
}
