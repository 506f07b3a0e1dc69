/** Who comes into an encrypted meeting, what can be chosen about encryption and when, and what is refused where it is on. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Platform } from '#shared/contract/common.ts'
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import { type Attendee, anonymous, DESKTOP, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'
import { Organising } from './organising.ts'
import { type MeetingRulebook, NO_RULEBOOK, NO_RULINGS } from './rulings.ts'

let harness: MeetingHarness
afterEach(() => harness.close())

const label: RuleSet = { source: 'label', name: 'Secret', rules: { encryption: { atLeast: 'on' } } }
const start = async (...ruleSets: RuleSet[]): Promise<void> => {
  harness = await MeetingHarness.create({ ruleSets })
}
const WEB: Platform = { kind: 'web', os: 'windows', version: '0.1.0' }
const choose = async (change: OptionsChange): Promise<unknown> => {
  const { meetings, code } = harness
  const organising = new Organising({ meetings, webOrigin: () => '', endInvited: async () => undefined })
  return organising.setOptions(member('ada'), code, change)
}
const encryptionIn = ({ meeting }: Attendee): string => meeting.scene.values.encryption
const refusal = (code: string, detail?: string) => expect.objectContaining({ code, ...(detail && { detail }) })

describe('at the door of an encrypted meeting', () => {
  test.each<[string, Platform, string]>([
    ['a browser', WEB, 'ENCRYPTED_NEEDS_DESKTOP'],
    ['a browser on Linux', { ...WEB, os: 'linux' }, 'ENCRYPTED_NEEDS_DESKTOP'],
    ['Linux', { ...DESKTOP, os: 'linux' }, 'ENCRYPTED_NEEDS_SYSTEM'],
    ['a virtual desktop', { ...DESKTOP, virtual: true }, 'ENCRYPTED_NEEDS_OWN_COMPUTER'],
    ['an old version', { ...DESKTOP, version: '0.0.9' }, 'ENCRYPTED_NEEDS_UPDATE'],
  ])('%s is refused, whether anybody is in or not', async (_what, client, code) => {
    await start(label)
    await expect(harness.prepare(member('bo'), client)).rejects.toEqual(refusal(code))
    await harness.join(member('ada'))
    await expect(harness.prepare(member('bo'), client)).rejects.toEqual(refusal(code))
    // By another window than the one that is in, too.
    await expect(harness.prepare(member('ada'), client)).rejects.toEqual(refusal(code))
  })

  test('nobody comes back by another client than an able one', async () => {
    await start(label)
    const ada = await harness.join(member('ada'))
    const bo = await harness.join(member('bo'))
    bo.lose()
    const { release, meeting } = await harness.meetings.enter(member('bo'), harness.code, DESKTOP)
    const preparation = await meeting.prepare(() => undefined)
    const request = { visitor: member('bo'), preparation, sink: bo.sink, rtpCapabilities: {}, pictures: 1, watermark: true }
    await expect(meeting.join({ ...request, client: WEB, resumeToken: bo.token })).rejects.toEqual(
      refusal('ENCRYPTED_NEEDS_DESKTOP'),
    )
    await meeting.join({ ...request, client: DESKTOP, resumeToken: bo.token })
    release()
    expect(ada.meeting.present).toBe(2)
  })

  test('people come in on Windows and macOS', async () => {
    await start(label)
    expect(encryptionIn(await harness.join(member('ada')))).toBe('on')
    await harness.join(member('bo'), undefined, { ...DESKTOP, os: 'macos', virtual: false })
  })

  test('whoever must be recorded is refused, and by their own organisation alone', async () => {
    const rulebook: MeetingRulebook = {
      ...NO_RULEBOOK,
      rulingsFor: () => ({ ...NO_RULINGS, ruleSets: [label] }),
      isRecorded: (tenant, personId) => tenant === 'northwind' && personId === 'bo',
    }
    harness = await MeetingHarness.create({ rulebook })
    await harness.join(member('ada'))
    await expect(harness.prepare(member('bo'))).rejects.toEqual(refusal('ENCRYPTED_NOT_RECORDED'))
    await harness.join(member('bo', { tenant: 'contrail', person: { id: 'bo', kind: 'member', name: 'bo' } }))
    await harness.join(anonymous('bo'))
  })

  test('the 201st is refused', async () => {
    await start(label, { source: 'policy', name: 'p', rules: { lobby: { fixed: 'organisation' } } })
    const ada = await harness.join(member('ada'))
    const waiting = await harness.join(anonymous('gus'))
    expect(waiting.place).toBe('lobby')
    for (let person = 2; person <= 200; person += 1) await harness.join(member(`p${person}`))
    await expect(harness.join(member('late'))).rejects.toEqual(refusal('ENCRYPTED_MEETING_FULL'))
    // Nor is anybody let in from the lobby.
    await expect(ada.meeting.admission.admitAll(ada.presence)).rejects.toThrow('MEETING_FULL')
    expect(waiting.place).toBe('lobby')
    expect(ada.meeting.present).toBe(200)
  }, 60_000)

  test('in the clear, 201 fit in', async () => {
    await start()
    for (let person = 1; person <= 201; person += 1) await harness.join(member(`p${person}`), undefined, WEB)
  }, 60_000)

  test('whoever waits when it becomes encrypted comes again: with keys, or to be told why they can’t', async () => {
    await start({ source: 'policy', name: 'p', rules: { lobby: { fixed: 'organisers' } } })
    const [web, desktop] = [await harness.join(member('bo'), undefined, WEB), await harness.join(member('chen'))]
    expect([web.place, desktop.place]).toEqual(['lobby', 'lobby'])
    await choose({ encryption: 'on' })
    // Cut off without a word: it is at the door that they are told.
    expect([web.place, web.sink.ended, desktop.sink.ended]).toEqual(['outside', 'left', 'left'])
    await expect(harness.join(member('bo'), undefined, WEB)).rejects.toEqual(refusal('ENCRYPTED_NEEDS_DESKTOP'))
    const { since } = desktop.visit?.wait ?? {}
    desktop.lose()
    const again = await harness.join(member('chen'))
    expect([again.place, again.visit?.wait?.since, again.sink.ended]).toEqual(['lobby', since, undefined])
    expect(since).toBeDefined()
  })
})

describe('an organiser', () => {
  test('turns it on before the meeting, and off again', async () => {
    await start()
    await choose({ encryption: 'on' })
    await expect(harness.prepare(member('bo'), WEB)).rejects.toEqual(refusal('ENCRYPTED_NEEDS_DESKTOP'))
    await choose({ encryption: 'off' })
    await harness.prepare(member('bo'), WEB)
  })

  test.each(['on', 'off'] as const)('does not change it while the meeting runs with it %s', async (before) => {
    await start()
    await choose({ encryption: before })
    const ada = await harness.join(member('ada'))
    const other = before === 'on' ? 'off' : 'on'
    expect(() => ada.meeting.moderation.setOptions(ada.presence, { encryption: other })).toThrow('ENCRYPTION_SETTLED')
    await expect(choose({ encryption: other })).rejects.toEqual(refusal('ENCRYPTION_SETTLED'))
    ada.meeting.moderation.setOptions(ada.presence, { encryption: before })
    expect(ada.sink.last('joined')?.options.encryption).toMatchObject({ value: before, choices: [before] })
    ada.leave()
    await settled()
    await choose({ encryption: other })
    expect(encryptionIn(await harness.join(member('ada')))).toBe(other)
  })

  test('does not turn on what the rules keep off', async () => {
    await start({ source: 'policy', name: 'p', rules: { encryption: { atMost: 'off' } } })
    await expect(choose({ encryption: 'on' })).rejects.toEqual(refusal('OPTION_LOCKED', 'encryption'))
  })

  test.each<MeetingKind>(['webinar', 'townHall'])('does not turn it on in a %s', async (kind) => {
    const rulebook: MeetingRulebook = { ...NO_RULEBOOK, make: () => ({ kind, templateId: undefined, labelId: undefined }) }
    harness = await MeetingHarness.create({ rulebook })
    await expect(choose({ encryption: 'on' })).rejects.toEqual(refusal('ENCRYPTION_UNAVAILABLE'))
  })

  test('does not turn on what encryption turns off', async () => {
    await start(label)
    const ada = await harness.join(member('ada'))
    for (const change of [{ recording: 'presenters' }, { callers: 'direct' }, { chatTime: 'always' }] as const) {
      const [name = ''] = Object.keys(change)
      expect(() => ada.meeting.moderation.setOptions(ada.presence, change)).toThrow(refusal('OFF_WHEN_ENCRYPTED', name))
      await expect(choose(change)).rejects.toEqual(refusal('OFF_WHEN_ENCRYPTED', name))
    }
    const { options } = ada.sink.last('joined') ?? {}
    expect([options?.recording.value, options?.callers.value, options?.chatTime.value]).toEqual([
      'nobody',
      'lobby',
      'duringMeeting',
    ])
  })
})

describe('while an encrypted meeting runs', () => {
  test('what would pass through the service is refused', async () => {
    await start(label)
    const ada = await harness.join(member('ada'))
    expect(() => ada.meeting.setHand(ada.presence, true)).toThrow('OFF_WHEN_ENCRYPTED')
    expect(() => ada.meeting.react(ada.presence, 'like')).toThrow('OFF_WHEN_ENCRYPTED')
    expect(() => ada.meeting.scene.requireClear()).toThrow('OFF_WHEN_ENCRYPTED')
  })

  test('rules that no longer demand it leave it on', async () => {
    await start(label)
    const ada = await harness.join(member('ada'))
    harness.rule({ ruleSets: [{ source: 'policy', name: 'p', rules: { encryption: { atMost: 'off' } } }] })
    expect([encryptionIn(ada), ada.place]).toEqual(['on', 'meeting'])
    await expect(harness.prepare(member('bo'), WEB)).rejects.toEqual(refusal('ENCRYPTED_NEEDS_DESKTOP'))
    ada.leave()
    await settled()
    expect(encryptionIn(await harness.join(member('ada')))).toBe('off')
  })

  test('a restart of the service leaves it on', async () => {
    await start()
    await choose({ encryption: 'on' })
    const ada = await harness.join(member('ada'))
    ada.lose()
    harness.rulings = {
      ...harness.rulings,
      ruleSets: [{ source: 'policy', name: 'p', rules: { encryption: { fixed: 'off' } } }],
    }
    await harness.restart()
    await expect(harness.join(member('ada'), ada.token, WEB)).rejects.toEqual(refusal('ENCRYPTED_NEEDS_DESKTOP'))
    expect(encryptionIn(await harness.join(member('ada'), ada.token))).toBe('on')
  })
})

describe('a meeting that runs in the clear', () => {
  test('ends where it must be encrypted now, and the next is', async () => {
    await start()
    const ada = await harness.join(member('ada'), undefined, WEB)
    harness.rule({ ruleSets: [label] })
    expect([ada.sink.last('ruled'), ada.sink.ended]).toEqual([{ type: 'ruled', options: ['encryption'] }, 'meetingEnded'])
    await expect(harness.join(member('ada'), undefined, WEB)).rejects.toEqual(refusal('ENCRYPTED_NEEDS_DESKTOP'))
    expect(encryptionIn(await harness.join(member('ada')))).toBe('on')
  })

  test('goes on where it only may be now, whatever was chosen for it', async () => {
    await start()
    await choose({ encryption: 'on' })
    harness.rule({ ruleSets: [{ source: 'licence', name: 'premium', rules: { encryption: { atMost: 'off' } } }] })
    const ada = await harness.join(member('ada'))
    expect(encryptionIn(ada)).toBe('off')
    harness.rule({ ruleSets: [] })
    expect([encryptionIn(ada), ada.place]).toEqual(['off', 'meeting'])
  })
})
