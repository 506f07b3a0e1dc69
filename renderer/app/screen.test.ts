import { describe, expect, it } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { type Screen, type Situation, screenOf } from './screen.ts'

const member: IdentityState = { state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada' } } }
const guest: IdentityState = { state: 'signedIn', account: { person: { id: 'g', kind: 'guest', name: 'Robin' } } }
const nobody: IdentityState = { state: 'signedOut' }
const onTheWay: IdentityState = { state: 'signingIn', step: 'browser', organisation: 'Northwind' }
const code = 'abc-defg-hjk'
const meeting = { at: 'meeting', code } as const

const rows: [string, Partial<Situation>, Screen][] = [
  ['nobody is asked who they are', { identity: nobody }, 'signIn'],
  ['whoever is on the way is nobody yet', { identity: onTheWay, place: { at: 'settings' } }, 'signIn'],
  ['nobody sees no settings', { identity: nobody, place: { at: 'settings' } }, 'signIn'],
  ['a member is at home', {}, 'meetings'],
  ['a member sees their settings', { place: { at: 'settings' } }, 'settings'],
  ['a member is where rules are made', { place: { at: 'admin' } }, 'admin'],
  ['a guest makes no rules', { identity: guest, guestCode: code, place: { at: 'admin' } }, 'signIn'],
  ['a guest has no home', { identity: guest, guestCode: code }, 'signIn'],
  ['a link asks nobody who they are', { identity: nobody, place: meeting }, 'signIn'],
  ['a guest is somebody in their meeting', { identity: guest, guestCode: code, place: meeting, phase: 'preparing' }, 'preJoin'],
  ['a guest is nobody in another', { identity: guest, guestCode: 'xyz-wvut-srq', place: meeting, entering: true }, 'signIn'],
  ['before the mirror', { place: meeting, phase: 'ready' }, 'preJoin'],
  ['on the way in', { place: meeting, phase: 'joining' }, 'preJoin'],
  ['in the lobby', { place: meeting, phase: 'waiting' }, 'lobby'],
  ['in it', { place: meeting, phase: 'joined' }, 'stage'],
  ['cut off', { place: meeting, phase: 'reconnecting' }, 'stage'],
  ['over', { place: meeting, phase: 'ended' }, 'ended'],
  ['not reached', { place: meeting, phase: 'failed' }, 'failed'],
  ['over because signed out', { place: meeting, phase: 'ended', identity: nobody }, 'ended'],
  ['the last meeting is over, the next one begins', { place: meeting, phase: 'ended', entering: true }, 'preJoin'],
  ['what the last call came to is not shown at home', { phase: 'failed' }, 'meetings'],
]

describe('screenOf', () => {
  it.each(rows)('%s', (_name, change, expected) => {
    const situation: Situation = { place: { at: 'meetings' }, identity: member, phase: 'idle', entering: false }
    expect(screenOf({ ...situation, ...change })).toBe(expected)
  })
})
