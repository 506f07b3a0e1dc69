import { base64urlnopad } from '@scure/base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { COMMON_SUITE, HYBRID_SUITE, MLS_SUITES } from '../../shared/encryption/group.ts'
import { type Kind, SimulatedMeeting, type SimulatedPerson } from './simulated.ts'

let meeting: SimulatedMeeting
beforeEach(async () => {
  meeting = await SimulatedMeeting.create()
})
afterEach(() => meeting.close())

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 20 })

/** All of these are in one epoch with each other and nobody else. */
const together = (...people: readonly SimulatedPerson[]): Promise<void> =>
  until(() => {
    expect(people.map(({ lost }) => lost)).toEqual(people.map(() => undefined))
    for (const { epochs, name } of people) {
      expect([
        name,
        epochs
          .at(-1)
          ?.members.map(({ verdict }) => verdict)
          .toSorted(),
      ]).toEqual([name, people.map((each) => each.name).toSorted()])
    }
    expect(new Set(people.map(({ code }) => code)).size).toBe(1)
  })

describe.each(MLS_SUITES)('in %s, the members of a group and its delivery service', (suite) => {
  /** All of them offer this suite, and those that are less. */
  const suites = MLS_SUITES.slice(MLS_SUITES.indexOf(suite))
  const join = (name: string, kind: Kind = {}): Promise<SimulatedPerson> => meeting.join(name, { suites, ...kind })

  const three = async (): Promise<[SimulatedPerson, SimulatedPerson, SimulatedPerson]> => {
    const people = [await join('ada'), await join('bo'), await join('chen')] as const
    await together(...people)
    return [...people]
  }

  it('come together, and know whose leaf is whose', async () => {
    const [ada, bo, chen] = await three()
    expect(new Map(ada.epochs.at(-1)?.leaves)).toEqual(
      new Map([
        ['bo', bo.session.group?.ownLeaf],
        ['chen', chen.session.group?.ownLeaf],
      ]),
    )
    await until(() => expect(ada.sendsWith.at(-1)).toBe(ada.epochs.at(-1)?.epoch))
    expect(ada.suite).toBe(suite)
  })

  it('hear each other', async () => {
    const [ada, bo, chen] = await three()
    await bo.say('hello')
    await until(() => expect([ada.heard, chen.heard]).toEqual([['bo: hello'], ['bo: hello']]))
    expect(bo.heard).toEqual([])
  })

  it('go on without somebody who leaves, who is told nothing more', async () => {
    const [ada, bo, chen] = await three()
    const before = chen.news.length
    meeting.leave(chen)
    await together(ada, bo)
    expect(chen.news).toHaveLength(before)
    expect(ada.epochs.at(-1)?.changes.left.map(({ verdict }) => verdict)).toEqual(['chen'])
  })

  it('commit without a committer who is silent', async () => {
    const [ada, bo, chen] = await three()
    for (const each of [ada, bo]) {
      each.news.length = 0
      each.silent = true
    }
    meeting.leave(chen)
    const asked = (): SimulatedPerson[] => [ada, bo].filter(({ news }) => news.some(({ is }) => is === 'commitWanted'))
    await until(() => expect(asked()).toHaveLength(1))
    for (const each of [ada, bo]) each.silent = asked().includes(each)
    await together(ada, bo)
    expect(asked()).toHaveLength(2)
  })

  it('answer once where they are asked twice', async () => {
    const [ada, bo, chen] = await three()
    for (const each of [ada, bo]) each.silent = true
    meeting.leave(chen)
    const epoch = Number(ada.epochs.at(-1)?.epoch)
    await until(() => expect(ada.session.group?.isUnsettled).toBe(true))
    for (const each of [ada, bo]) {
      each.session.handle({ is: 'commitWanted', epoch })
      each.session.handle({ is: 'commitWanted', epoch })
    }
    await together(ada, bo)
    expect([...ada.news, ...bo.news].filter(({ is }) => is === 'rejoin')).toEqual([])
    expect(ada.epochs.at(-1)?.epoch).toBe(BigInt(epoch + 1))
  })

  it('say what waits for a change once it is made', async () => {
    const [ada, bo, chen] = await three()
    for (const each of [ada, bo]) each.silent = true
    meeting.leave(chen)
    await until(() => expect(ada.session.group?.isUnsettled).toBe(true))
    const saying = ada.say('without chen')
    for (const each of [ada, bo]) each.silent = false
    await saying
    await until(() => expect(bo.heard).toEqual(['ada: without chen']))
  })

  it('follow what they missed while their connection was lost', async () => {
    const [ada, bo, chen] = await three()
    meeting.lose(chen)
    const dara = await join('dara')
    await until(() => expect(ada.epochs.at(-1)?.members).toHaveLength(4))
    chen.news.length = 0
    await meeting.comeBack(chen)
    await together(ada, bo, chen, dara)
    expect(chen.news.map(({ is }) => is)).toEqual(expect.arrayContaining(['proposals', 'commit']))
    expect(chen.news.map(({ is }) => is)).not.toEqual(expect.arrayContaining(['rejoin']))
    expect(chen.news.map(({ is }) => is)).not.toEqual(expect.arrayContaining(['welcome']))
  })

  it('come back from outside where what they hold does not fit', async () => {
    const [ada, bo, chen] = await three()
    chen.session.handle({ is: 'rejoin' })
    await until(() => expect(chen.epochs.at(-1)?.epoch).toBe(ada.epochs.at(-1)?.epoch))
    await together(ada, bo, chen)
    await chen.say('back')
    await until(() => expect(ada.heard).toContain('chen: back'))
  })

  it('let in whoever comes anew, and let go what they were', async () => {
    const [ada, bo, chen] = await three()
    meeting.lose(chen)
    const reloaded = await join('chen')
    await together(ada, bo, reloaded)
    expect(reloaded.epochs.at(-1)?.ownLeaf).toBeDefined()
  })

  it('come back with another key package after they were sent out', async () => {
    const [ada, bo, chen] = await three()
    meeting.leave(chen)
    await together(ada, bo)
    await chen.session.leave()
    meeting.people.set('chen', chen)
    await meeting.comeBack(chen)
    await together(ada, bo, chen)
  })

  it('make a new group where nobody is left who could let them in', async () => {
    const [ada, bo, chen] = await three()
    meeting.lose(ada)
    meeting.leave(bo)
    meeting.leave(chen)
    const dara = await join('dara')
    await together(dara)
    await meeting.comeBack(ada)
    await together(ada, dara)
  })

  it('make a new group when the service has started again, and know each other still', async () => {
    const people = await three()
    const before = people[0].code
    meeting.restart()
    for (const each of people) await meeting.comeBack(each)
    await until(() => expect(people.every(({ code }) => code !== before)).toBe(true))
    await together(...people)
    await people[0].say('here again')
    await until(() => expect(people[2].heard).toContain('ada: here again'))
  })

  it('send somebody away whom they refuse', async () => {
    const refused = new Set(['eve'])
    const people = [await join('ada', { refused }), await join('bo', { refused })]
    await together(...people)
    const eve = await join('eve')
    await until(() => expect(eve.lost?.code).toBe('NOT_ACCEPTED'))
    await together(...people)
  })

  it('take nothing from whoever is not in it', async () => {
    const [ada] = await three()
    const calls = meeting.callsOf('nobody')
    await expect(calls.requestGroupInfo()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await expect(calls.sendEncrypted({ epoch: 1, message: '' })).rejects.toMatchObject({ code: 'WRONG_STATE' })
    const own = await ada.session.group?.commit()
    const request = { epoch: Number(own?.epoch), commit: '', groupInfo: '', refused: [] }
    await expect(meeting.callsOf('ada').commitEpoch({ ...request, epoch: 0 })).rejects.toMatchObject({ code: 'EPOCH_STALE' })
    await expect(meeting.callsOf('ada').commitEpoch(request)).rejects.toMatchObject({ code: 'ENCRYPTION_FAILED' })
    await expect(meeting.callsOf('ada').foundGroup({ groupInfo: '' })).rejects.toMatchObject({ code: 'EPOCH_STALE' })
  })
})

describe('where not everybody offers the better suite, they', () => {
  const older: Kind = { suites: [COMMON_SUITE] }

  it('meet in the one that all have', async () => {
    const people = [await meeting.join('ada', older), await meeting.join('bo'), await meeting.join('chen')] as const
    await together(...people)
    expect(people.map(({ suite }) => suite)).toEqual(people.map(() => COMMON_SUITE))
  })

  it('go over to it when somebody comes who has no other, and stay there', async () => {
    const [ada, bo, chen] = [await meeting.join('ada'), await meeting.join('bo'), await meeting.join('chen')]
    await together(ada, bo, chen)
    expect([ada, bo, chen].map(({ suite }) => suite)).toEqual([HYBRID_SUITE, HYBRID_SUITE, HYBRID_SUITE])
    const dara = await meeting.join('dara', older)
    await together(ada, bo, chen, dara)
    expect([ada, bo, chen, dara].map(({ suite }) => suite)).toEqual([COMMON_SUITE, COMMON_SUITE, COMMON_SUITE, COMMON_SUITE])
    await dara.say('hello')
    await until(() => expect(ada.heard).toEqual(['dara: hello']))
    meeting.leave(dara)
    const eli = await meeting.join('eli')
    await together(ada, bo, chen, eli)
    expect(eli.suite).toBe(COMMON_SUITE)
  })

  it('send with the keys that they have until those of the new group are there', async () => {
    const [ada, bo] = [await meeting.join('ada'), await meeting.join('bo')]
    await together(ada, bo)
    await until(() => expect(bo.sendsWith.at(-1)).toBe(1n))
    for (const each of [ada, bo]) each.deaf = true
    const dara = await meeting.join('dara', older)
    expect([bo.epochs.at(-1)?.suite, bo.sendsWith.at(-1), bo.lost]).toEqual([HYBRID_SUITE, 1n, undefined])
    for (const each of [ada, bo]) {
      meeting.lose(each)
      await meeting.comeBack(each)
    }
    await together(ada, bo, dara)
  })

  it('come over with what they offered when they came back', async () => {
    const [ada, bo, chen] = [await meeting.join('ada'), await meeting.join('bo'), await meeting.join('chen')]
    await together(ada, bo, chen)
    for (const each of [ada, bo, chen]) {
      meeting.lose(each)
      await meeting.comeBack(each)
    }
    await together(ada, bo, chen)
    const dara = await meeting.join('dara', older)
    await together(ada, bo, chen, dara)
  })

  it('found it in that one who was asked for the other when it came', async () => {
    const ada = await meeting.join('ada')
    const dara = await meeting.join('dara', older)
    await together(ada, dara)
    expect([ada.suite, dara.suite]).toEqual([COMMON_SUITE, COMMON_SUITE])
  })
})

describe('whoever offers', () => {
  it('not the suite that all have is not let in', async () => {
    const eve = await meeting.join('eve', { suites: [HYBRID_SUITE] })
    await until(() => expect(eve.lost?.code).toBe('NOT_ACCEPTED'))
  })

  it('key packages of two devices, or two for one suite, is not let in', async () => {
    const offers = await Promise.all(['eve', 'mallory'].map(async (name) => (await meeting.stranger(name)).session.offer()))
    const [[hybrid = '', common = ''] = [], [, others = ''] = []] = offers.map(({ keyPackages }) => keyPackages)
    for (const [index, keyPackages] of [
      [hybrid, others],
      [common, common],
      [others, common],
    ].entries()) {
      const eve = await meeting.stranger(`eve-${index}`)
      meeting.people.set(eve.name, eve)
      meeting.delivery.came(eve.name, { keyPackages })
      await until(() => expect(eve.lost?.code).toBe('NOT_ACCEPTED'))
    }
  })
})

describe('a service that', () => {
  const news = { is: 'found', deliveryKey: base64urlnopad.encode(new Uint8Array(32)) } as const

  it('asks for a group in a suite that was not offered has none', async () => {
    const ada = await meeting.stranger('ada', { suites: [COMMON_SUITE] })
    await ada.session.offer()
    ada.session.handle({ ...news, suite: HYBRID_SUITE })
    await until(() => expect(ada.lost?.code).toBe('ENCRYPTION_FAILED'))
    expect(ada.epochs).toEqual([])
  })

  it('keeps the better suite from them is shown: each of them knows in which they are', async () => {
    const [ada, bo] = [await meeting.stranger('ada'), await meeting.stranger('bo')]
    for (const person of [ada, bo]) {
      meeting.people.set(person.name, person)
      const { keyPackages } = await person.session.offer()
      meeting.delivery.came(person.name, { keyPackages: keyPackages.slice(1) })
    }
    await together(ada, bo)
    expect([ada.suite, bo.suite]).toEqual([COMMON_SUITE, COMMON_SUITE])
  })
})
