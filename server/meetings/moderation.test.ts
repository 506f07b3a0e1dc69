/** What is done to others: its effect, who is told, and that it holds for the rest of the occurrence. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Attendee, anonymous, external, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'

let harness: MeetingHarness
let ada: Attendee
let bo: Attendee
beforeEach(async () => {
  harness = await MeetingHarness.create()
  ada = await harness.join(member('ada'))
  bo = await harness.join(member('bo'))
})
afterEach(() => harness.close())

const moderated = ({ sink }: Attendee) =>
  sink.all('moderated').map(({ what, by, role }) => [what, by, role].filter(Boolean).join(' '))
const act = () => ada.meeting.moderation

describe('what somebody sends', () => {
  test('is muted by another, and they can open it again', async () => {
    const id = await bo.produce('microphone')
    act().mute(ada.presence, bo.id)
    expect(bo.sends).toEqual(['microphone!'])
    expect(harness.room.producers.get(id)?.paused).toBe(true)
    expect(moderated(bo)).toEqual(['muted ada'])
    await bo.meeting.sending.setPaused(bo.presence, id, false)
    expect(bo.sends).toEqual(['microphone'])
  })

  test('camera and share are stopped for good', async () => {
    await bo.produce('camera')
    await bo.produce('screen')
    await bo.produce('screenAudio')
    act().stopCamera(ada.presence, bo.id)
    act().stopShare(ada.presence, bo.id)
    expect(bo.sends).toEqual([])
    expect(moderated(bo)).toEqual(['cameraStopped ada', 'shareStopped ada'])
  })

  test('is what a demotion leaves them', async () => {
    await bo.produce('microphone')
    await bo.produce('camera')
    await bo.produce('screen')
    act().setOptions(ada.presence, { microphones: 'heldBack', cameras: 'heldBack' })
    expect(bo.sends).toEqual(['camera', 'microphone', 'screen'])
    act().setRole(ada.presence, bo.id, 'attendee')
    expect(bo.sends).toEqual(['microphone!'])
    expect(moderated(bo)).toEqual(['roleChanged ada attendee'])
    expect(ada.sink.last('participantUpdated')?.participant).toMatchObject({ role: 'attendee', producers: [{ paused: true }] })
  })

  test('is held back by option, but for those who are excepted', async () => {
    act().setRole(ada.presence, bo.id, 'attendee')
    const id = await bo.produce('microphone')
    await bo.produce('camera')
    act().setOptions(ada.presence, { microphones: 'heldBack', cameras: 'heldBack' })
    expect(bo.sends).toEqual(['microphone!'])
    await expect(bo.meeting.sending.setPaused(bo.presence, id, false)).rejects.toThrow('FORBIDDEN: option')
    act().setAllowed(ada.presence, bo.id, 'microphone', true)
    await bo.meeting.sending.setPaused(bo.presence, id, false)
    await expect(bo.produce('camera')).rejects.toThrow('FORBIDDEN: option')
    act().setAllowed(ada.presence, bo.id, 'microphone', false)
    expect(bo.sends).toEqual(['microphone!'])
    act().setOptions(ada.presence, { microphones: 'allowed' })
    expect(moderated(bo)).toEqual([
      'roleChanged ada attendee',
      'microphoneHeldBack ada',
      'cameraHeldBack ada',
      'microphoneAllowed ada',
      'microphoneHeldBack ada',
      'microphoneAllowed ada',
    ])
  })

  test('all are muted whom the actor may mute, and held back where the actor may do that', async () => {
    const [chen, dara] = [await harness.join(member('chen')), await harness.join(member('dara'))]
    act().setRole(ada.presence, dara.id, 'attendee')
    for (const each of [ada, bo, chen, dara]) await each.produce('microphone')
    act().muteAll(chen.presence, false)
    expect([ada, bo, chen, dara].map(({ sends }) => sends[0])).toEqual(['microphone', 'microphone!', 'microphone', 'microphone!'])
    expect(() => act().muteAll(chen.presence, true)).toThrow('FORBIDDEN: role')
    act().muteAll(ada.presence, true)
    expect(ada.sink.last('optionsChanged')?.options.microphones.value).toBe('heldBack')
    expect([ada, chen].map(({ sends }) => sends[0])).toEqual(['microphone', 'microphone!'])
  })

  test('is asked for, and never turned on', async () => {
    await bo.produce('microphone', true)
    act().request(ada.presence, bo.id, 'microphone')
    act().request(ada.presence, bo.id, 'camera')
    expect(bo.sends).toEqual(['microphone!'])
    expect(moderated(bo)).toEqual(['microphoneRequested ada', 'cameraRequested ada'])
  })
})

test('nobody is nagged without end', () => {
  for (let count = 0; count < 100; count += 1) act().request(ada.presence, bo.id, 'camera')
  expect(() => act().request(ada.presence, bo.id, 'camera')).toThrow('TOO_MANY_REQUESTS')
  expect(() => act().setLocked(ada.presence, true)).toThrow('TOO_MANY_REQUESTS')
  expect(bo.sink.all('moderated')).toHaveLength(100)
})

describe('hands and spotlight', () => {
  test('are lowered', async () => {
    const chen = await harness.join(member('chen'))
    for (const each of [ada, bo, chen]) each.meeting.setHand(each.presence, true)
    act().lowerHand(ada.presence, bo.id)
    expect(moderated(bo)).toEqual(['handLowered ada'])
    act().lowerAllHands(chen.presence)
    const hands = [ada, bo, chen].map(({ presence }) => presence.participant.handRaisedAt !== undefined)
    expect(hands).toEqual([true, false, false])
    expect(moderated(chen)).toEqual([])
  })

  test('shines on one, and on nobody when they leave', async () => {
    act().spotlight(ada.presence, bo.id)
    expect(bo.sink.last('spotlightChanged')?.participantId).toBe(bo.id)
    expect((await harness.join(member('chen'))).sink.last('joined')?.spotlight).toBe(bo.id)
    if (bo.visit !== undefined) bo.meeting.leave(bo.visit, 'left')
    expect(ada.sink.last('spotlightChanged')?.participantId).toBeNull()
  })

  test('is not taken from somebody of a higher role', async () => {
    const chen = await harness.join(member('chen'))
    act().setRole(ada.presence, chen.id, 'coOrganiser')
    act().spotlight(ada.presence, chen.id)
    expect(() => act().spotlight(bo.presence, undefined)).toThrow('FORBIDDEN: target')
    act().spotlight(chen.presence, undefined)
    expect(bo.sink.last('spotlightChanged')?.participantId).toBeNull()
  })
})

describe('roles', () => {
  test('of those who came by default follow the option; those that were given stay', async () => {
    const [eve, gus] = [await harness.join(external('eve')), await harness.join(anonymous('gus'))]
    act().setOptions(ada.presence, { lobby: 'everyone' })
    act().setRole(ada.presence, bo.id, 'presenter')
    const chen = await harness.join(member('chen'))
    act().setOptions(ada.presence, { presenting: 'organisation' })
    const roles = () => [ada, bo, chen, eve, gus].map(({ presence }) => presence.participant.role)
    expect(roles()).toEqual(['organiser', 'presenter', 'presenter', 'attendee', 'attendee'])
    act().setOptions(ada.presence, { presenting: 'organisers' })
    expect(roles()).toEqual(['organiser', 'presenter', 'attendee', 'attendee', 'attendee'])
    act().setOptions(ada.presence, { presenting: 'everyone' })
    expect(roles()).toEqual(['organiser', 'presenter', 'presenter', 'presenter', 'presenter'])
  })

  test('are of the person, in every window and after coming back', async () => {
    const window = await harness.join(member('bo', { id: 'other session' }))
    act().setRole(ada.presence, bo.id, 'coOrganiser')
    expect(window.presence.participant.role).toBe('coOrganiser')
    for (const { visit, meeting } of [bo, window]) if (visit !== undefined) meeting.leave(visit, 'left')
    expect((await harness.join(member('bo'))).presence.participant.role).toBe('coOrganiser')
  })

  test('the organiser’s is passed on, and the meeting goes on without them', async () => {
    act().setRole(ada.presence, bo.id, 'organiser')
    expect([ada, bo].map(({ presence }) => presence.participant.role)).toEqual(['coOrganiser', 'organiser'])
    expect(moderated(bo)).toEqual(['roleChanged ada organiser'])
    expect(moderated(ada)).toEqual([])
    expect(() => act().setRole(ada.presence, bo.id, 'attendee')).toThrow('FORBIDDEN: target')
    if (ada.visit !== undefined) ada.meeting.leave(ada.visit, 'left')
    expect(bo.sink.ended).toBeUndefined()
    const back = await harness.join(member('ada'))
    expect(back.presence.participant.role).toBe('coOrganiser')
  })

  test('the organiser who leaves has theirs again when back', async () => {
    if (ada.visit !== undefined) ada.meeting.leave(ada.visit, 'left')
    await settled()
    expect(bo.sink.ended).toBeUndefined()
    expect((await harness.join(member('ada'))).presence.participant.role).toBe('organiser')
  })
})

describe('options', () => {
  test('that rules bind are nobody’s to choose', async () => {
    await harness.close()
    const rules = { lobby: { atLeast: 'organisation' }, chat: { fixed: 'nobody' } } as const
    harness = await MeetingHarness.create({ ruleSets: [{ source: 'policy', name: 'Board', rules }] })
    ada = await harness.join(member('ada'))
    expect(ada.sink.last('joined')?.options).toMatchObject({
      lobby: { value: 'organisation', boundBy: { source: 'policy', name: 'Board' } },
      chat: { value: 'nobody', choices: ['nobody'] },
    })
    expect(() => act().setOptions(ada.presence, { lobby: 'everyone' })).toThrow('OPTION_LOCKED: lobby')
    expect(() => act().setOptions(ada.presence, { watermark: 'on', chat: 'everyone' })).toThrow('OPTION_LOCKED: chat')
    act().setOptions(ada.presence, { lobby: 'organisers' })
    expect(ada.sink.last('optionsChanged')?.options).toMatchObject({
      lobby: { value: 'organisers' },
      watermark: { value: 'off' },
    })
  })

  test('last longer than the occurrence', async () => {
    act().setOptions(ada.presence, { chat: 'nobody' })
    ada.meeting.endFor(ada.presence)
    await settled()
    expect((await harness.join(member('ada'))).sink.last('joined')?.options.chat.value).toBe('nobody')
  })
})

describe('somebody who was removed', () => {
  const removed = async () => {
    await bo.produce('microphone')
    const { token } = bo
    act().remove(ada.presence, bo.id)
    return token
  }

  test('is told, and gone for all at once', async () => {
    const window = await harness.join(member('bo', { id: 'other session' }))
    await removed()
    expect([bo, window].map(({ sink, place }) => [sink.ended, place])).toEqual([
      ['removed', 'outside'],
      ['removed', 'outside'],
    ])
    expect(harness.room.producers.size).toBe(0)
    expect(ada.sink.all('participantLeft').map(({ reason }) => reason)).toEqual(['removed', 'removed'])
    expect(ada.sink.last('removedChanged')?.removed).toMatchObject([{ personId: 'bo', name: 'bo' }])
  })

  test('finds no way back, until they are let in again', async () => {
    const token = await removed()
    await expect(harness.join(member('bo'))).rejects.toThrow('REMOVED')
    await expect(bo.join(token)).rejects.toThrow('REMOVED')
    await expect(harness.join(member('bo', { id: 'other session', keyThumbprint: 'other key' }))).rejects.toThrow('REMOVED')
    await expect(harness.join(anonymous('Bob', { keyThumbprint: 'key-bo' }))).rejects.toThrow('REMOVED')
    expect((await harness.meetings.get(member('bo'), harness.code)).present).toBeUndefined()
    act().readmit(ada.presence, 'bo')
    expect(() => act().readmit(ada.presence, 'bo')).toThrow('NOT_FOUND')
    expect(ada.sink.last('removedChanged')?.removed).toEqual([])
    expect((await harness.join(member('bo'))).place).toBe('meeting')
  })

  test('and was anonymous makes all who are anonymous wait', async () => {
    act().setOptions(ada.presence, { lobby: 'everyone' })
    const gus = await harness.join(anonymous('gus'))
    const hana = await harness.join(anonymous('hana'))
    act().remove(ada.presence, gus.id)
    const other = await harness.join(anonymous('gustav'))
    expect([hana.place, other.place]).toEqual(['meeting', 'lobby'])
    await other.meeting.admission.admit(ada.presence, [other.waitingId])
    await settled()
    expect(other.place).toBe('meeting')
  })
})

test.each([true, false])('after a restart everything is as it was decided (stopped gently: %s)', async (gently) => {
  const gus = await harness.join(anonymous('gus'))
  const eve = await harness.join(external('eve'))
  const [chen, dara] = [await harness.join(member('chen')), await harness.join(member('dara'))]
  act().setRole(ada.presence, bo.id, 'coOrganiser')
  act().setRole(ada.presence, dara.id, 'attendee')
  act().setAllowed(ada.presence, dara.id, 'camera', true)
  act().spotlight(ada.presence, dara.id)
  act().remove(ada.presence, chen.id)
  ada.meeting.admission.deny(ada.presence, gus.waitingId, true)
  act().setOptions(ada.presence, { chat: 'nobody' })
  act().setLocked(ada.presence, true)
  const before = await ada.meeting.readLog(ada.presence)
  await harness.restart({ gently })

  const back = await harness.join(member('bo'), bo.token)
  expect(back.sink.last('joined')).toMatchObject({
    locked: true,
    spotlight: dara.sink.last('joined')?.participantId,
    waiting: [{ name: 'eve', standing: 'external' }],
    removed: [{ personId: 'chen' }],
    options: { chat: { value: 'nobody' } },
  })
  const roles = back.sink.last('joined')?.participants.map(({ personId, role, mayShowCamera }) => [personId, role, mayShowCamera])
  expect(roles).toEqual([
    ['ada', 'organiser', false],
    ['bo', 'coOrganiser', false],
    ['dara', 'attendee', true],
  ])
  expect(await back.meeting.readLog(back.presence)).toEqual(before)
  await expect(harness.join(member('chen'))).rejects.toThrow('REMOVED')
  await expect(harness.join(anonymous('gus'))).rejects.toThrow('REMOVED')
  await expect(harness.join(member('eli'))).rejects.toThrow('MEETING_LOCKED')
  expect((await harness.join(eve.visitor)).place).toBe('lobby')
})
