import { expect, test } from 'vitest'
import type { CallState } from '../../call/call-state.ts'
import { type FakeScenario, fakeCallState } from '../../call/fake-scenario.ts'
import { bannerOf, dismissalOf, doneTo, requestOf } from './banner-kind.ts'

const NOW = 1_700_000_000_000
const everything: FakeScenario = {
  reconnectingFor: 30_000,
  notices: [{ kind: 'deviceLost', name: 'Headset' }],
  microphone: 'blocked',
  poor: [0],
}
const call = (scenario: FakeScenario, more: Partial<CallState> = {}): CallState => ({ ...fakeCallState(scenario, NOW), ...more })
const nothing = new Set<string>()

test.each([
  { name: 'all is well', state: call({}), speaking: false, kind: undefined },
  { name: 'reconnecting before everything', state: call(everything), speaking: true, kind: 'reconnecting' },
  {
    name: 'lost keys before all but that',
    state: call({ encryption: { status: 'lost' }, moderation: [{ what: 'muted' }], notices: everything.notices ?? [] }),
    speaking: true,
    kind: 'withoutKeys',
  },
  {
    name: 'what is recorded before what others did',
    state: call({ recording: { regular: 'running' }, moderation: [{ what: 'muted' }], microphone: 'off', poor: [0] }),
    speaking: true,
    kind: 'recording',
  },
  { name: 'a paused recording is one', state: call({ recording: { regular: 'paused' } }), speaking: false, kind: 'recording' },
  {
    name: 'then a lost device',
    state: call({ notices: everything.notices ?? [], microphone: 'blocked', poor: [0] }),
    speaking: true,
    kind: 'deviceLost',
  },
  {
    name: 'changed rules before that',
    state: call({ notices: [{ kind: 'ruled', options: ['lobby'] }, ...(everything.notices ?? [])], microphone: 'blocked' }),
    speaking: true,
    kind: 'ruled',
  },
  {
    name: 'what another did before that',
    state: call({ moderation: [{ what: 'muted' }], microphone: 'off', notices: everything.notices ?? [] }),
    speaking: true,
    kind: 'moderated',
  },
  {
    name: 'muted by another is no news once the microphone is on again',
    state: call({ moderation: [{ what: 'muted' }] }),
    speaking: false,
    kind: undefined,
  },
  {
    name: 'what is asked is no banner',
    state: call({ moderation: [{ what: 'microphoneRequested' }], microphone: 'off' }),
    speaking: false,
    kind: undefined,
  },
  { name: 'then a blocked microphone', state: call({ microphone: 'blocked', poor: [0] }), speaking: true, kind: 'blocked' },
  { name: 'then talking while muted', state: call({ microphone: 'off', poor: [0] }), speaking: true, kind: 'mutedSpeaking' },
  { name: 'then the own connection', state: call({ poor: [0] }), speaking: false, kind: 'ownQuality' },
  { name: "another's connection is not one's own", state: call({ poor: [1] }), speaking: false, kind: undefined },
  { name: 'a fair connection is no news', state: call({ fair: [0] }), speaking: false, kind: undefined },
  {
    name: 'others who come are no banner',
    state: call({ notices: [{ kind: 'participantJoined' }] }),
    speaking: false,
    kind: undefined,
  },
  {
    name: 'a screen that could not be shared',
    state: call(
      {},
      { local: { ...call({}).local, screen: { state: 'blocked', failure: { code: 'SCREEN_DENIED', retryable: false } } } },
    ),
    speaking: false,
    kind: 'blocked',
  },
])('$name', ({ state, speaking, kind }) => {
  expect(bannerOf(state, { speakingWhileMuted: speaking, dismissed: nothing })?.kind).toBe(kind)
})

test('what was put away makes room for the next', () => {
  const state = call({ microphone: 'blocked', poor: [0] })
  const first = bannerOf(state, { speakingWhileMuted: false, dismissed: nothing })
  if (first === undefined) throw new Error('a banner expected')
  expect(bannerOf(state, { speakingWhileMuted: false, dismissed: new Set([dismissalOf(first)]) })?.kind).toBe('ownQuality')
})

test('being cut off cannot be put away', () => {
  const dismissed = new Set(['reconnecting'])
  expect(bannerOf(call(everything), { speakingWhileMuted: false, dismissed })).toEqual({
    kind: 'reconnecting',
    until: NOW + 30_000,
  })
})

test('what is asked is asked until it is done or answered, and not while cut off', () => {
  const asked: FakeScenario = { moderation: [{ what: 'microphoneRequested' }, { what: 'roleChanged', role: 'presenter' }] }
  expect(requestOf(call({ ...asked, microphone: 'off' }))?.what).toBe('microphoneRequested')
  expect(requestOf(call(asked))).toBeUndefined()
  expect(requestOf(call({ ...asked, microphone: 'off', reconnectingFor: 9_000 }))).toBeUndefined()
})

test('everything that was done is told until it is seen, each thing as it was done last', () => {
  const told = (scenario: FakeScenario): string[] => doneTo(call(scenario)).map(({ what, role }) => role ?? what)
  const moderation: FakeScenario['moderation'] = [
    { what: 'roleChanged', role: 'presenter' },
    { what: 'muted' },
    { what: 'microphoneHeldBack' },
    { what: 'cameraRequested' },
    { what: 'roleChanged', role: 'attendee' },
    { what: 'shareStopped' },
    { what: 'microphoneAllowed' },
  ]
  expect(told({ moderation, microphone: 'off' })).toEqual(['muted', 'attendee', 'shareStopped', 'microphoneAllowed'])
  expect(told({ moderation, sharing: [0] })).toEqual(['attendee', 'microphoneAllowed'])
})

test('of a recording the notice is put away for itself, and again for what this person has not agreed to', () => {
  const recorded = call({ recording: { regular: 'running' } })
  const shown = bannerOf(recorded, { speakingWhileMuted: false, dismissed: nothing })
  if (shown === undefined) throw new Error('there should be a banner')
  const dismissed = new Set([dismissalOf(shown)])
  expect(bannerOf(recorded, { speakingWhileMuted: false, dismissed })).toBeUndefined()
  const both = call({ recording: { regular: 'running', compliance: 'running' } })
  expect(bannerOf(both, { speakingWhileMuted: false, dismissed })?.kind).toBe('recording')
  const refused = call({ recording: { regular: 'running', consentAsked: true, answers: { 0: 'refused' } } })
  expect(bannerOf(refused, { speakingWhileMuted: false, dismissed })).toMatchObject({ kind: 'recording', refused: true })
})
