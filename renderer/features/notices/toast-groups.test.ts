import { expect, test } from 'vitest'
import type { Notice } from '../../call/call-state.ts'
import { expiredOf, toastsOf } from './toast-groups.ts'

const NOW = 100_000
const notice = (id: number, kind: Notice['kind'], name: string, at = NOW - 1000): Notice => ({ id, kind, name, at })
const written = (notices: Notice[]): string[] => toastsOf(notices, NOW).map(({ kind, name, more }) => `${kind} ${name} +${more}`)

test.each<{ name: string; notices: Notice[]; toasts: string[] }>([
  { name: 'nothing', notices: [], toasts: [] },
  { name: 'one', notices: [notice(1, 'participantJoined', 'Ada')], toasts: ['participantJoined Ada +0'] },
  {
    name: 'one kind is one toast',
    notices: [notice(1, 'participantJoined', 'Ada'), notice(2, 'participantLeft', 'Bo'), notice(3, 'participantJoined', 'Chen')],
    toasts: ['participantJoined Ada +1', 'participantLeft Bo +0'],
  },
  {
    name: 'devices stand for themselves',
    notices: [notice(1, 'deviceChanged', 'Headset'), notice(2, 'deviceChanged', 'Camera')],
    toasts: ['deviceChanged Headset +0', 'deviceChanged Camera +0'],
  },
  {
    name: 'three at the most, the newest',
    notices: [
      notice(1, 'participantJoined', 'Ada'),
      notice(2, 'participantLeft', 'Bo'),
      notice(3, 'handRaised', 'Chen'),
      notice(4, 'shareEnded', 'Dara'),
    ],
    toasts: ['participantLeft Bo +0', 'handRaised Chen +0', 'shareEnded Dara +0'],
  },
  { name: 'what is old has been told', notices: [notice(1, 'participantJoined', 'Ada', NOW - 5000)], toasts: [] },
  { name: 'a lost device is a banner', notices: [notice(1, 'deviceLost', 'Headset')], toasts: [] },
])('$name', ({ notices, toasts }) => {
  expect(written(notices)).toEqual(toasts)
})

test('old notices are given back, but for a lost device', () => {
  const notices = [
    notice(1, 'participantJoined', 'Ada', NOW - 6000),
    notice(2, 'deviceLost', 'Headset', NOW - 6000),
    notice(3, 'participantLeft', 'Bo', NOW - 4000),
  ]
  expect(expiredOf(notices, NOW)).toEqual([1])
})
