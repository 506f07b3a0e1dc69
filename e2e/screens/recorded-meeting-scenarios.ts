/** States of a meeting that is recorded, before it and in it. */
import type { RuleSet } from '#shared/meeting/effective-options.ts'
import type { FakeRecording } from '../../renderer/call/recording/fake-recording.ts'
import type { Scenario } from './scenarios.ts'
import { choose, joined, press } from './stage-scenarios.ts'

const NOTICE: FakeRecording['notice'] = {
  text: 'Northwind keeps recordings for 60 days. Only people of this meeting can open them.',
  address: 'https://northwind.example/privacy/recordings',
}
const ada = { person: 'ada' } as const
const running: FakeRecording = { regular: 'running' }
const asked: FakeRecording = { regular: 'running', consentAsked: true, notice: NOTICE }

const neverRecorded: RuleSet = { source: 'policy', name: 'Everyone', rules: { recording: { fixed: 'nobody' } } }

export const recordedMeetings: readonly Scenario[] = [
  { name: 'pre-join-recorded', platform: ada, call: { meeting: { recording: { ...asked, marked: true } } }, extremes: true },
  {
    name: 'pre-join-recorded-meanwhile',
    platform: { person: 'guest', kind: 'web' },
    call: { meeting: { recording: { ...running, compliance: 'running' } }, state: { noticeUnread: true } },
  },
  {
    name: 'lobby-recorded',
    platform: { person: 'guest', kind: 'web' },
    call: { meeting: { lobby: 60_000, recording: { regular: 'paused', notice: NOTICE } } },
    extremes: true,
  },
  joined('recorded', { participants: 4, recording: running }, { extremes: true }),
  joined('recorded-own', { participants: 4, recording: { regular: 'starting', startedBy: 0, untold: [0, 2], notice: NOTICE } }),
  joined('recorded-paused', { participants: 3, role: 'attendee', recording: { regular: 'paused' } }),
  joined(
    'recorded-interrupted',
    { participants: 3, recording: { regular: 'interrupted', compliance: 'running' } },
    { extremes: true },
  ),
  joined('recorded-compliance', { participants: 3, recording: { compliance: 'running' } }),
  joined(
    'recorded-consent',
    { participants: 4, role: 'attendee', recording: { ...asked, answers: { 0: 'asked' } } },
    { extremes: true },
  ),
  joined(
    'recorded-refused',
    { participants: 4, role: 'attendee', microphone: 'off', camera: 'off', recording: { ...asked, answers: { 0: 'refused' } } },
    { extremes: true },
  ),
  joined(
    'recorded-panel',
    { participants: 6, recording: { ...asked, answers: { 2: 'asked', 3: 'refused' }, untold: [4] } },
    { act: press('Recording'), extremes: true },
  ),
  joined(
    'recorded-people',
    { participants: 6, recording: { ...asked, answers: { 2: 'asked', 3: 'refused' }, untold: [4] } },
    { act: press('People') },
  ),
  joined('recorded-menu', { participants: 4, recording: running }, { act: press('More') }),
  joined('record-menu-ruled', { participants: 4, rules: [neverRecorded] }, { act: press('More'), extremes: true }),
  joined('record-menu-unavailable', { participants: 4, recording: { unavailable: 'noRecorder' } }, { act: press('More') }),
  joined('recorded-full-screen', { participants: 4, recording: running }, { act: choose('More', 'Full screen') }),
]
