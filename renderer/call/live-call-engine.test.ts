import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type AllowedHere, UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { CallState } from './call-state.ts'
import { LiveCallEngine } from './live-call-engine.ts'
import { CODE, FakeMeetingService } from './testing/fake-meeting-service.ts'
import { FakeSurroundings } from './testing/fake-surroundings.ts'

const NOTHING = { sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 }

let service: FakeMeetingService
let surroundings: FakeSurroundings
let engine: LiveCallEngine

const state = (): CallState => engine.store.getState()
/** Lets whatever was begun come to rest; no time passes but what is given, in ms. */
const settle = (time = 0) => vi.advanceTimersByTimeAsync(time)

const toJoined = async () => {
  await engine.prepare(CODE)
  await engine.join()
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

describe('before the mirror', () => {
  test('transports are warm and devices open, and nothing captured is sent', async () => {
    await engine.prepare(CODE)
    expect(state()).toMatchObject({ phase: 'ready', code: CODE, meeting: { title: 'Planning' } })
    expect(surroundings.wire.open.map(({ direction }) => direction).sort()).toEqual(['recv', 'send'])
    await settle()
    expect(state().local).toMatchObject({ microphone: { state: 'on' }, camera: { state: 'on' } })
    expect(surroundings.wire.sent).toEqual([])
    expect(service.count('produce')).toBe(0)
    expect(service.count('join')).toBe(0)
  })

  test('is not ready before the transports are connected, and says so in the end', async () => {
    surroundings.wire.connects = false
    const prepared = engine.prepare(CODE)
    await settle(10_000)
    expect(state().phase).toBe('preparing')
    await settle(6_000)
    await prepared
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'MEDIA_UNREACHABLE', retryable: true } })
  })

  test('a refused camera blocks the camera and nothing else', async () => {
    surroundings.mediaDevices.refusals.video = 'NotAllowedError'
    await engine.prepare(CODE)
    await settle()
    expect(state()).toMatchObject({
      phase: 'ready',
      local: { microphone: { state: 'on' }, camera: { state: 'blocked', failure: { code: 'CAMERA_DENIED', retryable: false } } },
    })
  })

  test('the remembered switches and devices are used, and a switch is remembered', async () => {
    surroundings.settings = { ...surroundings.settings, joinWithCamera: false, microphoneId: 'mic-2' }
    await engine.prepare(CODE)
    await settle()
    expect(state().local.camera.state).toBe('off')
    expect(state().local.microphone.track?.label).toBe('Headset')
    await engine.setCamera(true)
    expect(surroundings.settings.joinWithCamera).toBe(true)
    await engine.setMicrophone(false)
    expect(surroundings.settings.joinWithMicrophone).toBe(false)
    expect(surroundings.mediaDevices.liveOf('audio')).toEqual([])
  })

  test('a service that is not there is a failure that can be tried again', async () => {
    service.reachable = false
    await engine.prepare(CODE)
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'SERVICE_UNREACHABLE', retryable: true } })
    expect(surroundings.mediaDevices.live).toEqual([])
    service.reachable = true
    await engine.retry()
    expect(state().phase).toBe('ready')
  })

  test('a refusal of the service is told with its code', async () => {
    service.refusals.prepare = 'CLIENT_TOO_OLD'
    await engine.prepare(CODE)
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'CLIENT_TOO_OLD', retryable: false } })
  })

  test('a lost connection is prepared again quietly', async () => {
    await engine.prepare(CODE)
    service.dropAll()
    expect(state().phase).toBe('preparing')
    await settle(600)
    expect(state().phase).toBe('ready')
    expect(service.count('prepare')).toBe(2)
  })

  test('leaving releases everything and ends in no meeting', async () => {
    await engine.prepare(CODE)
    await engine.leave()
    expect(state().phase).toBe('idle')
    expect(engine.inspect()).toEqual(NOTHING)
    expect(surroundings.mediaDevices.live).toEqual([])
  })
})

test('where the browser would ask twice it is asked once, and the devices are opened after', async () => {
  surroundings.access = 'notDetermined'
  await engine.prepare(CODE)
  await settle()
  expect(surroundings.mediaDevices.requests).toEqual(['audio video', 'audio', 'video'])
  expect(surroundings.mediaDevices.live).toHaveLength(2)
})

test('where the operating system asks, it is let to ask first', async () => {
  surroundings.access = 'notDetermined'
  surroundings.systemAsks = true
  surroundings.settings = { ...surroundings.settings, joinWithCamera: false }
  await engine.prepare(CODE)
  await settle()
  expect(surroundings.accessRequests).toEqual(['microphone'])
  expect(surroundings.mediaDevices.requests).toEqual(['audio'])
})

describe('joining', () => {
  test('is one request, then everything at once', async () => {
    service.addPerson('bo')
    service.addPerson('chen', ['camera'])
    await toJoined()
    expect(service.count('join')).toBe(1)
    expect(state().phase).toBe('joined')
    expect(Object.keys(state().remoteTracks).sort()).toEqual(['bo-camera', 'bo-microphone', 'chen-camera'])
    const { consumerIds } = service.lastInput<{ consumerIds: string[] }>('resumeConsumers') ?? { consumerIds: [] }
    expect(consumerIds.sort()).toEqual(service.offers.map(({ id }) => id).sort())
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(service.self?.producers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone'])
    expect(surroundings.players.filter(({ playing }) => playing)).toHaveLength(1)
  })

  test('says that watermarks are shown, and learns who looks at messages', async () => {
    service.moderator = 'hosted'
    await engine.prepare(CODE)
    await engine.join()
    expect(service.lastInput<{ watermark: boolean }>('join')?.watermark).toBe(true)
    expect(state().chat.moderator).toBe('hosted')
  })

  test('while it is still being prepared follows as soon as it can', async () => {
    const prepared = engine.prepare(CODE)
    const joined = engine.join()
    expect(state().phase).toBe('joining')
    await Promise.all([prepared, joined])
    expect(state().phase).toBe('joined')
  })

  test('does not last longer than a person waits', async () => {
    service.reachable = true
    await engine.prepare(CODE)
    service.reachable = false
    service.dropAll()
    await settle(5_000)
    void engine.join()
    await settle(14_000)
    expect(state().phase).toBe('joining')
    await settle(1_100)
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'SERVICE_UNREACHABLE' } })
  })

  test('a refusal ends in a failure, and gives the camera back', async () => {
    await engine.prepare(CODE)
    service.refusals.join = 'MEETING_FULL'
    await engine.join()
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'MEETING_FULL' } })
    expect(surroundings.mediaDevices.live).toEqual([])
  })

  test('a muted person is not even announced', async () => {
    surroundings.settings = { ...surroundings.settings, joinWithMicrophone: false }
    await toJoined()
    expect(surroundings.wire.sent).toEqual(['video'])
    expect(service.self?.producers.map(({ source }) => source)).toEqual(['camera'])
  })

  test('people who come later are heard and seen', async () => {
    await toJoined()
    const participant = service.addPerson('bo')
    service.emit({ type: 'participantJoined', participant })
    for (const consumer of service.offers) service.emit({ type: 'consumerAdded', consumer })
    await settle()
    expect(Object.keys(state().remoteTracks).sort()).toEqual(['bo-camera', 'bo-microphone'])
    expect(state().notices).toMatchObject([{ kind: 'participantJoined', name: 'bo' }])
    for (const { id } of service.offers) service.emit({ type: 'consumerRemoved', consumerId: id })
    service.emit({ type: 'participantLeft', participantId: 'bo', reason: 'left' })
    await settle()
    expect(state().remoteTracks).toEqual({})
    expect(state().participants).toHaveLength(1)
  })

  test('sound that the browser holds back starts with the next gesture', async () => {
    surroundings.autoplayBlocked = true
    service.addPerson('bo', ['microphone'])
    await toJoined()
    const [player] = surroundings.players
    expect(player?.playing).toBe(false)
    if (player !== undefined) player.blocked = false
    surroundings.window.dispatchEvent(new Event('pointerdown'))
    await settle()
    expect(player?.playing).toBe(true)
  })
})

describe('microphone and camera', () => {
  beforeEach(toJoined)

  test('muting takes the microphone off the wire, not only its sound', async () => {
    await engine.setMicrophone(false)
    expect(state().local.microphone.state).toBe('off')
    expect(surroundings.wire.sent).toEqual(['video'])
    expect(service.self?.producers.find(({ source }) => source === 'microphone')?.paused).toBe(true)
    await engine.setMicrophone(true)
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(service.self?.producers.find(({ source }) => source === 'microphone')?.paused).toBe(false)
    expect(service.count('produce')).toBe(2)
  })

  test('is silent from the very click', () => {
    void engine.setMicrophone(false)
    expect(surroundings.wire.sent).toEqual(['video'])
  })

  test('the light of the camera goes out with the click, and on again with a new capture', async () => {
    const off = engine.setCamera(false)
    expect(surroundings.mediaDevices.liveOf('video')).toEqual([])
    await off
    expect(service.self?.producers.find(({ source }) => source === 'camera')?.paused).toBe(true)
    await engine.setCamera(true)
    expect(surroundings.mediaDevices.liveOf('video')).toHaveLength(1)
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test.each([true, false])('of many quick clicks the last one counts (%s)', async (last) => {
    const clicks = [false, true, false, true, last].map((on) => engine.setCamera(on))
    await Promise.all(clicks)
    await settle()
    expect(surroundings.wire.sent).toEqual(last ? ['audio', 'video'] : ['audio'])
    expect(surroundings.mediaDevices.liveOf('video')).toHaveLength(last ? 1 : 0)
    expect(state().local.camera.state).toBe(last ? 'on' : 'off')
  })

  test('a held key makes a muted person heard, and only as long', async () => {
    await engine.setMicrophone(false)
    await engine.setTalkingWhileMuted(true)
    expect(state().talkingWhileMuted).toBe(true)
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(state().local.microphone.state).toBe('off')
    const released = engine.setTalkingWhileMuted(false)
    expect(surroundings.wire.sent).toEqual(['video'])
    await released
    expect(state().talkingWhileMuted).toBe(false)
  })

  test('a device that can not be opened leaves everything as it was, with a notice', async () => {
    surroundings.mediaDevices.refusals.audio = 'NotReadableError'
    await engine.selectDevice('microphone', 'mic-2')
    expect(state().local.microphone).toMatchObject({ state: 'on', track: { label: 'Desk microphone' } })
    expect(state().devices.selected.microphone).toBeUndefined()
    expect(surroundings.settings.microphoneId).toBeUndefined()
    expect(state().notices).toMatchObject([{ kind: 'deviceLost', name: 'Headset' }])
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test('another device takes over without a new producer', async () => {
    await engine.selectDevice('microphone', 'mic-2')
    expect(state().local.microphone.track?.label).toBe('Headset')
    expect(surroundings.mediaDevices.liveOf('audio').map(({ label }) => label)).toEqual(['Headset'])
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(service.count('produce')).toBe(2)
    expect(surroundings.settings.microphoneId).toBe('mic-2')
  })

  test('an unplugged device gives way to the default one, with a notice', async () => {
    await engine.selectDevice('microphone', 'mic-2')
    surroundings.mediaDevices.unplug('Headset')
    await settle()
    expect(state().local.microphone).toMatchObject({ state: 'on', track: { label: 'Desk microphone' } })
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    expect(state().notices).toMatchObject([{ kind: 'deviceLost', name: 'Headset' }])
  })

  test('without another device it is blocked, until one is plugged in', async () => {
    surroundings.mediaDevices.unplug('Desk camera')
    await settle()
    expect(state().local.camera).toMatchObject({ state: 'blocked', failure: { code: 'CAMERA_MISSING' } })
    expect(surroundings.wire.sent).toEqual(['audio'])
    surroundings.mediaDevices.plugIn({ kind: 'videoinput', deviceId: 'cam-2', label: 'New camera' })
    await settle()
    expect(state().local.camera).toMatchObject({ state: 'on', track: { label: 'New camera' } })
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })

  test('what the service refuses to take is shown as blocked', async () => {
    await engine.setCamera(false)
    service.refusals.setProducerPaused = 'LIMIT_REACHED'
    await engine.setCamera(true)
    expect(state().local.camera).toMatchObject({ state: 'blocked', failure: { code: 'LIMIT_REACHED' } })
    expect(surroundings.mediaDevices.liveOf('video')).toEqual([])
  })

  test('the chosen speaker plays what is heard', async () => {
    for (const consumer of [service.offer('bo', 'microphone')]) service.emit({ type: 'consumerAdded', consumer })
    await settle()
    await engine.selectDevice('speaker', 'speaker-1')
    expect(surroundings.players.at(-1)?.sinkId).toBe('speaker-1')
  })
})

describe('where administrators don’t allow it', () => {
  const allow = (allows: Partial<AllowedHere>): void =>
    surroundings.policies.set({ ...UNMANAGED, allows: { ...UNMANAGED.allows, ...allows } })
  const managed = expect.objectContaining({ code: 'MANAGED' })

  test('nothing is opened, whatever is remembered or clicked', async () => {
    allow({ microphone: false, camera: false, screenShare: false })
    await toJoined()
    expect(state().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' } })
    await expect(engine.setMicrophone(true)).rejects.toEqual(managed)
    await expect(engine.setCamera(true)).rejects.toEqual(managed)
    await expect(engine.startShare({ audio: false })).rejects.toEqual(managed)
    await engine.setTalkingWhileMuted(true)
    expect(state().talkingWhileMuted).toBe(false)
    expect(surroundings.mediaDevices.tracks).toEqual([])
  })

  test('what runs ends when it is forbidden, its device let go of; it can be had again when it is allowed', async () => {
    await toJoined()
    await engine.startShare({ audio: false })
    expect(surroundings.wire.sent).not.toEqual([])
    allow({ microphone: false, camera: false, screenShare: false })
    await settle(5_000)
    expect(state().local).toMatchObject({ microphone: { state: 'off' }, camera: { state: 'off' }, screen: { state: 'off' } })
    expect([...surroundings.mediaDevices.liveOf('audio'), ...surroundings.mediaDevices.liveOf('video')]).toEqual([])
    allow({})
    await engine.setMicrophone(true)
    await settle()
    expect(state().local.microphone.state).toBe('on')
    expect(surroundings.mediaDevices.liveOf('audio')).toHaveLength(1)
  })
})

describe('sharing', () => {
  beforeEach(toJoined)

  test('five times quickly ends as the last click says, with nothing left over', async () => {
    const before = surroundings.mediaDevices.live.length
    const clicks: Promise<void>[] = []
    for (let time = 0; time < 5; time += 1) clicks.push(engine.startShare({ audio: true }), engine.stopShare())
    await Promise.all(clicks)
    await settle()
    expect(state().local.screen.state).toBe('off')
    expect(surroundings.mediaDevices.live).toHaveLength(before)
    expect(service.self?.producers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone'])

    await engine.startShare({ audio: true })
    expect(state().local.screen.state).toBe('on')
    expect(surroundings.mediaDevices.live).toHaveLength(before + 2)
    expect(service.self?.producers.map(({ source }) => source).sort()).toEqual(['camera', 'microphone', 'screen', 'screenAudio'])
  })

  test('started, stopped and started one after another, it is shared once each time', async () => {
    for (let time = 0; time < 5; time += 1) {
      await engine.startShare({ audio: false })
      expect(surroundings.wire.sent).toEqual(['audio', 'video', 'video'])
      await engine.stopShare()
      expect(surroundings.wire.sent).toEqual(['audio', 'video'])
    }
    expect(surroundings.mediaDevices.displayRequests).toBe(5)
    expect(service.count('closeProducer')).toBe(5)
  })

  test('a picker that is closed without a choice is no failure', async () => {
    surroundings.mediaDevices.refusals.screen = 'NotAllowedError'
    await engine.startShare({ audio: false })
    expect(state().local.screen).toEqual({ state: 'off' })
  })

  test('the end of what is shared ends the share, with a notice', async () => {
    await engine.startShare({ audio: false })
    surroundings.mediaDevices.live.find(({ label }) => label === 'screen')?.remoteStop()
    await settle()
    expect(state().local.screen.state).toBe('off')
    expect(state().notices).toMatchObject([{ kind: 'shareEnded' }])
    expect(service.count('closeProducer')).toBe(1)
  })

  test('is refused to an attendee before anything is captured', async () => {
    service.emit({ type: 'participantUpdated', participant: { ...must(service.self), role: 'attendee' } })
    await settle()
    await expect(engine.startShare({ audio: false })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(engine.endMeeting()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(surroundings.mediaDevices.displayRequests).toBe(0)
  })
})

describe('a lost connection', () => {
  beforeEach(async () => {
    service.addPerson('bo')
    await toJoined()
  })

  test('stops all sending at once, and comes back with what was on', async () => {
    await engine.startShare({ audio: false })
    service.dropAll()
    expect(state()).toMatchObject({ phase: 'reconnecting', remoteTracks: {} })
    expect(state().reconnecting?.until).toBe(Date.now() + LIMITS.resumeWindow)
    expect(surroundings.wire.sent).toEqual([])
    expect(surroundings.wire.open).toEqual([])
    await settle()
    expect(state().phase).toBe('joined')
    expect(service.lastInput<{ resumeToken?: string }>('join')?.resumeToken).toMatch(/^token/)
    expect(surroundings.wire.sent).toEqual(['audio', 'video', 'video'])
    expect(Object.keys(state().remoteTracks)).toContain('bo-camera')
    expect(surroundings.mediaDevices.displayRequests).toBe(1)
  })

  test('a muted microphone is still muted afterwards', async () => {
    await engine.setMicrophone(false)
    service.dropAll()
    await settle()
    expect(state()).toMatchObject({ phase: 'joined', local: { microphone: { state: 'off' }, camera: { state: 'on' } } })
    expect(surroundings.wire.sent).toEqual(['video'])
    expect(service.self?.producers.map(({ source }) => source)).toEqual(['camera'])
  })

  test('a key that was held is not held any more', async () => {
    await engine.setMicrophone(false)
    await engine.setTalkingWhileMuted(true)
    service.dropAll()
    await settle()
    expect(state()).toMatchObject({ phase: 'joined', talkingWhileMuted: false })
    expect(surroundings.wire.sent).toEqual(['video'])
  })

  test('who mutes while it lasts comes back muted', async () => {
    service.reachable = false
    service.dropAll()
    await engine.setMicrophone(false)
    service.reachable = true
    await settle(3_000)
    expect(state().phase).toBe('joined')
    expect(surroundings.wire.sent).toEqual(['video'])
  })

  test.each([
    ['the network goes', () => surroundings.window.dispatchEvent(new Event('offline'))],
    ['the page is frozen', () => surroundings.document.dispatchEvent(new Event('freeze'))],
    ['the computer sleeps', () => surroundings.power('suspend')],
  ])('is noticed at once when %s', (_what, happens) => {
    service.reachable = false
    happens()
    expect(state().phase).toBe('reconnecting')
    expect(surroundings.wire.sent).toEqual([])
  })

  test('is noticed when the service falls silent', async () => {
    service.answersPings = false
    await settle(LIMITS.pingInterval + LIMITS.pingTimeout - 100)
    expect(state().phase).toBe('joined')
    service.reachable = false
    await settle(200)
    expect(state().phase).toBe('reconnecting')
  })

  test('without media afterwards is told, not waited out', async () => {
    surroundings.wire.connects = false
    service.dropAll()
    await settle(14_000)
    expect(state().phase).toBe('joined')
    await settle(2_000)
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'MEDIA_UNREACHABLE', retryable: true } })
    expect(engine.inspect()).toEqual(NOTHING)
  })

  test('is tried again at once when the network is back', async () => {
    service.reachable = false
    service.dropAll()
    await settle(8_000)
    service.reachable = true
    surroundings.window.dispatchEvent(new Event('online'))
    await settle()
    expect(state().phase).toBe('joined')
  })

  test('ends after a minute in a failure, from which one can come back', async () => {
    await engine.setMicrophone(false)
    service.reachable = false
    service.dropAll()
    await settle(LIMITS.resumeWindow - 100)
    expect(state().phase).toBe('reconnecting')
    await settle(200)
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'SERVICE_UNREACHABLE', retryable: true } })
    expect(surroundings.mediaDevices.live).toEqual([])
    expect(engine.inspect()).toEqual(NOTHING)

    service.reachable = true
    await engine.retry()
    await settle()
    expect(state().phase).toBe('joined')
    expect(surroundings.wire.sent).toEqual(['video'])
  })

  test('is not given up for time that the computer slept through', async () => {
    service.reachable = false
    surroundings.power('suspend')
    // Nothing runs, and the clock goes on.
    vi.setSystemTime(Date.now() + 3_600_000)
    await settle(2_000)
    expect(state().reconnecting?.until).toBeGreaterThan(Date.now() + LIMITS.resumeWindow - 3_000)
    await settle(LIMITS.resumeWindow - 4_000)
    expect(state().phase).toBe('reconnecting')
    service.reachable = true
    surroundings.power('resume')
    await settle()
    expect(state().phase).toBe('joined')
  })

  test('comes back as somebody new where the place is gone, hand raised as before', async () => {
    await engine.setHand(true)
    await settle()
    const before = state().selfId
    service.participants = service.participants.filter(({ id }) => id === 'bo')
    service.dropAll()
    await settle()
    expect(state().phase).toBe('joined')
    expect(service.lastInput<{ resumeToken?: string }>('join')?.resumeToken).toBeUndefined()
    expect(state().selfId).not.toBe(before)
    expect(service.self?.handRaisedAt).toBeDefined()
  })

  test('is how a stopping service is taken, too', async () => {
    service.emit({ type: 'ended', reason: 'serviceStopping' })
    await settle()
    expect(state().phase).toBe('joined')
    expect(service.count('join')).toBe(2)
  })

  test('a meeting that has ended meanwhile is said to have', async () => {
    service.refusals.prepare = 'MEETING_ENDED'
    service.dropAll()
    await settle()
    expect(state()).toMatchObject({ phase: 'failed', failure: { code: 'MEETING_ENDED', retryable: false } })
  })

  test('of a transport alone is mended by an ICE restart', async () => {
    surroundings.wire.setConnectionState('disconnected')
    await settle(1_100)
    expect(service.count('restartIce')).toBe(2)
    surroundings.wire.setConnectionState('connected')
    await settle(10_000)
    expect(service.count('join')).toBe(1)
    expect(state().phase).toBe('joined')
  })

  test('of a transport that an ICE restart does not mend is mended by a new connection', async () => {
    surroundings.wire.setConnectionState('failed')
    await settle(6_200)
    expect(service.count('join')).toBe(2)
    expect(state().phase).toBe('joined')
    expect(surroundings.wire.sent).toEqual(['audio', 'video'])
  })
})

describe('what is on screen', () => {
  beforeEach(async () => {
    service.addPerson('bo')
    await toJoined()
  })

  test('is told once it has settled, as layers', async () => {
    engine.setVisible([{ producerId: 'bo-camera', width: 1280, height: 720 }])
    engine.setVisible([{ producerId: 'bo-camera', width: 320, height: 180, priority: 200 }])
    await settle(150)
    expect(service.count('setVisible')).toBe(1)
    expect(service.lastInput('setVisible')).toEqual({
      videos: [{ producerId: 'bo-camera', spatialLayer: 0, temporalLayer: 2, priority: 200 }],
    })
    engine.setVisible([{ producerId: 'bo-camera', width: 322, height: 181, priority: 200 }])
    await settle(150)
    expect(service.count('setVisible')).toBe(1)
  })

  test('is told again after coming back', async () => {
    engine.setVisible([{ producerId: 'bo-camera', width: 320, height: 180 }])
    await settle(150)
    service.dropAll()
    await settle()
    expect(service.count('setVisible')).toBe(2)
  })

  test('counts as frozen when no frame comes, unless it is paused', async () => {
    engine.setVisible([{ producerId: 'bo-camera', width: 320, height: 180 }])
    await settle(4_000)
    expect(state().remoteTracks['bo-camera']?.frozen).toBe(true)
    const bo = must(state().participants.find(({ id }) => id === 'bo'))
    service.emit({
      type: 'participantUpdated',
      participant: { ...bo, producers: bo.producers.map((each) => ({ ...each, paused: true })) },
    })
    await settle(1_100)
    expect(state().remoteTracks['bo-camera']?.frozen).toBe(false)
  })

  test('reactions pass', async () => {
    service.emit({ type: 'reaction', participantId: 'bo', reaction: 'applause' })
    await settle()
    expect(state().reactions).toMatchObject([{ participantId: 'bo', reaction: 'applause' }])
    await settle(5_100)
    expect(state().reactions).toEqual([])
  })
})

describe('the end', () => {
  test('leaves nothing behind', async () => {
    service.addPerson('bo')
    await toJoined()
    await engine.startShare({ audio: true })
    expect(engine.inspect()).toMatchObject({ sockets: 1, transports: 2, tracks: 4 })
    await engine.leave()
    expect(state()).toMatchObject({ phase: 'ended', ended: { reason: 'left' }, participants: [], remoteTracks: {} })
    expect(service.count('leave')).toBe(1)
    expect(engine.inspect()).toEqual(NOTHING)
    expect(surroundings.mediaDevices.live).toEqual([])
    expect(surroundings.wire.open).toEqual([])
    expect(service.sockets.size).toBe(0)
    expect(surroundings.listeners).toBe(0)
    expect(surroundings.players.filter(({ srcObject }) => srcObject !== null)).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('fifty meetings one after another leave as little', async () => {
    for (let meeting = 0; meeting < 50; meeting += 1) {
      await toJoined()
      await engine.leave()
    }
    expect(surroundings.mediaDevices.live).toEqual([])
    expect(surroundings.wire.open).toEqual([])
    expect(surroundings.listeners).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('what is asked for afterwards is refused, and captures nothing', async () => {
    await toJoined()
    service.emit({ type: 'ended', reason: 'meetingEnded' })
    await settle()
    await expect(engine.setCamera(true)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await expect(engine.join()).rejects.toMatchObject({ code: 'WRONG_STATE' })
    await engine.setTalkingWhileMuted(false)
    expect(surroundings.mediaDevices.live).toEqual([])
  })

  test('a camera that opens after one has left is closed again', async () => {
    let open = () => {}
    surroundings.mediaDevices.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    await engine.prepare(CODE)
    await engine.leave()
    open()
    await settle()
    expect(surroundings.mediaDevices.tracks).toHaveLength(2)
    expect(surroundings.mediaDevices.live).toEqual([])
  })

  test('leaving does not wait for a service that does not answer', async () => {
    await toJoined()
    service.participants = []
    service.router.leave['~orpc'].handler = () => new Promise<void>(() => undefined)
    const left = engine.leave()
    expect(surroundings.mediaDevices.live).toEqual([])
    await settle(1_100)
    await left
    expect(state().phase).toBe('ended')
  })

  test.each(['meetingEnded', 'replaced', 'signedOut'] as const)('%s closes everything and says why', async (reason) => {
    await toJoined()
    service.emit({ type: 'ended', reason })
    await settle()
    expect(state()).toMatchObject({ phase: 'ended', ended: { reason } })
    expect(engine.inspect()).toEqual(NOTHING)
    expect(surroundings.mediaDevices.live).toEqual([])
  })

  test('the organiser ends it for all', async () => {
    await toJoined()
    await engine.endMeeting()
    await settle()
    expect(state()).toMatchObject({ phase: 'ended', ended: { reason: 'meetingEnded' } })
  })
})

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the fake service should have it')
  return value
}
