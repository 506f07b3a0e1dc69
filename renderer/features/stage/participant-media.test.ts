import { describe, expect, test } from 'vitest'
import type { CallState } from '../../call/call-state.ts'
import { fakeParticipant } from '../../call/fake-people.ts'
import { fakeCallState } from '../../call/fake-scenario.ts'
import { isSpeaking, microphoneOn, outsiderOf, participantOf, pictureOf } from './participant-media.ts'
import { visiblePictures } from './visible-pictures.ts'

const NOW = 1_700_000_000_000
const state = (scenario: Parameters<typeof fakeCallState>[0], more: Partial<CallState> = {}): CallState => ({
  ...fakeCallState(scenario, NOW),
  ...more,
})
const person = (call: CallState, index: number) => {
  const found = participantOf(call, `participant-${index}`)
  if (found === undefined) throw new Error(`no participant ${index}`)
  return found
}
// Only its identity counts here.
const track = { id: 'track' } as MediaStreamTrack

describe('microphone', () => {
  test.each([
    { name: 'another, on', call: state({}), index: 1, on: true },
    { name: 'another, muted', call: state({ muted: [1] }), index: 1, on: false },
    { name: 'oneself, on', call: state({}), index: 0, on: true },
    { name: 'oneself, muted', call: state({ microphone: 'off' }), index: 0, on: false },
    { name: 'oneself, blocked', call: state({ microphone: 'blocked' }), index: 0, on: false },
    { name: 'oneself, starting', call: state({ microphone: 'starting' }), index: 0, on: false },
    { name: 'oneself, talking while muted', call: state({ microphone: 'off' }, { talkingWhileMuted: true }), index: 0, on: true },
  ])('$name', ({ call, index, on }) => {
    expect(microphoneOn(call, person(call, index))).toBe(on)
  })
})

describe('speaking', () => {
  test.each([
    { name: 'loud', call: state({}, { audioLevels: { 'participant-1': -20 } }), speaking: true },
    { name: 'breathing', call: state({}, { audioLevels: { 'participant-1': -60 } }), speaking: false },
    { name: 'silent', call: state({}), speaking: false },
    {
      name: 'a late level of a muted person',
      call: state({ muted: [1] }, { audioLevels: { 'participant-1': -20 } }),
      speaking: false,
    },
  ])('$name', ({ call, speaking }) => {
    expect(isSpeaking(call, person(call, 1))).toBe(speaking)
  })
})

describe('picture', () => {
  const remote = {
    producerId: 'participant-1-camera',
    participantId: 'participant-1',
    source: 'camera' as const,
    track,
    frozen: true,
  }

  test("another's, with whether it stands still", () => {
    const call = state({}, { remoteTracks: { [remote.producerId]: remote } })
    expect(pictureOf(call, person(call, 1), 'camera')).toEqual({ track, frozen: true })
  })

  test('none once the camera is off, even while the track is still there', () => {
    const call = state({ withoutCamera: [1] }, { remoteTracks: { [remote.producerId]: remote } })
    expect(pictureOf(call, person(call, 1), 'camera')).toBeUndefined()
  })

  test('the own camera only while it is on', () => {
    const local = (on: 'on' | 'off') => ({ ...state({}).local, camera: { state: on, track } })
    const on = state({}, { local: local('on') })
    const off = state({}, { local: local('off') })
    expect(pictureOf(on, person(on, 0), 'camera')).toEqual({ track, frozen: false })
    expect(pictureOf(off, person(off, 0), 'camera')).toBeUndefined()
  })
})

test.each([
  { index: 1, outsider: undefined },
  { index: 3, outsider: 'guest' },
  { index: 4, outsider: 'external' },
])('participant $index is marked $outsider', ({ index, outsider }) => {
  expect(outsiderOf(fakeParticipant(index, NOW))).toBe(outsider)
})

describe('visiblePictures', () => {
  const tile = (index: number, main = false, source: 'camera' | 'screen' = 'camera') => ({
    participantId: `participant-${index}`,
    source,
    size: { width: 320.4, height: 180 },
    main,
  })
  const call = state({ withoutCamera: [3], sharing: [2], speaking: 1 })

  test.each([
    { name: 'not the own picture', shown: [tile(0)], asked: [] },
    { name: 'not who has no camera', shown: [tile(3)], asked: [] },
    { name: 'not who has left', shown: [tile(77)], asked: [] },
    {
      name: 'the speaker before others',
      shown: [tile(1), tile(2)],
      asked: ['participant-1-camera 100', 'participant-2-camera 1'],
    },
    {
      name: 'the share first',
      shown: [tile(2, true, 'screen'), tile(4)],
      asked: ['participant-2-screen 255', 'participant-4-camera 1'],
    },
  ])('$name', ({ shown, asked }) => {
    expect(visiblePictures(shown, call, false).map(({ producerId, priority }) => `${producerId} ${priority}`)).toEqual(asked)
  })

  test('whole pixels', () => {
    expect(visiblePictures([tile(1)], call, false)).toMatchObject([{ width: 320, height: 180 }])
  })

  test('nothing while nobody sees the page', () => {
    expect(visiblePictures([tile(1)], call, true)).toEqual([])
  })
})
