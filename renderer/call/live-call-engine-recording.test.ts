import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ActiveRecording, MeetingRecording } from '#shared/contract/recording.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import type { CallState } from './call-state.ts'
import { LiveCallEngine } from './live-call-engine.ts'
import { CODE, FakeMeetingService } from './testing/fake-meeting-service.ts'
import { FakeSurroundings } from './testing/fake-surroundings.ts'

const RECORDING: ActiveRecording = { id: 'r1', kind: 'regular', state: 'running', startedAt: 1 }
const RECORDED: MeetingRecording = { active: [RECORDING], consentAsked: false, notice: {} }

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
const become = async (change: Partial<Participant>) => {
  if (service.self === undefined) throw new Error('the fake service should have it')
  const participant = { ...service.self, ...change }
  service.participants = service.participants.map((each) => (each.id === participant.id ? participant : each))
  service.emit({ type: 'participantUpdated', participant })
  await settle()
}
const recorded = () => {
  service.recording = RECORDED
  service.recordingAhead = { active: [RECORDING], marked: false, consentAsked: false, notice: {} }
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

describe('before the mirror', () => {
  test('one is told what is recorded, also what has begun since', async () => {
    await engine.prepare(CODE)
    expect(state().recordingAhead).toMatchObject({ active: [] })
    recorded()
    await settle(5_000)
    expect(state().recordingAhead).toMatchObject({ active: [{ id: 'r1' }] })
  })

  test('what was shown is said at the door', async () => {
    recorded()
    await engine.prepare(CODE)
    engine.seeRecordingNotices(['r1'])
    await engine.join()
    await settle()
    expect(service.lastInput('join')).toMatchObject({ noticesShown: ['r1'] })
    expect(service.count('acknowledgeRecordingNotice')).toBe(0)
    expect(state()).toMatchObject({ phase: 'joined', recording: RECORDED, recordingAhead: undefined })
  })

  test('whoever has not been shown it comes back to the mirror, sends nothing, and reads it first', async () => {
    await engine.prepare(CODE)
    recorded()
    service.refusals.join = 'NOTICE_UNREAD'
    await engine.join()
    await settle()
    expect(state()).toMatchObject({ phase: 'ready', noticeUnread: true, recordingAhead: { active: [{ id: 'r1' }] } })
    expect(surroundings.wire.sent).toEqual([])
    expect(service.count('join')).toBe(1)
    Reflect.deleteProperty(service.refusals, 'join')
    engine.seeRecordingNotices(['r1'])
    await engine.join()
    await settle()
    expect(state()).toMatchObject({ phase: 'joined', noticeUnread: false })
    expect(service.lastInput('join')).toMatchObject({ noticesShown: ['r1'] })
  })
})

test('in the lobby one is told what begins meanwhile', async () => {
  service.hasLobby = true
  await join()
  expect(state().recordingAhead).toMatchObject({ active: [] })
  service.emit({
    type: 'recordingAheadChanged',
    recording: { active: [RECORDING], marked: false, consentAsked: true, notice: { text: 'Kept for a week.' } },
  })
  await settle()
  expect(state().recordingAhead).toMatchObject({ active: [{ id: 'r1' }], notice: { text: 'Kept for a week.' } })
})

describe('in the meeting', () => {
  beforeEach(join)

  test('nothing is acknowledged by itself, and what the screen shows is, until the service has heard it', async () => {
    service.emit({ type: 'recordingChanged', recording: RECORDED })
    await become({ recorded: { told: false } })
    expect(state().recording).toEqual(RECORDED)
    await settle(3_000)
    expect(service.count('acknowledgeRecordingNotice')).toBe(0)
    service.refusals.acknowledgeRecordingNotice = 'TOO_MANY_REQUESTS'
    engine.seeRecordingNotices(['r1'])
    await settle()
    Reflect.deleteProperty(service.refusals, 'acknowledgeRecordingNotice')
    await settle(1_000)
    expect(service.lastInput('acknowledgeRecordingNotice')).toEqual({ recordingIds: ['r1'] })
    const told = service.count('acknowledgeRecordingNotice')
    await settle(5_000)
    expect(service.count('acknowledgeRecordingNotice')).toBe(told)
  })

  test('until one agrees microphone, camera and share are off and stay off; afterwards one turns them on oneself', async () => {
    await engine.startShare({ audio: false })
    await become({ recorded: { told: true, consent: 'asked' } })
    const off = { microphone: { state: 'off' }, camera: { state: 'off' }, screen: { state: 'off' } }
    expect(state().local).toMatchObject(off)
    await expect(engine.setMicrophone(true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(engine.setCamera(true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(engine.startShare({ audio: false })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await engine.setTalkingWhileMuted(true)
    expect(state().talkingWhileMuted).toBe(false)

    await engine.recording.consentToRecording({ agrees: true })
    expect(service.lastInput('consentToRecording')).toEqual({ agrees: true })
    await become({ recorded: { told: true, consent: 'agreed' } })
    expect(state().local).toMatchObject(off)
    await engine.setMicrophone(true)
    expect(state().local.microphone.state).toBe('on')

    await become({ recorded: { told: true, consent: 'refused' } })
    expect(state().local).toMatchObject(off)
  })

  test('whoever comes back to their place is not held up by a notice', async () => {
    recorded()
    service.dropAll()
    await settle(1_000)
    expect(state()).toMatchObject({ phase: 'joined', recording: RECORDED })
    expect(service.lastInput('join')).not.toHaveProperty('noticesShown')
  })

  test('whoever has lost their place and does not know of the recording stands before the mirror', async () => {
    recorded()
    service.participants = []
    service.dropAll()
    service.refusals.join = 'NOTICE_UNREAD'
    await settle(1_000)
    expect(state()).toMatchObject({ phase: 'ready', noticeUnread: true, participants: [], selfId: undefined })
  })
})
