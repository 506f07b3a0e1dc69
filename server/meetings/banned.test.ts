import { expect, test } from 'vitest'
import { anonymous, member } from '../testing/meeting-harness.ts'
import { type Ban, Bans } from './banned.ts'
import { newcomerOf, type Visitor } from './standing.ts'

const DENIAL = 300_000
const newcomer = (visitor: Visitor) => newcomerOf(visitor, { tenant: 'northwind', trustedTenants: [] }, false)
const ban = (kind: Ban['kind'], visitor: Visitor, at = 0): Ban => ({
  id: `${kind} ${visitor.person.id} ${at}`,
  kind,
  personId: visitor.person.id,
  sessionId: visitor.id,
  clientKey: visitor.keyThumbprint,
  name: visitor.person.name,
  at,
})

const gus = anonymous('gus')
const sameKey = anonymous('gustav', { keyThumbprint: gus.keyThumbprint })
const sameSession = anonymous('gustav', { id: gus.id })
const sharedMachine = member('bo', { keyThumbprint: gus.keyThumbprint })

test.each<[Ban['kind'], string, Visitor, number, ReturnType<Bans['judge']>]>([
  ['denied', 'the same', gus, DENIAL - 1, 'KNOCK_LATER'],
  ['denied', 'the same, later', gus, DENIAL, undefined],
  ['denied', 'another name of the same client', sameKey, 0, 'KNOCK_LATER'],
  ['denied', 'another name of the same session', sameSession, 0, 'KNOCK_LATER'],
  ['denied', 'somebody else', anonymous('hana'), 0, undefined],
  ['blocked', 'the same, much later', gus, 100 * DENIAL, 'REMOVED'],
  ['blocked', 'another name of the same client', sameKey, 100 * DENIAL, 'REMOVED'],
  ['removed', 'another name of the same session', sameSession, 100 * DENIAL, 'REMOVED'],
  ['removed', 'a member on the same machine', sharedMachine, 0, undefined],
])('whoever was %s: %s', (kind, _who, visitor, now, verdict) => {
  expect(new Bans(DENIAL, [ban(kind, gus)]).judge(newcomer(visitor), now)).toBe(verdict)
})

test('a member who was removed stays out by whatever session and client', () => {
  const bans = new Bans(DENIAL, [ban('removed', member('bo'))])
  expect(bans.judge(newcomer(member('bo', { id: 'other session', keyThumbprint: 'other key' })), 0)).toBe('REMOVED')
})

test('whoever was removed twice is listed once, and comes again when that is lifted; what else they are banned for stays', () => {
  const bans = new Bans(DENIAL)
  for (const each of [ban('removed', gus, 1), ban('removed', gus, 2), ban('denied', gus, 3)]) bans.add(each)
  expect(bans.removed).toEqual([{ personId: 'gus', name: 'gus', at: 2 }])
  expect(bans.lift('gus')).toHaveLength(2)
  expect([bans.removed, bans.lift('gus'), bans.judge(newcomer(gus), 4)]).toEqual([[], [], 'KNOCK_LATER'])
})

test('is not judged longer by those whose time is over', () => {
  const bans = new Bans(DENIAL)
  bans.add(ban('denied', gus, 0))
  bans.add(ban('denied', anonymous('hana'), DENIAL))
  expect([bans.judge(newcomer(gus), 0), bans.judge(newcomer(anonymous('hana')), DENIAL)]).toEqual([undefined, 'KNOCK_LATER'])
})
