import { expect, test } from 'vitest'
import { FakeCallEngine } from './fake-call-engine.ts'

const NOW = 1_700_000_000_000

test('what a scenario describes is in the state', () => {
  const { store } = FakeCallEngine.joined(
    { participants: 4, microphone: 'blocked', muted: [1], withoutCamera: [2], hands: [3], sharing: [1], poor: [2], cutOff: [3] },
    () => NOW,
  )
  const { participants, local, phase } = store.getState()
  expect(phase).toBe('joined')
  expect(participants.map(({ connection, quality }) => `${connection} ${quality}`)).toEqual([
    'connected good',
    'connected good',
    'connected poor',
    'reconnecting good',
  ])
  expect(participants[0]?.producers.find(({ source }) => source === 'microphone')?.paused).toBe(true)
  expect(participants[1]?.producers.map(({ source, paused }) => `${source} ${paused}`)).toEqual([
    'microphone true',
    'camera false',
    'screen false',
  ])
  expect(participants[2]?.producers.map(({ source }) => source)).toEqual(['microphone'])
  expect(participants[3]?.handRaisedAt).toBe(NOW - 60_000)
  expect(local.microphone).toEqual({ state: 'blocked', failure: { code: 'MICROPHONE_DENIED', retryable: false } })
})

test('it comes in, changes and leaves like a real one', async () => {
  const engine = FakeCallEngine.create({ participants: 2 }, () => NOW)
  await engine.prepare('abc-defg-hjk')
  expect(engine.store.getState()).toMatchObject({ phase: 'ready', code: 'abc-defg-hjk' })
  await engine.setMicrophone(false)
  await engine.join()
  expect(engine.store.getState()).toMatchObject({ phase: 'joined', local: { microphone: { state: 'off' } } })
  expect(engine.store.getState().participants[0]?.producers[0]).toMatchObject({ source: 'microphone', paused: true })
  await engine.setHand(true)
  expect(engine.store.getState().participants[0]?.handRaisedAt).toBe(NOW)
  await engine.setHand(false)
  expect(engine.store.getState().participants[0]).not.toHaveProperty('handRaisedAt')
  await engine.react('love')
  expect(engine.inspect().timers).toBe(1)
  await engine.leave()
  expect(engine.inspect()).toEqual({ sockets: 0, transports: 0, tracks: 0, workers: 0, timers: 0, listeners: 0 })
  expect(engine.store.getState()).toMatchObject({ phase: 'ended', ended: { reason: 'left' } })
})

test('it refuses what the role may not do, and what is blocked stays off', async () => {
  const engine = FakeCallEngine.joined({ role: 'attendee', camera: 'blocked' }, () => NOW)
  await expect(engine.endMeeting()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(engine.startShare({ audio: false })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await engine.setCamera(true)
  expect(engine.store.getState().local.camera.state).toBe('blocked')
})
