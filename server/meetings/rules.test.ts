/** What an organisation rules, in the meeting it is about: at the door, in it, and when it changes meanwhile. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RuleSet, Rules } from '#shared/meeting/effective-options.ts'
import type { OptionName } from '#shared/meeting/options.ts'
import { anonymous, external, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'
import type { Visitor } from './standing.ts'

let harness: MeetingHarness
afterEach(() => harness.close())

const start = async (...ruleSets: RuleSet[]): Promise<void> => {
  harness = await MeetingHarness.create({ ruleSets })
}
const policy = (rules: Rules): RuleSet => ({ source: 'policy', name: 'Staff', rules })
const guest = (id: string): Visitor => anonymous(id)

describe('at the door', () => {
  test.each<[string, Rules, Visitor, string]>([
    ['guests', { guests: { fixed: 'off' } }, guest('gus'), 'GUESTS_REFUSED'],
    ['external people', { externals: { fixed: 'off' } }, external('eve'), 'EXTERNALS_REFUSED'],
  ])('%s are refused, before the lobby and whether anybody is in or not', async (_what, rules, visitor, code) => {
    await start(policy(rules))
    await expect(harness.prepare(visitor)).rejects.toMatchObject({ code })
    const ada = await harness.join(member('ada'))
    await expect(harness.prepare(visitor)).rejects.toMatchObject({ code })
    expect(ada.sink.all('waitingChanged')).toEqual([])
    expect((await harness.meetings.get(visitor, harness.code)).present).toBeUndefined()
  })

  test.each<[string, Rules, Visitor]>([
    ['external people where guests are', { guests: { fixed: 'off' } }, external('eve')],
    ['guests where external people are', { externals: { fixed: 'off' } }, guest('gus')],
    ['members', { guests: { fixed: 'off' }, externals: { fixed: 'off' } }, member('bo')],
  ])('%s refused are not', async (_what, rules, visitor) => {
    await start(policy(rules))
    await harness.join(member('ada'))
    expect((await harness.join(visitor)).place).not.toBe('outside')
  })

  test('people of a trusted organisation are no externals', async () => {
    await start(policy({ externals: { fixed: 'off' }, lobby: { fixed: 'organisationTrustedAndGuests' } }))
    await harness.join(member('ada'))
    await expect(harness.join(external('eve'))).rejects.toMatchObject({ code: 'EXTERNALS_REFUSED' })
    harness.rule({ trusts: ['contrail'] })
    expect((await harness.join(external('eve'))).place).toBe('meeting')
    harness.rule({ trusts: [] })
    await expect(harness.join(external('mallory'))).rejects.toMatchObject({ code: 'EXTERNALS_REFUSED' })
  })

  test('a meeting is full where the rules say so', async () => {
    await start()
    harness.rule({ maximumSize: { value: 2, boundBy: undefined } })
    await harness.join(member('ada'))
    await harness.join(member('bo'))
    await expect(harness.join(member('chen'))).rejects.toMatchObject({ code: 'MEETING_FULL' })
    harness.rule({ maximumSize: { value: 3, boundBy: undefined } })
    await harness.join(member('chen'))
    // Who is in stays in.
    harness.rule({ maximumSize: { value: 2, boundBy: undefined } })
    expect(harness.meetings.live((await harness.meetings.find(member('ada'), harness.code)).record)?.present).toBe(3)
  })

  test('as many are let in from the lobby as the rules have room for', async () => {
    await start(policy({ lobby: { fixed: 'organisers' } }))
    harness.rule({ maximumSize: { value: 2, boundBy: undefined } })
    const ada = await harness.join(member('ada'))
    const [bo, chen] = [await harness.join(member('bo')), await harness.join(member('chen'))]
    await ada.meeting.admission.admitAll(ada.presence)
    expect([bo.place, chen.place]).toEqual(['meeting', 'lobby'])
    await expect(ada.meeting.admission.admitAll(ada.presence)).rejects.toThrow('MEETING_FULL')
  })

  test('who has lost the connection comes back all the same', async () => {
    await start()
    await harness.join(member('ada'))
    const eve = await harness.join(external('eve'))
    expect(eve.place).toBe('lobby')
    harness.rule({ ruleSets: [policy({ lobby: { fixed: 'everyone' } })] })
    expect(eve.place).toBe('meeting')
    await settled()
    eve.lose()
    harness.rule({ ruleSets: [policy({ externals: { fixed: 'off' } })] })
    expect((await harness.join(external('eve'), eve.token)).place).toBe('meeting')
  })
})

describe('an organiser', () => {
  test('chooses nothing that the rules do not leave to them', async () => {
    await start(policy({ chat: { fixed: 'presenters' } }))
    const ada = await harness.join(member('ada'))
    expect(() => ada.meeting.moderation.setOptions(ada.presence, { chat: 'everyone' })).toThrow('OPTION_LOCKED: chat')
  })
})

describe('rules that change during a meeting', () => {
  const changed = (...options: OptionName[]) => ({ type: 'ruled', options })

  test('hold at once, and organisers are told', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    const bo = await harness.join(member('bo'))
    ada.meeting.moderation.setRole(ada.presence, bo.id, 'attendee')
    await bo.produce('microphone')
    harness.rule({ ruleSets: [policy({ microphones: { fixed: 'heldBack' }, chat: { fixed: 'nobody' } })] })
    expect(bo.sends).toEqual(['microphone!'])
    await expect(bo.meeting.sending.setPaused(bo.presence, 'x', false)).rejects.toThrow()
    expect(ada.sink.last('ruled')).toEqual(changed('microphones', 'chat'))
    expect(bo.sink.all('ruled')).toEqual([])
    for (const { sink } of [ada, bo]) {
      expect(sink.last('optionsChanged')?.options.chat).toMatchObject({
        value: 'nobody',
        choices: ['nobody'],
        boundBy: { source: 'policy', name: 'Staff' },
      })
    }
    expect(bo.sink.last('moderated')).toMatchObject({ what: 'microphoneHeldBack', by: 'Northwind' })
    const log = await ada.meeting.readLog(ada.presence)
    expect(log.slice(-2).map(({ by, action, detail }) => [by.name, action, detail])).toEqual([
      ['Northwind', 'changeOptions', 'microphones: heldBack'],
      ['Northwind', 'changeOptions', 'chat: nobody'],
    ])
  })

  test('leave what the organiser chose, for when they allow it again', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    ada.meeting.moderation.setOptions(ada.presence, { reactions: 'off' })
    harness.rule({ ruleSets: [policy({ reactions: { fixed: 'allowed' } })] })
    expect(ada.meeting.scene.values.reactions).toBe('allowed')
    harness.rule({ ruleSets: [] })
    expect(ada.meeting.scene.values.reactions).toBe('off')
  })

  test('tell nobody anything where nothing is different', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    const before = ada.sink.events.length
    harness.rule({ trusts: ['contrail'] })
    harness.meetings.rulesChanged('contrail', undefined)
    expect(ada.sink.events).toHaveLength(before)
  })

  test('that leave less to choose change what is shown, and nothing of what holds', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    harness.rule({ ruleSets: [policy({ lobby: { atLeast: 'organisationAndGuests' } })] })
    expect(ada.sink.last('optionsChanged')?.options.lobby.boundBy).toEqual({ source: 'policy', name: 'Staff' })
    expect(ada.sink.all('ruled')).toEqual([])
  })

  test('open the door to those who wait, and send away those who can’t come any more', async () => {
    await start(policy({ lobby: { fixed: 'organisation' } }))
    await harness.join(member('ada'))
    const [eve, gus] = [await harness.join(external('eve')), await harness.join(guest('gus'))]
    harness.rule({ ruleSets: [policy({ lobby: { fixed: 'everyone' }, guests: { fixed: 'off' } })] })
    expect([eve.place, gus.place, gus.sink.ended]).toEqual(['meeting', 'outside', 'denied'])
  })

  test('end a meeting that must be encrypted and is not', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    harness.rule({ ruleSets: [{ source: 'label', name: 'Secret', rules: { encryption: { atLeast: 'on' } } }] })
    expect(ada.sink.last('ruled')).toEqual(changed('encryption'))
    expect(ada.sink.ended).toBe('meetingEnded')
    const again = await harness.join(member('ada'))
    expect(again.meeting.scene.occurrence?.encrypted).toBe(true)
  })

  test('hold after a restart of the service', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    ada.lose()
    harness.rulings = { ...harness.rulings, ruleSets: [policy({ chat: { fixed: 'nobody' } })] }
    await harness.restart()
    const back = await harness.join(member('ada'), ada.token)
    expect(back.meeting.scene.values.chat).toBe('nobody')
  })

  test('let nobody back in the clear after a restart where there must be encryption now', async () => {
    await start()
    const ada = await harness.join(member('ada'))
    ada.lose()
    harness.rulings = { ...harness.rulings, ruleSets: [policy({ encryption: { atLeast: 'on' } })] }
    await harness.restart()
    await expect(harness.join(member('ada'), ada.token)).rejects.toMatchObject({ code: 'RESUME_EXPIRED' })
    const again = await harness.join(member('ada'))
    expect(again.meeting.scene.occurrence?.encrypted).toBe(true)
  })
})
