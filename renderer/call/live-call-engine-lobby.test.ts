import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Participant } from '#shared/contract/signalling.ts'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import type { CallState } from './call-state.ts'
import { LiveCallEngine } from './live-call-engine.ts'
import { CODE, FakeMeetingService } from './testing/fake-meeting-service.ts'
import { FakeSurroundings } from './testing/fake-surroundings.ts'

let service: FakeMeetingService
let surroundings: FakeSurroundings
let engine: LiveCallEngine

const state = (): CallState => engine.store.getState()
const settle = (time = 0) => vi.advanceTimersByTimeAsync(time)
const join = async () => {
  await engine.prepare(CODE)
  await engine.join()
  await settle()
}
const self = (): Participant => {
  if (service.self === undefined) throw new Error('the fake service should have it')
  return service.self
}
const become = async (change: Partial<Participant>) => {
  const participant = { ...self(), ...change }
  service.participants = service.participants.map((each) => (each.id === participant.id ? participant : each))
  service.emit({ type: 'participantUpdated', participant })
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  service = new FakeMeetingService()
  surroundings = new FakeSurroundings(service)
  engine = new LiveCallEngine(surroundings.platform, surroundings.environment)
})

afterEach(async () => {
  const left = engine.leave()
  await settle(2_000)
  await left
  vi.useRealTimers()
})

describe('the lobby', () => {
  beforeEach(async () => {
    service.hasLobby = true
    service.addPerson('bo')
    await join()
  })

  test('is where one waits with devices open, sends nothing and knows nothing', async () => {
    expect(state()).toMatchObject({ phase: 'waiting', lobby: { since: 1, until: 2, reconnecting: false }, participants: [] })
    expect(state().local).toMatchObject({ microphone: { state: 'on' }, camera: { state: 'on' } })
    expect(surroundings.wire.sent).toEqual([])
    expect(service.count('produce')).toBe(0)
    await engine.setCamera(false)
    await engine.setCamera(true)
    expect(surroundings.wire.sent).toEqual([])
    await expect(engine.setHand(true)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await expect(engine.moderation.admitAll()).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })

  test('opens on the same stream, and then everything is as after a join', async () => {
    service.letIn()
    await settle()
    expect(state().phase).toBe('joined')
    expect(state().lobby).toBeUndefined()
    expect(service.count('join')).toBe(1)
    expect(Object.keys(state().remoteTracks).sort()).toEqual(['bo-camera', 'bo-microphone'])
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test('keeps the place when the connection is lost, and says so meanwhile', async () => {
    service.dropAll()
    expect(state()).toMatchObject({ phase: 'waiting', lobby: { since: 1, reconnecting: true } })
    await settle(600)
    expect(state()).toMatchObject({ phase: 'waiting', lobby: { reconnecting: false, sentBack: false } })
    expect(service.count('join')).toBe(2)
    service.letIn()
    await settle()
    expect(state().phase).toBe('joined')
  })

  test.each(['denied', 'blocked', 'waitedTooLong', 'meetingEnded'] as const)('ends with the reason: %s', async (reason) => {
    service.emit({ type: 'ended', reason })
    await settle()
    expect(state()).toMatchObject({ phase: 'ended', ended: { reason }, local: { camera: { state: 'off' } } })
    expect(surroundings.mediaDevices.live).toEqual([])
  })

  test('is left like a mirror: the service is told, and one is in no meeting', async () => {
    await engine.leave()
    expect(service.count('leave')).toBe(1)
    expect(state().phase).toBe('idle')
    expect(surroundings.mediaDevices.live).toEqual([])
  })
})

describe('sent to the lobby', () => {
  test('one is off the wire, knows nothing any more, and comes back the same way', async () => {
    service.addPerson('bo')
    await join()
    await engine.startShare({ audio: false })
    const { receiving } = surroundings.wire
    service.sendToLobby()
    await settle()
    // Voice and picture are gone; the prober for bandwidth belongs to the connection.
    expect(surroundings.wire.receiving).toBe(receiving - 2)
    expect(state()).toMatchObject({ phase: 'waiting', participants: [], remoteTracks: {}, notices: [] })
    expect(state().lobby?.sentBack).toBe(true)
    expect(state().local).toMatchObject({ camera: { state: 'on' }, screen: { state: 'off' } })
    expect(surroundings.wire.sent).toEqual([])
    service.letIn()
    await settle()
    expect(state().phase).toBe('joined')
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(service.self?.producers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone'])
  })
})

describe('what others do', () => {
  beforeEach(join)

  test('muted is off at once, and may be undone', async () => {
    service.emit({ type: 'moderated', what: 'muted', by: 'Bo' })
    await settle()
    expect(state().local.microphone.state).toBe('off')
    expect(surroundings.wire.sent).toEqual(['video'])
    expect(state().moderation).toMatchObject([{ what: 'muted', by: 'Bo' }])
    await engine.setMicrophone(true)
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test('muted is off for whoever talks with a held key, too', async () => {
    await engine.setMicrophone(false)
    await engine.setTalkingWhileMuted(true)
    service.emit({ type: 'moderated', what: 'muted', by: 'Bo' })
    await settle()
    expect(state().talkingWhileMuted).toBe(false)
    expect(surroundings.wire.sent).toEqual(['video'])
  })

  test('a camera that was stopped is closed, and comes back with a new producer', async () => {
    const before = service.count('produce')
    service.refusals.setProducerPaused = 'NOT_FOUND'
    service.emit({ type: 'moderated', what: 'cameraStopped', by: 'Bo' })
    await settle()
    expect(state().local.camera.state).toBe('off')
    expect(surroundings.mediaDevices.liveOf('video')).toEqual([])
    await engine.setCamera(true)
    expect(state().local.camera.state).toBe('on')
    expect(service.count('produce')).toBe(before + 1)
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test('a share that was stopped is given back', async () => {
    await engine.startShare({ audio: true })
    service.refusals.closeProducer = 'NOT_FOUND'
    service.emit({ type: 'moderated', what: 'shareStopped', by: 'Bo' })
    await settle()
    expect(state().local.screen.state).toBe('off')
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(surroundings.mediaDevices.live).toHaveLength(2)
  })

  test('an attendee stops sharing, and what is held back is off and stays off', async () => {
    await engine.startShare({ audio: false })
    await become({ role: 'attendee' })
    expect(state().local.screen.state).toBe('off')
    expect(state().local.microphone.state).toBe('on')
    service.emit({ type: 'optionsChanged', options: resolveOptions([], { microphones: 'heldBack', cameras: 'heldBack' }) })
    await settle()
    expect(state().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } })
    expect(surroundings.wire.sent).toEqual([])
    await expect(engine.setMicrophone(true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(engine.setCamera(true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await engine.setTalkingWhileMuted(true)
    expect(surroundings.wire.sent).toEqual([])
    await become({ role: 'attendee', mayUnmute: true })
    await engine.setMicrophone(true)
    expect(surroundings.wire.sent).toEqual(['audio'])
  })

  test('is told in the state: options, lock, spotlight, lobby, removed people, log', async () => {
    const options = resolveOptions([], { chat: 'nobody' })
    service.emit({ type: 'optionsChanged', options })
    service.emit({ type: 'lockedChanged', locked: true })
    service.emit({ type: 'spotlightChanged', participantId: 'bo' })
    const person = { id: 'w', name: 'Kim', standing: 'anonymous', verification: 'nothing', since: 3 } as const
    service.emit({ type: 'waitingChanged', waiting: [person] })
    service.emit({ type: 'removedChanged', removed: [{ personId: 'p', name: 'Lou', at: 4 }] })
    const entry = { id: 'l', at: 4, by: { personId: 'ada', name: 'Ada' }, action: 'remove', target: 'Lou' } as const
    service.emit({ type: 'logged', entry })
    await settle()
    expect(state()).toMatchObject({ options, locked: true, spotlightId: 'bo', waiting: [person], logged: [entry] })
    expect(state().removed).toMatchObject([{ name: 'Lou' }])
    service.emit({ type: 'moderated', what: 'handLowered', by: 'Bo' })
    service.emit({ type: 'moderated', what: 'roleChanged', by: 'Bo', role: 'presenter' })
    await settle()
    engine.dismissModeration(state().moderation.at(-1)?.id ?? 0)
    expect(state().moderation).toEqual([])
  })

  test('removed ends it at once', async () => {
    service.emit({ type: 'ended', reason: 'removed' })
    await settle()
    expect(state()).toMatchObject({ phase: 'ended', ended: { reason: 'removed' } })
    expect(surroundings.mediaDevices.live).toEqual([])
    expect(surroundings.wire.open).toEqual([])
  })
})

test('what is held back is not even announced by whoever comes in', async () => {
  service.selfRole = 'attendee'
  service.options = resolveOptions([], { microphones: 'heldBack' })
  await join()
  expect(state().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'on' } })
  expect(surroundings.wire.sent).toEqual(['video'])
  expect(service.self?.producers.map(({ source }) => source)).toEqual(['camera'])
})

describe('verbs', () => {
  beforeEach(join)

  test('go to the service as they are', async () => {
    await engine.moderation.deny({ waitingId: 'w', block: true })
    await engine.moderation.setOptions({ lobby: 'organisers' })
    await engine.moderation.admitAll()
    expect(await engine.moderation.readLog()).toEqual([])
    expect(service.lastInput('deny')).toEqual({ waitingId: 'w', block: true })
    expect(service.lastInput('setOptions')).toEqual({ lobby: 'organisers' })
    expect(service.count('admitAll')).toBe(1)
    service.refusals.remove = 'FORBIDDEN'
    await expect(engine.moderation.remove({ participantId: 'bo' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('of the chat keep its state in step', async () => {
    const bo = service.message('bo', 'hello')
    service.emit({ type: 'message', message: bo })
    await settle()
    expect(state().chat).toMatchObject({ unread: 1, more: true, messages: [{ text: 'hello' }] })
    await engine.chat.sendMessage({ text: 'hi', mentions: [] })
    await engine.chat.listMessages({ before: bo.id })
    expect(state().chat.messages.map(({ text }) => text)).toEqual(['older', 'hello', 'hi'])
    expect(state().chat).toMatchObject({ unread: 1, more: false })
    await engine.chat.markRead({ messageId: bo.id })
    expect(state().chat.unread).toBe(0)
    service.emit({ type: 'messageRefused', messageId: bo.id })
    await settle()
    expect(state().chat.messages.map(({ text }) => text)).toEqual(['older', 'hi'])
  })
})
