import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SimulatedMeeting, type SimulatedPerson } from './simulated.ts'

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

const three = async (): Promise<[SimulatedPerson, SimulatedPerson, SimulatedPerson]> => {
  const people = [await meeting.join('ada'), await meeting.join('bo'), await meeting.join('chen')] as const
  await together(...people)
  return [...people]
}

describe('the members of a group and its delivery service', () => {
  it('come together, and know whose leaf is whose', async () => {
    const [ada, bo, chen] = await three()
    expect(new Map(ada.epochs.at(-1)?.leaves)).toEqual(
      new Map([
        ['bo', bo.session.group?.ownLeaf],
        ['chen', chen.session.group?.ownLeaf],
      ]),
    )
    await until(() => expect(ada.sendsWith.at(-1)).toBe(ada.epochs.at(-1)?.epoch))
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
    const dara = await meeting.join('dara')
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
    const reloaded = await meeting.join('chen')
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
    const dara = await meeting.join('dara')
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
    const people = [await meeting.join('ada', refused), await meeting.join('bo', refused)]
    await together(...people)
    const eve = await meeting.join('eve')
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
