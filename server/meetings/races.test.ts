/**
 * What happens at the same time: the media layer is held up at each step, something else is decided meanwhile, and what comes out
 * is what the table allows.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import { type Attendee, anonymous, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'

let harness: MeetingHarness
let ada: Attendee
let bo: Attendee
beforeEach(async () => {
  harness = await MeetingHarness.create()
  ada = await harness.join(member('ada'))
  bo = await harness.join(member('bo'))
  // So that there is something to set up for everybody who comes.
  await ada.produce('microphone')
  await settled()
})
afterEach(() => harness.close())

const act = () => ada.meeting.moderation
const door = () => ada.meeting.admission
const setOptions = (change: OptionsChange) => act().setOptions(ada.presence, change)
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
const roleOf = ({ presence }: Attendee): Role => presence.participant.role
const inMeeting = (): string[] => [...ada.meeting.scene.roster.all()].map(({ person }) => person.id).toSorted()
const producersOf = (): string[] => [...harness.room.producers.values()].map(({ source }) => source).toSorted()
const consumersOf = ({ preparation }: Attendee): number => [...harness.consumersOf(preparation.endpoint)].length

/** Somebody whose coming in is held up while their media is set up. `finish` lets it go on, and says how it ended. */
const comeSlowly = async (someone: Attendee, resumeToken?: string) => {
  const release = harness.media.hold('consume')
  const coming = outcome(someone.join(resumeToken))
  await settled()
  return {
    finish: async () => {
      release()
      const ended = await coming
      await settled()
      return ended
    },
  }
}

/** What somebody's client makes of all that it was told, from the first event on. */
const known = ({ sink }: Attendee) => {
  const joined = sink.last('joined')
  if (joined === undefined) return undefined
  const roles = new Map(joined.participants.map(({ personId, role }) => [personId, role]))
  for (const { participant } of [...sink.all('participantJoined'), ...sink.all('participantUpdated')]) {
    roles.set(participant.personId, participant.role)
  }
  return {
    roles: Object.fromEntries(roles),
    options: (sink.last('optionsChanged') ?? joined).options,
    waiting: (sink.last('waitingChanged') ?? joined).waiting,
    locked: (sink.last('lockedChanged') ?? joined).locked,
  }
}

describe('removed while reconnecting', () => {
  test('before they are back: there is no way back', async () => {
    const { token, id } = bo
    bo.lose()
    act().remove(ada.presence, id)
    expect(inMeeting()).toEqual(['ada'])
    expect(ada.sink.last('participantLeft')).toMatchObject({ participantId: id, reason: 'removed' })
    expect(await outcome(harness.join(bo.visitor, token))).toBe('REMOVED')
    expect(await outcome(harness.join(bo.visitor))).toBe('REMOVED')
    expect(inMeeting()).toEqual(['ada'])
  })

  test('before the mirror again: they come no further', async () => {
    const { token, id } = bo
    bo.lose()
    const back = await harness.prepare(bo.visitor)
    act().remove(ada.presence, id)
    expect(await outcome(back.join(token))).toBe('REMOVED')
    expect(back.sink.events).toEqual([])
  })

  test('while their transports are made: they come no further', async () => {
    const { token, id } = bo
    bo.lose()
    const release = harness.media.hold('createEndpoint')
    const preparing = harness.prepare(bo.visitor)
    await settled()
    act().remove(ada.presence, id)
    release()
    expect(await outcome((await preparing).join(token))).toBe('REMOVED')
  })

  test('while they come back in: they are told, and out', async () => {
    const { token, id } = bo
    bo.lose()
    const back = await harness.prepare(bo.visitor)
    const coming = await comeSlowly(back, token)
    expect(inMeeting()).toEqual(['ada', 'bo'])
    act().remove(ada.presence, id)
    expect(back.sink.ended).toBe('removed')
    expect(await coming.finish()).toBe('REMOVED')
    expect(back.sink.events).toEqual([])
    expect([inMeeting(), consumersOf(back)]).toEqual([['ada'], 0])
    expect(await outcome(harness.join(bo.visitor, token))).toBe('REMOVED')
  })

  test('at the moment at which they are lost: they are gone once', async () => {
    const { id } = bo
    act().remove(ada.presence, id)
    bo.lose()
    await settled()
    expect(ada.sink.all('participantLeft').map(({ participantId }) => participantId)).toEqual([id])
  })

  test('while another window of theirs comes in: both are out', async () => {
    const window = await harness.prepare(member('bo', { id: 'other session' }))
    const coming = await comeSlowly(window)
    act().remove(ada.presence, bo.id)
    expect(await coming.finish()).toBe('REMOVED')
    expect([bo.sink.ended, window.sink.ended, inMeeting()]).toEqual(['removed', 'removed', ['ada']])
  })
})

describe('demoted while sharing', () => {
  const produceSlowly = async (source: 'screen' | 'camera' | 'microphone') => {
    const release = harness.media.hold('produce')
    const producing = outcome(bo.produce(source))
    await settled()
    return async () => {
      release()
      const ended = await producing
      await settled()
      return ended
    }
  }
  const offered = (): number => ada.sink.all('consumerAdded').length

  test('a share that was on its way is none', async () => {
    const finish = await produceSlowly('screen')
    act().setRole(ada.presence, bo.id, 'attendee')
    expect(await finish()).toBe('FORBIDDEN: role')
    expect([bo.sends, producersOf(), offered()]).toEqual([[], ['microphone'], 0])
  })

  test('by option, too', async () => {
    const finish = await produceSlowly('screen')
    setOptions({ presenting: 'organisers' })
    expect(await finish()).toBe('FORBIDDEN: role')
    expect([bo.sends, producersOf(), offered()]).toEqual([[], ['microphone'], 0])
  })

  test('and promoted again before it was there, they share', async () => {
    const finish = await produceSlowly('screen')
    act().setRole(ada.presence, bo.id, 'attendee')
    act().setRole(ada.presence, bo.id, 'presenter')
    expect(await finish()).toBe('done')
    expect([bo.sends, producersOf(), offered()]).toEqual([['screen'], ['microphone', 'screen'], 1])
  })

  test.each(['camera', 'microphone'] as const)('what is held back meanwhile is not sent: %s', async (source) => {
    act().setRole(ada.presence, bo.id, 'attendee')
    const finish = await produceSlowly(source)
    setOptions({ cameras: 'heldBack', microphones: 'heldBack' })
    expect(await finish()).toBe('FORBIDDEN: option')
    expect([bo.sends, producersOf(), offered()]).toEqual([[], ['microphone'], 0])
  })

  test.each(['remove', 'sendToLobby', 'lose', 'leave'] as const)('%s meanwhile leaves nothing of it', async (what) => {
    const finish = await produceSlowly('screen')
    if (what === 'lose') bo.lose()
    else if (what === 'leave') bo.leave()
    else act()[what](ada.presence, bo.id)
    // An endpoint that is still there makes the producer all the same, and it is closed.
    expect(await finish()).toMatch(/^WRONG_STATE/)
    expect([producersOf(), offered()]).toEqual([['microphone'], 0])
  })
})

describe('held back while unmuting', () => {
  beforeEach(() => act().setRole(ada.presence, bo.id, 'attendee'))

  test('ends muted', async () => {
    const id = await bo.produce('microphone', true)
    const release = harness.media.hold('setPaused')
    const unmuting = outcome(bo.meeting.sending.setPaused(bo.presence, id, false))
    setOptions({ microphones: 'heldBack' })
    release()
    await unmuting
    await settled()
    expect([bo.sends, harness.room.producers.get(id)?.paused]).toEqual([['microphone!'], true])
    expect(await outcome(bo.meeting.sending.setPaused(bo.presence, id, false))).toBe('FORBIDDEN: option')
  })

  test('muted by another while unmuting ends muted, and by oneself it is open again', async () => {
    const id = await bo.produce('microphone', true)
    const release = harness.media.hold('setPaused')
    const unmuting = outcome(bo.meeting.sending.setPaused(bo.presence, id, false))
    act().mute(ada.presence, bo.id)
    expect(bo.sends).toEqual(['microphone!'])
    const again = outcome(bo.meeting.sending.setPaused(bo.presence, id, false))
    release()
    expect([await unmuting, await again]).toEqual(['done', 'done'])
    expect([bo.sends, harness.room.producers.get(id)?.paused]).toEqual([['microphone'], false])
  })

  test('a microphone that can’t be muted is closed', async () => {
    const id = await bo.produce('microphone')
    const producer = harness.room.producers.get(id)
    if (producer !== undefined) producer.pause = () => Promise.reject(new Error('the worker does not answer'))
    act().mute(ada.presence, bo.id)
    await settled()
    expect([bo.sends, producersOf()]).toEqual([[], ['microphone']])
    expect(ada.sink.last('participantUpdated')?.participant).toMatchObject({ personId: 'bo', producers: [] })
  })
})

describe('all admitted', () => {
  let gus: Attendee
  let hana: Attendee
  beforeEach(async () => {
    gus = await harness.join(anonymous('gus'))
    hana = await harness.join(anonymous('hana'))
  })
  const admitSlowly = async () => {
    const release = harness.media.hold('consume')
    await door().admitAll(ada.presence)
    await settled()
    return async () => {
      release()
      await settled()
    }
  }

  test('while one leaves: the other is in', async () => {
    const finish = await admitSlowly()
    gus.leave()
    await finish()
    expect([gus.sink.ended, hana.place, inMeeting()]).toEqual(['left', 'meeting', ['ada', 'bo', 'hana']])
    expect(gus.sink.last('joined')).toBeUndefined()
    expect(hana.sink.all('joined')).toHaveLength(1)
  })

  test('while one is lost: their place is free, and they come in directly when back', async () => {
    const finish = await admitSlowly()
    gus.lose()
    await finish()
    expect(inMeeting()).toEqual(['ada', 'bo', 'hana'])
    const back = await harness.join(gus.visitor)
    expect([back.place, inMeeting()]).toEqual(['meeting', ['ada', 'bo', 'gus', 'hana']])
  })

  test('after one was lost: they come in directly when back', async () => {
    gus.lose()
    await (await admitSlowly())()
    expect(inMeeting()).toEqual(['ada', 'bo', 'hana'])
    expect((await harness.join(gus.visitor)).place).toBe('meeting')
  })

  test('after one had left: they wait again', async () => {
    gus.leave()
    await (await admitSlowly())()
    expect([inMeeting(), (await harness.join(gus.visitor)).place]).toEqual([['ada', 'bo', 'hana'], 'lobby'])
  })

  test('twice at once: each is in once', async () => {
    act().setRole(ada.presence, bo.id, 'coOrganiser')
    const finish = await admitSlowly()
    await door().admitAll(bo.presence)
    await finish()
    expect(inMeeting()).toEqual(['ada', 'bo', 'gus', 'hana'])
    expect([gus, hana].map(({ sink }) => sink.all('joined').length)).toEqual([1, 1])
  })

  test('while one is sent back: they wait, and are told nothing of the meeting', async () => {
    const finish = await admitSlowly()
    const [participant] = ada.meeting.scene.roster.of('gus')
    act().sendToLobby(ada.presence, participant?.id ?? '')
    await finish()
    expect([gus.place, inMeeting(), consumersOf(gus)]).toEqual(['lobby', ['ada', 'bo', 'hana'], 0])
    expect(gus.sink.events.map(({ type }) => type)).toEqual(['waiting', 'waiting'])
  })

  test('while one is removed: they are out, and told nothing of the meeting', async () => {
    const finish = await admitSlowly()
    const [participant] = ada.meeting.scene.roster.of('gus')
    act().remove(ada.presence, participant?.id ?? '')
    await finish()
    expect([gus.sink.ended, inMeeting(), consumersOf(gus)]).toEqual(['removed', ['ada', 'bo', 'hana'], 0])
    expect(gus.sink.events.map(({ type }) => type)).toEqual(['waiting'])
  })

  test('while the meeting ends: all are out', async () => {
    const finish = await admitSlowly()
    ada.meeting.endFor(ada.presence)
    await finish()
    expect([gus, hana].map(({ sink }) => [sink.ended, sink.all('joined').length])).toEqual([
      ['meetingEnded', 0],
      ['meetingEnded', 0],
    ])
  })
})

describe('two organisers at once', () => {
  let chen: Attendee
  let gus: Attendee
  beforeEach(async () => {
    act().setRole(ada.presence, bo.id, 'coOrganiser')
    chen = await harness.join(member('chen'))
    gus = await harness.join(anonymous('gus'))
  })

  test.each([true, false])('admit and deny the same person: the first word counts (blocked: %s)', async (block) => {
    const { waitingId } = gus
    const admitted = door().admit(ada.presence, [waitingId])
    expect(() => door().deny(bo.presence, waitingId, block)).toThrow('NOT_FOUND')
    await admitted
    await settled()
    expect(gus.place).toBe('meeting')
  })

  test.each([true, false])('deny and admit the same person: the first word counts (blocked: %s)', async (block) => {
    const { waitingId } = gus
    door().deny(bo.presence, waitingId, block)
    await door().admit(ada.presence, [waitingId])
    await door().admitAll(ada.presence)
    await settled()
    expect([gus.sink.ended, inMeeting()]).toEqual([block ? 'blocked' : 'denied', ['ada', 'bo', 'chen']])
    expect(await outcome(harness.join(gus.visitor))).toBe(block ? 'REMOVED' : 'KNOCK_LATER')
  })

  test('deny another window of somebody who is in: they keep their place over a lost connection', async () => {
    setOptions({ lobby: 'organisers' })
    const window = await harness.join(member('chen', { id: 'other session' }))
    door().deny(bo.presence, window.waitingId, false)
    const { token } = chen
    chen.lose()
    const back = await harness.prepare(chen.visitor)
    expect(await outcome(back.join())).toBe('KNOCK_LATER')
    expect((await back.join(token)).place).toBe('meeting')
  })

  test('block somebody and their other window, while that one is on its way to the lobby', async () => {
    const window = await harness.prepare(anonymous('gustav', { keyThumbprint: gus.visitor.keyThumbprint }))
    door().deny(ada.presence, gus.waitingId, true)
    expect(await outcome(window.join())).toBe('REMOVED')
    expect(window.sink.events).toEqual([])
  })

  test('one promotes, the other demotes: whoever has more say keeps it', () => {
    act().setRole(ada.presence, chen.id, 'coOrganiser')
    expect(() => act().setRole(bo.presence, chen.id, 'attendee')).toThrow('FORBIDDEN: target')
    expect(roleOf(chen)).toBe('coOrganiser')
    act().setRole(ada.presence, chen.id, 'presenter')
    act().setRole(bo.presence, chen.id, 'attendee')
    act().setRole(ada.presence, chen.id, 'coOrganiser')
    expect(roleOf(chen)).toBe('coOrganiser')
  })

  test('each takes something from the other: only who has more say does', () => {
    expect(() => act().setRole(bo.presence, ada.id, 'attendee')).toThrow('FORBIDDEN: target')
    act().setRole(ada.presence, bo.id, 'presenter')
    expect(() => act().setRole(bo.presence, chen.id, 'attendee')).toThrow('FORBIDDEN: role')
    expect([ada, bo, chen].map(roleOf)).toEqual(['organiser', 'presenter', 'presenter'])
  })

  test('the organiser’s role is passed on while its former holder acts: there is one', () => {
    act().setRole(ada.presence, bo.id, 'organiser')
    expect(() => act().setRole(ada.presence, chen.id, 'organiser')).toThrow('FORBIDDEN: role')
    expect(() => act().remove(ada.presence, bo.id)).toThrow('FORBIDDEN: target')
    expect([ada, bo, chen].map(roleOf)).toEqual(['coOrganiser', 'organiser', 'presenter'])
    act().setRole(bo.presence, chen.id, 'organiser')
    expect(() => act().setRole(bo.presence, ada.id, 'organiser')).toThrow('FORBIDDEN: role')
    expect([ada, bo, chen].map(roleOf)).toEqual(['coOrganiser', 'coOrganiser', 'organiser'])
  })

  test('passed on to somebody who is away: they have it when back, and there is one', async () => {
    const { token } = bo
    bo.lose()
    act().setRole(ada.presence, ada.meeting.scene.roster.of('bo')[0]?.id ?? '', 'organiser')
    const back = await harness.join(bo.visitor, token)
    expect([ada, back].map(roleOf)).toEqual(['coOrganiser', 'organiser'])
  })

  test('one removes, the other sends to the lobby: removed is removed', () => {
    const { id } = chen
    act().sendToLobby(bo.presence, id)
    expect(chen.place).toBe('lobby')
    expect(() => act().remove(ada.presence, id)).toThrow('NOT_FOUND')
    door().deny(ada.presence, chen.waitingId, true)
    expect(chen.sink.ended).toBe('blocked')
  })
})

describe('somebody on their way in', () => {
  test('when the meeting is locked, stays out who has not come yet', async () => {
    const release = harness.media.hold('createEndpoint')
    const preparing = harness.prepare(member('chen'))
    await settled()
    act().setLocked(ada.presence, true)
    release()
    expect(await outcome((await preparing).join())).toBe('MEETING_LOCKED')
    expect(inMeeting()).toEqual(['ada', 'bo'])
  })

  test('when the meeting is locked, is in who was in before their media', async () => {
    const chen = await harness.prepare(member('chen'))
    const coming = await comeSlowly(chen)
    act().setLocked(ada.presence, true)
    expect(await coming.finish()).toBe('done')
    expect([inMeeting(), known(chen)?.locked]).toEqual([['ada', 'bo', 'chen'], true])
  })

  test('when the meeting is locked, keeps their place in it over a lost connection', async () => {
    const { token } = bo
    bo.lose()
    act().setLocked(ada.presence, true)
    expect((await harness.join(bo.visitor, token)).place).toBe('meeting')
  })

  test('when the meeting is locked, waits on who waits', async () => {
    const gus = await harness.join(anonymous('gus'))
    act().setLocked(ada.presence, true)
    await expect(door().admit(ada.presence, [gus.waitingId])).rejects.toThrow('MEETING_LOCKED')
    setOptions({ lobby: 'everyone' })
    expect([gus.place, inMeeting()]).toEqual(['lobby', ['ada', 'bo']])
    act().setLocked(ada.presence, false)
    await settled()
    expect(gus.place).toBe('meeting')
  })

  test('when options change, has what the table gives then', async () => {
    const chen = await harness.prepare(member('chen'))
    const coming = await comeSlowly(chen)
    setOptions({ presenting: 'organisers', microphones: 'heldBack', lobby: 'organisers' })
    expect(await coming.finish()).toBe('done')
    expect(roleOf(chen)).toBe('attendee')
    expect(known(chen)).toMatchObject({
      roles: { ada: 'organiser', bo: 'attendee', chen: 'attendee' },
      options: { presenting: { value: 'organisers' }, microphones: { value: 'heldBack' }, lobby: { value: 'organisers' } },
    })
    expect(await outcome(chen.produce('screen'))).toBe('FORBIDDEN: role')
    expect(await outcome(chen.produce('microphone'))).toBe('FORBIDDEN: option')
    expect(await outcome(chen.produce('microphone', true))).toBe('done')
  })

  test('when they are demoted, sees no longer who waits', async () => {
    act().setRole(ada.presence, bo.id, 'coOrganiser')
    await harness.join(anonymous('gus'))
    const { token, id } = bo
    bo.lose()
    const back = await harness.prepare(bo.visitor)
    const coming = await comeSlowly(back, token)
    setOptions({ admitting: 'organisers' })
    act().setRole(ada.presence, id, 'attendee')
    expect(await coming.finish()).toBe('done')
    expect(known(back)).toMatchObject({ roles: { bo: 'attendee' }, waiting: [] })
    await expect(door().admitAll(back.presence)).rejects.toThrow('FORBIDDEN: role')
  })

  test('when the door is narrowed before their join, waits', async () => {
    const chen = await harness.prepare(member('chen'))
    setOptions({ lobby: 'organisers' })
    await chen.join()
    expect(chen.place).toBe('lobby')
  })

  test('when they are invited elsewhere in the lobby, is let in once', async () => {
    const gus = await harness.join(anonymous('gus'))
    const release = harness.media.hold('consume')
    setOptions({ lobby: 'everyone' })
    expect(() => door().deny(ada.presence, gus.waitingId, true)).toThrow('NOT_FOUND')
    await door().admitAll(ada.presence)
    release()
    await settled()
    expect([gus.sink.all('joined').length, inMeeting()]).toEqual([1, ['ada', 'bo', 'gus']])
  })

  test('when their connection is lost, was never there', async () => {
    const chen = await harness.prepare(member('chen'))
    const release = harness.media.hold('consume')
    const coming = chen.join()
    await settled()
    release()
    await coming
    chen.abandon()
    await harness.restart()
    expect((await harness.meetings.get(member('ada'), harness.code)).present).toBe(2)
  })
})
